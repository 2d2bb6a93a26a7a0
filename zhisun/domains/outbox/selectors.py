"""What waits, and what is stuck."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from zhisun.domains.outbox.models import Event, Line, Parcel
from zhisun.domains.outbox.terms import LINE_SILENT, PATIENCE


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


def heard(destinations: Iterable[str]) -> dict[str, datetime]:
    """When each institution last asked for its mail; one that never did is missing. One query."""
    rows = Line.objects.filter(destination__in=set(destinations))
    return dict(rows.values_list("destination", "asked_at"))


def is_down(asked_at: datetime | None, *, at: datetime) -> bool:
    """Whether a line on which nobody asked since `asked_at` is down."""
    return asked_at is None or asked_at <= at - LINE_SILENT
