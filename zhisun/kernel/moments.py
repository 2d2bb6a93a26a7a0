"""Aware instants and their local form. No clock here: `at` is always passed in."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from zhisun.kernel.errors import InputError

CHINA = ZoneInfo("Asia/Shanghai")
COMPACT = "%Y%m%d%H%M%S"


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
