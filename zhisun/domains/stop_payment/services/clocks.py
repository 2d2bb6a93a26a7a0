"""Clocks: holds end, renewals are prepared, alarms ring (到期、续办、提醒).

Each verb compares a stored instant with `at`; nothing counts upward, so a night without the
program is made good by the first run after it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors.contacts import ladder_of, ladders
from zhisun.domains.directory.terms import Lane
from zhisun.domains.outbox.services import withdraw
from zhisun.domains.stop_payment.models import Alarm, Order
from zhisun.domains.stop_payment.policy.clocks import answer_bell
from zhisun.domains.stop_payment.services.draft import COPIED, NewOrder, drafted
from zhisun.domains.stop_payment.services.moves import announce, find, move
from zhisun.domains.stop_payment.terms import (
    ALARMS_BEFORE,
    ANSWER_DUE,
    ANSWER_OVERDUE,
    CALL,
    FOLLOWS,
    FREEZE_INSTEAD,
    FREEZES,
    HOLD_OVER,
    HOLDS,
    ON_THE_WAY,
    RELEASE_WARNED,
    RELEASES,
    STOPS,
    WAITING,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, RuleViolation
from zhisun.kernel.money import Fen


@transaction.atomic(durable=True)
def expire(order_no: str, *, by: Actor, at: datetime) -> None:
    """A hold has come to its end: the law ended it, we only say so and ring (到期).

    A renewal that is approved and not fetched yet is taken back: it had to leave before the end.
    """
    order = Order.objects.select_for_update(of=("self",)).get(order_no=order_no)
    over = order.held_until is not None and order.held_until <= at
    if order.state == OrderState.ACTIVE and over:
        move(order, OrderState.EXPIRED, by=by, at=at)
        if order.kind in HOLDS:
            ring(order, "hold_ended", by=by, at=at)
        for late in order.later.filter(state=OrderState.APPROVED, kind__in=FOLLOWS):
            if late.lane == Lane.PAPER or withdraw(late.application_id, at=at):
                move(late, OrderState.RECALLED, by=by, at=at, reason=order.order_no)


@transaction.atomic(durable=True)
def prepare_renewal(order_no: str, *, by: Actor, at: datetime) -> str | None:
    """Draft what keeps a hold alive (续办); the draft's number, or None when nothing may.

    A stop of a filed case becomes a freeze, which declines an extension still waiting; of one not
    filed, the second stop; after that only filing helps. A freeze is renewed. Each is drafted
    once: what an officer declined or a bank refused is a person's matter. What stands in the way
    of a draft rings as an alarm.
    """
    hold = find(order_no)
    incident = incident_facts(hold.incident_no, by=by)
    kind = _renewal(hold, filed=incident.filed_at is not None)
    kept = hold.state == OrderState.ACTIVE and incident.is_open and hold.release_due_at is None
    if not kept or _settled(hold, kind):
        return None
    new = _following(hold, kind, most_fen=hold.amount_fen, waiver=hold.waiver)
    if kind is OrderKind.FREEZE:
        new = replace(new, amount_fen=hold.held_fen or hold.amount_fen)
    try:
        with transaction.atomic():
            made = drafted(new, by=by, at=at).order_no
            _supersede(hold, kind, by=by, at=at)
            return made
    except (InputError, RuleViolation) as objection:
        ring(hold, objection.code, by=by, at=at)
        return None


@transaction.atomic(durable=True)
def prepare_release(order_no: str, *, by: Actor, at: datetime) -> str | None:
    """Draft the end of a hold whose case is no case any more (解除); None when none is needed.

    From then on the hold is due to be released (RELEASE_WITHIN) and rings until it is. Each is
    drafted once: what an officer declined or a bank refused is a person's matter. A draft for a
    hold that this one took the place of is declined.
    """
    hold = find(order_no)
    kind = OrderKind.FREEZE_RELEASE if hold.kind in FREEZES else OrderKind.STOP_RELEASE
    if hold.state != OrderState.ACTIVE:
        return None
    _drop_pointless(hold, by=by, at=at)
    taken_up = Q(state__in=WAITING)
    if hold.release_due_at is not None:
        taken_up |= Q(origin=Origin.CLOCK)
    if hold.later.filter(taken_up, kind=kind).exists():
        return None
    return drafted(_following(hold, kind, waiver=hold.waiver), by=by, at=at).order_no


def _drop_pointless(hold: Order, *, by: Actor, at: datetime) -> None:
    """Decline the drafts that would release what ended on the hold's account meanwhile."""
    drafts = Order.objects.filter(
        incident_id=hold.incident_id,
        institution_code=hold.institution_code,
        account_no=hold.account_no,
        kind__in=RELEASES,
        state=OrderState.DRAFTED,
    )
    for release in drafts.exclude(original__state=OrderState.ACTIVE).order_by("pk"):
        move(release, OrderState.DECLINED, by=by, at=at, reason=HOLD_OVER)


