"""The province pushes its warnings down."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from tests.builders.city import AT, KEEPER, a_city
from tests.builders.warnings import the
from zhisun.domains.access.services import register_machine
from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.models import Signal
from zhisun.domains.dissuasion.services.pushed import admit_warning
from zhisun.domains.indicators.models import EventFeed, FeedHour
from zhisun.domains.indicators.selectors import feed_days
from zhisun.domains.indicators.terms import FeedKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotPermitted

pytestmark = pytest.mark.django_db
WARNING: dict[str, Any] = {
    "ticket_no": "ZJ-1",
    "data_type": "4",
    "seen_at": "2026-09-11 14:09:30",
    "phone": "13700001234",
    "name": "周敏",
    "area": "370811010",
    "fraud_type": "刷单返利",
    "fraud_grade": 5,
    "amount": "20000.00",
}


@pytest.fixture
def token() -> str:
    a_city()
    return register_machine("省厅预警", duties=[Duty.WARN], area="370800", by=KEEPER, at=AT)


def pushed(token: str, **changes: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(
        "/api/v1/warnings",
        data=WARNING | changes,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def test_a_warning_comes_in_once_however_often_it_is_pushed(token: str) -> None:
    first, again = pushed(token), pushed(token, name="改了")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["dispatch_no"] == again.json()["dispatch_no"]
    now = the(first.json()["dispatch_no"])
    assert (now.line.fraud_type, now.signals[0].amount_fen) == ("SD", 2_000_000)


@pytest.mark.parametrize(
    ("told", "source"),
    [({}, "undivided"), *(({"source": each}, each) for each in ("12381", "96110", "app"))],
)
def test_a_warning_says_which_source_it_is_from(
    token: str, told: dict[str, Any], source: str
) -> None:
    assert pushed(token, **told).status_code == 201
    assert Signal.objects.get().source == source
    assert pushed(token).status_code == 200  # who said it once and then not repeats himself


@pytest.mark.parametrize(
    "changes",
    [
        {"data_type": "9"},
        {"source": "bank"},
        {"source": "undivided"},
        {"phone": ""},
        {"fraud_grade": 6},
        {"fraud_grade": "viel"},
        {"amount": "-1"},
        {"amount": "1e9"},
        {"seen_at": "gestern"},
        {"times": 0},
        {"seconds": 10**12},
        {"ticket_no": ""},
        {"told": "a\0"},
        {"name": "a\0"},
        {"unheard_of": 1},
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(token: str, changes: dict[str, Any]) -> None:
    answer = pushed(token, **changes)
    assert (answer.status_code, bool(answer.json()["text"])) == (400, True)
    assert not Signal.objects.exists()


def test_a_stranger_and_another_city_are_turned_away(token: str) -> None:
    assert pushed("wrong").status_code == 401
    assert pushed(token, area="370700").status_code == 404


def a_source(name: str) -> str:
    return register_machine(name, duties=[Duty.WARN], area="370800", by=KEEPER, at=AT)


def test_a_flood_is_held_off_told_when_to_come_again_and_shown_first(
    token: str, settings: Settings
) -> None:
    settings.WARNINGS_PER_SECOND = 1
    other = a_source("反诈中心App")
    assert pushed(token).status_code == 201
    assert pushed(token, data_type="9").status_code == 400
    EventFeed.objects.filter(name="machine:省厅预警").update(left=-40.0)
    refused = pushed(token, ticket_no="ZJ-2")
    assert refused.status_code == 429
    assert 30 <= int(refused.headers["Retry-After"]) <= 40
    assert (refused.json()["code"], Signal.objects.count()) == ("warnings_too_fast", 1)
    assert pushed(other, ticket_no="APP-1", phone="13700005678").status_code == 201
    hour = FeedHour.objects.get(feed__name="machine:省厅预警")
    flood, calm = feed_days(at=hour.hour + timedelta(minutes=30))
    assert (flood.name, flood.brings, flood.events) == ("省厅预警", FeedKind.WARNINGS, 2)
    assert (flood.hits, flood.unreadable, flood.refused_events) == (1, 1, 1)
    assert (calm.name, calm.events, calm.refused_events) == ("反诈中心App", 1, 0)


def test_the_rate_of_warnings_holds_in_the_long_run(settings: Settings) -> None:
    settings.WARNINGS_PER_SECOND = 1
    by = Actor("machine:t", "3708", frozenset({Duty.WARN.value, Duty.PUSH_EVENTS.value}))
    instants = [AT + timedelta(seconds=each / 4) for each in range(120)]
    taken = sum(admit_warning(by=by, at=at) == 0 for at in instants)
    assert taken in range(30 + 30 - 1, 30 + 30 + 2)
    with pytest.raises(NotPermitted):
        admit_warning(by=Actor("machine:t", "3708", frozenset()), at=AT)


@pytest.mark.django_db(transaction=True)
def test_a_source_in_the_middle_of_its_flood_holds_up_no_other(token: str) -> None:
    """Two connections: the account of one is held while the other pushes."""
    other = a_source("反诈中心App")
    pushed(token)
    with an_account_held("machine:省厅预警"):
        assert pushed(other, ticket_no="APP-1", phone="13700005678").status_code == 201


@contextmanager
def an_account_held(name: str) -> Iterator[None]:
    """Another connection has locked the account of a source."""
    held, done = threading.Event(), threading.Event()

    def holding() -> None:
        try:
            with transaction.atomic():
                EventFeed.objects.select_for_update().get(name=name)
                held.set()
                done.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=holding)
    thread.start()
    assert held.wait(60)
    try:
        yield
        assert thread.is_alive(), "it waited for the other source"
    finally:
        done.set()
        thread.join()
