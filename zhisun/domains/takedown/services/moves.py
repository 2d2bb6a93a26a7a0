"""The one place where a takedown changes its state."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import Done, record_all
from zhisun.domains.documents.terms import LEGAL_BASIS
from zhisun.domains.outbox.services import publish_all
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.terms import MOVES, PAPER_OF, Measure, TakedownState
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, StateConflict

Change = str | int | datetime | timedelta | None


def find(takedown_no: str) -> Takedown:
    """The takedown with this number, with what it acts on. Raises NotFound."""
    found = Takedown.objects.select_related("original").filter(takedown_no=takedown_no).first()
    if found is None:
        raise NotFound("takedown_unknown", takedown_no=takedown_no)
    return found


def locked(takedown_no: str) -> Takedown:
    """The same, and nobody else moves it until the caller's transaction ends."""
    find(takedown_no)
    rows = Takedown.objects.select_related("original").select_for_update(of=("self",))
    return rows.get(takedown_no=takedown_no)


def duty_to_decide(takedown: Takedown) -> Duty:
    """The duty that a decision takes: who is no suspect loses his phone by a duty officer only."""
    if takedown.measure == Measure.HOLD_OWN_PHONE:
        return Duty.APPROVE_PHONE_HOLD
    return Duty.APPROVE_TAKEDOWN


def move(
    takedown: Takedown,
    to: TakedownState,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    **changes: Change,
) -> None:
    """Compare-and-set: it moves only if nobody moved it since we read it.

    Joins the caller's transaction; audits the move, publishes `takedown.<state>`, quiets the bell.
    Raises StateConflict when the move is not in MOVES or somebody was faster.
    """
    move_all([takedown], to, by=by, at=at, reason=reason, **changes)


def move_all(
    takedowns: Sequence[Takedown],
    to: TakedownState,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    **changes: Change,
) -> None:
    """Move takedowns that are all in one state: all of them, or none. As many queries as for one.

    Once nothing more is to be done there is no clock.
    """
    if not takedowns:
        return
    first = takedowns[0]
    before = TakedownState(first.state)
    if to not in MOVES[before]:
        number, state = first.takedown_no, str(before.label)
        raise StateConflict("takedown_move_not_allowed", takedown_no=number, state=state)
    changes = (
        {"bell": "", "locked_by": "", "locked_until": None}
        | ({} if MOVES[to] else {"clock_at": None})
        | changes
    )
    unmoved = Takedown.objects.filter(pk__in=[each.pk for each in takedowns], state=before)
    if unmoved.update(state=to, **changes) < len(takedowns):
        raise StateConflict("takedown_moved_meanwhile", takedown_no=first.takedown_no)
    for each in takedowns:
        for name, value in changes.items():
            setattr(each, name, value)
        each.state = to
    announce_all(takedowns, str(to), by=by, at=at, reason=reason, before={"state": str(before)})


def announce(
    takedown: Takedown,
    what: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    after: Facts | None = None,
) -> None:
    """Audit and publish `takedown.<what>` of one. Joins the caller's transaction."""
    announce_all([takedown], what, by=by, at=at, reason=reason, after=after)


def announce_all(
    takedowns: Sequence[Takedown],
    what: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Audit and publish the same of several. Joins. Two queries for all."""
    verb = f"takedown.{what}"
    done = [
        Done(
            each.takedown_no,
            each.area,
            before or {},
            {"state": each.state, "result": each.result, **(after or {})},
            LEGAL_BASIS[PAPER_OF[Measure(each.measure)]],
        )
        for each in takedowns
    ]
    record_all(by, verb, done, at=at, reason=reason)
    publish_all(verb, [(each.takedown_no, each.area) for each in takedowns], at=at)


def ring(takedown: Takedown, bell: str, *, by: Actor, at: datetime) -> None:
    """Ring a bell unless it rings already. Joins the caller's transaction."""
    if Takedown.objects.filter(pk=takedown.pk).exclude(bell=bell).update(bell=bell):
        takedown.bell = bell
        announce(takedown, "rang", by=by, at=at, reason=bell)
