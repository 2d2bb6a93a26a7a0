"""Guessing passwords is slow work."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders.city import a_city
from zhisun.domains.access.policy import waits_until
from zhisun.domains.access.selectors import sign_in_waits_until
from zhisun.domains.access.terms import SIGN_IN_TRIES, SIGN_IN_WAIT
from zhisun.domains.audit.models import Entry

pytestmark = pytest.mark.django_db

RIGHT = {"username": "limin", "password": "limin-demo"}
WRONG = RIGHT | {"password": "not this one"}


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def test_after_five_wrong_passwords_the_right_one_waits_too(client: Client) -> None:
    for _ in range(SIGN_IN_TRIES):
        client.post("/login/", WRONG)
    page = client.post("/login/", RIGHT, headers={"accept-language": "zh-hans"})
    assert "连续输错次数太多" in page.content.decode()
    assert page.wsgi_request.user.is_anonymous
    tries = Entry.objects.filter(verb="access.sign_in_failed")
    assert tries.count() == SIGN_IN_TRIES  # waiting is not written down again


def test_a_right_password_forgets_the_wrong_ones(client: Client) -> None:
    for _ in range(SIGN_IN_TRIES - 1):
        client.post("/login/", WRONG)
    client.post("/login/", RIGHT)
    assert sign_in_waits_until("limin", at=timezone.now()) is None
    assert Entry.objects.filter(verb="access.signed_in", subject="limin").count() == 1


def test_waiting_ends_by_itself() -> None:
    now = timezone.now()
    failures = [now - timedelta(seconds=number) for number in range(SIGN_IN_TRIES, 0, -1)]
    assert waits_until(failures, at=now) == failures[-1] + SIGN_IN_WAIT
    assert waits_until(failures, at=now + SIGN_IN_WAIT) is None


def test_a_form_without_a_name_is_only_wrong(client: Client) -> None:
    assert client.post("/login/", {}).status_code == 200


def test_whose_session_has_ended_is_told_to_sign_in_and_keeps_his_text() -> None:
    stranger = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-hans"})
    sent = {"narrative": "我被骗了三万元"}
    told = stranger.post("/intake/typed/", sent, headers={"accept": "application/json"})
    assert told.status_code == 401
    assert told.json()["text"].startswith("登录已过期，请重新登录")
    page = stranger.post("/intake/register/", sent)
    assert page.status_code == 401
    assert "我被骗了三万元" in page.content.decode()
    door = stranger.post("/login/", RIGHT)  # his page of the door is old: it is loaded again
    assert door.status_code == 403
