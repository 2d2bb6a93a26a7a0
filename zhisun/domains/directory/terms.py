"""Words of the directory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Lane(TextChoices):
    """Which wire an institution speaks."""

    BANK = "bank", _("银行专线")
    PAYMENT = "payment", _("支付机构专线")
    TELECOM = "telecom", _("运营商专线")
    PLATFORM = "platform", _("互联网平台专线")
    PAPER = "paper", _("纸质函件")


WITHOUT_MONEY = frozenset({Lane.TELECOM, Lane.PLATFORM})
"""Lanes of institutions that hold no accounts: carriers and internet platforms."""


class UnitKind(TextChoices):
    """What kind of unit an officer belongs to."""

    CENTRE = "centre", _("反诈中心")
    STATION = "station", _("派出所")
    TEAM = "team", _("劝阻队")
    INSTITUTION = "institution", _("进驻机构")


class KeeperAct(TextChoices):
    """What of a keeper's work a duty officer is told."""

    SECRET_CHANGED = "secret_changed", _("更换机构接口密钥")
    PASSWORD_SET = "password_set", _("设置人员密码")
    ROLE_GIVEN = "role_given", _("任命角色")
    ROLE_TAKEN = "role_taken", _("免去角色")
    MACHINE_TOKEN = "machine_token", _("发放接口令牌")


FEEDBACK_HOURS = 24
"""Default FeedbackLimit of an institution (domain.md §2.6)."""
