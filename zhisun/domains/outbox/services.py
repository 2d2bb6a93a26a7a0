"""Publishing news, and keeping the institutions' mailboxes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
    LINE_NOTED,
    LIVE_CHANNEL,
    MAIL_CHANNEL,
    PATIENCE,
)

PUBLISH = """
with news as (
    insert into outbox_event (name, key, area, at, attempts, due_at, failure)
    select %(event)s, key, area, %(at)s, 0, %(at)s, ''
    from unnest(%(keys)s::text[], %(areas)s::text[]) with ordinality as told (key, area, place)
    order by place
    returning key, area
)
select pg_notify(%(live)s, json_build_object('event', %(event)s, 'key', key, 'area', area)::text)
from news
union all select pg_notify(%(bell)s, '')
"""
"""The rows and the bells in one statement: every verb ends with it."""

POST = """
with parcels as (
    insert into outbox_parcel (destination, key, body, posted_at, fence, deliveries)
    select destination, key, body, %(at)s, 0, 0
    from unnest(%(destinations)s::text[], %(keys)s::text[], %(bodies)s::bytea[])
        with ordinality as letter (destination, key, body, place)
    order by place
    returning destination
)
select pg_notify(%(bell)s, destination) from parcels group by destination
"""

HEAR = """
insert into outbox_line (destination, asked_at)
select %(destination)s::text, %(at)s::timestamptz where not exists (
    select from outbox_line
    where destination = %(destination)s::text and asked_at > %(lately)s::timestamptz
)
on conflict (destination) do update set asked_at = excluded.asked_at
"""
"""Writes and locks nothing while it was noted lately."""

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


@dataclass(frozen=True, slots=True)
class Gathered:
    """A reaction to news of small things that does a larger thing anew (归并).

    subjects_of: the larger thing each key belongs to; a key nobody knows is missing. It is done
    once for all the news of a batch.
    """

    subjects_of: Callable[[Iterable[str]], Mapping[str, str]]
    react: Reaction

    def __call__(self, key: str, at: datetime) -> None:
        """React to one piece of news. Raises KeyError for a key nobody knows."""
        self.react(self.subjects_of([key])[key], at)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of a reaction, for all the events that call for it."""

    name: str
    subject: str
    react: Reaction
    events: list[Event] = field(default_factory=list)


def publish(event: str, key: str, *, area: str, at: datetime) -> None:
    """Tell the domains above and the open pages (发布). Joins the caller's transaction."""
    publish_all(event, [(key, area)], at=at)


def publish_all(event: str, about: Sequence[tuple[str, str]], *, at: datetime) -> None:
    """Tell the same of many keys, each with its area (发布). Joins. One query for all."""
    _demand_transaction()
    keys, areas = zip(*about, strict=True)
    news: dict[str, Any] = {"event": event, "keys": list(keys), "areas": list(areas), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH, news | {"live": LIVE_CHANNEL, "bell": EVENT_CHANNEL})


def post(destination: str, key: str, body: bytes, *, at: datetime) -> None:
    """Put one message into an institution's mailbox (投递). Joins the caller's transaction.

    Posting the same key again raises IntegrityError: an order is posted once.
    """
    post_all([(destination, key, body)], at=at)


def post_all(letters: Sequence[tuple[str, str, bytes]], *, at: datetime) -> None:
    """Put messages into mailboxes: (destination, key, body) each (投递). Joins. One query.

    As `post`: one key that was posted before, and none is posted.
    """
    _demand_transaction()
    if not letters:
        return
    destinations, keys, bodies = (list(column) for column in zip(*letters, strict=True))
    parcels: dict[str, Any] = {"destinations": destinations, "keys": keys, "bodies": bodies}
    with connection.cursor() as cursor:
        cursor.execute(POST, parcels | {"at": at, "bell": MAIL_CHANNEL})


def withdraw(key: str, *, at: datetime) -> bool:
    """Take back a message nobody has fetched (撤回). Joins. False when it has left already."""
    _demand_transaction()
    waiting = Parcel.objects.filter(key=key, sent_at=None, withdrawn_at=None)
    return bool(waiting.update(withdrawn_at=at))


def lease(destination: str, *, limit: int, at: datetime) -> tuple[LeasedParcel, ...]:
    """Hand out up to `limit` waiting messages, oldest first (取件). Joins. Four queries.

    Two pollers of one institution never get the same message while a lease runs.
    """
    hear(destination, at=at)
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


