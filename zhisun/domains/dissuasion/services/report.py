"""What an officer on the street sends, in one piece (现场反馈)."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.services.conclude import concluded
from zhisun.domains.dissuasion.services.contact import NewContact, contacted
from zhisun.domains.dissuasion.services.moves import find
from zhisun.domains.dissuasion.services.route import signed
from zhisun.domains.dissuasion.terms import DispatchState, Outcome
from zhisun.kernel.actors import Actor

UNSIGNED = frozenset({DispatchState.GRADED, DispatchState.ASSIGNED})


@transaction.atomic(durable=True)
def report(
    dispatch_no: str,
    attempt: NewContact,
    outcome: Outcome | None = None,
    *,
    by: Actor,
    at: datetime,
) -> bool:
    """Sign if nobody has, write the attempt down and conclude by it; whether it was news.

    All of it or nothing; the attempt's key makes a repeat harmless, however late a telephone
    that had no network sends it again. Raises NotFound, NotPermitted, InputError, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.HANDLE, by=by)
    if dispatch.contacts.filter(key=attempt.key).exists():
        return False
    if dispatch.state in UNSIGNED:
        signed(dispatch, by=by, at=at)
    contacted(dispatch, attempt, by=by, at=at)
    if outcome is not None:
        concluded(dispatch, outcome, attempt.note, by=by, at=at)
    return True
