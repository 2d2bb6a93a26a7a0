"""Kinds of things a fraud leaves behind (涉案要素)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SubjectKind(TextChoices):
    """What a subject is. One value of one kind is one row, however many reports name it."""

    ACCOUNT = "account", _("账户")
    PHONE = "phone", _("电话")
    URL = "url", _("网址")
    DOMAIN = "domain", _("域名")
    QQ = "qq", _("QQ")
    WECHAT = "wechat", _("微信")
    IM = "im", _("其他社交账号")
    EMAIL = "email", _("电子邮箱")
    APP = "app", _("应用程序")
    CRYPTO = "crypto", _("虚拟币地址")
    PERSON = "person", _("人员")
    IDCARD = "idcard", _("身份证件")


LONGEST_VALUE = 500
"""Characters of a normalised value; a longer web address is cut by nobody and refused."""

REVEAL_BASIS = "中华人民共和国个人信息保护法 第六条、第三十四条"
"""Personal data is looked at within what a duty needs, and no further (domain.md §3.9)."""
