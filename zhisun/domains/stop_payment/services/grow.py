"""When more is claimed of an account that was stopped before (报损增加): what the law still allows.

While a hold stands, a second stop is answered "already stopped" (1301): a filed case freezes the
whole amount, another asks again how much is there. After it ended the second stop may go out, a
third may not. Source: 银发〔2016〕86号 二(一)2; 程序规定 第174、242条; domain.md §2.10, §3.2, §3.3.
"""

from dataclasses import replace
from datetime import datetime

from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.services.clocks import ring
from zhisun.domains.stop_payment.services.draft import NewOrder
from zhisun.domains.stop_payment.services.moves import move
from zhisun.domains.stop_payment.terms import (
    HOLDS,
    LOOK_BACK,
    NEVER_LEFT,
    ON_THE_WAY,
    OVERTAKEN,
    STOPS,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.kernel.actors import Actor

NOT_GIVEN = NEVER_LEFT | {OrderState.DRAFTED, OrderState.REFUSED}
STANDING = ON_THE_WAY | {OrderState.ACTIVE}


def grown(new: NewOrder, *, filed: bool, by: Actor, at: datetime) -> NewOrder | None:
    """What to draft for a stop of an account that may have been stopped before. Joins.

    The stop itself while nothing left, or nothing grew; None when what there is to do was drafted
    before. The hold that stands rings `claim_grew`. Safe to repeat.
    """
    orders = _orders(new)
    given = [o for o in orders if o.kind in HOLDS and o.state not in NOT_GIVEN]
    if not given or any(o.full_freeze or o.amount_fen >= new.amount_fen for o in given):
        return new
    standing = [order for order in given if order.state in STANDING]
    if not standing:
        return replace(new, window=_next_window(new, orders))
    hold = standing[-1]
    to_freeze = filed and hold.kind in STOPS and hold.state == OrderState.ACTIVE
    instead = _freeze(new, hold) if to_freeze else _query(new, at=at)
    alike = [order for order in orders if order.kind == instead.kind]
    handled = any(order.amount_fen >= new.amount_fen for order in alike)
    ring(hold, "claim_grew", by=by, at=at, anew=not handled)
    if handled:
        return None
    for smaller in alike:
        if smaller.state == OrderState.DRAFTED:
            move(smaller, OrderState.DECLINED, by=by, at=at, reason=OVERTAKEN)
    return instead


def _orders(new: NewOrder) -> list[Order]:
    of_account = Order.objects.filter(
        incident_no=new.incident_no,
        institution_code=new.institution_code,
        account_no=new.account_no,
    )
    return list(of_account.order_by("pk"))


def _next_window(new: NewOrder, orders: list[Order]) -> int:
    """The window after the last stop that left; a draft in it stays the one it is."""
    stops = [order for order in orders if order.kind == OrderKind.STOP]
    last = max(stops, key=lambda order: order.window)
    return max(new.window, last.window) if last.state in NOT_GIVEN else last.window + 1


def _freeze(new: NewOrder, hold: Order) -> NewOrder:
    return replace(
        new,
        kind=OrderKind.FREEZE,
        origin=Origin.CLOCK,  # it follows from the filing, whatever the report says later
        original_no=hold.order_no,
        window=0,
    )


def _query(new: NewOrder, *, at: datetime) -> NewOrder:
    """How much is there now: the money that came since lies outside the first query's days."""
    end = max(new.transferred_at + LOOK_BACK, at)
    return replace(new, kind=OrderKind.QUERY_DETAIL, period_end=end, window=0)
