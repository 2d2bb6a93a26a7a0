"""The sample city, its officers at their browsers, and a case with something of everything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, cast

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.builders.city import AT, ICBC, a_city
from tests.builders.orders import (
    CARD,
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
)
from zhisun.domains.directory.models import Officer
from zhisun.domains.money_trails.reactions import propose_next_layer, trace_report
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.shell.seat import DeskRequest


class Answer(Protocol):
    """What came back from a page."""

    @property
    def content(self) -> bytes: ...


Seat = Callable[[str], Client]

SECOND_CARD = "6212261234567890128"


def text(answer: Answer) -> str:
    """The words of an answer."""
    return answer.content.decode()


@dataclass(frozen=True, slots=True)
class Case:
    """A case: a hold that found less than asked, a statement, a refusal, and what waits."""

    incident_no: str
    hold: str
    statement: str
    refused: str
    waiting: str


class StandingClock:
    """Every request of these tests comes in at AT, whatever the day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast("DeskRequest", request).at = AT
        return self.get_response(request)


@pytest.fixture
def seat(db: None, settings: Settings) -> Seat:
    """Signs one of the cast in."""
    del db  # only its effect is wanted
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.StandingClock"]
    a_city()

    def sit(username: str) -> Client:
        client = Client()
        client.force_login(Officer.objects.get(username=username))
        return client

    return sit


@pytest.fixture
def case(seat: Seat) -> Case:
    """张伟 got 28,000, passed 8,000 on and took 1,000 in cash; the stop held what was left."""
    del seat  # the city stands
    incident_no = an_incident()
    hold = answered(fetched(approved(drafted(incident_no))), "1200", balance_fen=1_900_000)
    statement = drafted(incident_no, kind=OrderKind.QUERY_DETAIL, inquiry_mode="04", amount_fen=0)
    on = a_movement(
        serial="S2",
        incoming=False,
        amount_fen=800_000,
        balance_fen=2_000_000,
        moved_at=T0 + timedelta(minutes=2),
        counterparty_account=SECOND_CARD,
        counterparty_name="李四",
        counterparty_institution=ICBC,
    )
    cash = a_movement(
        serial="S3",
        incoming=False,
        amount_fen=100_000,
        balance_fen=1_900_000,
        moved_at=T0 + timedelta(minutes=3),
        cash=True,
    )
    answered(fetched(approved(statement)), movements=(a_movement(), on, cash))
    refused = drafted(incident_no, account_no=CARD, window=2, amount_fen=100)
    answered(fetched(approved(refused)), "0301", failure_cause="户名不符")
    trace_report(incident_no, AT)
    propose_next_layer(incident_no, AT)
    waiting = drafted(incident_no, kind=OrderKind.QUERY_HOLDER, amount_fen=0)
    return Case(incident_no, hold, statement, refused, waiting)
