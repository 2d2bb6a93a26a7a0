"""The 110 system pushes its call sheets."""

from typing import Any

import pytest
from django.test import Client

from tests.builders.city import AT, KEEPER, a_city
from zhisun.domains.access.services import register_machine, retire_machine
from zhisun.domains.access.terms import Duty

pytestmark = pytest.mark.django_db
SHEET: dict[str, Any] = {
    "sheet_no": "3708002611210001",
    "called_at": "2026-09-11 14:09:30",
    "caller_phone": "13700001234",
    "caller_name": "周敏",
    "address": "任城区示例路 1 号",
    "area": "370811",
    "narrative": "报警人称被冒充客服骗走 28000 元。",
    "operator_no": "110-07",
}


@pytest.fixture
def token() -> str:
    a_city()
    return register_machine("济宁110", duties=[Duty.PUSH_CALLS], area="370800", by=KEEPER, at=AT)


def pushed(token: str, **changes: Any) -> Any:
    sheet = {name: value for name, value in (SHEET | changes).items() if value is not None}
    return Client(enforce_csrf_checks=True).post(
        "/api/v1/call-sheets",
        data=sheet,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def answer(response: Any) -> tuple[int, dict[str, Any]]:
    return response.status_code, response.json()


def test_a_sheet_comes_in_once_however_often_it_is_pushed(token: str) -> None:
    number = SHEET["sheet_no"]
    assert answer(pushed(token)) == (201, {"sheet_no": number, "new": True})
    assert answer(pushed(token, narrative="改了")) == (200, {"sheet_no": number, "new": False})


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"called_at": "昨天"}, "called_at", "time_unreadable"),
        ({"called_at": "0001-01-01T00:00:00+14:00"}, "called_at", "time_unreadable"),
        ({"called_at": "2999-01-01T00:00:00"}, "called_at", "time_not_yet"),
        ({"called_at": None}, "called_at", "field_invalid"),
        ({"sheet_no": None}, "sheet_no", "field_invalid"),
        ({"sheet_no": 7}, "sheet_no", "field_invalid"),
        ({"sheet_no": " "}, "sheet_no", "sheet_no_needed"),
        ({"sheet_no": "7" * 41}, "sheet_no", "text_too_long"),
        ({"narrative": "\u0000"}, "narrative", "text_unreadable"),
        ({"caller": "周敏"}, "caller", "field_invalid"),
    ],
)
def test_a_bad_sheet_is_told_its_field_in_chinese(
    token: str, changes: dict[str, Any], field: str, code: str
) -> None:
    status, told = answer(pushed(token, **changes))
    assert (status, told["field"], told["code"]) == (400, field, code)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told["text"])


def test_every_field_of_the_wrong_shape_is_named_at_once(token: str) -> None:
    _status, told = answer(pushed(token, sheet_no=None, address=[]))
    assert [problem["field"] for problem in told["problems"]] == ["sheet_no", "address"]


def test_what_is_not_json_is_told_so(token: str) -> None:
    response = Client().post(
        "/api/v1/call-sheets",
        data=b"{",
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer(response)[1]["code"] == "json_unreadable"


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "x"}])
def test_without_a_good_token_nothing_is_read(token: str, header: dict[str, str]) -> None:
    del token
    response = Client().post(
        "/api/v1/call-sheets", data=SHEET, content_type="application/json", headers=header
    )
    assert answer(response)[0] == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_retired_program_and_an_old_token_count_no_longer(token: str) -> None:
    fresh = register_machine("济宁110", duties=[Duty.PUSH_CALLS], area="370800", by=KEEPER, at=AT)
    assert (pushed(token).status_code, pushed(fresh).status_code) == (401, 201)
    retire_machine("济宁110", by=KEEPER, at=AT)
    assert pushed(fresh).status_code == 401


def test_a_program_pushes_into_its_own_area_only(token: str) -> None:
    status, told = answer(pushed(token, area="370700"))
    assert (status, told["code"]) == (404, "outside_area")


def test_a_program_without_the_duty_pushes_nothing() -> None:
    a_city()
    token = register_machine("统计", duties=[Duty.SEE_CASES], area="370800", by=KEEPER, at=AT)
    status, told = answer(pushed(token))
    assert (status, told["code"]) == (403, "duty_missing")


def test_the_description_is_for_developers_on_this_machine() -> None:
    assert "/api/v1/call-sheets" in Client().get("/api/v1/openapi.json").json()["paths"]
    afar = Client(REMOTE_ADDR="203.0.113.9").get("/api/v1/openapi.json")
    proxied = Client().get("/api/v1/openapi.json", headers={"X-Forwarded-For": "203.0.113.9"})
    assert (afar.status_code, proxied.status_code) == (404, 404)