def hear(destination: str, *, at: datetime) -> None:
    """Note that an institution asked for its mail: its line is up. Joins. One query."""
    _demand_transaction()
    with connection.cursor() as cursor:
        cursor.execute(HEAR, {"destination": destination, "at": at, "lately": at - LINE_NOTED})


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

    At least once: a reaction that ran and whose delivery was lost in a crash runs again. Events
    of one batch that call for the same reaction about the same subject share one run: it sees
    what all of them told of. Any error of a reaction is recorded with its stack and tried again
    later, alone.
    """
    events = _lease_events(at=at, limit=limit)
    if events:
        _deliver(events, reactions, at=at)
    return len(events)


@transaction.atomic(durable=True)
def _lease_events(*, at: datetime, limit: int) -> list[Event]:
    waiting = Event.objects.filter(done_at=None, due_at__lte=at, attempts__lt=PATIENCE)
    events = list(waiting.order_by("pk").select_for_update(skip_locked=True)[:limit])
    Event.objects.filter(pk__in=[event.pk for event in events]).update(due_at=at + EVENT_LEASE)
    return events


def _deliver(events: Sequence[Event], reactions: Reactions, *, at: datetime) -> None:
    """Let every reaction take its events; one that fails does not keep the others from them."""
    begun: set[int] = set()
    failures: dict[int, str] = {}
    for run in _runs(events, reactions, failures):
        # Counted when it begins: an event that only waited behind others has not failed.
        fresh = {event.pk for event in run.events} - begun
        Event.objects.filter(pk__in=fresh).update(attempts=F("attempts") + 1)
        begun |= fresh
        try:
            run.react(run.subject, at)
        except Exception as error:
            log.exception("reaction_failed", reaction=run.name, key=run.subject)
            failures |= {event.pk: failures.get(event.pk) or _told(error) for event in run.events}
        else:
            Delivery.objects.bulk_create(
                (Delivery(event=event, reaction=run.name, at=at) for event in run.events),
                ignore_conflicts=True,
            )
    done = [event.pk for event in events if event.pk not in failures]
    Event.objects.filter(pk__in=done).update(done_at=at, failure="")
    for event in events:
        if event.pk in failures:
            tries = event.attempts + 1
            Event.objects.filter(pk=event.pk).update(
                attempts=tries, due_at=next_try(tries, at=at), failure=failures[event.pk]
            )


def _runs(
    events: Sequence[Event], reactions: Reactions, failures: dict[int, str]
) -> Sequence[_Run]:
    """What has to run, in the events' order; one whose subject cannot be found has failed."""
    taken = set(Delivery.objects.filter(event__in=events).values_list("event_id", "reaction"))
    calls = [
        (event, reaction)
        for event in events
        for reaction in reactions.get(event.name, ())
        if (event.pk, _name(reaction)) not in taken
    ]
    subjects = _subjects(calls)
    runs: dict[tuple[str, str], _Run] = {}
    for event, reaction in calls:
        name, subject = _name(reaction), subjects.get((event.key, reaction))
        if subject is None:
            failures[event.pk] = f"{name}: no subject"
            log.error("reaction_failed", reaction=name, key=event.key)
            continue
        react = reaction.react if isinstance(reaction, Gathered) else reaction
        runs.setdefault((name, subject), _Run(name, subject, react)).events.append(event)
    return tuple(runs.values())


def _subjects(calls: Sequence[tuple[Event, Reaction]]) -> dict[tuple[str, Reaction], str]:
    """What each key belongs to, for each reaction that is called: usually the key itself."""
    keys: dict[Reaction, set[str]] = {}
    for event, reaction in calls:
        keys.setdefault(reaction, set()).add(event.key)
    found: dict[tuple[str, Reaction], str] = {}
    for reaction, asked in keys.items():
        belongs: Mapping[str, str] = {key: key for key in asked}
        if isinstance(reaction, Gathered):
            try:
                belongs = reaction.subjects_of(asked)
            except Exception:  # should the question fail, the other news must not wait
                log.exception("reaction_failed", reaction=_name(reaction))
                belongs = {}
        found |= {(key, reaction): subject for key, subject in belongs.items()}
    return found


def _name(reaction: Reaction) -> str:
    react = reaction.react if isinstance(reaction, Gathered) else reaction
    return f"{react.__module__}.{react.__qualname__}"


def _told(error: Exception) -> str:
    return repr(error)[:2000]


def _next_fence() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('outbox_fence')")
        row: tuple[int] = cursor.fetchone()
    return row[0]


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the outbox joins the caller's transaction")
