"""The one place where a dispatch changes its state."""

from datetime import datetime
from typing import Any

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.dissuasion.models import Dispatch, DispatchAlarm, LookBack
from zhisun.domains.dissuasion.selectors.joined import last_no
from zhisun.domains.dissuasion.selectors.others import still_owed
from zhisun.domains.dissuasion.terms import MOVES, WAITING, Bell, DispatchState
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, StateConflict

Change = str | int | float | datetime | dict[str, Any] | None


def find(dispatch_no: str, duty: Duty, *, by: Actor) -> Dispatch:
    """The dispatch, locked for a verb that takes this duty over its area. Joins.

    Raises NotFound, NotPermitted.
    """
    locked = Dispatch.objects.select_for_update()  # alone: who waited may find another person
    dispatch = locked.filter(dispatch_no=dispatch_no).first()
    if dispatch is None:
        raise NotFound("dispatch_unknown", dispatch_no=dispatch_no)
    require(by, duty, dispatch.area)
    return dispatch


def find_last(dispatch_no: str, duty: Duty, *, by: Actor) -> tuple[Dispatch, Dispatch]:
    """What a dispatch goes on as, locked: itself or what it was joined to; then the one named.

    For what belongs to the person whatever his dispatch is called by now. The duty is asked over
    the area of the one named: whoever had it may say what he did. Joins. Raises NotFound,
    NotPermitted.
    """
    named = Dispatch.objects.filter(dispatch_no=dispatch_no).first()
    if named is None:
        raise NotFound("dispatch_unknown", dispatch_no=dispatch_no)
    require(by, duty, named.area)
    locked = Dispatch.objects.select_for_update()  # alone: who waited may find another person
    while True:  # joined by somebody else while we waited for its lock
        last = locked.get(dispatch_no=last_no(dispatch_no))
        if last.state != DispatchState.JOINED:
            return last, named


def round_of(
    dispatch: Dispatch, made_at: datetime, *, shown: int | None = None, named: Dispatch
) -> int | None:
    """The round in which something was made that is written down now. None: of an earlier task.

    shown: the round the officer's page stood in, None if nobody knows; it only says which of the
    earlier ones it was. named: under which number it came (`find_last`).
    """
    if named.pk != dispatch.pk and named.concluded_at and made_at < named.concluded_at:
        return None
    if dispatch.reopened_at is None or made_at >= dispatch.reopened_at:
        return dispatch.reopened
    last = dispatch.reopened - 1
    return last if shown is None or named.pk != dispatch.pk else min(shown, last)


def demand_move(dispatch: Dispatch, to: DispatchState) -> None:
    """Pass when the dispatch may go there from where it is. Raises StateConflict."""
    state = DispatchState(dispatch.state)
    if to not in MOVES[state]:
        number, words = dispatch.dispatch_no, str(state.label)
        raise StateConflict("dispatch_cannot", dispatch_no=number, state=words)


def move(
    dispatch: Dispatch,
    to: DispatchState,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    told: Facts | None = None,
    **changes: Change,
) -> None:
    """Move a locked dispatch, audit it and publish `dissuasion.<state>`. Joins.

    Raises StateConflict when the move is not in MOVES.
    """
    demand_move(dispatch, to)
    before: Facts = {"state": dispatch.state}
    change(dispatch, state=to, locked_by="", locked_until=None, **changes)
    announce(dispatch, str(to), by=by, at=at, reason=reason, before=before, after=told)


def change(dispatch: Dispatch, **changes: Change) -> None:
    """Write columns of a locked dispatch and set its bell by them. Joins. Three queries."""
    for name, value in changes.items():
        setattr(dispatch, name, value)
    dispatch.bell_at = _next_bell(dispatch)
    dispatch.save(update_fields=[*changes, "bell_at"])


def announce(
    dispatch: Dispatch,
    what: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Audit and publish `dissuasion.<what>`. Joins the caller's transaction."""
    verb, number, area = f"dissuasion.{what}", dispatch.dispatch_no, dispatch.area
    facts: Facts = {
        "state": dispatch.state,
        "grade": dispatch.grade,
        "urgent": dispatch.urgent,
        "unit": dispatch.unit_code,
        **(after or {}),
    }
    record(by, verb, number, at=at, area=area, reason=reason, before=before, after=facts)
    publish(verb, number, area=area, at=at)


def running(dispatch: Dispatch) -> list[tuple[datetime, Bell, int]]:
    """The clocks that run and have not rung in this round: due instant, bell, hours."""
    if dispatch.state not in WAITING | {DispatchState.CONCLUDED}:
        return []
    rung = set(
        DispatchAlarm.objects.filter(dispatch_id=dispatch.pk, round=dispatch.reopened).values_list(
            "bell", "hours"
        )
    )
    found = _look_backs(dispatch) if dispatch.concluded_at else _clocks(dispatch)
    found += [(dispatch.meet_due_at, Bell.INFORM, 0)] if still_owed(dispatch) else []
    return sorted(each for each in found if each[1:] not in rung)


def ring(
    dispatch: Dispatch, bell: Bell, *, by: Actor, at: datetime, hours: int = 0, about: str = ""
) -> None:
    """Ring one bell, once in a round for each thing it is about. Joins."""
    _alarm, news = DispatchAlarm.objects.get_or_create(
        dispatch_id=dispatch.pk,
        bell=bell,
        round=dispatch.reopened,
        hours=hours,
        about=about,
        defaults={"rang_at": at},
    )
    if news:
        announce(dispatch, "alarm_rang", by=by, at=at, reason=bell.value)


def _clocks(dispatch: Dispatch) -> list[tuple[datetime, Bell, int]]:
    told = (
        (dispatch.signed_at, dispatch.sign_due_at, Bell.SIGN),
        (dispatch.contacted_at, dispatch.contact_due_at, Bell.CONTACT),
        (dispatch.met_at, dispatch.meet_due_at, Bell.MEET),
    )
    return [(due, bell, 0) for done, due, bell in told if done is None]


def _look_backs(dispatch: Dispatch) -> list[tuple[datetime, Bell, int]]:
    open_ones = LookBack.objects.filter(
        dispatch_id=dispatch.pk, round=dispatch.reopened, done_at=None
    )
    return [(due, Bell.LOOK_BACK, hours) for due, hours in open_ones.values_list("due_at", "hours")]


def _next_bell(dispatch: Dispatch) -> datetime | None:
    return min((due for due, _bell, _hours in running(dispatch)), default=None)
