"""Taking the next takedown that waits for one of us (领取下一件): two never do the same."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Q, When

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.terms import Lane
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.services.moves import announce, locked
from zhisun.domains.takedown.terms import (
    LEFT,
    LOCK_LASTS,
    ON_THE_WAY,
    OPEN,
    Measure,
    TakedownState,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotPermitted, StateConflict

OWN = Q(measure=Measure.HOLD_OWN_PHONE)


@transaction.atomic(durable=True)
def take_next(*, by: Actor, at: datetime) -> str | None:
    """Take what this officer can do something about and nobody works on; its number, or None.

    What rings first, then what is due first: a draft of others to decide, an order by hand to
    send or whose answer to write down, something standing to look at again. Raises NotPermitted.
    """
    for_me = _decided_by(by) | _recorded_by(by, at)
    if not for_me:
        raise NotPermitted("duty_missing", duty=str(Duty.RECORD_TAKEDOWN.label))
    rows = Takedown.objects.filter(_free(by, at), for_me, area__startswith=by.area)
    ranked = rows.order_by(
        Case(When(bell="", then=1), default=0), F("clock_at").asc(nulls_last=True), "pk"
    )
    takedown = ranked.select_for_update(skip_locked=True, of=("self",)).first()
    if takedown is None:
        return None
    _lock(takedown, by=by, at=at)
    return takedown.takedown_no


@transaction.atomic(durable=True)
def put_back(takedown_no: str, *, by: Actor, at: datetime) -> None:
    """Give a taken takedown back (放回). Harmless to repeat. Raises NotFound, NotPermitted."""
    takedown = locked(takedown_no)
    require(by, Duty.SEE_TAKEDOWNS, takedown.area)
    if takedown.locked_by == by.name:
        Takedown.objects.filter(pk=takedown.pk).update(locked_by="", locked_until=None)
        announce(takedown, "put_back", by=by, at=at)


@transaction.atomic(durable=True)
def take(takedown_no: str, *, by: Actor, at: datetime) -> None:
    """Take this one (领取). Raises NotFound, NotPermitted, StateConflict."""
    takedown = locked(takedown_no)
    require(by, Duty.SEE_TAKEDOWNS, takedown.area)
    if takedown.state not in OPEN and not takedown.bell:
        raise StateConflict("takedown_over", takedown_no=takedown_no)
    if not Takedown.objects.filter(_free(by, at), pk=takedown.pk).exists():
        raise StateConflict("takedown_taken", officer=takedown.locked_by)
    _lock(takedown, by=by, at=at)


def _decided_by(by: Actor) -> Q:
    """Drafts that this officer may decide: neither drafted nor handled by him."""
    drafts = Q(state=TakedownState.DRAFTED) & ~Q(requested_by=by.name) & ~Q(handler=by.name)
    found = Q()
    if Duty.APPROVE_TAKEDOWN.value in by.duties:
        found |= drafts & ~OWN
    if Duty.APPROVE_PHONE_HOLD.value in by.duties:
        found |= drafts & OWN
    return found


def _recorded_by(by: Actor, at: datetime) -> Q:
    """What somebody writes down: by hand, at a second look, or because it rings."""
    if Duty.RECORD_TAKEDOWN.value not in by.duties:
        return Q()
    by_hand = Q(lane=Lane.PAPER, state__in=sorted(ON_THE_WAY | LEFT))
    again = Q(state=TakedownState.ACTIVE, clock_at__lte=at) & ~OWN
    return by_hand | again | (~Q(bell="") & ~Q(state=TakedownState.DRAFTED))


def _free(by: Actor, at: datetime) -> Q:
    return Q(locked_until=None) | Q(locked_until__lte=at) | Q(locked_by=by.name)


def _lock(takedown: Takedown, *, by: Actor, at: datetime) -> None:
    until = at + LOCK_LASTS
    Takedown.objects.filter(pk=takedown.pk).update(locked_by=by.name, locked_until=until)
    announce(takedown, "taken", by=by, at=at)
