"""How long a measure may last."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zhisun.domains.directory.policy import Step, step_due
from zhisun.domains.stop_payment.terms import (
    ANSWER_DUE,
    ANSWER_OVERDUE,
    CALL,
    FREEZE_MONTHS,
    FREEZES,
    LAST_CALL,
    LONG_FREEZE_MONTHS,
    MOVEMENTS_LAST,
    STOP_LASTS,
    STOPS,
    OrderKind,
)
from zhisun.kernel.moments import CHINA

LONG_AGO = timedelta(days=36_500)


def lasts_until(kind: OrderKind, start: datetime, *, long_freeze: bool = False) -> datetime | None:
    """The latest end the law allows a measure that begins at `start`; None for plain queries."""
    if kind in STOPS:
        return start + STOP_LASTS
    if kind in FREEZES:
        return months_later(start, LONG_FREEZE_MONTHS if long_freeze else FREEZE_MONTHS)
    return start + MOVEMENTS_LAST if kind is OrderKind.QUERY_MOVEMENTS else None


def months_later(start: datetime, months: int) -> datetime:
    """The same day and time so many months later in China, or the month's last day."""
    local = start.astimezone(CHINA)
    index = local.month - 1 + months
    year, month = local.year + index // 12, index % 12 + 1
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=CHINA)
    last_day = (following - timedelta(days=1)).day
    return local.replace(year=year, month=month, day=min(local.day, last_day))


def answer_bell(ladder: Sequence[Step], due_at: datetime | None, at: datetime) -> str:
    """The bell of an answer that does not come: of the highest level of its ladder, or before one.

    "" while there is time. Only the highest: a night without the program rings one, not four.
    """
    if due_at is None or due_at - at > LAST_CALL:
        return ""
    if due_at > at:
        return ANSWER_DUE
    step = step_due(ladder, due_at, at)
    return call_bell(step.level) if step else ANSWER_OVERDUE


def call_bell(level: int) -> str:
    """The bell of one level of a ladder."""
    return f"{CALL}{level}"


def late_spans(ladder: Sequence[Step], at: datetime) -> list[tuple[datetime, datetime, str]]:
    """Which bell an answer rings that was due after one instant until another, at `at`."""
    steps = sorted(ladder, key=lambda step: step.minutes)
    starts = [timedelta(minutes=step.minutes) for step in steps]
    ends = [*starts[1:], LONG_AGO]
    spans = [
        (at - end, at - start, call_bell(step.level))
        for step, start, end in zip(steps, starts, ends, strict=True)
    ]
    before = starts[0] if starts else LONG_AGO
    return [*spans, (at - before, at, ANSWER_OVERDUE)] if before else spans
