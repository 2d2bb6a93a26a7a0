"""A case an institution reports (案件举报 100401), as a call sheet, and our reply 100402.

Source: domain.md §2.7. The reply waits in the institution's mailbox like an order.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from zhisun.api.gateway.credentials import Caller
from zhisun.domains.cases.services.calls import NewCall, receive_call
from zhisun.domains.directory.selectors import home_area, institution
from zhisun.domains.directory.terms import Lane
from zhisun.domains.outbox.services import post
from zhisun.gateways.port import CaseReport, CaseReportReply, Party, ReportedTransfer
from zhisun.gateways.reports import decode_report, encode_reply
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import yuan

REPLY_CODES = {Lane.BANK: "100402", Lane.PAYMENT: "A00402"}
RECEIVED = "0000"
KINDS = {"01": "机构代事主报案", "02": "机构已止付，补办手续"}


def read(body: bytes) -> CaseReport:
    """The report in one upstream message. Raises GatewayRefused."""
    return decode_report(body)


def take(caller: Caller, report: CaseReport, serial_no: str, *, at: datetime) -> bool:
    """Put the report on the call board and answer it; whether it was news.

    Safe to repeat: the sheet's number and the reply's key are the ApplicationID. A crash between
    the two leaves a sheet without its reply, and the institution, which got no receipt, sends
    again. Raises InputError, NotPermitted.
    """
    news = receive_call(call_of(report, at=at), by=caller.actor, at=at)
    reply = CaseReportReply(
        application_id=report.application_id,
        result=RECEIVED,
        report_kind=report.report_kind,
        ended_at=report.ended_at,
    )
    message = encode_reply(reply, serial_no, tx_code=REPLY_CODES[caller.lane])
    try:
        with transaction.atomic():
            post(caller.code, report.application_id, message, at=at)
    except IntegrityError:
        return news  # the reply to an earlier sending is in the mailbox already
    return news


def call_of(report: CaseReport, *, at: datetime) -> NewCall:
    """The call sheet of a report. It names no place, so the centre of this platform takes it."""
    return NewCall(
        sheet_no=report.application_id,
        called_at=at,
        area=home_area(),
        caller_phone=report.victim_phone,
        caller_name=report.victim_name,
        narrative=narrative(report),
        operator_no=report.institution_code,
    )


def narrative(report: CaseReport) -> str:
    """The report in sentences, as a call-taker would write it down."""
    kind = KINDS.get(report.report_kind, "机构举报")
    teller = f"{institution(report.institution_code).name}{report.reported_by}"
    operator = f"{report.operator_name} {report.operator_phone}".strip()
    id_number = f"，证件号码 {report.victim_id_number}" if report.victim_id_number else ""
    papers = "、".join(paper.filename for paper in report.attachments)
    lines = [
        f"{kind}。举报单位：{teller}，经办人 {operator}。",
        f"事主{report.victim_name}{id_number}。",
        report.description,
        *(_sentence(transfer) for transfer in report.transfers),
        f"附件未转入本单，请向举报单位调取：{papers}。" if papers else "",
    ]
    return "\n".join(line for line in lines if line)


def _sentence(transfer: ReportedTransfer) -> str:
    when = transfer.moved_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    state = "，该机构已止付" if transfer.already_stopped else ""
    serial = f"，交易流水号 {transfer.serial}" if transfer.serial else ""
    return (
        f"{when} 由{_side(transfer.payer)}向{_side(transfer.payee)}"
        f"转账 {yuan(transfer.amount_fen)} 元{serial}{state}。"
    )


def _side(party: Party) -> str:
    return f"{party.institution_name} {party.name}（账号 {party.number}）".strip()
