"""Carriers push events: hits are kept, everything else is gone, and a flood is held off."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests.builders.city import AT, KEEPER, a_city
from zhisun.api.v1 import screen_door
from zhisun.domains.access.services import register_machine
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.models import EventBatch, FeedHour, Hit
from zhisun.domains.indicators.selectors import feed_days
from zhisun.domains.indicators.services.keep import NewIndicator, add
from zhisun.domains.indicators.services.push import admit
from zhisun.kernel.actors import Actor
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.pushed_events import Pushed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def token(tmp_path: Any) -> str:
    """A carrier's program, and a base that knows one site."""
    a_city()
    site = NewIndicator(
        kind="domain", value="evil.example", fraud_type="刷单返利", severity=4, source="test"
    )
    add(site, by=KEEPER, at=AT)
    engine = Pushed()
    engine.base = BaseInUse(tmp_path / "base.zix", b"key")
    screen_door.fill(engine.screen)
    return register_machine("移动", duties=[Duty.PUSH_EVENTS], area="370800", by=KEEPER, at=AT)


def event(number: int, **changes: Any) -> dict[str, Any]:
    """One event; every tenth hits."""
    host = f"x{number}.evil.example" if number % 10 == 0 else f"x{number}.good.example"
    told = {
        "event_id": f"e{number}",
        "event_time": "2026-09-11T14:00:00+08:00",
        "subject": f"1370000{number:04}",
        "kind": "dns",
        "value": host,
    }
    return told | changes


def pushed(token: str, batch_no: str, events: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(
        "/api/v1/events",
        data={"batch_no": batch_no, "events": events},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def test_hits_are_stored_once_however_often_a_batch_is_pushed(token: str) -> None:
    events = [event(n) for n in range(25)]
    first, again = pushed(token, "b1", events), pushed(token, "b1", events[:3])
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {
        "batch_no": "b1",
        "new": True,
        "events": 25,
        "hits": 3,
        "rejected": 0,
        "rejects": [],
    }
    assert again.json() == first.json() | {"new": False}
    other = pushed(token, "b2", events)  # the same events under another number
    assert (other.status_code, other.json()["hits"]) == (201, 0)
    assert sorted(Hit.objects.values_list("event_id", flat=True)) == ["e0", "e10", "e20"]


def test_an_event_that_hits_nothing_leaves_no_trace(token: str) -> None:
    pushed(token, "b1", [event(1, subject="13912345678", value="harmlos.good.example")])
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            seen = f"select count(*) from {table} t where t::text ~ '13912345678|harmlos'"  # noqa: S608 names of tables
            cursor.execute(seen)
            assert cursor.fetchone() == (0,), table


def test_odd_events_are_told_with_their_place_and_the_others_count(token: str) -> None:
    events = [
        event(0),
        event(1, event_time="gestern"),
        event(2, kind="fax"),
        event(3, value=None),
        "no event",
        event(5, value="not a host !"),
        event(6, event_id=None),
        event(7, value="9" * 20_000),
        event(8, subject="a" * 300),
        event(10, value="x\ud800.evil.example"),
        event(20),
    ]
    answer = pushed(token, "b1", events).json()
    assert (answer["hits"], answer["rejected"]) == (2, 9)
    assert [(one["row"], one["field"], one["code"]) for one in answer["rejects"]] == [
        (2, "event_time", "not_a_time"),
        (3, "kind", "kind_unknown"),
        (4, "value", "value_empty"),
        (5, "", "not_an_event"),
        (6, "value", "not_a_host"),
        (7, "event_id", "value_empty"),
        (8, "value", "event_text_too_long"),
        (9, "subject", "event_text_too_long"),
        (10, "value", "not_a_host"),
    ]
    assert all(one["text"] for one in answer["rejects"])
    assert EventBatch.objects.get().refused[0] == [2, "event_time", "not_a_time"]
    assert FeedHour.objects.get().unreadable == 9
    assert pushed(token, "b1", events).json()["rejects"] == answer["rejects"]


@pytest.mark.parametrize(
    ("batch_no", "events"),
    [
        ("", [1]),
        ("x" * 201, [1]),
        ("b\0", [1]),
        ("b", []),
        ("b", [1] * 10_001),
        ("b", "events"),
        (None, [1]),
    ],
)
def test_a_batch_of_another_shape_is_refused_whole(token: str, batch_no: Any, events: Any) -> None:
    answer = pushed(token, batch_no, events)
    assert (answer.status_code, bool(answer.json()["text"])) == (400, True)
    assert not FeedHour.objects.exists()


def test_a_flood_is_held_off_told_when_to_come_again_and_shown(
    token: str, settings: Settings
) -> None:
    settings.EVENTS_PER_SECOND = 1  # so 30 at rest
    assert pushed(token, "b1", [event(n) for n in range(500)]).status_code == 201
    refused = pushed(token, "b2", [event(n) for n in range(500, 600)])
    assert refused.status_code == 429
    assert 400 < int(refused.headers["Retry-After"]) <= 470
    assert (refused.json()["code"], Hit.objects.count()) == ("events_too_fast", 50)
    repeated = pushed(token, "b1", [event(0)])
    assert repeated.status_code == 200  # what is known costs nothing
    other = register_machine("联通", duties=[Duty.PUSH_EVENTS], area="370800", by=KEEPER, at=AT)
    assert pushed(other, "b1", [event(9000)]).status_code == 201  # each source has its own
    hour = FeedHour.objects.get(feed__name="machine:移动")
    [flood, _calm] = feed_days(at=hour.hour + timedelta(minutes=30))
    assert (flood.name, flood.events, flood.hits) == ("移动", 500, 50)
    assert (flood.refused_batches, flood.refused_events) == (1, 100)


def test_the_rate_holds_in_the_long_run(settings: Settings) -> None:
    settings.EVENTS_PER_SECOND = 100
    by = Actor("machine:t", "3708", frozenset({Duty.PUSH_EVENTS.value}))
    taken = 0
    for tenth in range(300):
        at = AT + timedelta(seconds=tenth / 10)
        if admit(f"b{tenth}", 1000, by=by, at=at) == 0:
            taken += 1000
    assert 30 * 100 + 30 * 100 - 1000 <= taken <= 30 * 100 + 30 * 100 + 1000


def test_who_has_not_the_duty_is_turned_away(token: str) -> None:
    del token
    stranger = register_machine("省厅", duties=[Duty.WARN], area="370800", by=KEEPER, at=AT)
    assert pushed(stranger, "b1", [event(0)]).status_code == 403
    assert pushed("wrong", "b1", [event(0)]).status_code == 401
    assert not Hit.objects.exists()
