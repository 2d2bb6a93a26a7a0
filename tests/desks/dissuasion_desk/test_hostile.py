"""One field nonsense, all others sound; pressed twice; pressed on a page that is old."""

from http import HTTPStatus
from typing import Any

import pytest

from tests.builders.takedowns import line_up
from tests.builders.warnings import (
    a_channel,
    at_the_station,
    dissuaded,
    signed,
    the,
    tried,
    warned,
)
from tests.desks.dissuasion_desk.conftest import Seat
from tests.desks.test_nonsense import NONSENSE
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.terms import SignalKind

pytestmark = pytest.mark.django_db

MOST_URGENT: dict[str, Any] = {"kind": SignalKind.TRADE, "amount_fen": 5_000_000, "severity": 5}
FORMS: dict[str, dict[str, str]] = {
    "contact": {"key": "k", "step": "call", "result": "no_answer", "number": "1", "note": "n"},
    "conclude": {"outcome": "false_alarm", "note": "n"},
    "assign": {"unit": "370811000000", "reason": "r"},
    "take-back": {"reason": "r"},
    "return": {"reason": "r"},
    "ask-hold": {"institution": "C10000000011", "minutes": "30", "evidence": "e"},
    "give-phone-back": {"reason": "r"},
}
ENTERED = {
    "key": "k",
    "source": "citizen",
    "kind": "told",
    "fraud_type": "SD",
    "phone": "13711112222",
    "name": "吴刚",
    "id_number": "",
    "family_phone": "",
    "address": "a",
    "unit": "u",
    "area": "370811010",
    "counterpart": "c",
    "amount": "1",
    "told": "t",
}


@pytest.mark.parametrize("verb", FORMS)
def test_one_field_of_nonsense_is_answered(seat: Seat, verb: str) -> None:
    desk = seat("gaofei")
    a_channel()
    for place, field in enumerate(FORMS[verb]):
        for number, nonsense in enumerate(NONSENSE):
            whom = Named(phone=f"137999900{place}{number}")
            dispatch_no = signed(person=whom, **MOST_URGENT)
            sent = FORMS[verb] | {field: nonsense}
            answer = desk.post(f"/dissuasion/dispatches/{dispatch_no}/{verb}/", sent)
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (field, nonsense[:9])


@pytest.mark.parametrize("field", ENTERED)
def test_one_field_of_nonsense_in_a_warning_is_answered(seat: Seat, field: str) -> None:
    desk = seat("gaofei")
    for nonsense in NONSENSE:
        answer = desk.post("/dissuasion/new/", ENTERED | {field: nonsense})
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, nonsense[:9]


def test_pressed_twice_is_pressed_once(seat: Seat) -> None:
    desk = seat("gaofei")
    a_channel()
    number = signed(**MOST_URGENT)
    page = f"/dissuasion/dispatches/{number}/"
    for _twice in range(2):
        desk.post(f"{page}contact/", FORMS["contact"])
        desk.post(f"{page}sms/")
        desk.post(f"{page}ask-hold/", FORMS["ask-hold"])
    now = the(number)
    assert sorted(str(each.step.value) for each in now.contacts) == ["call", "sms"]
    assert len(now.holds) == 1


def test_a_page_that_is_old_is_told_so_and_changes_nothing(seat: Seat) -> None:
    desk = seat("gaofei")
    over, unsigned = dissuaded(), at_the_station(person=Named(phone="13799990000"))
    for number, verb in ((over, "take-back"), (over, "sign"), (unsigned, "look-back")):
        sent = {"reason": "r", "finding": "safe"}
        answer = desk.post(f"/dissuasion/dispatches/{number}/{verb}/", sent)
        assert answer.status_code in {HTTPStatus.CONFLICT, HTTPStatus.BAD_REQUEST}
        assert 'role="alert"' in answer.content.decode()


def test_from_the_page_the_duty_officer_approves_and_somebody_gives_it_back(seat: Seat) -> None:
    desk, duty = seat("gaofei"), seat("chenjing")
    a_channel()
    number = signed(**MOST_URGENT)
    page = f"/dissuasion/dispatches/{number}/"
    assert "申请保护性停机" in desk.get(page).content.decode()
    desk.post(f"{page}ask-hold/", FORMS["ask-hold"])
    [hold] = the(number).holds
    asked = {"takedown": hold.takedown_no}
    assert desk.post(f"{page}approve-hold/", asked).status_code == HTTPStatus.FORBIDDEN
    assert "批准停机" in duty.get(page).content.decode()
    refused = duty.post(f"{page}approve-hold/", asked)
    assert (refused.status_code, "专线已中断" in refused.content.decode()) == (409, True)
    line_up()
    assert duty.post(f"{page}approve-hold/", asked).status_code == HTTPStatus.FOUND
    assert "自动恢复" in desk.get(page).content.decode()
    tried(number)
    desk.post(f"{page}give-phone-back/", {"reason": "本人已接电话"})
    assert str(the(number).holds[0].state.value) == "recalled"


def test_of_a_person_in_no_danger_no_phone_is_suspended(seat: Seat) -> None:
    a_channel()
    number = warned()
    page = f"/dissuasion/dispatches/{number}/"
    desk = seat("gaofei")
    assert "申请保护性停机" not in desk.get(page).content.decode()
    answer = desk.post(f"{page}ask-hold/", FORMS["ask-hold"])
    assert "只有急件或高等级任务" in answer.content.decode()
    assert the(number).holds == ()
