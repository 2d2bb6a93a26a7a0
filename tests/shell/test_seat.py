"""Who may sit at a desk, and how a refusal reaches him."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import override
from pytest_django import Settings

from zhisun.domains.access.terms import Duty
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, RuleViolation, StateConflict, ZhisunError
from zhisun.shell.frame import frame
from zhisun.shell.replies import bad_request
from zhisun.shell.seat import DeskRequest, SeatMiddleware, desk

WANG = Actor("wangqiang", "3708", frozenset({"stop_payment.approve"}), "funds_officer", "王强")
AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


FRAGMENT = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


def a_request(
    form: Mapping[str, str] | None = None,
    *,
    actor: Actor | None = WANG,
    headers: Mapping[str, str] | None = None,
) -> HttpRequest:
    """A form sent to the funds desk, or a page asked for when there is no form."""
    sent = RequestFactory(headers=headers)
    request: HttpRequest = sent.get("/funds/") if form is None else sent.post("/funds/", form)
    if actor:
        cast("DeskRequest", request).actor = actor
    cast("DeskRequest", request).at = AT
    return request


def refused(error: ZhisunError, request: HttpRequest) -> HttpResponse:
    @desk()
    def page(_request: DeskRequest) -> HttpResponse:
        raise error

    with override("zh-hans"):
        return page(request)


def test_the_signed_in_officer_becomes_the_actor_of_the_request() -> None:
    request = a_request(actor=None)
    request.user = SimpleNamespace(is_authenticated=True, username="wangqiang")  # type: ignore[assignment]  # a stand-in
    SeatMiddleware(
        lambda _request: HttpResponse(), actor_of=lambda name: Actor(name, "3708", frozenset())
    )(request)
    assert cast("DeskRequest", request).actor.name == "wangqiang"
    assert cast("DeskRequest", request).at.tzinfo is not None


def test_nobody_signed_in_means_no_actor_rather_than_one_who_sees_the_country() -> None:
    request = a_request(actor=None)
    request.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]  # a stand-in
    SeatMiddleware(lambda _request: HttpResponse())(request)
    assert not hasattr(request, "actor")


def test_a_stranger_is_led_to_the_door_and_back() -> None:
    @desk()
    def page(request: DeskRequest) -> HttpResponse:
        return HttpResponse(request.actor.name)

    answer = page(a_request(actor=None))
    assert answer.status_code == 302
    assert answer["Location"] == "/login/?next=/funds/"


def test_a_fragment_of_a_stranger_keeps_its_form_and_says_sign_in() -> None:
    @desk()
    def page(request: DeskRequest) -> HttpResponse:
        return HttpResponse(request.actor.name)

    answer = page(a_request({}, actor=None, headers=FRAGMENT))
    assert answer.status_code == 401
    assert answer["HX-Retarget"] == "#toasts"


def test_a_desk_opens_only_to_its_duty() -> None:
    @desk(duty=Duty.APPROVE_ORDER)
    def approving(request: DeskRequest) -> HttpResponse:
        return HttpResponse(request.actor.title)

    @desk(duty=Duty.APPROVE_FREEZE)
    def freezing(request: DeskRequest) -> HttpResponse:
        return HttpResponse(request.actor.title)

    assert approving(a_request()).content.decode() == "王强"
    assert freezing(a_request()).status_code == 403


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError("amount_unreadable", amount="x"), 400),
        (StateConflict("nobody_knows_this_code"), 409),
        (RuleViolation("nobody_knows_this_code", source="domain.md §3.1"), 422),
    ],
)
def test_an_error_page_has_the_errors_status_and_says_what_to_do(
    error: ZhisunError, status: int
) -> None:
    answer = refused(error, a_request())
    assert answer.status_code == status
    assert "可以这样办" in answer.content.decode()


def test_an_error_in_a_fragment_goes_to_the_toasts_and_names_the_field() -> None:
    error = InputError("amount_unreadable", amount="两万八", field="amount")
    answer = refused(error, a_request({"amount": "两万八"}, headers=FRAGMENT))
    assert answer["HX-Retarget"] == "#toasts"
    assert answer["HX-Reswap"] == "beforeend"
    told = json.loads(answer["HX-Trigger"])["field-error"]
    assert told["field"] == "amount"
    assert "两万八" in told["text"]
    assert "<html" not in answer.content.decode()


def test_a_machine_gets_code_and_text_as_json() -> None:
    error = InputError("amount_unreadable", amount="两万八", field="amount")
    answer = refused(error, a_request(headers=JSON))
    body = json.loads(answer.content)
    assert (body["code"], body["field"]) == ("amount_unreadable", "amount")


def test_a_form_too_large_to_read_still_gets_its_page(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    with override("zh-hans"):
        answer = bad_request(a_request({"story": "他说" * 20}), SuspiciousOperation())
    assert answer.status_code == 400


def test_what_was_typed_stands_on_the_error_page_but_never_a_password() -> None:
    error = InputError("amount_unreadable", amount="x")
    typed = {"story": "他说是公安局的<b>", "password": "geheim-demo"}
    request = a_request(typed)
    page = refused(error, request).content.decode()
    assert "他说是公安局的&lt;b&gt;" in page
    assert "geheim-demo" not in page


@pytest.mark.parametrize("address", ["/funds/?incident=%00", "/funds/orders/%00/"])
def test_an_address_with_a_nul_is_refused_before_the_database_meets_it(address: str) -> None:
    @desk()
    def page(_request: DeskRequest) -> HttpResponse:
        raise AssertionError

    request = cast("DeskRequest", RequestFactory().get(address))
    request.actor, request.at = WANG, AT
    with override("zh-hans"):
        assert page(request).status_code == InputError.status


@pytest.mark.parametrize(
    ("area", "name"),
    [
        ("3708", "济宁市"),
        ("370811010000", "任城区"),  # a station is of its county
        ("379900000000", "山东省"),
        ("990000000000", "990000000000"),
    ],
)
def test_the_frame_names_the_area_of_a_seat(area: str, name: str) -> None:
    actor = Actor("mahai", area, frozenset(), "field_officer", "马海")
    assert frame(a_request(actor=actor))["seat_area"] == name
