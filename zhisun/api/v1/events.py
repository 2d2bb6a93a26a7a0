"""Events (事件) that carriers and the province push to be screened: only hits are kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from zhisun.api.v1 import screen_door
from zhisun.api.v1.too_fast import too_fast
from zhisun.domains.indicators.services.push import Taken, admit, store_batch
from zhisun.domains.indicators.terms import MOST_EVENTS
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError
from zhisun.shell.messages import text

router = Router(tags=["事件"])


class EventsIn(Schema):
    """One batch of events."""

    model_config = ConfigDict(extra="forbid")

    batch_no: str = Field(
        description="批次编号，本来源内唯一；重复推送以第一次为准", examples=["dns-20261122-000017"]
    )
    events: list[Any] = Field(
        description=f"至多 {MOST_EVENTS} 个事件，每个有 event_id、event_time (ISO 8601)、"
        "subject (当事人，可空)、kind (dns、url、call、sms、app、transfer、im)、value",
        examples=[
            [
                {
                    "event_id": "e-1",
                    "event_time": "2026-11-22T10:00:00+08:00",
                    "subject": "13700001234",
                    "kind": "dns",
                    "value": "www.example.com",
                }
            ]
        ],
    )


class RejectOut(Schema):
    """One event that could not be read."""

    row: int = Field(description="批内第几个，从 1 数")
    field: str
    code: str
    text: str


class EventsOut(Schema):
    """What became of the batch; `new` is false for a repeated push.

    hits: those not known before. Of a repeated push at most 200 rejects are told.
    """

    batch_no: str
    new: bool
    events: int
    hits: int
    rejected: int
    rejects: list[RejectOut]


@router.post("/events", response={201: EventsOut, 200: EventsOut, 429: dict[str, Any]})
def push_events(request: HttpRequest, batch: EventsIn) -> Status[EventsOut] | HttpResponse:
    """Push events (推送事件). Safe to repeat: the batch number is the key.

    An event that hits nothing leaves no trace. Too many at once: 429, and when to come again.
    """
    by: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja from `Token`
    batch_no, count = batch.batch_no.strip(), len(batch.events)
    known = admit(batch_no, count, by=by, at=timezone.now())
    if isinstance(known, Taken):
        return Status(200, _told(batch_no, known))
    if known:
        return too_fast("events_too_fast", known)
    found = screen_door.screen(batch.events)
    taken = store_batch(batch_no, count, found, by=by, at=timezone.now())
    return Status(201 if taken.new else 200, _told(batch_no, taken))


def _told(batch_no: str, taken: Taken) -> EventsOut:
    return EventsOut(
        batch_no=batch_no,
        new=taken.new,
        events=taken.events,
        hits=taken.hits,
        rejected=taken.unreadable,
        rejects=[
            RejectOut(row=row, field=column, code=code, text=text(InputError(code)))
            for row, column, code in taken.refused
        ],
    )
