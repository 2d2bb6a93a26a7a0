"""Events that another system pushes: admitted by its rate, their hits stored once, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import F

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.models import EventBatch, EventFeed, FeedHour
from zhisun.domains.indicators.services.watch import NewHit, store_new
from zhisun.domains.indicators.terms import BATCHES_KEPT, BURST_S, LONGEST_NAME, MOST_EVENTS
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError

MOST_TOLD = 200
"""Rejects kept of one batch; all of them are counted and answered."""
Refused = tuple[int, str, str]  # row from 1, column, code of the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What the engine found in a batch: hits, and the events it could not read."""

    hits: Sequence[NewHit]
    refused: Sequence[Refused]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a batch. `new` is false for a repeated push.

    hits: those that were new. unreadable: how many events; refused: which, of a repeat the first.
    """

    events: int
    hits: int
    unreadable: int
    refused: Sequence[Refused]
    new: bool


@transaction.atomic(durable=True)
def admit(batch_no: str, events: int, *, by: Actor, at: datetime) -> Taken | int:
    """Let a batch of so many events in (准入): 0, or the seconds its feed has to wait first.

    A batch that is known is not counted again: what became of it the first time. The rate is one
    account in the database for all web processes. Raises NotPermitted, InputError.
    """
    require(by, Duty.PUSH_EVENTS, by.area)
    if not 0 < len(batch_no) <= LONGEST_NAME or "\x00" in batch_no:
        raise InputError("batch_needs_number", field="batch_no", most=LONGEST_NAME)
    if not 0 < events <= MOST_EVENTS:
        raise InputError("batch_too_large", field="events", most=MOST_EVENTS)
    feed = _locked(by, at=at)
    if known := _known(feed, batch_no):
        return known
    rate = settings.EVENTS_PER_SECOND
    since_s = (at - feed.counted_at).total_seconds()
    left, wait_s = _admitted(feed.left, since_s, events, rate=rate, most=rate * BURST_S)
    feed.left, feed.counted_at = left, max(at, feed.counted_at)
    feed.save(update_fields=["left", "counted_at"])
    if wait_s:
        _count(feed, at=at, refused_batches=1, refused_events=events)
    return ceil(wait_s)


@transaction.atomic(durable=True)
def store_batch(batch_no: str, events: int, found: Screened, *, by: Actor, at: datetime) -> Taken:
    """Store the hits of a batch that was let in, and count it (收下事件). A repeat changes nothing.

    Raises NotPermitted.
    """
    require(by, Duty.PUSH_EVENTS, by.area)
    feed = _locked(by, at=at)
    if known := _known(feed, batch_no):
        return known
    hits = store_new(found.hits, by=by, at=at)
    EventBatch.objects.create(
        feed=feed,
        batch_no=batch_no,
        taken_at=at,
        events=events,
        hits=hits,
        unreadable=len(found.refused),
        refused=list(found.refused[:MOST_TOLD]),
    )
    _count(feed, at=at, batches=1, events=events, hits=hits, unreadable=len(found.refused))
    return Taken(
        events=events,
        hits=hits,
        unreadable=len(found.refused),
        refused=found.refused,
        new=True,
    )


def _locked(by: Actor, *, at: datetime) -> EventFeed:
    """The caller's feed, ours until the transaction ends. The first time it is made, full."""
    full = settings.EVENTS_PER_SECOND * BURST_S
    fresh = EventFeed(name=by.name[:LONGEST_NAME], left=full, counted_at=at)
    EventFeed.objects.bulk_create([fresh], ignore_conflicts=True)
    return EventFeed.objects.select_for_update().get(name=fresh.name)


def _known(feed: EventFeed, batch_no: str) -> Taken | None:
    batch = feed.batches.filter(batch_no=batch_no).first()
    if batch is None:
        return None
    refused = [(row, column, code) for row, column, code in batch.refused]
    return Taken(
        events=batch.events,
        hits=batch.hits,
        unreadable=batch.unreadable,
        refused=refused,
        new=False,
    )


def _count(feed: EventFeed, *, at: datetime, **more: int) -> None:
    """Add to the feed's hour. With each new hour, forget the numbers of old batches."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    row, new = FeedHour.objects.get_or_create(feed=feed, hour=hour)
    sums = {name: F(name) + count for name, count in more.items()}
    FeedHour.objects.filter(pk=row.pk).update(**sums)
    if new:
        feed.batches.filter(taken_at__lt=at - BATCHES_KEPT).delete()


def _admitted(
    left: float, since_s: float, events: int, *, rate: float, most: float
) -> tuple[float, float]:
    """Whether so many events may pass now: what is left then, and seconds to wait, 0 if they may.

    A token bucket that may be overdrawn once: while anything is left a batch passes whole, and
    the debt is waited off. So no batch is too large for ever and the rate holds in the long run.
    left: at `since_s` seconds ago. rate: events a second; most: what gathers at rest.
    """
    now = min(left + max(since_s, 0.0) * rate, most)
    if now > 0:
        return now - events, 0.0
    return now, max(-now / rate, 1.0)
