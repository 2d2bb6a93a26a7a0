"""Clocks (到期、提醒): each verb compares a stored instant with `at`, nothing counts upward."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.services.moves import announce, locked, move, ring
from zhisun.domains.takedown.terms import MOVES, OVERDUE, Measure, TakedownState
from zhisun.kernel.actors import Actor


@transaction.atomic(durable=True)
def expire(takedown_no: str, *, by: Actor, at: datetime) -> None:
    """A term is over: the institution lifts it as it was told to, we say so (到期)."""
    takedown = locked(takedown_no)
    over = takedown.ends_at is not None and takedown.ends_at <= at
    own = takedown.measure == Measure.HOLD_OWN_PHONE
    if takedown.state == TakedownState.ACTIVE and over and not own:
        move(takedown, TakedownState.EXPIRED, by=by, at=at)


@transaction.atomic(durable=True)
def ring_overdue(takedown_no: str, *, by: Actor, at: datetime) -> None:
    """Ring once for what somebody should have done by now (提醒)."""
    takedown = locked(takedown_no)
    if takedown.clock_at is not None and takedown.clock_at <= at and not takedown.bell:
        ring(takedown, OVERDUE, by=by, at=at)


@transaction.atomic(durable=True)
def see_bell(takedown_no: str, *, by: Actor, at: datetime) -> None:
    """Say that the bell of something that is over was heard (已阅). Twice is once."""
    takedown = locked(takedown_no)
    require(by, Duty.RECORD_TAKEDOWN, takedown.area)
    over = not MOVES[TakedownState(takedown.state)]
    if takedown.bell and over:
        Takedown.objects.filter(pk=takedown.pk).update(bell="")
        announce(takedown, "bell_seen", by=by, at=at, reason=takedown.bell)
