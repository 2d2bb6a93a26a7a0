"""The province pushes its warnings down."""

from typing import Any

import pytest
from django.test import Client

from tests.builders.city import AT, KEEPER, a_city
from tests.builders.warnings import the
from zhisun.domains.access.services import register_machine
from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.models import Signal

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
