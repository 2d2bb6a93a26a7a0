"""Which dispatches a clock has to look at."""

from datetime import datetime, timedelta

from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.terms import RECEIPT_USUALLY, DispatchState

AT_MOST = 500
"""Dispatches one run of the clock takes; the next run takes the rest."""


ROUTED_WITHIN = timedelta(hours=1)
"""After this long what has no unit waits for the desk, not for the clock."""


def unanswered_alone(*, at: datetime) -> list[str]:
    """Fresh dispatches whose message has had no receipt in its time, earliest first. One query."""
    late = Dispatch.objects.filter(
        state=DispatchState.GRADED,
        assigned_at=None,
        messages__about="",
        messages__result="",
        messages__posted_at__lte=at - RECEIPT_USUALLY,
        messages__posted_at__gt=at - ROUTED_WITHIN,
    )
    return list(late.order_by("pk").values_list("dispatch_no", flat=True)[:AT_MOST])


def to_ring(*, at: datetime) -> list[str]:
    """Dispatches of which a clock is due and has not rung, earliest first. One query."""
    due = Dispatch.objects.filter(bell_at__lte=at).order_by("bell_at")
    return list(due.values_list("dispatch_no", flat=True)[:AT_MOST])