def _following(hold: Order, kind: OrderKind, *, most_fen: Fen = 0, waiver: str = "") -> NewOrder:
    kept = {name: getattr(hold, name) for name in COPIED}
    return NewOrder(
        **(kept | {"kind": kind, "origin": Origin.CLOCK}),
        incident_no=hold.incident_no,
        institution_code=hold.institution_code,
        account_name=hold.account_name,
        most_fen=most_fen,
        handler=hold.handler,
        original_no=hold.order_no,
        waiver=waiver,
    )


def _settled(hold: Order, kind: OrderKind) -> bool:
    """Whether what follows this hold is under way, decided, or not needed any more."""
    later = hold.later.filter(Q(state__in=WAITING) | Q(kind=kind))
    if kind is OrderKind.FREEZE:
        later = later.exclude(kind=OrderKind.STOP_EXTEND)  # two days more are no freeze
    if later.exists():
        return True
    frozen = Order.objects.filter(
        incident_id=hold.incident_id,
        institution_code=hold.institution_code,
        account_no=hold.account_no,
        kind__in=FREEZES,
        state=OrderState.ACTIVE,
    )
    return hold.kind in STOPS and frozen.exists()


def _supersede(hold: Order, kind: OrderKind, *, by: Actor, at: datetime) -> None:
    """Decline the extension that waits while the freeze of the same stop stands."""
    if kind is OrderKind.FREEZE:
        for extension in hold.later.filter(kind=OrderKind.STOP_EXTEND, state=OrderState.DRAFTED):
            move(extension, OrderState.DECLINED, by=by, at=at, reason=FREEZE_INSTEAD)


@transaction.atomic(durable=True)
def ring_alarms(order_no: str, *, by: Actor, at: datetime) -> None:
    """Ring every alarm of one order whose time has come and that has not rung (提醒)."""
    order = find(order_no)
    for bell in (_end_bell(order, at), _release_bell(order, at), _answer_bell(order, at)):
        if bell:
            ring(order, bell, by=by, at=at)


def _end_bell(order: Order, at: datetime) -> str:
    if order.state != OrderState.ACTIVE or order.held_until is None:
        return ""
    left = order.held_until - at
    due = [before for before in ALARMS_BEFORE if left <= before]
    return f"ends_in_{hours(min(due))}h" if due else ""


def _release_bell(order: Order, at: datetime) -> str:
    if order.state != OrderState.ACTIVE or order.release_due_at is None:
        return ""
    left = order.release_due_at - at
    if left <= timedelta(0):
        return "release_overdue"
    return "release_due" if left <= RELEASE_WARNED else ""


def _answer_bell(order: Order, at: datetime) -> str:
    if order.state not in ON_THE_WAY:
        return ""
    return answer_bell(ladder_of(order.area, ladders()), order.due_at, at)


def ring(order: Order, bell: str, *, by: Actor, at: datetime, anew: bool = False) -> None:
    """Ring one bell once, with `anew` again after it was seen. Joins the caller's transaction."""
    alarm, news = Alarm.objects.get_or_create(order=order, bell=bell, defaults={"rang_at": at})
    if anew and alarm.seen_by:
        news = bool(Alarm.objects.filter(pk=alarm.pk).update(seen_by="", rang_at=at))
    if news:
        _silence_before(order, bell, by=by)
        announce(order, "alarm_rang", by=by, at=at, reason=bell)


def _silence_before(order: Order, bell: str, *, by: Actor) -> None:
    """Of an answer that does not come only the highest level stands on the board."""
    if bell.startswith(CALL):
        calling = Q(bell__startswith=CALL) | Q(bell__in=[ANSWER_DUE, ANSWER_OVERDUE])
        before = Alarm.objects.filter(calling, order=order, seen_by="").exclude(bell=bell)
        before.update(seen_by=by.name)


def hours(span: timedelta) -> int:
    """Whole hours of a span, for the names of bells."""
    return int(span / timedelta(hours=1))


def _renewal(hold: Order, *, filed: bool) -> OrderKind:
    if hold.kind in FREEZES:
        return OrderKind.FREEZE_EXTEND
    return OrderKind.FREEZE if filed and hold.kind in STOPS else OrderKind.STOP_EXTEND
