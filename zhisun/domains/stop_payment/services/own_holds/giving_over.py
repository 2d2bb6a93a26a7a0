"""A case takes an account over that is held for its owner's protection (案件指令接管).

An institution holds one account for one order at a time, or tells the second one that nothing is
left (domain.md §2.10: 1301). So the protective hold goes, and its release goes first: in the same
mailbox, before the order of the case, each under its own letter, law and amount.
"""

from collections.abc import Sequence
from datetime import datetime

from zhisun.domains.stop_payment.models import Order, OwnHold
from zhisun.domains.stop_payment.services.own_holds.moves import move
from zhisun.domains.stop_payment.services.own_holds.release import restored
from zhisun.domains.stop_payment.terms import (
    OWN_GIVES_WAY,
    OWN_HOLD_OPEN,
    OrderKind,
    OrderState,
    OwnGround,
)
from zhisun.kernel.actors import Actor


def give_over(orders: Sequence[Order], *, by: Actor, at: datetime) -> None:
    """Give back what is protected of the accounts these orders will hold. Joins.

    Before the orders are posted. What is only asked for is dropped, what nobody has fetched is
    taken back. One query where nothing is protected.
    """
    wanted = {
        (order.institution_code, order.account_no): order.order_no
        for order in orders
        if order.kind in OWN_GIVES_WAY
    }
    if not wanted:
        return
    rows = OwnHold.objects.select_related("original").select_for_update(of=("self",))
    rows = rows.filter(
        kind=OrderKind.STOP,
        state__in=sorted(OWN_HOLD_OPEN),
        account_no__in={account_no for _institution, account_no in wanted},
    )
    for hold in rows.order_by("pk"):
        order_no = wanted.get((hold.institution_code, hold.account_no))
        if order_no is None:
            continue
        reason = f"案件指令 {order_no} 接管"
        if hold.state == OrderState.DRAFTED:
            move(hold, OrderState.DECLINED, by=by, at=at, reason=reason)
        else:
            restored(hold, OwnGround.CASE, reason, by=by, at=at)
