"""Which orders a clock has to look at."""

from datetime import datetime

from django.db.models import Q

from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.terms import (
    ALARMS_BEFORE,
    DRAFT_BEFORE,
    HOLDS,
    LAST_CALL,
    STAYS_ACTIVE,
    OrderState,
)

AT_MOST = 500
"""Orders one run of a clock takes; the next run takes the rest."""


def ended(*, at: datetime) -> list[str]:
    """Active measures whose end has come, earliest first. One query."""
    over = Order.objects.filter(
        state=OrderState.ACTIVE, kind__in=sorted(STAYS_ACTIVE), held_until__lte=at
    )
    return list(over.order_by("held_until").values_list("order_no", flat=True)[:AT_MOST])


def to_renew(*, at: datetime) -> list[str]:
    """Holds that end within DRAFT_BEFORE and have no later order. One query."""
    ending = Order.objects.filter(
        state=OrderState.ACTIVE,
        kind__in=sorted(HOLDS),
        held_until__lte=at + DRAFT_BEFORE,
        held_until__gt=at,
        later=None,
    )
    return list(ending.order_by("held_until").values_list("order_no", flat=True)[:AT_MOST])


def to_ring(*, at: datetime) -> list[str]:
    """Orders near the end of their hold or of their answer's time. One query."""
    ending = Q(
        state=OrderState.ACTIVE,
        kind__in=sorted(HOLDS),
        held_until__lte=at + max(ALARMS_BEFORE),
    )
    unanswered = Q(state__in=[OrderState.SENT, OrderState.ACKNOWLEDGED], due_at__lte=at + LAST_CALL)
    orders = Order.objects.filter(ending | unanswered).order_by("pk")
    return list(orders.values_list("order_no", flat=True)[:AT_MOST])
