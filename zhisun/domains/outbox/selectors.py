"""What waits, and what is stuck."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from zhisun.domains.outbox.models import Event, Parcel
from zhisun.domains.outbox.terms import PATIENCE


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits; `stuck` events need a person."""

    events: int
    stuck: int
    parcels: int
    oldest_event_at: datetime | None


def backlog() -> Backlog:
    """The state of the outbox for `zhisun check`. Three queries."""
    waiting = Event.objects.filter(done_at=None)
    return Backlog(
        events=waiting.count(),
        stuck=waiting.filter(attempts__gte=PATIENCE).count(),
        parcels=Parcel.objects.filter(acknowledged_at=None, withdrawn_at=None).count(),
        oldest_event_at=waiting.aggregate(oldest=Min("at"))["oldest"],
    )


def has_mail(destination: str, *, at: datetime) -> bool:
    """Whether a poll of this institution would get a message now. One query."""
    waiting = Parcel.objects.filter(
        destination=destination, acknowledged_at=None, withdrawn_at=None
    ).exclude(lease_until__gt=at)
    return waiting.exists()
