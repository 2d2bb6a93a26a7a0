"""The hour of the day: what 下午3点 is on a 24-hour clock."""

from datetime import datetime

from zhisun.engines.reading.calendar import Calendar, Moment, Parts, shifted
from zhisun.engines.reading.numerals import small_number
from zhisun.engines.reading.time_words import AFTERNOON, EVENING, MORNING, NIGHT, NOON

_SMALL_HOURS = 4
"""After 晚上 these are hours past midnight: 昨天晚上1点 is today."""
_NOON_HOUR, _DAY_HOURS, _LATEST_NIGHT, _SPOKEN_AFTERNOON = 12, 24, 5, 7
_EVENING, _SOON = 18, 2
_MIDDAY, _LATER, _DARK = AFTERNOON | NOON, AFTERNOON | EVENING, NIGHT | EVENING
_QUARTERS = {"一": 15, "三": 45, "1": 15, "3": 45}


def with_clock(
    calendar: Calendar, moment: Moment, parts: Parts, *, ahead: bool = False, asked: bool = False
) -> Moment | None:
    """`moment` with the hour the words name, on the day they mean; None for no hour of a day."""
    has_day = moment.month is not None
    if parts.get("lone_period"):
        part = part_of_day(parts.get("lone_period") or "")
        return moment._replace(part=part) if has_day else calendar.today(Moment(part=part))
    hour = small_number(parts.get("hour") or "")
    minute, second = _minutes(parts)
    if hour is None or hour > _DAY_HOURS or max(minute or 0, second or 0) > 59:  # noqa: PLR2004 minutes
        return None
    said_hour = hour
    period = parts.get("period") or {"EV": "晚上", "MO": "早上"}.get(moment.part, "")
    spoken = parts.get("spoken") == "点"
    if asked and spoken and not period and _is_on(calendar, moment):
        hour = _next(calendar, hour, minute)
    elif parts.get("just") and spoken and not period:
        hour = _before(calendar, hour, minute)
    else:
        hour = _on_24(calendar, hour, period, moment, spoken=spoken)
    small_hours = period == "凌晨" and calendar.last is not None
    calendar.after_noon = hour >= _NOON_HOUR and (bool(period) or hour != said_hour)
    said = moment._replace(hour=hour, minute=minute, second=second, part="")
    if not has_day:
        said = calendar.today(said, ahead=ahead)
        if small_hours and _goes_on(calendar, said):
            calendar.overnight = 1
        if calendar.last is not None and not ahead:
            said = _on_days_later(said, calendar.overnight)
    return _past_midnight(said)


def _goes_on(calendar: Calendar, said: Moment) -> bool:
    """3月5日晚8点, 凌晨2点: the night goes on past midnight, unless it had not when it was told."""
    evening = calendar.stretch[1]
    if calendar.overnight or evening is None or (evening.hour or 0) < _EVENING:
        return False
    if calendar.ref is None or not _is_day_of(calendar.ref, said):
        return True
    return calendar.ref.hour < (evening.hour or 0)


def _on_days_later(said: Moment, days: int) -> Moment:
    if not days or said.hour is None:
        return said
    return shifted(said, days)._replace(hour=said.hour, minute=said.minute, second=said.second)


def part_of_day(word: str) -> str:
    """MO, AF or EV."""
    if word in MORNING:
        return "MO"
    return "AF" if word in _MIDDAY else "EV"


def _minutes(parts: Parts) -> tuple[int | None, int | None]:
    if parts.get("half"):
        return 30, None
    if quarter := parts.get("quarter"):
        return _QUARTERS[quarter], None
    minute = parts.get("minute") or parts.get("minutes") or parts.get("bare_minutes")
    second = parts.get("second") or parts.get("seconds")
    return (small_number(minute) if minute else None, small_number(second) if second else None)


def _on_24(calendar: Calendar, hour: int, period: str, moment: Moment, *, spoken: bool) -> int:
    if hour > _NOON_HOUR:
        return hour
    if not period:
        return _unsaid(calendar, hour, moment) if spoken else _soon_after(calendar, hour, moment)
    if hour == _NOON_HOUR:
        return _twelve(period)
    if period in EVENING and hour <= _SMALL_HOURS:
        hour += _NOON_HOUR
    late = period in NIGHT and hour > _LATEST_NIGHT
    past_noon = period in NOON and hour < _LATEST_NIGHT
    return hour + _NOON_HOUR if late or past_noon or period in _LATER else hour


def _twelve(period: str) -> int:
    """12 o'clock: midnight ends the day at night (24) and begins it at 凌晨 (0)."""
    if period == "凌晨":
        return 0
    return _DAY_HOURS if period in _DARK else _NOON_HOUR


def _unsaid(calendar: Calendar, hour: int, moment: Moment) -> int:
    """Two o'clock without more: as the sentence before had it, else by day, never in the future."""
    if not 0 < hour < _NOON_HOUR:
        return hour
    if calendar.after_noon and moment.month is None:
        return hour + _NOON_HOUR
    if calendar.ref is not None and _is_day_of(calendar.ref, moment):
        later = calendar.ref.hour >= hour + _NOON_HOUR
        return hour + _NOON_HOUR if later and hour < _SPOKEN_AFTERNOON else hour
    return hour + _NOON_HOUR if hour < _SPOKEN_AFTERNOON else hour


def _soon_after(calendar: Calendar, hour: int, moment: Moment) -> int:
    """下午4时45分, 4时50分: of the afternoon when it is at most two hours on, else on 24 hours."""
    last = calendar.stretch[1]
    if not calendar.after_noon or moment.month is not None or last is None or last.hour is None:
        return hour
    on = hour + _NOON_HOUR - last.hour
    return hour + _NOON_HOUR if 0 <= on <= _SOON and hour < _NOON_HOUR else hour


def _next(calendar: Calendar, hour: int, minute: int | None) -> int:
    """四点前加我 told at ten is four in the afternoon: the next such hour."""
    if calendar.ref is None or not 0 < hour <= _NOON_HOUR:
        return hour
    told = (calendar.ref.hour, calendar.ref.minute)
    return hour + _NOON_HOUR if (hour, minute or 0) <= told else hour


def _before(calendar: Calendar, hour: int, minute: int | None) -> int:
    """刚才七点十分 told at eight in the evening is in the evening: the last such hour."""
    if calendar.ref is None or not 0 < hour < _NOON_HOUR:
        return hour
    told = (calendar.ref.hour, calendar.ref.minute)
    return hour + _NOON_HOUR if (hour + _NOON_HOUR, minute or 0) <= told else hour


def _is_on(calendar: Calendar, moment: Moment) -> bool:
    """Whether no day was said or the day of the report."""
    if moment.month is None:
        return True
    return calendar.ref is not None and _is_day_of(calendar.ref, moment)


def _is_day_of(ref: datetime, moment: Moment) -> bool:
    return moment.month is None or (moment.month, moment.day) == (ref.month, ref.day)


def _past_midnight(moment: Moment) -> Moment:
    """24 o'clock and later is the next day."""
    if moment.hour is None or moment.hour < _DAY_HOURS:
        return moment
    hour = moment.hour - _DAY_HOURS
    return shifted(moment, 1)._replace(hour=hour, minute=moment.minute, second=moment.second)
