"""Whom to call now about orders whose answer is late (催办)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.directory.policy import step_due
from zhisun.domains.directory.selectors import calendar
from zhisun.domains.directory.selectors.contacts import (
    ContactRow,
    contacts_of,
    ladder_of,
    ladders,
    nearest,
)
from zhisun.domains.directory.terms import ContactRole
from zhisun.domains.stop_payment.selectors.orders import OrderRow
from zhisun.domains.stop_payment.terms import ON_THE_WAY


@dataclass(frozen=True, slots=True)
class Call:
    """Who is to be called about one order.

    on_duty: who of them can be called now, the nearest area's first. known: how many there are
    for the order at all, on duty or not.
    """

    level: int
    role: ContactRole
    on_duty: tuple[ContactRow, ...]
    known: int


def calls(orders: Iterable[OrderRow], *, at: datetime) -> dict[str, Call]:
    """Who is to be called now, by the number of the order; others are missing.

    No query while no answer is late, else three.
    """
    late = [
        each
        for each in orders
        if each.state in ON_THE_WAY and each.due_at is not None and each.due_at <= at
    ]
    if not late:
        return {}
    known, days = ladders(), calendar()
    rows = contacts_of({each.institution_code for each in late})
    found: dict[str, Call] = {}
    for order in late:
        step = step_due(ladder_of(order.area, known), order.due_at, at)
        if step is not None:
            named = nearest(rows, order.institution_code, step.role, order.area)
            here = tuple(row for row in named if row.reached(at, days))
            found[order.order_no] = Call(step.level, step.role, here, len(named))
    return found
