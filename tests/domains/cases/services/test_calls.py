"""Call sheets in, and who takes them."""

from datetime import timedelta

import pytest

from tests.builders.cases import PUSHER, a_call, a_report
from tests.builders.city import AT, a_city, officer
from zhisun.domains.cases.models import CallSheet
from zhisun.domains.cases.selectors.calls import call, calls_of, waiting_calls
from zhisun.domains.cases.services.calls import receive_call, return_call, take_call
from zhisun.domains.cases.services.register import register
from zhisun.domains.outbox.models import Event
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, NotPermitted, StateConflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city() -> None:
    a_city()
    receive_call(a_call("110-1"), by=PUSHER, at=AT)


@pytest.fixture
def limin() -> Actor:
    return officer("limin")


def test_a_sheet_pushed_twice_is_one_sheet_as_first_told(limin: Actor) -> None:
    assert receive_call(a_call("110-1", narrative="别的"), by=PUSHER, at=AT) is False
    assert call("110-1", by=limin).narrative == "被骗了，转了两万八。"
    assert Event.objects.filter(name="cases.call_received").count() == 1


def test_the_second_of_two_call_takers_is_told(limin: Actor) -> None:
    take_call("110-1", by=limin, at=AT)
    with pytest.raises(StateConflict, match=r"call_taken .*taken_by=limin"):
        take_call("110-1", by=officer("chenjing"), at=AT)
    assert [row.sheet_no for row in calls_of(by=limin)] == ["110-1"]


def test_taking_ones_own_sheet_again_does_nothing(limin: Actor) -> None:
    take_call("110-1", by=limin, at=AT)
    take_call("110-1", by=limin, at=AT + timedelta(minutes=1))
    assert CallSheet.objects.get().taken_at == AT


def test_a_returned_sheet_waits_for_the_next_call_taker(limin: Actor) -> None:
    take_call("110-1", by=limin, at=AT)
    assert waiting_calls(by=limin) == []
    with pytest.raises(StateConflict):
        return_call("110-1", by=officer("chenjing"), at=AT)
    return_call("110-1", by=limin, at=AT)
    assert [row.sheet_no for row in waiting_calls(by=limin)] == ["110-1"]


def test_the_oldest_call_stands_first(limin: Actor) -> None:
    receive_call(a_call("110-2", called_at=AT - timedelta(minutes=9)), by=PUSHER, at=AT)
    assert [row.sheet_no for row in waiting_calls(by=limin)] == ["110-2", "110-1"]


def test_a_registered_sheet_is_not_taken_again(limin: Actor) -> None:
    register(a_report(sheet_no="110-1"), by=limin, at=AT)
    with pytest.raises(StateConflict, match="call_registered"):
        take_call("110-1", by=limin, at=AT)


def test_another_city_does_not_see_our_calls() -> None:
    outsider = officer("outsider")
    assert waiting_calls(by=outsider) == []
    with pytest.raises(NotFound):
        call("110-1", by=outsider)
    with pytest.raises(NotFound):
        take_call("110-1", by=outsider, at=AT)


def test_only_the_110_system_pushes_sheets(limin: Actor) -> None:
    with pytest.raises(NotPermitted):
        receive_call(a_call("110-2"), by=limin, at=AT)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sheet_no": " "}, "sheet_no_needed"),
        ({"called_at": AT + timedelta(hours=1)}, "time_not_yet"),
        ({"address": "x" * 201}, "text_too_long"),
        ({"narrative": "\x00"}, "text_unreadable"),
    ],
)
def test_a_bad_sheet_is_refused_at_its_field(changes: dict[str, object], code: str) -> None:
    sheet = a_call("110-2", **changes) if "sheet_no" not in changes else a_call(" ")
    with pytest.raises(InputError, match=code):
        receive_call(sheet, by=PUSHER, at=AT)
    assert CallSheet.objects.count() == 1


def test_a_sheet_nobody_pushed_cannot_be_taken_returned_or_registered(limin: Actor) -> None:
    for verb in (take_call, return_call):
        with pytest.raises(NotFound, match="call_unknown"):
            verb("110-9", by=limin, at=AT)
    with pytest.raises(NotFound, match="call_unknown"):
        register(a_report(sheet_no="110-9"), by=limin, at=AT)


def test_returning_a_sheet_nobody_took_does_nothing(limin: Actor) -> None:
    return_call("110-1", by=limin, at=AT)
    assert Event.objects.filter(name="cases.call_received").count() == 1
