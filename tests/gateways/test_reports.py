import secrets
from datetime import UTC, datetime

import pytest

from zhisun.gateways import reports
from zhisun.gateways.envelope import institution_application_id, trans_serial
from zhisun.gateways.port import Attachment, CaseReport, CaseReportReply, Party, ReportedTransfer
from zhisun.kernel.errors import GatewayRefused

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BANK = "103100000026"
SERIAL = trans_serial(BANK, AT, secrets.randbelow)


def a_report() -> CaseReport:
    return CaseReport(
        application_id=institution_application_id("100401", AT, secrets.randbelow),
        institution_code=BANK,
        report_kind="01",
        victim_name="周海生",
        victim_phone="13900000001",
        description="客户称网购退款被骗 <28000> & 已转出",
        reported_by="中国农业银行梁山支行",
        operator_name="赵倩",
        ended_at=AT,
        transfers=(
            ReportedTransfer(
                serial="9",
                moved_at=AT,
                amount_fen=2_800_000,
                payer=Party(name="周海生", number="6228480000000000019"),
                payee=Party(institution_code="102100099996", number="6222021001116245702"),
                already_stopped=True,
            ),
        ),
        attachments=(Attachment(filename="报案回执.pdf", content=b"%PDF"),),
        extra={"BranchPhone": "0537-0000000"},
    )


@pytest.mark.parametrize("tx_code", ["100401", "A00401"])
def test_a_banks_own_report_arrives_as_it_left(tx_code: str) -> None:
    message = reports.encode_report(a_report(), SERIAL, tx_code=tx_code)
    assert reports.decode_report(message) == a_report_like(reports.decode_report(message))


def a_report_like(read: CaseReport) -> CaseReport:
    """The report we made, under the random number that was read."""
    made = a_report()
    values = {name: getattr(made, name) for name in CaseReport.__slots__}
    return CaseReport(**values | {"application_id": read.application_id})


def test_our_reply_arrives_as_it_left() -> None:
    reply = CaseReportReply(
        application_id=a_report().application_id,
        result="0000",
        org_name="济宁市公安局",
        ended_at=AT,
    )
    assert reports.decode_reply(reports.encode_reply(reply, SERIAL)) == reply


def test_a_report_without_its_victim_is_refused() -> None:
    message = reports.encode_report(a_report(), SERIAL)
    broken = message.replace("<VictimName>周海生</VictimName>".encode(), b"")
    with pytest.raises(GatewayRefused, match="message_element_missing") as refusal:
        reports.decode_report(broken)
    assert refusal.value.facts["element"] == "VictimName"
