"""How a carrier or platform takes targets down, gives them back, and sees some come back.

Codes: gateways/takedown/codes.py. Every deed joins the caller's transaction, with its answer;
chance depends on seed and target only, so a restart changes nothing.
"""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zhisun.gateways import envelope, front
from zhisun.gateways.envelope import trans_serial
from zhisun.gateways.messages import codes as messages
from zhisun.gateways.messages.port import TextMessage, TextReceipt
from zhisun.gateways.messages.wire import decode_message, encode_receipt
from zhisun.gateways.takedown.port import Measure, TakedownMessage, TakedownReply, TargetKind
from zhisun.gateways.takedown.wire import decode_order, encode_reply
from zhisun.kernel.errors import GatewayRefused
from zhisun.simulator.ledger import Ledger, ms
from zhisun.simulator.letters import Habits, Letters
from zhisun.simulator.roster import House

DONE, UNKNOWN, NO_ORIGINAL, UNREADABLE = "0000", "0300", "0400", "0501"
NO_PAPER, NOT_OURS, ALREADY, UNSUPPORTED, CAME_BACK = "0600", "0700", "0900", "1000", "2100"
NET = frozenset({TargetKind.DOMAIN, TargetKind.URL})
SERVES = {
    "telecom": NET | {TargetKind.PHONE},
    "platforms": NET | {TargetKind.APP, TargetKind.IM_ACCOUNT, TargetKind.IM_GROUP},
}


@dataclass(frozen=True, slots=True)
class Switchboard:
    """One carrier's or platform's window for takedowns."""

    house: House
    ledger: Ledger
    habits: Habits

    def answer(self, order: TakedownMessage, at: datetime) -> TakedownReply:
        """Carry out one takedown, or say why not."""
        code, cause = self._objection(order)
        if code:
            return self.said(order.application_id, code, failure_cause=cause)
        if order.measure is Measure.RELEASE:
            return self._release(order, at)
        return self._take_down(order, at)

    def _take_down(self, order: TakedownMessage, at: datetime) -> TakedownReply:
        if self._standing(order, at):
            return self.said(order.application_id, ALREADY)
        if self._unknown(order):
            return self.said(order.application_id, UNKNOWN, failure_cause="查无此对象")
        self._place(order, at)
        return self.said(order.application_id, DONE, executed_at=at, ends_at=order.ends_at)

    def come_back(self, at: datetime) -> list[TakedownReply]:
        """What was taken down and is in use again since the last look, each told once."""
        query = (
            "UPDATE takedowns SET state = 'relapsed' WHERE state = 'active' AND relapse_ms <= ?"
            " RETURNING application_id"
        )
        rows = self.ledger.db.execute(query, (ms(at),)).fetchall()
        return [self.said(row["application_id"], CAME_BACK, remark="对象又在使用") for row in rows]

    def said(self, application_id: str, result: str, **more: Any) -> TakedownReply:
        """An answer in this institution's name."""
        return TakedownReply(
            application_id=application_id,
            result=result,
            institution_code=self.house.code,
            operator_name="封停岗",
            operator_phone="0537-0000001",
            org_name=self.house.name,
            **more,
        )

    def _objection(self, order: TakedownMessage) -> tuple[str, str]:
        objections = (
            (order.institution_code != self.house.code, NOT_OURS, "非本机构代码"),
            (order.target_kind not in SERVES[self.house.lane], UNSUPPORTED, "不支持此对象"),
            (not order.attachments, NO_PAPER, "未附法律文书"),
        )
        return next(((code, cause) for wrong, code, cause in objections if wrong), ("", ""))

    def _standing(self, order: TakedownMessage, at: datetime) -> bool:
        query = (
            "SELECT 1 FROM takedowns WHERE target_kind = ? AND target = ? AND state = 'active'"
            " AND (ends_ms IS NULL OR ends_ms > ?)"
        )
        found = self.ledger.db.execute(query, (order.target_kind, order.target, ms(at)))
        return found.fetchone() is not None

    def _unknown(self, order: TakedownMessage) -> bool:
        chance = Random(f"{self.habits.seed}:{order.target}")
        return chance.random() < self.habits.refusing

    def _place(self, order: TakedownMessage, at: datetime) -> None:
        chance = Random(f"{self.habits.seed}:{order.application_id}:{order.target}")
        relapses = chance.random() < self.habits.relapsing
        relapses = relapses and order.measure is not Measure.HOLD_OWN_PHONE
        back = at + timedelta(seconds=self.habits.relapse_after * chance.uniform(0.5, 1.5))
        self.ledger.db.execute(
            "INSERT INTO takedowns VALUES (?, ?, ?, ?, ?, ?, ?, 'active')",
            (
                *(order.application_id, order.target_kind, order.target, order.measure, ms(at)),
                ms(order.ends_at) if order.ends_at else None,
                ms(back) if relapses else None,
            ),
        )

    def _release(self, order: TakedownMessage, at: datetime) -> TakedownReply:
        query = "SELECT * FROM takedowns WHERE application_id = ?"
        original = order.original_application_id
        row: sqlite3.Row | None = self.ledger.db.execute(query, (original,)).fetchone()
        if row is None:
            return self.said(order.application_id, NO_ORIGINAL, failure_cause="未执行过原申请")
        if row["state"] != "active":
            return self.said(order.application_id, ALREADY)
        query = "UPDATE takedowns SET state = 'released' WHERE application_id = ?"
        self.ledger.db.execute(query, (original,))
        return self.said(order.application_id, DONE, executed_at=at)


