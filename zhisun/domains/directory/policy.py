"""Who is on duty when, and who is called next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhisun.domains.directory.terms import ContactRole, DutyDays
from zhisun.kernel.moments import CHINA, PLAIN_WEEKS, Calendar

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a ladder: from so many minutes past due on, who is called."""

    level: int
    minutes: int
    role: ContactRole


def on_duty(
    days: DutyDays, start: time, end: time, at: datetime, *, calendar: Calendar = PLAIN_WEEKS
) -> bool:
    """Whether somebody with these days and Chinese hours can be called at an instant.

    Hours that cross midnight belong to the day on which they begin: who has Friday's night is on
    duty early on Saturday. Equal hours are the whole day.
    """
    local = at.astimezone(CHINA)
    today, clock = local.date(), local.time()
    if start < end:
        return start <= clock < end and _falls_on(days, today, calendar)
    if clock >= start:
        return _falls_on(days, today, calendar)
    return clock < end and _falls_on(days, today - DAY, calendar)


def step_due(ladder: Sequence[Step], due_at: datetime | None, at: datetime) -> Step | None:
    """The highest level whose time has come; None while nobody is to be called."""
    if due_at is None:
        return None
    come = [step for step in ladder if due_at + timedelta(minutes=step.minutes) <= at]
    return max(come, key=lambda step: step.minutes, default=None)


def _falls_on(days: DutyDays, day: date, calendar: Calendar) -> bool:
    if days is DutyDays.EVERY_DAY:
        return True
    return calendar.works(day) is (days is DutyDays.WORKDAYS)
