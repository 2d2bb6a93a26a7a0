"""The one screen: what waits, the form, who may sit there and what it costs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.builders.cases import PUSHER, a_call, a_report
from tests.builders.city import officer
from tests.desks.intake_desk.conftest import Seat
from zhisun.domains.cases.selectors.calls import call
from zhisun.domains.cases.services.calls import receive_call, take_call
from zhisun.domains.cases.services.drafts import save_draft
from zhisun.domains.cases.services.register import register

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # nothing was collected
]

SHEET = "370800202609110001"


def a_waiting_call(sheet_no: str = SHEET, **changes: object) -> None:
    now = timezone.now()
    waiting = a_call(sheet_no, called_at=now - timedelta(minutes=1), **changes)
    receive_call(waiting, by=PUSHER, at=now)


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "待受理接警单"), ("en", "<html lang=")]
)
def test_the_desk_opens_in_both_languages(seat: Seat, language: str, words: str) -> None:
    page = seat("limin").get("/intake/", headers={"accept-language": language})
    assert page.status_code == 200
    assert words in page.content.decode()
    assert f'lang="{language}"' in page.content.decode()


def test_a_stranger_is_led_to_the_door_and_a_funds_officer_may_not_register(seat: Seat) -> None:
    assert seat("wangqiang").get("/intake/").status_code == 403
    assert Client().get("/intake/")["Location"] == "/login/?next=/intake/"


def test_another_city_sees_neither_our_sheets_nor_our_incidents(seat: Seat) -> None:
    client = seat("outsider")
    a_waiting_call()
    number = register(a_report(), by=officer("limin"), at=timezone.now())
    assert client.get(f"/intake/?sheet={SHEET}").status_code == 404
    assert client.post(f"/intake/calls/{SHEET}/take/").status_code == 404
    assert client.get(f"/intake/incidents/{number}/").status_code == 404
    assert number not in client.get("/intake/lists/").content.decode()


def test_the_desk_with_a_draft_keeps_its_query_budget(
    seat: Seat, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = seat("limin")
    a_waiting_call()
    take_call(SHEET, by=officer("limin"), at=timezone.now())
    register(a_report(), by=officer("limin"), at=timezone.now())
    with django_assert_max_num_queries(12):
        assert client.get(f"/intake/?sheet={SHEET}").status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get("/intake/").status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get("/intake/lists/").status_code == 200


def test_a_call_sheet_arrives_as_a_form_that_is_filled_already(seat: Seat) -> None:
    client = seat("limin")
    a_waiting_call(narrative="我转了2万8，对方账号6222020000919805788，户名马小川")
    page = client.post(f"/intake/calls/{SHEET}/take/", follow=True).content.decode()
    assert call(SHEET, by=officer("limin")).taken_by == "limin"
    assert 'value="6222020000919805788"' in page
    assert 'value="马小川"' in page
    assert 'value="周敏"' in page  # the caller of the sheet
    assert "贰万捌仟元整" in page


def test_the_second_of_two_who_reach_for_a_sheet_is_told_who_was_faster(seat: Seat) -> None:
    client = seat("limin")
    a_waiting_call()
    take_call(SHEET, by=officer("chenjing"), at=timezone.now())
    told = client.post(f"/intake/calls/{SHEET}/take/", headers={"hx-request": "true"})
    assert told.status_code == 409
    assert "已由 陈静 受理" in told.content.decode()


def test_a_sheet_can_be_given_back(seat: Seat) -> None:
    client = seat("limin")
    a_waiting_call()
    client.post(f"/intake/calls/{SHEET}/take/")
    client.post(f"/intake/calls/{SHEET}/return/")
    assert call(SHEET, by=officer("limin")).taken_by == ""


def test_lists_show_no_whole_number_and_no_whole_name(seat: Seat) -> None:
    client = seat("limin")
    a_waiting_call(narrative="我把钱转到6222020000919805788了")
    register(a_report(), by=officer("limin"), at=timezone.now())
    page = client.get("/intake/lists/").content.decode()
    assert "137****1234" in page
    assert "周*" in page
    assert not any(whole in page for whole in ("13700001234", "6222020000919805788", "周敏"))


def test_a_draft_is_opened_where_it_was_left_and_by_its_owner_alone(seat: Seat) -> None:
    client = seat("limin")
    form = {
        "narrative": "转了3000元",
        "by_hand": "victim.name",
        "victim.name": "周敏",
        "draft_key": "k1",
    }
    save_draft("k1", form, revision=0, by=officer("limin"), at=timezone.now())
    page = client.get("/intake/?draft=k1").content.decode()
    assert "转了3000元" in page
    assert 'value="周敏"' in page
    assert 'name="revision" value="1"' in page
    assert seat("chenjing").get("/intake/?draft=k1").status_code == 404
    assert client.get("/intake/?draft=nobody").status_code == 404


def test_a_draft_can_be_thrown_away(seat: Seat) -> None:
    client = seat("limin")
    save_draft("k1", {"narrative": "x"}, revision=0, by=officer("limin"), at=timezone.now())
    client.post("/intake/drafts/k1/discard/")
    assert client.get("/intake/?draft=k1").status_code == 404