@dataclass(frozen=True, slots=True)
class MessageCentre:
    """A carrier's message centre: each message arrives or does not, and it says which."""

    board: Switchboard

    def deliver(self, message: TextMessage, at: datetime) -> TextReceipt:
        """Deliver one message: not to a suspended phone, and not to a number nobody has."""
        own = message.institution_code == self.board.house.code
        result = self._result(message, at) if own else "0700"
        arrived = result == messages.DELIVERED
        return self.said(
            message.application_id,
            result,
            delivered_at=at if arrived else None,
            failure_cause="" if arrived else messages.words(result),
        )

    def said(self, application_id: str, result: str, **more: Any) -> TextReceipt:
        """A receipt in this carrier's name."""
        return TextReceipt(
            application_id=application_id,
            result=result,
            institution_code=self.board.house.code,
            operator_name="短信中心",
            org_name=self.board.house.name,
            **more,
        )

    def _result(self, message: TextMessage, at: datetime) -> str:
        query = (
            "SELECT 1 FROM takedowns WHERE target_kind = 'phone' AND target = ?"
            " AND state = 'active' AND (ends_ms IS NULL OR ends_ms > ?)"
        )
        if self.board.ledger.db.execute(query, (message.number, ms(at))).fetchone():
            return "0301"
        chance = Random(f"{self.board.habits.seed}:sms:{message.number}")
        return "0300" if chance.random() < self.board.habits.undelivered else messages.DELIVERED


class TakedownLetters(Letters):
    """The correspondence of a carrier or platform."""

    __slots__ = ()

    def push(self, at: datetime) -> None:
        """Tell of what came back."""
        query = "SELECT 1 FROM takedowns WHERE state = 'active' AND relapse_ms <= ? LIMIT 1"
        if not self.teller.ledger.db.execute(query, (ms(at),)).fetchone():
            return
        with self.teller.ledger.changing():
            for reply in self._board.come_back(at):
                body = self._bytes(reply, at)
                self._post(reply.application_id, front.ANSWER, body, at, Random(0))

    @property
    def _board(self) -> Switchboard:
        return Switchboard(self.teller.house, self.teller.ledger, self.habits)

    def _reply(self, body: bytes, application_id: str, at: datetime) -> bytes | None:
        if envelope.parse(body).tx_code == messages.MESSAGE_CODE:
            return self._receipt(body, application_id, at)
        try:
            reply = self._board.answer(decode_order(body), at)
        except GatewayRefused as refusal:
            cause = f"{refusal.code} {refusal.facts.get('element', '')}".strip()
            reply = self._board.said(application_id, UNREADABLE, failure_cause=cause)
        return self._bytes(reply, at)

    def _receipt(self, body: bytes, application_id: str, at: datetime) -> bytes:
        centre = MessageCentre(self._board)
        try:
            receipt = centre.deliver(decode_message(body), at)
        except GatewayRefused as refusal:
            receipt = centre.said(application_id, UNREADABLE, failure_cause=refusal.code)
        house = self.teller.house
        return encode_receipt(receipt, trans_serial(house.code, at, secrets.randbelow))

    def _bytes(self, reply: TakedownReply, at: datetime) -> bytes:
        return encode_reply(reply, trans_serial(self.teller.house.code, at, secrets.randbelow))
