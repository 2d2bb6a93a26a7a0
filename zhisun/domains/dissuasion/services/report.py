"""What an officer on the street sends, in one piece (现场反馈)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.services.conclude import concluded
from zhisun.domains.dissuasion.services.contact import NewContact, contacted
from zhisun.domains.dissuasion.services.moves import find_last, round_of
from zhisun.domains.dissuasion.services.route import signed
from zhisun.domains.dissuasion.terms import DispatchState, Outcome
from zhisun.kernel.actors import Actor

UNSIGNED = frozenset({DispatchState.GRADED, DispatchState.ASSIGNED})


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a report: whether it was news, and whether it is of a round that is over."""

    new: bool
    of_earlier_round: bool


@transaction.atomic(durable=True)
def report(
    dispatch_no: str,
    attempt: NewContact,
    outcome: Outcome | None = None,
    *,
    by: Actor,
    at: datetime,
) -> Reported:
    """Sign if nobody has, write the attempt down and conclude by it.

    All of it or nothing; the attempt's key makes a repeat harmless, however late a telephone
    that had no network sends it again. What was done before the work began anew is written down
    in the round of then, with its outcome, and neither signs nor concludes. Raises NotFound,
    NotPermitted, InputError, StateConflict.
    """
    dispatch, named = find_last(dispatch_no, Duty.HANDLE, by=by)
    known = dispatch.contacts.filter(key=attempt.key).first()
    if known is not None:
        return Reported(new=False, of_earlier_round=known.round != dispatch.reopened)
    made_at = min(attempt.tried_at or at, at)
    made_in = round_of(dispatch, made_at, shown=attempt.round, named=named)
    counts = made_in == dispatch.reopened
    if counts and dispatch.state in UNSIGNED:
        signed(dispatch, by=by, at=at)
    contacted(dispatch, attempt, by=by, at=at, named=named, outcome=outcome)
    if counts and outcome is not None:
        concluded(dispatch, outcome, attempt.note, by=by, at=at)
    return Reported(new=True, of_earlier_round=not counts)
