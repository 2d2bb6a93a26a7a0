"""Publishing news, and keeping the institutions' mailboxes."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from zhisun.domains.outbox.models import Delivery, Event, Parcel
from zhisun.domains.outbox.policy import next_try
from zhisun.domains.outbox.terms import (
    EVENT_CHANNEL,
    EVENT_LEASE,
    LEASE,
    LIVE_CHANNEL,
    MAIL_CHANNEL,
    PATIENCE,
)

log = structlog.get_logger()

Reaction = Callable[[str, datetime], None]
Reactions = Mapping[str, tuple[Reaction, ...]]


@dataclass(frozen=True, slots=True)
class LeasedParcel:
    """A message handed to its institution until the lease ends."""

    key: str
    body: bytes
    fence: int
    first_time: bool


def publish(event: str, key: str, *, area: str, at: datetime) -> None:
    """Tell the domains above and the open pages (发布). Joins the caller's transaction."""
    _demand_transaction()
    Event.objects.create(name=event, key=key, area=area, at=at, due_at=at)
    news = json.dumps({"event": event, "key": key, "area": area})
    _notify((LIVE_CHANNEL, news), (EVENT_CHANNEL, ""))


def post(destination: str, key: str, body: bytes, *, at: datetime) -> None:
    """Put one message into an institution's mailbox (投递). Joins the caller's transaction.

    Posting the same key again raises IntegrityError: an order is posted once.
    """
    _demand_transaction()
    Parcel.objects.create(destination=destination, key=key, body=body, posted_at=at)
    _notify((MAIL_CHANNEL, destination))


def withdraw(key: str, *, at: datetime) -> bool:
    """Take back a message nobody has fetched (撤回). Joins. False when it has left already."""
    _demand_transaction()
    waiting = Parcel.objects.filter(key=key, sent_at=None, withdrawn_at=None)
    return bool(waiting.update(withdrawn_at=at))


def lease(destination: str, *, limit: int, at: datetime) -> tuple[LeasedParcel, ...]:
    """Hand out up to `limit` waiting messages, oldest first (取件). Joins. Three queries.

    Two pollers of one institution never get the same message while a lease runs.
    """
    _demand_transaction()
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    waiting = Parcel.objects.filter(
        free, destination=destination, acknowledged_at=None, withdrawn_at=None
    )
    parcels = list(waiting.order_by("pk").select_for_update(skip_locked=True)[:limit])
    if not parcels:
        return ()
    fence = _next_fence()
    Parcel.objects.filter(pk__in=[parcel.pk for parcel in parcels]).update(
        lease_until=at + LEASE,
        fence=fence,
        deliveries=F("deliveries") + 1,
        sent_at=Coalesce("sent_at", Value(at)),
    )
    return tuple(
        LeasedParcel(parcel.key, bytes(parcel.body), fence, first_time=parcel.sent_at is None)
        for parcel in parcels
    )


def acknowledge(
    destination: str, keys: Sequence[str], *, fence: int, at: datetime
) -> tuple[str, ...]:
    """Mark messages as received (签收); the keys that this call acknowledged. Joins.

    A key leased again since (`fence` is old) or acknowledged already is left alone.
    """
    _demand_transaction()
    mine = Parcel.objects.filter(
        destination=destination, key__in=keys, fence=fence, acknowledged_at=None
    )
    taken = tuple(mine.select_for_update().values_list("key", flat=True))
    Parcel.objects.filter(key__in=taken).update(acknowledged_at=at)
    return taken


def settle(key: str, *, at: datetime) -> bool:
    """Mark a message as received because its answer is here; whether this was news. Joins."""
    _demand_transaction()
    open_parcel = Parcel.objects.filter(key=key, acknowledged_at=None, sent_at__isnull=False)
    return bool(open_parcel.update(acknowledged_at=at))


def dispatch(reactions: Reactions, *, at: datetime, limit: int = 100) -> int:
    """Deliver waiting events to their reactions; how many events were taken up.

    At least once: a reaction that ran and whose delivery was lost in a crash runs again.
    Any error of a reaction is recorded with its stack and tried again later, alone.
    """
    events = _lease_events(at=at, limit=limit)
    for event in events:
        _deliver(event, reactions.get(event.name, ()), at=at)
    return len(events)


@transaction.atomic(durable=True)
def _lease_events(*, at: datetime, limit: int) -> list[Event]:
    waiting = Event.objects.filter(done_at=None, due_at__lte=at, attempts__lt=PATIENCE)
    events = list(waiting.order_by("pk").select_for_update(skip_locked=True)[:limit])
    Event.objects.filter(pk__in=[event.pk for event in events]).update(due_at=at + EVENT_LEASE)
    return events


def _deliver(event: Event, reactions: Sequence[Reaction], *, at: datetime) -> None:
    """Let every reaction take the event; one that fails does not keep the others from it."""
    taken = set(Delivery.objects.filter(event=event).values_list("reaction", flat=True))
    this_one = Event.objects.filter(pk=event.pk)
    # Counted when it begins: an event that only waited behind others has not failed.
    this_one.update(attempts=F("attempts") + 1)
    failure = ""
    for reaction in reactions:
        name = f"{reaction.__module__}.{reaction.__qualname__}"
        if name in taken:
            continue
        try:
            reaction(event.key, at)
        except Exception as error:
            log.exception("reaction_failed", reaction=name, event_name=event.name, key=event.key)
            failure = failure or repr(error)[:2000]
        else:
            Delivery.objects.get_or_create(event=event, reaction=name, defaults={"at": at})
    if failure:
        this_one.update(due_at=next_try(event.attempts + 1, at=at), failure=failure)
    else:
        this_one.update(done_at=at, failure="")


def _next_fence() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('outbox_fence')")
        row: tuple[int] = cursor.fetchone()
    return row[0]


def _notify(*notices: tuple[str, str]) -> None:
    """Ring (channel, payload) when the transaction commits. One query, however many there are."""
    calls = ", ".join(["pg_notify(%s, %s)"] * len(notices))
    with connection.cursor() as cursor:
        cursor.execute(f"select {calls}", [word for notice in notices for word in notice])


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the outbox joins the caller's transaction")
