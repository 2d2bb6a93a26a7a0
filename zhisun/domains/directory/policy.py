"""Who is on duty when, and who is called next."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhisun.domains.directory.terms import (
    SHIFT_DAYS,
    SHIFTS_AT_MOST,
    WEEK,
    ContactRole,
    DutyDays,
    Language,
)
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA, PLAIN_WEEKS, Calendar
from zhisun.kernel.places import Datum, Position

DAY = timedelta(days=1)
_SHIFT = re.compile(r"(\S+?)\s*(\d{1,2}:\d{2})\s*[-–—至~]\s*(\d{1,2}:\d{2})")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


@dataclass(frozen=True, slots=True)
class Shift:
    """One period in which a unit's people are there (班次).

    days: on which kind of days, or None for the weekdays named (0 is Monday). start, end: Chinese
    time; they may cross midnight, equal ones are the whole day.
    """

    days: DutyDays | None
    weekdays: frozenset[int]
    start: time
    end: time

    def covers(self, at: datetime, calendar: Calendar = PLAIN_WEEKS) -> bool:
        """Whether somebody is there at an instant. A night belongs to the day it begins on."""
        if self.days is not None:
            return on_duty(self.days, self.start, self.end, at, calendar=calendar)
        return _during(self.start, self.end, at, lambda day: day.weekday() in self.weekdays)

    @property
    def hours(self) -> str:
        """08:00-18:00: from when to when, a whole day to 24:00."""
        end = "24:00" if self.end == time() else f"{self.end:%H:%M}"
        return f"{self.start:%H:%M}-{end}"

    def __str__(self) -> str:
        named = next((words for words, days in SHIFT_DAYS.items() if days is self.days), "")
        days = named or "、".join(f"周{WEEK[day]}" for day in sorted(self.weekdays))
        return f"{days} {self.hours}"


def shifts_of(text: str) -> tuple[Shift, ...]:
    """The shifts a text names, one a line or between semicolons: 工作日 08:00-18:00.

    Days are 每天, 工作日, 休息日, or weekdays: 周一至周五, 周六、周日. Raises InputError at the
    first line that is none.
    """
    lines = [line.strip() for line in re.split(r"[;；\n]", text.replace("：", ":"))]
    found = tuple(_shift_of(line) for line in lines if line)
    if len(found) > SHIFTS_AT_MOST:
        raise InputError("shifts_too_many", field="shifts", most=SHIFTS_AT_MOST)
    return found


def point_of(latitude: str, longitude: str, datum: str) -> Position | None:
    """The point that somebody wrote down, None when he wrote none. Raises InputError.

    Without a datum it is WGS-84, as receivers give it.
    """
    if not latitude.strip() and not longitude.strip():
        return None
    try:
        known = Datum(datum.strip().lower().replace("-", "") or Datum.WGS84)
        found = Position(float(latitude), float(longitude), known)
    except ValueError as error:
        raise InputError("position_unreadable", field="latitude") from error
    if not found.sound:
        raise InputError("position_unreadable", field="latitude")
    return found


def language_of(words: str) -> Language | None:
    """The language that somebody's own words name, None for common speech. Raises InputError."""
    told = words.strip()
    if told in {"", "普通话"}:
        return None
    named = (each for each in Language if told in {each.value, str(each.label)})
    found = next(named, None)
    if found is None:
        raise InputError("language_unknown", field="language", told=told[:20])
    return found


def _shift_of(line: str) -> Shift:
    told = _SHIFT.fullmatch(line)
    if told is None:
        raise InputError("shift_unreadable", field="shifts", told=line[:40])
    days = SHIFT_DAYS.get(told[1])
    weekdays = frozenset() if days else _weekdays(told[1])
    try:
        start = time.fromisoformat(told[2].zfill(5))
        end = time() if told[3] == "24:00" else time.fromisoformat(told[3].zfill(5))
    except ValueError as error:
        raise InputError("shift_unreadable", field="shifts", told=line[:40]) from error
    if days is None and not weekdays:
        raise InputError("shift_unreadable", field="shifts", told=line[:40])
    return Shift(days, weekdays, start, end)


def _weekdays(words: str) -> frozenset[int]:
    """周一至周五、周日 as numbers from Monday; none when it is anything else."""
    found: set[int] = set()
    for part in re.split(r"[、,，和]", words):
        ends = [_weekday(each) for each in re.split(r"[至到-]", part)]
        if None in ends or len(ends) > len(("from", "to")):
            return frozenset()
        first, last = ends[0] or 0, ends[-1] or 0
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return frozenset(found)


def _weekday(words: str) -> int | None:
    told = _WEEKDAY.fullmatch(words.strip())
    return WEEK.index(told[1].replace("天", "日")) if told else None


def _during(start: time, end: time, at: datetime, falls: Callable[[date], bool]) -> bool:
    local = at.astimezone(CHINA)
    today, clock = local.date(), local.time()
    if start < end:
        return start <= clock < end and falls(today)
    if clock >= start:
        return falls(today)
    return clock < end and falls(today - DAY)


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
    return _during(start, end, at, lambda day: _falls_on(days, day, calendar))


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
