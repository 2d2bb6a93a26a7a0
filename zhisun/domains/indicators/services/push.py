"""Events that another system pushes: admitted by its rate, their hits stored once, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.models import EventBatch, EventFeed
from zhisun.domains.indicators.services import throttle
from zhisun.domains.indicators.services.watch import NewHit, store_new
from zhisun.domains.indicators.terms import LONGEST_NAME, MOST_EVENTS, FeedKind
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
    feed = _account(by, at=at)
    if known := _known(feed, batch_no):
        return known
    return throttle.debit(feed, events, rate=settings.EVENTS_PER_SECOND, at=at)


@transaction.atomic(durable=True)
def store_batch(batch_no: str, events: int, found: Screened, *, by: Actor, at: datetime) -> Taken:
    """Store the hits of a batch that was let in, and count it (收下事件). A repeat changes nothing.

    Raises NotPermitted.
    """
    require(by, Duty.PUSH_EVENTS, by.area)
    feed = _account(by, at=at)
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
    throttle.count(feed, at=at, batches=1, events=events, hits=hits, unreadable=len(found.refused))
    return Taken(
        events=events,
        hits=hits,
        unreadable=len(found.refused),
        refused=found.refused,
        new=True,
    )


def _account(by: Actor, *, at: datetime) -> EventFeed:
    rate = settings.EVENTS_PER_SECOND
    return throttle.account(FeedKind.EVENTS, rate=rate, by=by, at=at)


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
