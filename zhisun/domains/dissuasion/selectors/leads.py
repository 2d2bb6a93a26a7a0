"""Which dispatches an indicator led to: asked when it is withdrawn, and to learn from outcomes."""

from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.dissuasion.models import Dispatch, Signal
from zhisun.domains.dissuasion.selectors.joined import last_no
from zhisun.domains.dissuasion.terms import OPEN, DispatchState, Outcome
from zhisun.kernel.actors import Actor

MOST_LED = 50


@dataclass(frozen=True, slots=True)
class LedRow:
    """One dispatch that rests on an indicator."""

    dispatch_no: str
    state: DispatchState
    outcome: Outcome | None
    opened_at: datetime
    alone: bool
    """Whether nothing else speaks for it."""


def led_by(indicator: int, *, by: Actor) -> list[LedRow]:
    """The newest dispatches within the actor's area that an indicator led to. Two queries."""
    if not by.area and not by.is_job:
        return []
    mine = Dispatch.objects.filter(area__startswith=by.area)
    keys = Signal.objects.filter(indicator=indicator).values("dispatch")
    rows = list(mine.filter(pk__in=keys).order_by("-pk")[:MOST_LED])
    others = Signal.objects.filter(dispatch__in=rows).exclude(indicator=indicator)
    helped = set(others.values_list("dispatch_id", flat=True))
    return [
        LedRow(
            row.dispatch_no,
            DispatchState(row.state),
            Outcome(row.outcome) if row.outcome else None,
            row.opened_at,
            row.pk not in helped,
        )
        for row in rows
    ]


def open_led_by(indicator: int) -> list[str]:
    """The open dispatches that an indicator led to, wherever they are, oldest first. One query."""
    keys = Signal.objects.filter(indicator=indicator).values("dispatch")
    rows = Dispatch.objects.filter(pk__in=keys, state__in=sorted(OPEN)).order_by("pk")
    return list(rows.values_list("dispatch_no", flat=True))


def verdict_of(dispatch_no: str) -> tuple[list[int], bool | None]:
    """The indicators that led to a dispatch, and whether its outcome says they were right.

    Dissuaded or defrauded: there was a fraud. A false alarm: there was none. Somebody who was not
    deceived, or was not found, says nothing of the indicator; nor does one that was joined: what
    it goes on as will say it. Three queries at most.
    """
    row = Dispatch.objects.filter(dispatch_no=dispatch_no).first()
    if row is None:
        return [], None
    joined = row.state == DispatchState.JOINED
    held_by = Dispatch.objects.get(dispatch_no=last_no(dispatch_no)) if joined else row
    keys = held_by.signals.exclude(indicator=None).values_list("indicator_id", flat=True)
    right = {Outcome.DISSUADED: True, Outcome.DEFRAUDED: True, Outcome.FALSE_ALARM: False}
    said = None if joined or not row.outcome else right.get(Outcome(row.outcome))
    return sorted(set(keys)), said
