"""A bank's own report, as the call-taker reads it."""

import pytest

from tests.api.gateway.knocking import a_report
from tests.builders.city import AT, a_city
from zhisun.api.gateway.reports import call_of
from zhisun.gateways.port import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city() -> None:
    a_city()


def test_the_sheet_says_who_reports_who_lost_what_and_what_is_stopped() -> None:
    call = call_of(a_report(victim_id_number="370811199001010015"), at=AT)
    assert (call.area, call.caller_name, call.caller_phone) == ("370800", "周敏", "13700001234")
    assert call.narrative.splitlines() == [
        "机构代事主报案。举报单位：中国农业银行济宁分行营业部，经办人 刘洋 05370000000。",
        "事主周敏，证件号码 370811199001010015。",
        "客户到柜面称被冒充客服骗走货款。",
        (
            "2026-09-11 14:01:00 由农业银行 周敏（账号 6228480402564890018）"
            "向建设银行 张伟（账号 6217001234567890121）转账 28000.00 元，"
            "交易流水号 S1，该机构已止付。"
        ),
    ]


def test_the_sheet_names_the_papers_it_does_not_carry() -> None:
    paper = Attachment(filename="转账回单.pdf", content=b"%PDF")
    call = call_of(a_report(attachments=(paper,)), at=AT)
    assert call.narrative.endswith("附件未转入本单，请向举报单位调取：转账回单.pdf。")


def test_the_same_report_has_the_same_number() -> None:
    report = a_report()
    assert call_of(report, at=AT).sheet_no == report.application_id
