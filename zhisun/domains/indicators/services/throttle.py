"""How much a source may push (限流): one account in the database for all web processes."""

from datetime import datetime
from math import ceil

from django.db.models import F

from zhisun.domains.indicators.models import EventFeed, FeedHour
from zhisun.domains.indicators.terms import BATCHES_KEPT, BURST_S, LONGEST_NAME, FeedKind
from zhisun.kernel.actors import Actor


def account(brings: FeedKind, *, rate: float, by: Actor, at: datetime) -> EventFeed:
    """The caller's account, ours until the transaction ends. The first time it is made, full.

    rate: what it may bring in a second. Joins the caller's transaction. Two queries.
    """
    fresh = EventFeed(
        name=by.name[:LONGEST_NAME], brings=brings, left=rate * BURST_S, counted_at=at
    )
    EventFeed.objects.bulk_create([fresh], ignore_conflicts=True)
    return EventFeed.objects.select_for_update().get(name=fresh.name, brings=brings)


def debit(feed: EventFeed, number: int, *, rate: float, at: datetime) -> int:
    """Take so many from an account: 0, or the seconds the source has to wait first.

    What is held off is counted and costs nothing. Joins the caller's transaction.
    """
    since_s = (at - feed.counted_at).total_seconds()
    left, wait_s = _admitted(feed.left, since_s, number, rate=rate, most=rate * BURST_S)
    feed.left, feed.counted_at = left, max(at, feed.counted_at)
    feed.save(update_fields=["left", "counted_at"])
    if wait_s:
        count(feed, at=at, refused_batches=1, refused_events=number)
    return ceil(wait_s)


def count(feed: EventFeed, *, at: datetime, **more: int) -> None:
    """Add to the feed's hour. With each new hour, forget the numbers of old batches."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    row, new = FeedHour.objects.get_or_create(feed=feed, hour=hour)
    sums = {name: F(name) + each for name, each in more.items()}
    FeedHour.objects.filter(pk=row.pk).update(**sums)
    if new:
        feed.batches.filter(taken_at__lt=at - BATCHES_KEPT).delete()


def _admitted(
    left: float, since_s: float, number: int, *, rate: float, most: float
) -> tuple[float, float]:
    """Whether so many may pass now: what is left then, and seconds to wait, 0 if they may.

    A token bucket that may be overdrawn once: while anything is left a batch passes whole, and
    the debt is waited off. So no batch is too large for ever and the rate holds in the long run.
    left: at `since_s` seconds ago. rate: so many a second; most: what gathers at rest.
    """
    now = min(left + max(since_s, 0.0) * rate, most)
    if now > 0:
        return now - number, 0.0
    return now, max(-now / rate, 1.0)
