"""Storing what the watch found, together with how far it has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.models import Hit, WatchPlace
from zhisun.domains.outbox.services import publish_all
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import StateConflict


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHit:
    """One hit as the engine tells it. indicator: key of the Indicator."""

    event_id: str
    event_time: datetime
    subject: str
    kind: str
    value: str
    indicator: int


@transaction.atomic(durable=True)
def store_hits(
    source: str, hits: Sequence[NewHit], *, before: Any, after: Any, by: Actor, at: datetime
) -> int:
    """Store hits and move the place in their source from `before` to `after`; how many are new.

    A hit known by (event, indicator) is not stored again, from whatever source it comes. Raises
    StateConflict when the place is no more at `before`: another watch reads this source; nothing
    is stored then. Five queries.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    WatchPlace.objects.bulk_create(
        [WatchPlace(source=source, place=None, moved_at=at)], ignore_conflicts=True
    )
    standing = WatchPlace.objects.select_for_update().get(source=source)
    if standing.place != before:
        raise StateConflict("watch_moved", source=source)
    asked = {(hit.event_id, hit.indicator) for hit in hits}
    events = [event for event, _indicator in asked]
    known = set(Hit.objects.filter(event_id__in=events).values_list("event_id", "indicator_id"))
    Hit.objects.bulk_create(
        (
            Hit(
                indicator_id=hit.indicator,
                event_id=hit.event_id,
                event_time=hit.event_time,
                subject=hit.subject,
                kind=hit.kind,
                value=hit.value,
                found_at=at,
            )
            for hit in hits
            if (hit.event_id, hit.indicator) not in known
        ),
        ignore_conflicts=True,
    )
    WatchPlace.objects.filter(pk=standing.pk).update(place=after, moved_at=at)
    _tell(asked - known, by=by, at=at)
    return len(asked - known)


def _tell(new: set[tuple[str, int]], *, by: Actor, at: datetime) -> None:
    """Publish `indicators.hit` of each new hit, its key as the number. Nothing new is no news."""
    stored = Hit.objects.filter(event_id__in={event for event, _indicator in new})
    rows = stored.order_by("pk").values_list("pk", "event_id", "indicator_id")
    keys = [(str(pk), by.area) for pk, event, indicator in rows if (event, indicator) in new]
    if keys:
        publish_all("indicators.hit", keys, at=at)
