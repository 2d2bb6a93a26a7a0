"""Words of the indicator base (预警底库)."""

from dataclasses import dataclass
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


class IndicatorState(TextChoices):
    """Life of an indicator. Only what stands is held against events."""

    PROPOSED = "proposed", _("待核实")
    STANDING = "standing", _("有效")
    DEMOTED = "demoted", _("已降级")
    EXPIRED = "expired", _("已过期")
    WITHDRAWN = "withdrawn", _("已撤下")


MOVES: dict[IndicatorState, frozenset[IndicatorState]] = {
    IndicatorState.PROPOSED: frozenset({IndicatorState.STANDING, IndicatorState.WITHDRAWN}),
    IndicatorState.STANDING: frozenset(
        {IndicatorState.DEMOTED, IndicatorState.EXPIRED, IndicatorState.WITHDRAWN}
    ),
    IndicatorState.DEMOTED: frozenset({IndicatorState.STANDING, IndicatorState.WITHDRAWN}),
    IndicatorState.EXPIRED: frozenset({IndicatorState.STANDING, IndicatorState.WITHDRAWN}),
    IndicatorState.WITHDRAWN: frozenset(),
}


class IntakeState(TextChoices):
    """Life of one file. A small one is read at once, a large one by a job."""

    WAITING = "waiting", _("正在导入")
    READ = "read", _("已导入")
    REFUSED = "refused", _("读不了")


class FeedKind(TextChoices):
    """What a source pushes; it has an account for each."""

    EVENTS = "events", _("事件")
    WARNINGS = "warnings", _("预警")


class NoticeKind(TextChoices):
    """What the base did by itself and somebody has to see."""

    DEMOTED = "demoted", _("误报太多，已自动降级")
    POOR_SOURCE = "poor_source", _("来源准确率过低")
    SOURCE_TOOK_BACK = "took_back", _("来源已撤回，请核实是否撤下")
    BELOW_LISTED = "below_listed", _("在白名单网址之下，请核对是否撤下")


@dataclass(frozen=True, slots=True)
class Life:
    """How an indicator of one kind grows old.

    half_life: after which its confidence is worth half. lifetime: after which it is over anyhow.
    """

    half_life: timedelta
    lifetime: timedelta


def _days(half_life: int, lifetime: int) -> Life:
    return Life(timedelta(days=half_life), timedelta(days=lifetime))


LIVES: dict[IndicatorKind, Life] = {
    IndicatorKind.DOMAIN: _days(90, 365),
    IndicatorKind.URL: _days(30, 180),
    IndicatorKind.PHONE: _days(45, 90),
    IndicatorKind.PHONE_PREFIX: _days(90, 365),
    IndicatorKind.ACCOUNT: _days(180, 730),
    IndicatorKind.APP: _days(180, 730),
    IndicatorKind.IM: _days(60, 180),
    IndicatorKind.IP: _days(7, 30),
}
"""Local rule: no law sets them. A number goes to somebody else after some 90 days of rest, an
address of a rented machine after days; an account or an application stays what it is."""

LEAST_CONFIDENCE = 20
"""Worth less than this by age, an indicator expires. Percent; local rule."""

SHORTEST_LIFE = timedelta(days=1)
"""What is entered stands a day at least, however little it is worth."""

SOURCE_WITHDREW = "来源撤回"
"""Why an indicator was withdrawn that its own source took back; the source may bring it again."""

NOW_LISTED = "已列入白名单"
"""Why an indicator was withdrawn that would hit what is on the white list now."""

REPORTS = "报案"
"""Source of what reports name."""

REPORTED_SEVERITY, REPORTED_CONFIDENCE = 4, 80
"""Of what a victim names, once an officer has verified it. Local rule."""

LONGEST_DAYS = 3650

FIRST_RIGHT, FIRST_WRONG = 3.0, 1.0
"""What is believed of a source before it was ever checked: as if three of four had been right."""

PRIOR_WEIGHT = 2.0
"""How many outcomes the record of its source is worth for an indicator that has none."""

CREDIBLE = 0.95
"""One-sided: the precision lies below the upper and above the lower end this surely."""

POOR_BELOW = 0.3
"""An indicator whose precision lies below this, surely, is demoted. Local rule."""

SOURCE_CHECKED_AFTER = 30
"""Outcomes before a source is called poor. Local rule."""

SHORTEST_PREFIX, SHORTEST_MOBILE_PREFIX = 3, 7
"""Digits: a mobile prefix of seven is 10,000 subscribers. Local rule."""

WIDEST_V4, WIDEST_V6 = 24, 48
"""Bits of the largest network that may be an indicator: 256 addresses. Local rule."""

LOCAL_NOTE = "本地规则 (国家没有统一标准)"
"""What stands beside the values above until somebody sets others."""

LONGEST_VALUE = 2000
"""Characters of a value; the index of PostgreSQL holds no longer one."""
LONGEST_NAME = 200
LEAST_SEVERE, MOST_SEVERE = 1, 5
SURE = 100
"""Confidence of what an officer verified, in percent."""

READ_FILES = "read_indicator_files"
"""The job that reads large files."""

AT_ONCE_BYTES = 1 << 18
"""A file up to here is read while the officer waits: some two thousand rows, about a second."""

ROWS_AT_ONCE = 5_000
"""Rows of a large file in one transaction: the watch waits no longer for its turn."""

MOST_EVENTS = 10_000
"""Events of one push."""
BATCHES_KEPT = timedelta(days=7)
"""How long the number of a push is known again; its hits are known for ever."""
BURST_S = 30
"""Seconds of its rate that a feed may push at once. Local rule."""
