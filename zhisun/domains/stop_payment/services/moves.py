"""The one place where an order changes its state."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import Done, record_all
from zhisun.domains.documents.terms import LEGAL_BASIS
from zhisun.domains.outbox.services import publish_all
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.terms import FREEZES, MOVES, PAPER_OF, OrderKind, OrderState
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, StateConflict

Change = str | int | datetime | None


def find(order_no: str) -> Order:
    """The order with this number. Raises NotFound."""
    order = Order.objects.filter(order_no=order_no).first()
    if order is None:
        raise NotFound("order_unknown", order_no=order_no)
    return order


def find_all(order_nos: Collection[str]) -> list[Order]:
    """The orders with these numbers, by age. Raises NotFound. One query."""
    found = list(Order.objects.filter(order_no__in=order_nos).order_by("pk"))
    known = {order.order_no for order in found}
    for order_no in order_nos:
        if order_no not in known:
            raise NotFound("order_unknown", order_no=order_no)
    return found


def duty_to_decide(order: Order) -> Duty:
    """The duty that a decision on this order takes: a freeze is a police head's."""
    if order.kind not in FREEZES:
        return Duty.APPROVE_ORDER
    return Duty.APPROVE_LONG_FREEZE if order.long_freeze else Duty.APPROVE_FREEZE


def move(
    order: Order, to: OrderState, *, by: Actor, at: datetime, reason: str = "", **changes: Change
) -> None:
    """Compare-and-set: the order moves only if nobody moved it since we read it.

    Joins the caller's transaction; audits the move and publishes `stop_payment.<state>`.
    Raises StateConflict when the move is not in MOVES or somebody was faster.
    """
    move_all([order], to, by=by, at=at, reason=reason, **changes)


def move_all(
    orders: Sequence[Order],
    to: OrderState,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    **changes: Change,
) -> None:
    """Move orders that are all in one state, with the same changes: all of them, or none.

    As `move`, and as many queries for a batch as for one. Nothing to move is no move.
    """
    if not orders:
        return
    before = _leaves(orders[0], to)
    unmoved = Order.objects.filter(pk__in=[order.pk for order in orders], state=before)
    if unmoved.update(state=to, **changes) < len(orders):
        raise StateConflict("moved_meanwhile", order_no=orders[0].order_no)
    for order in orders:
        _now(order, to, changes)
    announce_all(orders, str(to), by=by, at=at, reason=reason, before={"state": str(before)})


def move_each(
    changes: Mapping[str, Mapping[str, Change]],
    orders: Sequence[Order],
    to: OrderState,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Move orders that are all in one state, each with changes of its own, by order_no.

    As `move`: all of them, or none. A query for each order, and three for all.
    """
    before = _leaves(orders[0], to)
    for order in orders:
        own = changes[order.order_no]
        if not Order.objects.filter(pk=order.pk, state=before).update(state=to, **own):
            raise StateConflict("moved_meanwhile", order_no=order.order_no)
        _now(order, to, own)
    announce_all(orders, str(to), by=by, at=at, before={"state": str(before)})


def _leaves(order: Order, to: OrderState) -> OrderState:
    """The state it leaves for `to`. Raises StateConflict when no move leads there."""
    before = OrderState(order.state)
    if to not in MOVES[before]:
        raise StateConflict("move_not_allowed", order_no=order.order_no, state=str(before.label))
    return before


def _now(order: Order, to: OrderState, changes: Mapping[str, Change]) -> None:
    for name, value in changes.items():
        setattr(order, name, value)
    order.state = to


def announce(
    order: Order,
    what: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Audit and publish `stop_payment.<what>` of an order. Joins the caller's transaction."""
    announce_all([order], what, by=by, at=at, reason=reason, before=before, after=after)


def announce_all(
    orders: Sequence[Order],
    what: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Audit and publish the same of several orders. Joins. Three queries for all."""
    verb = f"stop_payment.{what}"
    done = [
        Done(
            order.order_no,
            order.area,
            before or {},
            {
                "state": order.state,
                "held_fen": order.held_fen,
                "result": order.result,
                **(after or {}),
            },
            LEGAL_BASIS[PAPER_OF[OrderKind(order.kind)]],
        )
        for order in orders
    ]
    record_all(by, verb, done, at=at, reason=reason)
    publish_all(verb, [(order.order_no, order.area) for order in orders], at=at)
