"""News is delivered at least once, mail is leased to one reader at a time."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from zhisun.domains.outbox.models import Event, Parcel
from zhisun.domains.outbox.selectors import backlog, has_mail
from zhisun.domains.outbox.services import (
    Gathered,
    _lease_events,
    acknowledge,
    dispatch,
    lease,
    post,
    publish,
    settle,
    withdraw,
)
from zhisun.domains.outbox.terms import EVENT_LEASE, LEASE, PATIENCE

AT = datetime(2026, 9, 11, 6, 10, tzinfo=UTC)
BANK = "102100099996"

pytestmark = pytest.mark.django_db


class Listener:
    """A reaction that remembers, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.__qualname__ = "Listener"
        self.heard: list[str] = []
        self.failures = failures

    def __call__(self, key: str, at: datetime) -> None:
        assert at.tzinfo is not None
        if self.failures:
            self.failures -= 1
            raise ConnectionError("not now")
        self.heard.append(key)


def some_news(key: str = "J1") -> None:
    with transaction.atomic():
        publish("cases.registered", key, area="370800", at=AT)


def cases_of(keys: Iterable[str]) -> dict[str, str]:
    return {key: key.partition("-")[0] for key in keys}


def some_mail(*keys: str) -> None:
    with transaction.atomic():
        for key in keys:
            post(BANK, key, b"<x/>", at=AT)


def test_news_reaches_its_reaction_once() -> None:
    listener = Listener()
    some_news()
    reactions = {"cases.registered": (listener,)}
    assert dispatch(reactions, at=AT) == 1
    assert dispatch(reactions, at=AT + timedelta(hours=1)) == 0
    assert listener.heard == ["J1"]


def test_a_failing_reaction_is_tried_again_later_and_holds_nobody_up() -> None:
    listener = Listener(failures=1)
    some_news("J1")
    some_news("J2")
    reactions = {"cases.registered": (listener,)}
    dispatch(reactions, at=AT)
    assert listener.heard == ["J2"]
    dispatch(reactions, at=AT + timedelta(seconds=2))
    assert listener.heard == ["J2", "J1"]


def test_a_failing_reaction_does_not_keep_another_from_the_news() -> None:
    broken, listener = Listener(failures=1), Listener()
    broken.__qualname__ = "Broken"
    some_news()
    reactions = {"cases.registered": (broken, listener)}
    dispatch(reactions, at=AT)
    assert (broken.heard, listener.heard) == ([], ["J1"])
    dispatch(reactions, at=AT + timedelta(seconds=2))
    assert (broken.heard, listener.heard) == (["J1"], ["J1"])


def test_news_that_nobody_can_take_waits_for_a_person() -> None:
    listener = Listener(failures=10**6)
    some_news()
    at = AT
    for _ in range(PATIENCE + 3):
        dispatch({"cases.registered": (listener,)}, at=at)
        at += timedelta(hours=1)
    assert backlog().stuck == 1
    assert "not now" in Event.objects.get().failure


def test_a_dispatcher_that_died_is_followed_by_another() -> None:
    some_news()
    Event.objects.update(attempts=1, due_at=AT + timedelta(seconds=60))  # leased, then killed
    listener = Listener()
    assert dispatch({"cases.registered": (listener,)}, at=AT) == 0
    assert dispatch({"cases.registered": (listener,)}, at=AT + timedelta(seconds=61)) == 1
    assert listener.heard == ["J1"]


def test_news_of_many_orders_of_a_case_asks_once_for_the_case() -> None:
    tracer = Listener()
    for key in ("J1-a", "J2-a", "J1-b", "J1-c"):
        some_news(key)
    trace = Gathered(cases_of, tracer)
    assert dispatch({"cases.registered": (trace,)}, at=AT) == 4
    assert tracer.heard == ["J1", "J2"]
    assert dispatch({"cases.registered": (trace,)}, at=AT + timedelta(hours=1)) == 0


def test_what_failed_for_a_case_is_tried_again_for_all_its_news_and_no_other() -> None:
    tracer, listener = Listener(failures=1), Listener()
    listener.__qualname__ = "Other"
    for key in ("J1-a", "J1-b", "J2-a"):
        some_news(key)
    reactions = {"cases.registered": (Gathered(cases_of, tracer), listener)}
    dispatch(reactions, at=AT)
    assert (tracer.heard, listener.heard) == (["J2"], ["J1-a", "J1-b", "J2-a"])
    assert dispatch(reactions, at=AT + timedelta(seconds=2)) == 2
    assert (tracer.heard, listener.heard) == (["J2", "J1"], ["J1-a", "J1-b", "J2-a"])


