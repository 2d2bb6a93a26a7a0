"""Clocks: holds end, renewals are prepared, alarms ring (到期、续办、提醒).

Each verb compares a stored instant with `at`; nothing counts upward, so a night without the
program is made good by the first run after it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.stop_payment.models import Alarm, Order
from zhisun.domains.stop_payment.services.draft import COPIED, NewOrder, drafted
from zhisun.domains.stop_payment.services.moves import announce, find, move
from zhisun.domains.stop_payment.terms import (
    ALARMS_BEFORE,
    FREEZES,
    LAST_CALL,
    STOPS,
    WAITING,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import RuleViolation


@transaction.atomic(durable=True)
def expire(order_no: str, *, by: Actor, at: datetime) -> None:
    """A hold has come to its end: the law ended it, we only say so (到期)."""
    order = Order.objects.select_for_update(of=("self",)).get(order_no=order_no)
    over = order.held_until is not None and order.held_until <= at
    if order.state == OrderState.ACTIVE and over:
        move(order, OrderState.EXPIRED, by=by, at=at)


@transaction.atomic(durable=True)
def prepare_renewal(order_no: str, *, by: Actor, at: datetime) -> str | None:
    """Draft what keeps a hold alive (续办); the draft's number, or None when nothing may.

    A stop of a filed case becomes a freeze; of one not filed, the second stop; after that only
    filing helps, and an alarm says so. A freeze is renewed.
    """
    hold = find(order_no)
    if hold.state != OrderState.ACTIVE or hold.later.filter(state__in=WAITING).exists():
        return None
    kind = _renewal(hold, by=by)
    kept = {name: getattr(hold, name) for name in COPIED}
    new = NewOrder(
        **(kept | {"kind": kind, "origin": Origin.CLOCK}),
        incident_no=hold.incident_no,
        institution_code=hold.institution_code,
        account_name=hold.account_name,
        most_fen=hold.amount_fen,
        handler=hold.handler,
        original_no=hold.order_no,
    )
    if kind is OrderKind.FREEZE:
        new = replace(new, amount_fen=hold.held_fen or hold.amount_fen)
    try:
        return drafted(new, by=by, at=at).order_no
    except RuleViolation as violation:
        ring(hold, violation.code, by=by, at=at)
        return None


@transaction.atomic(durable=True)
def ring_alarms(order_no: str, *, by: Actor, at: datetime) -> None:
    """Ring every alarm of one order whose time has come and that has not rung (提醒)."""
    order = find(order_no)
    if order.state == OrderState.ACTIVE and order.held_until is not None:
        left = order.held_until - at
        due = [before for before in ALARMS_BEFORE if left <= before]
        if due:
            ring(order, f"ends_in_{hours(min(due))}h", by=by, at=at)
    if order.state in {OrderState.SENT, OrderState.ACKNOWLEDGED} and order.due_at is not None:
        if order.due_at <= at:
            ring(order, "answer_overdue", by=by, at=at)
        elif order.due_at - at <= LAST_CALL:
            ring(order, "answer_due", by=by, at=at)


def ring(order: Order, bell: str, *, by: Actor, at: datetime) -> None:
    """Ring one bell once. Joins the caller's transaction."""
    _alarm, news = Alarm.objects.get_or_create(order=order, bell=bell, defaults={"rang_at": at})
    if news:
        announce(order, "alarm_rang", by=by, at=at, reason=bell)


def hours(span: timedelta) -> int:
    """Whole hours of a span, for the names of bells."""
    return int(span / timedelta(hours=1))


def _renewal(hold: Order, *, by: Actor) -> OrderKind:
    if hold.kind in FREEZES:
        return OrderKind.FREEZE_EXTEND
    filed = incident_facts(hold.incident_no, by=by).filed_at is not None
    return OrderKind.FREEZE if filed and hold.kind in STOPS else OrderKind.STOP_EXTEND
