"""The one place where a round changes its state."""

from datetime import datetime

from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.documents.terms import LEGAL_BASIS, DocumentKind
from zhisun.domains.outbox.services import publish
from zhisun.domains.restitution.models import Restitution
from zhisun.domains.restitution.terms import ENDED, MOVES, RestitutionState
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, StateConflict

Change = str | datetime | None


def find(restitution_no: str) -> Restitution:
    """The round with this number, locked until the caller's transaction ends. Raises NotFound."""
    found = Restitution.objects.select_for_update(of=("self",)).filter(
        restitution_no=restitution_no
    )
    row = found.first()
    if row is None:
        raise NotFound("restitution_unknown", restitution_no=restitution_no)
    return row


def demand(row: Restitution, *states: RestitutionState) -> None:
    """Pass if the round is in one of these states. Raises StateConflict."""
    if row.state not in states:
        state = str(RestitutionState(row.state).label)
        raise StateConflict("restitution_moved", restitution_no=row.restitution_no, state=state)


def move(
    row: Restitution,
    to: RestitutionState,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    **changes: Change,
) -> None:
    """Move a locked round, audit it and publish `restitution.<state>`. Joins.

    Raises StateConflict when the move is not in MOVES.
    """
    before = RestitutionState(row.state)
    if to not in MOVES[before]:
        demand(row)
    if to in {RestitutionState.DRAFTED, RestitutionState.WITHDRAWN}:
        changes["reason"] = reason  # the page says why it came back or ended
    Restitution.objects.filter(pk=row.pk).update(state=to, **changes)
    for name, value in {"state": to, **changes}.items():
        setattr(row, name, value)
    if to in ENDED:
        row.accounts.update(open=False)
    told: Facts = {"state": str(before)}
    announce(row, str(to), by=by, at=at, reason=reason, before=told)


def announce(
    row: Restitution,
    what: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Audit and publish `restitution.<what>` of a round. Joins the caller's transaction."""
    record(
        by,
        f"restitution.{what}",
        row.restitution_no,
        at=at,
        area=row.area,
        before=before,
        after={
            "state": str(row.state),
            "method": row.method,
            "digest": row.digest,
            **(after or {}),
        },
        reason=reason,
        legal_basis=LEGAL_BASIS[DocumentKind.RETURN_DECISION],
    )
    publish(f"restitution.{what}", row.restitution_no, area=row.area, at=at)


def joined(names: str, name: str) -> str:
    """Login names with one more, each once."""
    return " ".join(sorted({*names.split(), name}))
