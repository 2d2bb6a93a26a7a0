"""Storing what the watch found, together with how far it has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.models import WatchPlace
from zhisun.domains.outbox.services import publish_all
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import StateConflict

STORE = """
    insert into indicators_hit
      (indicator_id, event_id, event_time, subject, kind, value, found_at)
    select indicator, event_id, event_time, subject, kind, value, %(at)s
    from unnest(
      %(indicator)s::bigint[], %(event_id)s::text[], %(event_time)s::timestamptz[],
      %(subject)s::text[], %(kind)s::text[], %(value)s::text[]
    ) as told (indicator, event_id, event_time, subject, kind, value)
    on conflict (event_id, indicator_id, subject, event_time) do nothing
    returning id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHit:
    """One hit as the engine tells it. indicator: key of the Indicator."""

    event_id: str
    event_time: datetime
    subject: str
    kind: str
    value: str
    indicator: int

    @property
    def key(self) -> tuple[str, int, str, datetime]:
        """What is stored once, from whatever source: sources may number alike."""
        return self.event_id, self.indicator, self.subject, self.event_time


@transaction.atomic(durable=True)
def store_hits(
    source: str, hits: Sequence[NewHit], *, before: Any, after: Any, by: Actor, at: datetime
) -> int:
    """Store hits and move the place in their source from `before` to `after`; how many are new.

    A hit known by its key is not stored again, from whatever source it comes. Raises
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
    new = store_new(hits, by=by, at=at)
    WatchPlace.objects.filter(pk=standing.pk).update(place=after, moved_at=at)
    return new


def store_new(hits: Sequence[NewHit], *, by: Actor, at: datetime) -> int:
    """Store the hits that are not known yet, and tell of each; how many. Two queries.

    For verbs: their transaction is ours. What another transaction stores at this moment is waited
    for and then known.
    """
    # one order for all, so that two that store the same hits never wait for each other
    rows = sorted({hit.key: hit for hit in reversed(hits)}.items())
    if not rows:
        return 0
    columns = {
        name: [getattr(hit, name) for _key, hit in rows]
        for name in ("event_id", "indicator", "event_time", "subject", "kind", "value")
    }
    with connection.cursor() as cursor:
        cursor.execute(STORE, columns | {"at": at})
        keys = [(str(key), by.area) for (key,) in cursor.fetchall()]
    if keys:
        publish_all("indicators.hit", keys, at=at)
    return len(keys)
