"""Which dispatches a clock has to look at."""

from datetime import datetime

from zhisun.domains.dissuasion.models import Dispatch

AT_MOST = 500
"""Dispatches one run of the clock takes; the next run takes the rest."""


def to_ring(*, at: datetime) -> list[str]:
    """Dispatches of which a clock is due and has not rung, earliest first. One query."""
    due = Dispatch.objects.filter(bell_at__lte=at).order_by("bell_at")
    return list(due.values_list("dispatch_no", flat=True)[:AT_MOST])
