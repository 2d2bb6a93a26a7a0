"""Another system reads where a case's money went."""

from typing import Any

import pytest
from django.test import Client

from tests.builders.city import AT, KEEPER, a_city, officer
from tests.builders.orders import (
    CARD,
    a_movement,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
)
from zhisun.domains.access.services import register_machine
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.selectors import history
from zhisun.domains.money_trails.reactions import trace_report
from zhisun.domains.stop_payment.terms import OrderKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> str:
    a_city()
    incident_no = an_incident()
    query = drafted(incident_no, kind=OrderKind.QUERY_DETAIL, inquiry_mode="04", amount_fen=0)
    answered(fetched(approved(query)), movements=(a_movement(),))
    trace_report(incident_no, AT)
    return incident_no


def asked(incident_no: str, *duties: Duty, area: str = "370800", query: str = "") -> Any:
    token = register_machine("经侦系统", duties=duties, area=area, by=KEEPER, at=AT)
    return Client().get(
        f"/api/v1/incidents/{incident_no}/trail{query}",
        headers={"Authorization": f"Bearer {token}"},
    )


def test_a_program_reads_the_trail_masked(case: str) -> None:
    answer = asked(case, Duty.SEE_TRAIL, query="?rule=lifo")
    told = answer.json()
    assert answer.status_code == 200
    assert (told["rule"], told["accounts"][0]["still_there_fen"]) == ("lifo", 2_800_000)
    assert CARD not in answer.content.decode()
    assert told["flows"][0]["amount_fen"] == 2_800_000


def test_whole_numbers_need_the_duty_and_a_reason_that_the_audit_keeps(case: str) -> None:
    assert asked(case, Duty.SEE_TRAIL, query="?reason=x").status_code == 403
    answer = asked(case, Duty.SEE_TRAIL, Duty.REVEAL, query="?reason=并案")
    assert CARD in answer.content.decode()
    acts = history(case, by=officer("chenjing"))
    assert [act.reason for act in acts if act.verb == "subjects.reveal"] == ["并案"]


@pytest.mark.parametrize(
    ("query", "status"),
    [("?rule=poison", 400), ("?rule=x", 400), ("?until=gestern", 400), ("", 200)],
)
def test_nonsense_is_told_and_hurts_nothing(case: str, query: str, status: int) -> None:
    assert asked(case, Duty.SEE_TRAIL, query=query).status_code == status


def test_neither_another_area_nor_another_duty_reads_it(case: str) -> None:
    assert asked(case, Duty.SEE_TRAIL, area="370700").status_code == 404
    assert asked(case, Duty.PUSH_CALLS).status_code == 403
