"""Writing down an attempt to reach the person (登记联系)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.dissuasion.models import Contact, Dispatch
from zhisun.domains.dissuasion.policy.ladder import FAILED, stand
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.moves import (
    announce,
    change,
    find_last,
    move,
    ring,
    round_of,
)
from zhisun.domains.dissuasion.terms import (
    LONGEST_TEXT,
    OF_CHANNEL,
    OF_STEP,
    SPOKEN,
    WAITING,
    WORKED,
    Bell,
    Check,
    ContactResult,
    DispatchState,
    Grade,
    Outcome,
    Step,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict

LONGEST_KEY = 64
CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """One attempt as somebody writes it down.

    key: chosen by whoever writes; the same key is the same attempt, so that a phone without
    network may send again. tried_at: when it was tried, None for now. round: which one the page
    stood in on which it was pressed, None if nobody knows.
    """

    key: str
    step: Step
    result: ContactResult
    number: str = ""
    note: str = ""
    checks: Sequence[Check] = ()
    tried_at: datetime | None = None
    round: int | None = None


@transaction.atomic(durable=True)
def contact(dispatch_no: str, new: NewContact, *, by: Actor, at: datetime) -> bool:
    """Write one attempt down and move the dispatch by it; whether it was news (登记联系).

    What became of a message only its channel says. Raises NotFound, NotPermitted, InputError,
    StateConflict.
    """
    dispatch, named = find_last(dispatch_no, Duty.HANDLE, by=by)
    return contacted(dispatch, new, by=by, at=at, named=named)


def contacted(
    dispatch: Dispatch,
    new: NewContact,
    *,
    by: Actor,
    at: datetime,
    named: Dispatch,
    outcome: Outcome | None = None,
    of_channel: bool = False,
) -> bool:
    """`contact` of a dispatch found and locked before. Joins the caller's transaction.

    What was tried before the work began anew belongs to the round of then: it moves nothing now.
    named: under which number it came (`find_last`). outcome: what was concluded with it.
    of_channel: it is the message channel that says so.
    """
    _check(new, of_channel=of_channel, at=at)
    if Contact.objects.filter(dispatch_id=dispatch.pk, key=new.key).exists():
        return False
    if dispatch.state not in WAITING | {DispatchState.CONCLUDED}:
        raise StateConflict("dispatch_over", dispatch_no=dispatch.dispatch_no)
    tried_at = min(max(new.tried_at or at, dispatch.opened_at), at)
    made_in = round_of(dispatch, tried_at, shown=new.round, named=named)
    Contact.objects.create(
        **_columns(new),
        dispatch_id=dispatch.pk,
        round=made_in,
        outcome=outcome or "",
        tried_at=tried_at,
        recorded_at=at,
        officer=by.name,
    )
    told: Facts = {"step": new.step.value, "result": new.result.value}
    announce(dispatch, "contacted", by=by, at=at, after=told)
    if dispatch.state in WAITING and made_in == dispatch.reopened:
        _go_on(dispatch, new.result, tried_at, by=by, at=at)
    return True


def _columns(new: NewContact) -> dict[str, Any]:
    return {
        "key": new.key,
        "step": new.step,
        "result": new.result,
        "number": new.number.strip()[:30],
        "note": new.note.strip()[:LONGEST_TEXT],
        "checks": [check.value for check in Check if check in new.checks],
    }


def _check(new: NewContact, *, of_channel: bool, at: datetime) -> None:
    if not 0 < len(new.key) <= LONGEST_KEY:
        raise InputError("contact_needs_key", field="key", most=LONGEST_KEY)
    if "\x00" in new.key + new.note + new.number:
        raise InputError("text_unreadable", field="note")
    if new.result not in OF_STEP[new.step] or (new.result in OF_CHANNEL) != of_channel:
        step, result = str(new.step.label), str(new.result.label)
        raise InputError("result_not_of_step", field="result", step=step, result=result)
    if new.tried_at is not None and new.tried_at > at + CLOCK_SKEW:
        raise InputError("time_not_yet", field="tried_at")


def _go_on(
    dispatch: Dispatch, result: ContactResult, tried_at: datetime, *, by: Actor, at: datetime
) -> None:
    """Stamp what was reached; a dispatch somebody works on also changes its state."""
    stamps: dict[str, Any] = {}
    if result in SPOKEN | {ContactResult.MET}:
        stamps["contacted_at"] = dispatch.contacted_at or tried_at
    if result is ContactResult.MET:
        stamps["met_at"] = dispatch.met_at or tried_at
    to = _state_after(dispatch, result)
    if to is None or to == dispatch.state:
        change(dispatch, **stamps)
        return
    move(dispatch, to, by=by, at=at, **stamps)
    if to is DispatchState.UNREACHABLE and dispatch.grade >= Grade.HIGH:
        ring(dispatch, Bell.UNREACHABLE, by=by, at=at)


def _state_after(dispatch: Dispatch, result: ContactResult) -> DispatchState | None:
    if dispatch.state not in WORKED or dispatch.state == DispatchState.MET:
        return None
    if result in SPOKEN | {ContactResult.MET}:
        return DispatchState.MET if result is ContactResult.MET else DispatchState.REACHED
    if result not in FAILED - OF_CHANNEL or dispatch.state == DispatchState.REACHED:
        return None
    mine = dispatch.contacts.filter(round=dispatch.reopened)
    rows = mine.order_by("pk").values_list("step", "result")
    tried = stand([(Step(step), ContactResult(came)) for step, came in rows])
    enough = tried.failed >= rules_of(dispatch.area).unreachable_after
    return DispatchState.UNREACHABLE if enough else DispatchState.CONTACTING
