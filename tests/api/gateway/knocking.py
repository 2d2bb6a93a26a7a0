"""The institution's side of the door, as tests play it."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tests.builders.city import ABC, AT
from tests.builders.orders import SAID, an_answer, an_incident, approved, drafted
from zhisun.domains.directory.terms import Lane
from zhisun.domains.stop_payment.services.messages import WIRES
from zhisun.gateways import front
from zhisun.gateways.envelope import institution_application_id, trans_serial
from zhisun.gateways.front import Ack, Call, Poll
from zhisun.gateways.port import AnswerMessage, CaseReport, Party, ReportedTransfer
from zhisun.gateways.reports import encode_report
from zhisun.gateways.signing import signer


def key_of(code: str) -> bytes:
    """The secret that `tests.builders.city` gives every institution."""
    return f"secret of {code}".encode()


def serial_of(code: str, at: datetime) -> str:
    return trans_serial(code, at, secrets.randbelow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knocker:
    """An institution with its key, at one instant."""

    code: str = ABC
    lane: str = "banking"
    at: datetime = AT
    key: bytes = b""

    def call(self, verb: str, body: bytes) -> Call:
        """A signed call."""
        call = Call(
            lane=self.lane,
            verb=verb,
            institution_code=self.code,
            timestamp=front.stamp(self.at),
            nonce=front.nonce(secrets.randbelow),
            signature="",
            body=body,
        )
        return front.signed(call, signer(), self.key or key_of(self.code))

    def poll(self, *, most: int = 20, wait_seconds: int = 0) -> Call:
        poll = Poll(self.code, most, wait_seconds)
        return self.call(front.POLL, front.render_poll(poll, self.at, secrets.randbelow))

    def ack(self, fence: int, *application_ids: str) -> Call:
        ack = Ack(self.code, fence, application_ids)
        return self.call(front.ACK, front.render_ack(ack, self.at, secrets.randbelow))

    def answer(self, answer: AnswerMessage) -> Call:
        wire = WIRES[Lane.BANK if self.lane == "banking" else Lane.PAYMENT]
        mine = replace(answer, institution_code=self.code)
        body = wire.encode_answer(mine, serial_of(self.code, self.at))
        return self.call(front.ANSWER, body)

    def report(self, report: CaseReport) -> Call:
        body = encode_report(report, serial_of(self.code, self.at))
        return self.call(front.REPORT, body)

    def later(self, **passed: float) -> "Knocker":
        return replace(self, at=self.at + timedelta(**passed))

    def code_in(self, body: bytes, signature: str, call: Call) -> str:
        """The platform code of a signed receipt."""
        front.verify_reply(call, body, signature, signer(), key_of(self.code))
        return front.parse_receipt(body).code


def an_order_waiting(at: datetime = AT, *, incident_no: str = "", **changes: object) -> str:
    """The number of an approved order in its institution's mailbox."""
    moved_at = at - timedelta(minutes=7)
    incident_no = incident_no or an_incident(replace(SAID, moved_at=moved_at), at=at)
    facts: dict[str, Any] = {"transferred_at": moved_at} | changes
    return approved(drafted(incident_no, at=at, **facts), at=at)


def a_held_stop(order_no: str, *, at: datetime = AT) -> AnswerMessage:
    """Success: the bank holds the whole amount for 48 hours."""
    return an_answer(
        order_no,
        balance_fen=3_000_000,
        starts_at=at,
        expires_at=at + timedelta(hours=48),
        operator_name="刘洋",
        org_name="农业银行济宁分行",
    )


def a_report(code: str = ABC, at: datetime = AT, **changes: object) -> CaseReport:
    """A bank's customer was robbed of 28 000 yuan."""
    report = CaseReport(
        application_id=institution_application_id("100401", at, secrets.randbelow),
        institution_code=code,
        report_kind="01",
        victim_name="周敏",
        victim_phone="13700001234",
        description="客户到柜面称被冒充客服骗走货款。",
        reported_by="济宁分行营业部",
        operator_name="刘洋",
        operator_phone="05370000000",
        transfers=(
            ReportedTransfer(
                serial="S1",
                moved_at=at - timedelta(minutes=9),
                amount_fen=2_800_000,
                payer=Party(institution_name="农业银行", name="周敏", number="6228480402564890018"),
                payee=Party(institution_name="建设银行", name="张伟", number="6217001234567890121"),
                already_stopped=True,
            ),
        ),
    )
    return replace(report, **changes)  # type: ignore[arg-type]  # a test names the facts it changes
