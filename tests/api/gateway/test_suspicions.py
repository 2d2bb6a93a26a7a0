"""Suspicions at the same door and verb as a bank's case report: a receipt, once, and no reply."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.api.gateway.knocking import Knocker, serial_of
from tests.builders.city import AT, CCB, PAY, a_city
from tests.builders.suspicions import an_event, suspected
from zhisun.api.gateway.counter import serve
from zhisun.domains.dissuasion.models import BankReport
from zhisun.gateways import front, suspicions
from zhisun.gateways.front import Receipt
from zhisun.gateways.port import SuspicionReport

pytestmark = pytest.mark.django_db
ABC_DESK = Knocker()


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def told(report: SuspicionReport, desk: Knocker = ABC_DESK, *, spoilt: str = "") -> Receipt:
    body = suspicions.encode(report, serial_of(report.institution_code, AT))
    body = body.replace(b"28000.00", spoilt.encode(), 1) if spoilt else body
    return front.parse_receipt(serve(desk.call(front.REPORT, body), at=AT).reply.body)


def test_it_is_receipted_once_and_a_repeat_is_told_so_and_nothing_waits_in_the_mailbox() -> None:
    report = suspected(an_event())
    assert [told(report) for _ in range(2)] == [
        Receipt("100000"),
        Receipt("100000", "report_repeated"),
    ]
    assert BankReport.objects.count() == 1
    batch = serve(replace(ABC_DESK, at=AT + timedelta(seconds=1)).poll(), at=AT).reply.body
    assert front.parse_batch(batch).messages == ()


def test_the_receipt_says_how_many_rows_could_not_be_read() -> None:
    said = told(suspected(an_event(), an_event(row=2, serial="S2")), spoilt="viel")
    assert said == Receipt("100000", "rows_unread 1")
    assert BankReport.objects.get().rows.count() == 1


def test_a_head_that_cannot_be_read_and_another_banks_report_leave_nothing() -> None:
    broken = replace(suspected(an_event()), bank_code="?" * 12)
    assert told(broken) == Receipt("200001", "message_element_invalid BankID")
    assert told(suspected(an_event(), code=CCB)).code == "200007"
    firm = Knocker(code=PAY, lane="payment")
    assert told(suspected(an_event(), code=PAY), firm).code == "200001"
    assert not BankReport.objects.exists()
