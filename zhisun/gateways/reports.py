"""Cases that institutions report (案件举报 100401) and our reply (100402), domain.md §2.4, §2.7.

The payment lane's A00401 is read with the same elements, by analogy (decision 0003).
"""

from typing import Any

from zhisun.gateways import elements, envelope, layout
from zhisun.gateways.blocks import Block, refused
from zhisun.gateways.codes import CASE_REPORTS
from zhisun.gateways.layout import BALANCE, PARAGRAPH, RESULT, TEXT, TIME, ZERO_ONE, Field, coded
from zhisun.gateways.port import CaseReport, CaseReportReply, Party, ReportedTransfer

INITIAL_NODE = coded((True, "01"), (False, "02"))

REPORT = (
    Field("ApplicationID", "application_id", TEXT, 36, needed=True),
    Field("ApplicationType", "report_kind", TEXT, 2, needed=True),
    Field("ReportEndTime", "ended_at", TIME, 14),
    Field("VictimName", "victim_name", TEXT, 60, needed=True),
    Field("VictimPhoneNumber", "victim_phone", TEXT, 20),
    Field("VictimIDType", "victim_id_type", TEXT, 2),
    Field("VictimIDNumber", "victim_id_number", TEXT, 30),
    Field("AccidentDescription", "description", TEXT, PARAGRAPH),
    Field("ReportOrgName", "reported_by", TEXT, needed=True),
    Field("OperatorName", "operator_name", TEXT, 60, needed=True),
    Field("OperatorPhoneNumber", "operator_phone", TEXT, 20),
    Field("IsInitialNode", "initial_node", INITIAL_NODE, 2),
)
TRANSFER = (
    Field("Id", "serial", TEXT, 64, needed=True),
    Field("Time", "moved_at", TIME, 14, needed=True),
    Field("Type", "kind", TEXT, 60),
    Field("Currency", "currency", TEXT, 3),
    Field("TransferAmount", "amount_fen", BALANCE, 20, needed=True),
    Field("Ip", "ip", TEXT, 30),
    Field("Mac", "mac", TEXT, 20),
    Field("DeviceID", "device", TEXT, 20),
    Field("Place", "place", TEXT),
    Field("Remark", "remark", TEXT, PARAGRAPH),
    Field("IsCeased", "already_stopped", ZERO_ONE, 1),
)
PARTY = (
    Field("BankID", "institution_code", TEXT, 12),
    Field("BankName", "institution_name", TEXT),
    Field("AccountName", "name", TEXT, 60),
    Field("AccountNumber", "number", TEXT, 30),
)
REPLY = (
    Field("ApplicationID", "application_id", TEXT, 36, needed=True),
    Field("ApplicationType", "report_kind", TEXT, 2, needed=True),
    Field("ReportEndTime", "ended_at", TIME, 14),
    Field("Result", "result", RESULT, 4, needed=True),
    *elements.ANSWER_TAIL,
)


def encode_report(report: CaseReport, serial_no: str, *, tx_code: str = "100401") -> bytes:
    """The upstream message of a report (what an institution does). Raises GatewayRefused."""
    envelope.checked_application_id(report.application_id, tx_code[-4:])
    elements.institution(report.institution_code, "MessageFrom", serial_no, sender=True)
    body = layout.write(REPORT, report, Block())
    if report.transfers:
        listed = body.open("Transactions")
        for transfer in report.transfers:
            block = layout.write(TRANSFER, transfer, listed.open("Transaction"))
            layout.write(PARTY, transfer.payer, block.open("TransferOut"))
            layout.write(PARTY, transfer.payee, block.open("TransferIn"))
    elements.write_attachments(report.attachments, body)
    return envelope.upstream(tx_code, serial_no, body.fill(report.extra))


def decode_report(message: bytes) -> CaseReport:
    """The report in one upstream message. Raises GatewayRefused."""
    whole = envelope.parse(message)
    if whole.tx_code not in CASE_REPORTS or whole.root != envelope.UP:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    elements.institution(whole.sender, "MessageFrom", whole.serial_no, sender=True)
    values = {"victim_phone": "", "description": ""} | layout.read(REPORT, whole.body)
    envelope.checked_application_id(values["application_id"], whole.tx_code[-4:])
    blocks = whole.body.inside("Transactions", "Transaction")
    values["transfers"] = tuple(ReportedTransfer(**_transfer(block)) for block in blocks)
    values["attachments"] = elements.read_attachments(whole.body)
    return CaseReport(institution_code=whole.sender, **values, **elements.rest(whole.body))


def encode_reply(reply: CaseReportReply, serial_no: str, *, tx_code: str = "100402") -> bytes:
    """The downstream message of our reply. Raises GatewayRefused."""
    envelope.checked_application_id(reply.application_id)
    body = layout.write(REPLY, reply, Block())
    return envelope.downstream(tx_code, serial_no, body.fill(reply.extra))


def decode_reply(message: bytes) -> CaseReportReply:
    """The reply in one downstream message (what an institution does). Raises GatewayRefused."""
    whole = envelope.parse(message)
    if whole.tx_code not in CASE_REPORTS.values() or whole.root != envelope.DOWN:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    values = layout.read(REPLY, whole.body)
    envelope.checked_application_id(values["application_id"])
    return CaseReportReply(**values, **elements.rest(whole.body))


def _transfer(block: Block) -> dict[str, Any]:
    sides = {
        side: Party(**layout.read(PARTY, (*block.blocks(element), Block())[0]))
        for side, element in (("payer", "TransferOut"), ("payee", "TransferIn"))
    }
    return layout.read(TRANSFER, block) | sides
