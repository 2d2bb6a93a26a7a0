"""A freeze after money under it went back to a victim: it holds that much less (返还后减额)."""

from datetime import datetime

from django.db.models import F

from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.services.moves import announce, find
from zhisun.domains.stop_payment.terms import FREEZES, OrderState
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import StateConflict
from zhisun.kernel.money import Fen


def give_back(order_no: str, amount_fen: Fen, *, by: Actor, at: datetime) -> None:
    """Take what the bank returned off an active freeze. Joins the caller's transaction.

    Raises StateConflict when the freeze stands no more or holds less.
    """
    order = find(order_no)
    frozen = Order.objects.filter(
        pk=order.pk, state=OrderState.ACTIVE, kind__in=FREEZES, held_fen__gte=amount_fen
    )
    if not frozen.update(held_fen=F("held_fen") - amount_fen):
        raise StateConflict("freeze_holds_less", order_no=order_no)
    before = {"held_fen": order.held_fen}
    order.held_fen -= amount_fen
    announce(order, "partly_returned", by=by, at=at, before=before)
