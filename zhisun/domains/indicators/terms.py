"""Words of the indicator base (预警底库)."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IndicatorKind(TextChoices):
    """What an indicator is. The names are those of the engine and of the files."""

    DOMAIN = "domain", _("域名")
    URL = "url", _("网址")
    PHONE = "phone", _("电话")
    PHONE_PREFIX = "phone_prefix", _("号段")
    ACCOUNT = "account", _("账户")
    APP = "app", _("应用程序")
    IM = "im", _("社交账号")
    IP = "ip", _("IP 地址")


LONGEST_VALUE = 2000
"""Characters of a value; the index of PostgreSQL holds no longer one."""
LONGEST_NAME = 200
LEAST_SEVERE, MOST_SEVERE = 1, 5
SURE = 100
"""Confidence of what an officer verified, in percent."""

MOST_EVENTS = 10_000
"""Events of one push."""
BATCHES_KEPT = timedelta(days=7)
"""How long the number of a push is known again; its hits are known for ever."""
BURST_S = 30
"""Seconds of its rate that a feed may push at once. Local rule."""
