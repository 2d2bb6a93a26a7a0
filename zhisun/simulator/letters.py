"""The correspondence of one institution: orders received once, answers sent until receipted.

An order and its answer are one transaction, so a repeated order (same ApplicationID) gets the
same answer again and nothing is done twice. Answers wait, get lost and come twice as in life;
chance depends on seed and ApplicationID only, so a restart changes nothing.
"""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from zhisun.gateways import envelope, front
from zhisun.gateways.banking.orders import KINDS as BANK_KINDS
from zhisun.gateways.codes import CASE_REPORTS
from zhisun.gateways.payment.orders import KINDS as PAYMENT_KINDS
from zhisun.gateways.port import AnswerMessage, OrderKind
from zhisun.kernel.errors import GatewayRefused
from zhisun.simulator.behaviour import Teller
from zhisun.simulator.inquiries import Inquiries
from zhisun.simulator.ledger import ms

AT_ONCE = 100
MISSING, UNREADABLE = "0500", "0501"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How an institution answers: how late (seconds), how often it loses or repeats a letter.

    Of carriers and platforms: which share of targets they do not know, which share comes back,
    and after how long; of carriers also which share of messages never arrives.
    """

    seed: int = 1
    quickest: float = 0.3
    slowest: float = 8.0
    losing: float = 0.03
    doubling: float = 0.03
    refusing: float = 0.05
    relapsing: float = 0.1
    relapse_after: float = 60.0
    undelivered: float = 0.05


@dataclass(frozen=True, slots=True)
class Letters:
    """Orders in, answers out. One per thread, as its teller's ledger is."""

    teller: Teller
    habits: Habits

    @property
    def _db(self) -> sqlite3.Connection:
        return self.teller.ledger.db

    def receive(self, messages: tuple[bytes, ...], at: datetime) -> list[str]:
        """Store a batch durably; the ApplicationIDs to acknowledge.

        A message without a readable ApplicationID cannot be acknowledged; the platform sees it
        come back with the next lease.
        """
        received = []
        with self.teller.ledger.changing():
            for message in messages:
                application_id, tx_code = _named(message)
                if not application_id:
                    continue
                received.append(application_id)
                state = "reply" if tx_code in CASE_REPORTS.values() else "new"
                self._db.execute(
                    "INSERT INTO orders VALUES (?, ?, ?, ?, 1)"
                    " ON CONFLICT (application_id) DO UPDATE SET times = times + 1",
                    (application_id, message, ms(at), state),
                )
                self._repeat_answer(application_id, at)
        return received

    def work(self, at: datetime) -> int:
        """Carry out new orders in the order they came and queue their answers; how many."""
        query = "SELECT * FROM orders WHERE state = 'new' ORDER BY received_ms, rowid LIMIT ?"
        new = self._db.execute(query, (AT_ONCE,)).fetchall()
        for order in new:
            with self.teller.ledger.changing():
                body = self._reply(order["body"], order["application_id"], at)
                if body:
                    self._queue(order["application_id"], body, at)
                query = "UPDATE orders SET state = 'done' WHERE application_id = ?"
                self._db.execute(query, (order["application_id"],))
        return len(new)

    def push(self, at: datetime) -> None:
        """Queue what is new on watched accounts."""
        query = "SELECT 1 FROM watches WHERE state = 'active' LIMIT 1"
        if not self._db.execute(query).fetchone():
            return
        with self.teller.ledger.changing():
            inquiries = Inquiries(self.teller.ledger, self.teller.said)
            for answer in inquiries.pushes(self.teller.house.code, at):
                body = self._encoded(answer, at)
                self._post(answer.application_id, front.ANSWER, body, at, Random(0))

    def report(self, application_id: str, body: bytes, at: datetime) -> None:
        """Queue the institution's own report (100401), once."""
        query = "SELECT 1 FROM letters WHERE application_id = ?"
        with self.teller.ledger.changing():
            if not self._db.execute(query, (application_id,)).fetchone():
                self._post(application_id, front.REPORT, body, at, Random(0))

    def due(self, at: datetime) -> list[sqlite3.Row]:
        """Letters whose time has come."""
        query = (
            "SELECT * FROM letters WHERE state = 'waiting' AND due_ms <= ? ORDER BY due_ms LIMIT ?"
        )
        return self._db.execute(query, (ms(at), AT_ONCE)).fetchall()

    def lose(self, letter: sqlite3.Row, at: datetime) -> None:
        """A letter got lost on the way and will be written again some seconds later."""
        due = at + timedelta(seconds=Random(letter["id"]).uniform(5, 15))
        query = "UPDATE letters SET losses = losses - 1, due_ms = ? WHERE id = ?"
        self._db.execute(query, (ms(due), letter["id"]))

    def receipted(self, letter: sqlite3.Row, *, accepted: bool) -> None:
        """The platform has the letter, or refuses it for good."""
        state = "waiting" if accepted and letter["copies"] > 1 else "sent"
        query = "UPDATE letters SET state = ?, copies = copies - 1 WHERE id = ?"
        self._db.execute(query, (state if accepted else "refused", letter["id"]))

    def _reply(self, body: bytes, application_id: str, at: datetime) -> bytes | None:
        """The bytes of the answer to one order, carried out on the way."""
        answer = self._answered(body, application_id, at)
        return self._encoded(answer, at) if answer else None

    def _answered(self, body: bytes, application_id: str, at: datetime) -> AnswerMessage | None:
        """The teller's answer, or the refusal of an order that cannot be read."""
        house = self.teller.house
        try:
            return self.teller.answer(house.wire.decode_order(body), at)
        except GatewayRefused as refusal:
            kind = _kind(body)
            if kind is None:
                return None
            missing = refusal.code == "message_element_missing"
            return AnswerMessage(
                kind=kind,
                application_id=application_id,
                result=MISSING if missing else UNREADABLE,
                institution_code=house.code,
                org_name=house.name,
                failure_cause=f"{refusal.code} {refusal.facts.get('element', '')}".strip(),
            )

    def _queue(self, application_id: str, body: bytes, at: datetime) -> None:
        chance = Random(f"{self.habits.seed}:{application_id}")
        wait = chance.triangular(self.habits.quickest, self.habits.slowest, self.habits.quickest)
        due = at + timedelta(seconds=wait)
        self._post(application_id, front.ANSWER, body, due, chance)

    def _encoded(self, answer: AnswerMessage, at: datetime) -> bytes:
        serial = envelope.trans_serial(self.teller.house.code, at, secrets.randbelow)
        return self.teller.house.wire.encode_answer(answer, serial)

    def _post(
        self, application_id: str, verb: str, body: bytes, due: datetime, chance: Random
    ) -> None:
        losses = int(chance.random() < self.habits.losing)
        copies = 1 + int(chance.random() < self.habits.doubling)
        self._db.execute(
            "INSERT INTO letters (application_id, verb, body, due_ms, losses, copies, state)"
            " VALUES (?, ?, ?, ?, ?, ?, 'waiting')",
            (application_id, verb, body, ms(due), losses, copies),
        )

    def _repeat_answer(self, application_id: str, at: datetime) -> None:
        """An order that comes again has not been answered in the platform's eyes."""
        query = (
            "UPDATE letters SET state = 'waiting', copies = 1, due_ms = ? WHERE state = 'sent'"
            " AND id = (SELECT min(id) FROM letters WHERE application_id = ? AND verb = 'answer')"
        )
        self._db.execute(query, (ms(at), application_id))


def _named(message: bytes) -> tuple[str, str]:
    """ApplicationID and TxCode of a message, as far as they can be read."""
    try:
        whole = envelope.parse(message)
        application_id = envelope.checked_application_id(whole.body.take("ApplicationID"))
    except GatewayRefused:
        return "", ""
    return application_id, whole.tx_code


def _kind(message: bytes) -> OrderKind | None:
    whole = envelope.parse(message)
    change = whole.body.take("ApplicationType")
    return (
        BANK_KINDS.get(whole.tx_code)
        or PAYMENT_KINDS.get((whole.tx_code, ""))
        or PAYMENT_KINDS.get((whole.tx_code, change))
    )
