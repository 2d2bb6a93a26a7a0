"""Aware instants and their local form. No clock here: `at` is always passed in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from zhisun.kernel.errors import InputError

CHINA = ZoneInfo("Asia/Shanghai")
COMPACT = "%Y%m%d%H%M%S"
SATURDAY = 5


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


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked (工作日): Monday to Friday but for what the State Council moved.

    off: weekdays that are holidays. worked: weekend days that are worked instead.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether a Chinese day is a working day."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)


PLAIN_WEEKS = Calendar()
"""Nothing moved."""


def working_days_after(start: datetime, days: int, *, calendar: Calendar = PLAIN_WEEKS) -> datetime:
    """The end of the `days`-th working day after the Chinese day of `start` (工作日)."""
    day = start.astimezone(CHINA).date()
    while days:
        day += timedelta(days=1)
        days -= calendar.works(day)
    return _end_of(day)


def moved_off_holidays(end: datetime, *, calendar: Calendar = PLAIN_WEEKS) -> datetime:
    """The end of a term that would end on a day off: the end of the next working day.

    A term that ends on a working day ends at its instant. Source: 刑事诉讼法 第105条.
    """
    day = end.astimezone(CHINA).date()
    if calendar.works(day):
        return end
    while not calendar.works(day):
        day += timedelta(days=1)
    return _end_of(day)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), CHINA).astimezone(UTC)
