"""Aware instants and their local form. No clock here: `at` is always passed in."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from zhisun.kernel.errors import InputError

CHINA = ZoneInfo("Asia/Shanghai")
COMPACT = "%Y%m%d%H%M%S"
SATURDAY = 5
_NO_DAYS: frozenset[date] = frozenset()


def instant(text: str) -> datetime:
    """The aware instant of an ISO 8601 text; a naive one is taken as Asia/Shanghai.

    Raises InputError when it is not a time.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
        return zoned.astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the first hours of year 1 have no UTC
        raise InputError("time_unreadable", time=text[:40]) from error


def compact(at: datetime) -> str:
    """Chinese time as yyyyMMddHHmmss, the way the bank lane writes it (domain.md §2.3)."""
    return at.astimezone(CHINA).strftime(COMPACT)


def from_compact(text: str) -> datetime:
    """The instant of a yyyyMMddHHmmss text in Chinese time. Raises InputError."""
    try:
        moment = datetime.strptime(text, COMPACT)  # noqa: DTZ007 the zone is added on the next line
    except ValueError as error:
        raise InputError("time_unreadable", time=text[:40]) from error
    return moment.replace(tzinfo=CHINA).astimezone(UTC)


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from `start` to `end`, towards minus infinity."""
    return int((end - start).total_seconds() // 60)


def working_days_after(start: datetime, days: int, *, off: frozenset[date] = _NO_DAYS) -> datetime:
    """The end of the `days`-th working day after the Chinese day of `start` (工作日).

    Saturdays, Sundays and the days in `off` do not count. Working days are not moved to weekends
    here: then the term ends later than it would have to, by those days.
    """
    day = start.astimezone(CHINA).date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY and day not in off
    return datetime.combine(day + timedelta(days=1), time(), CHINA).astimezone(UTC)
