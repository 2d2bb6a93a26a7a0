"""Taking an order to decide on (领取), so that two officers never work one order."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.stop_payment.models import Alarm, Order
from zhisun.domains.stop_payment.services.moves import announce, duty_to_decide, find
from zhisun.domains.stop_payment.terms import FREEZES, LOCK_LASTS, OrderState
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import StateConflict


@transaction.atomic(durable=True)
def take_next(*, by: Actor, at: datetime) -> str | None:
    """Take the draft that saves most and that nobody works on; its number, or None (领取下一件)."""
    require(by, Duty.APPROVE_ORDER, by.area)
    free = Order.objects.filter(
        _free(by, at), _decidable(by), area__startswith=by.area, state=OrderState.DRAFTED
    ).exclude(Q(requested_by=by.name) | Q(handler=by.name))
    ranked = free.order_by("-save_rank", "pk")
    order = ranked.select_for_update(skip_locked=True, of=("self",)).first()
    if order is None:
        return None
    _lock(order, by=by, at=at)
    return order.order_no


@transaction.atomic(durable=True)
def take(order_no: str, *, by: Actor, at: datetime) -> None:
    """Take one draft (领取). Raises StateConflict when another officer has it."""
    order = find(order_no)
    require(by, duty_to_decide(order), order.area)
    free = Order.objects.filter(_free(by, at), pk=order.pk, state=OrderState.DRAFTED)
    if not free.select_for_update().exists():
        raise StateConflict("order_taken_by_another", officer=order.locked_by)
    _lock(order, by=by, at=at)


@transaction.atomic(durable=True)
def put_back(order_no: str, *, by: Actor, at: datetime) -> None:
    """Give a taken draft back to the board (放回)."""
    order = find(order_no)
    require(by, Duty.APPROVE_ORDER, order.area)
    mine = Order.objects.filter(pk=order.pk, locked_by=by.name)
    if mine.update(locked_by="", locked_until=None):
        announce(order, "put_back", by=by, at=at)


@transaction.atomic(durable=True)
def see_alarm(key: int, *, by: Actor, at: datetime) -> None:
    """Say that an alarm was seen (已阅). Seen twice is seen."""
    alarm = Alarm.objects.select_related("order").get(pk=key)
    require(by, Duty.APPROVE_ORDER, alarm.order.area)
    if Alarm.objects.filter(pk=key, seen_by="").update(seen_by=by.name):
        announce(alarm.order, "alarm_seen", by=by, at=at, reason=alarm.bell)


def _free(by: Actor, at: datetime) -> Q:
    return Q(locked_until=None) | Q(locked_until__lte=at) | Q(locked_by=by.name)


def _decidable(by: Actor) -> Q:
    """Drafts this officer may decide on: one he may not would lie on top of his pile for ever."""
    freezes = Q(kind__in=sorted(FREEZES))
    may = ~freezes
    if Duty.APPROVE_FREEZE in by.duties:
        may |= freezes & Q(long_freeze=False)
    if Duty.APPROVE_LONG_FREEZE in by.duties:
        may |= freezes & Q(long_freeze=True)
    return may


def _lock(order: Order, *, by: Actor, at: datetime) -> None:
    Order.objects.filter(pk=order.pk).update(locked_by=by.name, locked_until=at + LOCK_LASTS)
    announce(order, "taken", by=by, at=at)
