"""Which orders a clock has to look at."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from zhisun.domains.directory.selectors.contacts import ladder_of, ladders
from zhisun.domains.stop_payment.models import Alarm, Order
from zhisun.domains.stop_payment.policy.clocks import late_spans
from zhisun.domains.stop_payment.terms import (
    ALARMS_BEFORE,
    ANSWER_DUE,
    DRAFT_BEFORE,
    HOLDS,
    LAST_CALL,
    ON_THE_WAY,
    RELEASE_WARNED,
    STAYS_ACTIVE,
    WAITING,
    OrderState,
)

HOUR = timedelta(hours=1)
AT_MOST = 500
"""Orders one run of a clock takes; the next run takes the rest."""


def ended(*, at: datetime) -> list[str]:
    """Active measures whose end has come, earliest first. One query."""
    over = Order.objects.filter(
        state=OrderState.ACTIVE, kind__in=sorted(STAYS_ACTIVE), held_until__lte=at
    )
    return list(over.order_by("held_until").values_list("order_no", flat=True)[:AT_MOST])


def to_renew(*, at: datetime) -> list[str]:
    """Holds that end within DRAFT_BEFORE and that no waiting order follows. One query."""
    ending = Order.objects.filter(
        state=OrderState.ACTIVE,
        kind__in=sorted(HOLDS),
        held_until__lte=at + DRAFT_BEFORE,
        held_until__gt=at,
        release_due_at=None,
    ).exclude(Exists(Order.objects.filter(original=OuterRef("pk"), state__in=sorted(WAITING))))
    return list(ending.order_by("held_until").values_list("order_no", flat=True)[:AT_MOST])


def to_ring(*, at: datetime) -> list[str]:
    """Orders near the end of a time: of their hold, answer or release; unless all has rung.

    Three queries.
    Those whose last bell has rung are left out, or they would stand before the others for ever.
    """
    ending = Q(
        ~_rang(f"ends_in_{min(ALARMS_BEFORE) // HOUR}h"),
        state=OrderState.ACTIVE,
        kind__in=sorted(HOLDS),
        held_until__lte=at + max(ALARMS_BEFORE),
    )
    unreleased = Q(
        ~_rang("release_overdue"),
        state=OrderState.ACTIVE,
        release_due_at__lte=at + RELEASE_WARNED,
    )
    orders = Order.objects.filter(ending | _unanswered(at) | unreleased).order_by("pk")
    return list(orders.values_list("order_no", flat=True)[:AT_MOST])


def _unanswered(at: datetime) -> Q:
    """Answers about to be due, or late with the bell of their area's ladder not rung yet."""
    waiting = Order.objects.filter(state__in=sorted(ON_THE_WAY), due_at__lte=at + LAST_CALL)
    known = ladders()
    areas = waiting.values_list("area", flat=True).distinct()
    wanted = Q(pk__in=[])
    for area in areas:
        due = Q(~_rang(ANSWER_DUE), due_at__gt=at)
        for since, until, bell in late_spans(ladder_of(area, known), at):
            due |= Q(~_rang(bell), due_at__gt=since, due_at__lte=until)
        wanted |= Q(due, area=area)
    return wanted & Q(state__in=sorted(ON_THE_WAY), due_at__lte=at + LAST_CALL)


def _rang(bell: str) -> Exists:
    return Exists(Alarm.objects.filter(order=OuterRef("pk"), bell=bell))