def test_news_of_an_order_nobody_finds_fails_alone() -> None:
    tracer = Listener()
    for key in ("J1", "lost", "J2"):
        some_news(key)
    trace = Gathered(lambda keys: {key: key for key in keys if key != "lost"}, tracer)
    dispatch({"cases.registered": (trace,)}, at=AT)
    assert tracer.heard == ["J1", "J2"]
    failed = Event.objects.get(done_at=None)
    assert (failed.key, failed.failure[-12:]) == ("lost", ": no subject")
    assert (failed.attempts, failed.due_at) == (1, AT + timedelta(seconds=1))


def test_a_question_for_the_case_that_fails_holds_up_no_other_news() -> None:
    def nobody_knows(keys: Iterable[str]) -> dict[str, str]:
        raise ConnectionError(keys)

    tracer, listener = Listener(), Listener()
    listener.__qualname__ = "Other"
    some_news("J1")
    dispatch({"cases.registered": (Gathered(nobody_knows, tracer), listener)}, at=AT)
    assert (tracer.heard, listener.heard) == ([], ["J1"])
    trace = Gathered(cases_of, tracer)
    dispatch({"cases.registered": (trace, listener)}, at=AT + timedelta(seconds=2))
    assert (tracer.heard, listener.heard) == (["J1"], ["J1"])


def test_news_nobody_listens_to_is_done_with() -> None:
    some_news()
    assert dispatch({}, at=AT) == 1
    assert backlog().events == 0


@transaction.atomic
def test_a_message_is_handed_to_one_reader_until_the_lease_ends() -> None:
    some_mail("a", "b")
    first = lease(BANK, limit=1, at=AT)
    second = lease(BANK, limit=10, at=AT)
    assert [parcel.key for parcel in first + second] == ["a", "b"]
    assert lease(BANK, limit=10, at=AT) == ()
    again = lease(BANK, limit=10, at=AT + LEASE)
    assert [(parcel.key, parcel.first_time) for parcel in again] == [("a", False), ("b", False)]


@transaction.atomic
def test_only_the_newest_lease_can_acknowledge() -> None:
    some_mail("a")
    old = lease(BANK, limit=1, at=AT)[0].fence
    new = lease(BANK, limit=1, at=AT + LEASE)[0].fence
    assert acknowledge(BANK, ["a"], fence=old, at=AT + LEASE) == ()
    assert acknowledge(BANK, ["a"], fence=new, at=AT + LEASE) == ("a",)
    assert acknowledge(BANK, ["a"], fence=new, at=AT + LEASE) == ()
    assert not has_mail(BANK, at=AT + timedelta(days=1))


@transaction.atomic
def test_nobody_reads_or_acknowledges_the_mail_of_another() -> None:
    some_mail("a")
    assert lease("103100000026", limit=10, at=AT) == ()
    fence = lease(BANK, limit=1, at=AT)[0].fence
    assert acknowledge("103100000026", ["a"], fence=fence, at=AT) == ()


@transaction.atomic
def test_mail_can_be_withdrawn_only_before_it_left() -> None:
    some_mail("a", "b")
    assert withdraw("a", at=AT)
    assert [parcel.key for parcel in lease(BANK, limit=10, at=AT)] == ["b"]
    assert not withdraw("b", at=AT)


@transaction.atomic
def test_an_answer_settles_the_mail_it_answers() -> None:
    some_mail("a")
    assert not settle("a", at=AT)  # it has not even left
    lease(BANK, limit=1, at=AT)
    assert settle("a", at=AT)
    assert Parcel.objects.get().acknowledged_at == AT


def test_news_that_only_waited_behind_others_has_not_failed() -> None:
    listener = Listener()
    some_news()
    at = AT
    for _ in range(PATIENCE + 1):  # taken up again and again by workers that died before it
        _lease_events(at=at, limit=9)
        at += EVENT_LEASE
    dispatch({"cases.registered": (listener,)}, at=at)
    assert listener.heard == ["J1"]
