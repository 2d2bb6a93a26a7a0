"""How amounts, times and identifiers look on a page. The only place that formats them.

Every filter takes the plain value and gives text in the active language; None is a dash,
because an empty cell reads as a fault of the page.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import Fen

DASH = "—"
HOUR, DAY = 60, 1440
"""In minutes."""
LONGEST_PERSONAL_NAME = 4

_LONG_NUMBER = re.compile(r"[0-9０-９][0-9０-９ -]{5,}[0-9０-９xX]")

_ZH_STEPS = ((100_000_000, "亿元"), (10_000, "万元"))
_EN_STEPS = ((1_000_000_000, "bn yuan"), (1_000_000, "m yuan"), (1_000, "k yuan"))


def yuan(amount_fen: Fen | None) -> str:
    """28,000.00: grouped yuan with two places, no unit."""
    if amount_fen is None:
        return DASH
    sign = "-" if amount_fen < 0 else ""
    whole, part = divmod(abs(amount_fen), 100)
    return f"{sign}{whole:,}.{part:02d}"


def money(amount_fen: Fen | None) -> str:
    """28,000.00 元."""
    if amount_fen is None:
        return DASH
    return _("{amount} 元").format(amount=yuan(amount_fen))


def money_short(amount_fen: Fen | None) -> str:
    """2.8 万元, 1.23 亿元: for tiles and axes, cut (never rounded up) to two places."""
    if amount_fen is None:
        return DASH
    sign = "-" if amount_fen < 0 else ""
    whole = abs(amount_fen) // 100
    steps = _ZH_STEPS if _in_chinese() else _EN_STEPS
    for size, unit in steps:
        if whole >= size:
            return f"{sign}{_cut(whole, size)} {unit}"
    return f"{sign}{whole:,} {_('元')}"


def percent(part: float | None, whole: float = 1) -> str:
    """83.4%; a dash when there is nothing to divide by."""
    if part is None or whole == 0:
        return DASH
    return f"{part / whole:.1%}"


def clock_time(at: datetime | None) -> str:
    """09:41:07 in Chinese time."""
    return _local(at, "%H:%M:%S")


def short_time(at: datetime | None) -> str:
    """11-21 09:41 in Chinese time."""
    return _local(at, "%m-%d %H:%M")


def full_time(at: datetime | None) -> str:
    """2026-11-21 09:41:07 in Chinese time."""
    return _local(at, "%Y-%m-%d %H:%M:%S")


def date(at: datetime | None) -> str:
    """2026-11-21 in Chinese time."""
    return _local(at, "%Y-%m-%d")


def iso(at: datetime | None) -> str:
    """The instant for a machine (`<time datetime>`); "" when absent."""
    return at.isoformat(timespec="seconds") if at else ""


def relative(at: datetime | None, now: datetime) -> str:
    """3 分钟前, 2 小时后: how far `at` lies from `now`."""
    if at is None:
        return DASH
    seconds = int((at - now).total_seconds())
    minutes = abs(seconds) // 60
    if minutes == 0:
        return _("刚刚")
    distance = _distance(minutes)
    pattern = _("{distance}后") if seconds > 0 else _("{distance}前")
    return pattern.format(distance=distance)


def countdown(seconds: float | None) -> str:
    """07:31, 5:07:31, 1 天 23:59:59; "+" in front once the time is over."""
    if seconds is None:
        return DASH
    sign, left = ("+", int(-seconds)) if seconds < 0 else ("", int(seconds))
    minutes, second = divmod(left, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days:
        return sign + _("{days} 天 {clock}").format(
            days=days, clock=f"{hour:02d}:{minute:02d}:{second:02d}"
        )
    if hours:
        return f"{sign}{hour}:{minute:02d}:{second:02d}"
    return f"{sign}{minute:02d}:{second:02d}"


def past_due(minutes: int) -> str:
    """逾期 1 小时 30 分钟: how late something is, in full; 一到期 for the instant itself."""
    if minutes <= 0:
        return _("一到期")
    days, left = divmod(minutes, DAY)
    hours, left = divmod(left, HOUR)
    parts = (days, _days(days)), (hours, _hours(hours)), (left, _minutes(left))
    return _("逾期 {distance}").format(distance=" ".join(words for size, words in parts if size))


def seconds_after(at: datetime, start: datetime) -> int:
    """Whole seconds from `start` to `at`; negative when `at` comes first."""
    return int((at - start).total_seconds())


def stage(seconds_left: float, soon: float, urgent: float) -> str:
    """The stage of a countdown: ok, soon, urgent, over. `clock.js` decides the same."""
    if seconds_left < 0:
        return "over"
    if seconds_left <= urgent:
        return "urgent"
    return "soon" if seconds_left <= soon else "ok"


def stage_passed(seconds: float, soon: float, urgent: float) -> str:
    """The stage of a clock that counts upward: ok, soon, urgent. `clock.js` decides the same."""
    if seconds >= urgent:
        return "urgent"
    return "soon" if seconds >= soon else "ok"


def gap(start: datetime | None, end: datetime | None) -> str:
    """1′12″: what passed between two stamps; "" when either is missing."""
    if start is None or end is None:
        return ""
    seconds = int((end - start).total_seconds())
    minutes, second = divmod(abs(seconds), 60)
    hours, minute = divmod(minutes, 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours}h{minute:02d}′" if hours else f"{sign}{minute}′{second:02d}″"


def groups(number: str, size: int = 4) -> list[str]:
    """The number cut in fours from the left, the way a card shows it."""
    return [number[i : i + size] for i in range(0, len(number), size)]


def card(number: str | None) -> str:
    """6222 0212 3456 7890 123."""
    return " ".join(groups(number)) if number else DASH


def masked_account(number: str | None) -> str:
    """6222 **** 0123: the first four and the last four."""
    return _masked(number, head=4, tail=4, between=" **** ")


def masked_phone(number: str | None) -> str:
    """138****1234."""
    return _masked(number, head=3, tail=4, between="****")


def masked_id(number: str | None) -> str:
    """370802********1234: the county and the last four."""
    return _masked(number, head=6, tail=4, between="********")


def masked_numbers(text: str | None) -> str:
    """A text with every number of seven digits and more masked: 我叫周敏，137****1234."""
    return _LONG_NUMBER.sub(lambda found: masked_phone(found[0]), text or "")


def masked_name(name: str | None) -> str:
    """张*, 欧***; a firm keeps two characters at both ends."""
    if name and len(name) <= LONGEST_PERSONAL_NAME:
        return name[0] + "*" * (len(name) - 1)
    return _masked(name, head=2, tail=2, between="***")


def listed(parts: Iterable[object]) -> str:
    """甲、乙、丙: the parts with the sign that the active language puts between them."""
    return _("、").join(str(part) for part in parts)


def _masked(text: str | None, *, head: int, tail: int, between: str) -> str:
    """What is too short to keep both ends shows nothing."""
    if not text:
        return DASH
    if len(text) <= head + tail:
        return "*" * len(text)
    return f"{text[:head]}{between}{text[-tail:]}"


def _local(at: datetime | None, pattern: str) -> str:
    return at.astimezone(CHINA).strftime(pattern) if at else DASH


def _distance(minutes: int) -> str:
    if minutes < HOUR:
        return _minutes(minutes)
    return _hours(minutes // HOUR) if minutes < 2 * DAY else _days(minutes // DAY)


def _minutes(number: int) -> str:
    return ngettext("{n} 分钟", "{n} 分钟", number).format(n=number)


def _hours(number: int) -> str:
    return ngettext("{n} 小时", "{n} 小时", number).format(n=number)


def _days(number: int) -> str:
    return ngettext("{n} 天", "{n} 天", number).format(n=number)


def _cut(whole: int, size: int) -> str:
    hundredths = whole * 100 // size
    text = f"{hundredths // 100:,}.{hundredths % 100:02d}"
    return text.rstrip("0").rstrip(".")


def _in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


FILTERS: Mapping[str, Callable[..., str | int | list[str]]] = {
    filter_.__name__: filter_
    for filter_ in (
        yuan, money, money_short, percent,
        clock_time, short_time, full_time, date, iso,
        relative, countdown, past_due, seconds_after, stage, stage_passed, gap,
        groups, card, masked_account, masked_phone, masked_id, masked_name, masked_numbers, listed,
    )
}  # fmt: skip
