"""The one place where a protective hold changes its state."""

from collections.abc import Sequence
from datetime import datetime

from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import Done, record_all
from zhisun.domains.documents.terms import LEGAL_BASIS
from zhisun.domains.outbox.services import publish_all
from zhisun.domains.stop_payment.models import OwnHold
from zhisun.domains.stop_payment.terms import OWN_MOVES, OWN_PAPER_OF, OrderKind, OrderState
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, StateConflict
from zhisun.kernel.money import Fen

Change = str | datetime | Fen | None


def locked(hold_no: str) -> OwnHold:
    """The hold with this number, and nobody else moves it until the transaction ends.

    Raises NotFound.
    """
    rows = OwnHold.objects.select_related("original").select_for_update(of=("self",))
    found = rows.filter(hold_no=hold_no).first()
    if found is None:
        raise NotFound("own_hold_unknown", hold_no=hold_no)
    return found


def move(
    hold: OwnHold,
    to: OrderState,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    **changes: Change,
) -> None:
    """Compare-and-set: it moves only if nobody moved it since we read it.

    Joins; audits the move, publishes `stop_payment.own_hold_<state>`, quiets the bell. Raises
    StateConflict when the move is not in OWN_MOVES or somebody was faster.
    """
    move_all([hold], to, by=by, at=at, reason=reason, **changes)


def move_all(
    holds: Sequence[OwnHold],
    to: OrderState,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    **changes: Change,
) -> None:
    """Move holds that are all in one state: all of them, or none. Over, they have no clock."""
    if not holds:
        return
    first, before = holds[0], OrderState(holds[0].state)
    if to not in OWN_MOVES[before]:
        words = str(before.label)
        raise StateConflict("own_hold_move", hold_no=first.hold_no, state=words)
    ends = not OWN_MOVES[to] or to is OrderState.REFUSED
    changes = {"bell": ""} | ({"clock_at": None} if ends else {}) | changes
    unmoved = OwnHold.objects.filter(pk__in=[each.pk for each in holds], state=before)
    if unmoved.update(state=to, **changes) < len(holds):
        raise StateConflict("own_hold_moved_meanwhile", hold_no=first.hold_no)
    for each in holds:
        for name, value in changes.items():
            setattr(each, name, value)
        each.state = to
    announce_all(holds, str(to), by=by, at=at, reason=reason, before={"state": str(before)})


def announce(hold: OwnHold, what: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Audit and publish `stop_payment.own_hold_<what>` of one. Joins."""
    announce_all([hold], what, by=by, at=at, reason=reason)


def announce_all(
    holds: Sequence[OwnHold],
    what: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    before: Facts | None = None,
) -> None:
    """The same of several. Joins. Two queries for all."""
    verb = f"stop_payment.own_hold_{what}"
    done = [
        Done(
            each.hold_no,
            each.area,
            before or {},
            {"kind": each.kind, "state": each.state, "result": each.result},
            LEGAL_BASIS[OWN_PAPER_OF[OrderKind(each.kind)]],
        )
        for each in holds
    ]
    record_all(by, verb, done, at=at, reason=reason)
    publish_all(verb, [(each.hold_no, each.area) for each in holds], at=at)


def ring(hold: OwnHold, bell: str, *, by: Actor, at: datetime) -> None:
    """Ring a bell: the desk is told each time. Joins."""
    OwnHold.objects.filter(pk=hold.pk).update(bell=bell)
    hold.bell = bell
    announce(hold, "rang", by=by, at=at, reason=bell)
