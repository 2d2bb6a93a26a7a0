"""Orders as pages and the domains above read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.terms import (
    GOLDEN_WINDOW,
    HOLDS,
    WAITING,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order. Amounts in fen; a stamp that has not happened is None."""

    order_no: str
    kind: OrderKind
    state: OrderState
    origin: Origin
    incident_no: str
    institution_code: str
    institution_name: str
    lane: str
    account_no: str
    account_name: str
    account_kind: str
    amount_fen: Fen
    held_fen: Fen
    balance_fen: Fen | None
    level: int
    window: int
    result: str
    failure_cause: str
    reason: str
    waiver: str
    document_no: str
    requested_by: str
    handler: str
    approved_by: str
    payer_name: str
    payer_account: str
    trade_serial: str
    full_freeze: bool
    queue_position: int
    original_no: str
    transferred_at: datetime
    called_at: datetime
    drafted_at: datetime
    approved_at: datetime | None
    sent_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    due_at: datetime | None
    held_from: datetime | None
    held_until: datetime | None
    release_due_at: datetime | None
    locked_by: str
    locked_until: datetime | None
    area: str

    @property
    def golden_until(self) -> datetime:
        """The end of the golden ten minutes of this order's transfer."""
        return self.transferred_at + GOLDEN_WINDOW

    @property
    def missing_fen(self) -> Fen:
        """What a hold asked for and did not find in the account."""
        answered = self.kind in HOLDS and self.state == OrderState.ACTIVE and not self.full_freeze
        return self.amount_fen - self.held_fen if answered else 0

    def taken_by_another(self, name: str, *, at: datetime) -> bool:
        """Whether another officer is working on it at `at`."""
        return self.locked_until is not None and self.locked_until > at and self.locked_by != name


PLAIN = tuple(
    name
    for name in OrderRow.__dataclass_fields__
    if name not in {"kind", "state", "origin", "original_no"}
)


def order(order_no: str, *, by: Actor) -> OrderRow:
    """One order within the actor's area. Raises NotFound. One query."""
    found = readable(Order.objects.filter(order_no=order_no, area__startswith=by.area)).first()
    if found is None:
        raise NotFound("order_unknown", order_no=order_no)
    return row(found)


def incidents_of(order_nos: Iterable[str]) -> dict[str, str]:
    """The incident each order is about, for background work. One query; unknown are missing."""
    known = Order.objects.filter(order_no__in=list(order_nos))
    return dict(known.values_list("order_no", "incident_no"))


def orders_of(incident_no: str, *, by: Actor) -> list[OrderRow]:
    """All orders of an incident, by level and age. One query."""
    orders = Order.objects.filter(incident_no=incident_no, area__startswith=by.area)
    return [row(o) for o in readable(orders).order_by("level", "pk")]


def holds_of(incident_no: str, *, by: Actor) -> list[OrderRow]:
    """The holds of an incident that stand now. One query."""
    orders = Order.objects.filter(
        incident_no=incident_no,
        area__startswith=by.area,
        kind__in=HOLDS,
        state=OrderState.ACTIVE,
    )
    return [row(o) for o in readable(orders).order_by("level", "pk")]


def drafts_of(incident_no: str, *, by: Actor) -> list[OrderRow]:
    """Drafts of an incident that wait for approval, most to be saved first. One query."""
    orders = Order.objects.filter(
        incident_no=incident_no, area__startswith=by.area, state=OrderState.DRAFTED
    )
    return [row(o) for o in readable(orders).order_by("-save_rank", "pk")]


def readable(orders: QuerySet[Order]) -> QuerySet[Order]:
    """The orders with what `row` reads and nothing more: a board has two hundred of them."""
    names = (*PLAIN, "kind", "state", "origin", "original__order_no")
    return orders.select_related("original").only(*names)


def row(found: Order) -> OrderRow:
    """The frozen row of one order."""
    return OrderRow(
        **{name: getattr(found, name) for name in PLAIN},
        kind=OrderKind(found.kind),
        state=OrderState(found.state),
        origin=Origin(found.origin),
        original_no=found.original.order_no if found.original else "",
    )


def is_waiting(state: OrderState) -> bool:
    """Whether an officer or the institution still has to act."""
    return state in WAITING
