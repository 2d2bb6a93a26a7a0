"""The one place where an order changes its state."""

from datetime import datetime

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.documents.terms import LEGAL_BASIS
from zhisun.domains.outbox.services import publish
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
    before = OrderState(order.state)
    if to not in MOVES[before]:
        raise StateConflict("move_not_allowed", order_no=order.order_no, state=str(before.label))
    unmoved = Order.objects.filter(pk=order.pk, state=before)
    if not unmoved.update(state=to, **changes):
        raise StateConflict("moved_meanwhile", order_no=order.order_no)
    for name, value in changes.items():
        setattr(order, name, value)
    order.state = to
    announce(order, str(to), by=by, at=at, reason=reason, before={"state": str(before)})


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
    verb = f"stop_payment.{what}"
    record(
        by,
        verb,
        order.order_no,
        at=at,
        area=order.area,
        before=before,
        after={
            "state": order.state,
            "held_fen": order.held_fen,
            "result": order.result,
            **(after or {}),
        },
        reason=reason,
        legal_basis=LEGAL_BASIS[PAPER_OF[OrderKind(order.kind)]],
    )
    publish(verb, order.order_no, area=order.area, at=at)
