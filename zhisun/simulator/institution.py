"""One bank, payment firm, carrier or platform as one process: polls, carries out, answers.

Four loops, each with its own connection to the ledger, and a loopback door for the city and the
other institutions. Nothing is kept in memory that a kill could lose.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import structlog

from zhisun.gateways import envelope, front
from zhisun.gateways.codes import Platform
from zhisun.kernel.errors import GatewayRefused, GatewayUnavailable
from zhisun.simulator.behaviour import Teller
from zhisun.simulator.branch import report_of, suspicions_of
from zhisun.simulator.clearing import Clearing
from zhisun.simulator.doors import Door, OpenDoor
from zhisun.simulator.ledger import Ledger
from zhisun.simulator.letters import Habits, Letters
from zhisun.simulator.loopback import LoopbackServer, Neighbours, announce, shared_key
from zhisun.simulator.plans import Move, opening_from_json
from zhisun.simulator.roster import House
from zhisun.simulator.switchboard import TakedownLetters

log = structlog.get_logger()

Writer = Callable[[House, Any, datetime], tuple[str, bytes]]
"""What writes a report of the institution's own: its number, and its bytes."""

MOST_AT_A_POLL = 50
TICK_SECONDS = 0.1
SHORTEST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
TAKEN = frozenset({Platform.DONE.value, Platform.REPEATED.value})
TRY_AGAIN = frozenset({Platform.TIMEOUT.value, Platform.TOO_OFTEN.value, Platform.CLOSED.value})


@dataclass(slots=True)
class Institution:
    """One institution's process.

    poll_every_s: 0 lets a poll wait at the platform for mail; otherwise it asks so often.
    """

    house: House
    home: Path
    open_door: OpenDoor
    habits: Habits
    wait_seconds: int = 20
    poll_every_s: float = 0.0
    stopping: Event = field(default_factory=Event)
    failed: bool = False
    _news: Event = field(default_factory=Event)

    def run(self, parent: int = 0) -> int:
        """Work until told to stop, or until the process that started us is gone; the exit code."""
        server = LoopbackServer(self._deeds(), shared_key(self.home))
        loops = (
            self._poll,
            self._carry_out,
            self._write_letters,
            self._clear,
            server.serve_forever,
        )
        for loop in loops:
            Thread(target=self._guarded, args=(loop,), daemon=True).start()
        announce(self.home, self.house.code, server.port)
        log.info("institution_open", institution=self.house.name, port=server.port)
        while not self.stopping.wait(0.5):
            if parent and os.getppid() != parent:
                break
        return int(self.failed)

    def ledger(self) -> Ledger:
        """A connection of one's own to the books."""
        return Ledger(self.home / f"{self.house.code}.sqlite3")

    def _poll(self) -> None:
        """Ask for orders, store them durably, acknowledge."""
        letters, door = self._letters(), self.open_door()
        pause = SHORTEST_PAUSE
        while not self.stopping.is_set():
            try:
                self._poll_once(letters, door)
                pause = SHORTEST_PAUSE
                self.stopping.wait(self.poll_every_s)
            except (GatewayUnavailable, GatewayRefused) as trouble:
                log.warning("poll_failed", institution=self.house.name, why=str(trouble))
                self.stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _poll_once(self, letters: Letters, door: Door) -> None:
        wait = 0 if self.poll_every_s else self.wait_seconds
        poll = front.Poll(self.house.code, MOST_AT_A_POLL, wait)
        body = front.render_poll(poll, datetime.now(UTC), secrets.randbelow)
        batch = _batch(door.call(front.POLL, body))
        if not batch.messages:
            self.stopping.wait(TICK_SECONDS)  # a platform that does not wait is not hammered
            return
        received = letters.receive(batch.messages, datetime.now(UTC))
        self._news.set()
        ack = front.Ack(self.house.code, batch.fence, tuple(received))
        door.call(front.ACK, front.render_ack(ack, datetime.now(UTC), secrets.randbelow))

    def _carry_out(self) -> None:
        """Planned moves first, then orders: money that was due before an order has gone."""
        letters = self._letters()
        clearing = Clearing(self.house.code, letters.teller.ledger)
        while not self.stopping.is_set():
            self._news.wait(TICK_SECONDS)
            self._news.clear()
            clearing.carry_out(datetime.now(UTC))
            letters.work(datetime.now(UTC))
            letters.push(datetime.now(UTC))

    def _write_letters(self) -> None:
        """Send answers that are due until the platform has them."""
        letters, door = self._letters(), self.open_door()
        while not self.stopping.wait(TICK_SECONDS):
            try:
                self._write_due(letters, door)
            except GatewayUnavailable as trouble:
                log.warning("answer_waits", institution=self.house.name, why=str(trouble))
                self.stopping.wait(1)

    def _write_due(self, letters: Letters, door: Door) -> None:
        for letter in letters.due(datetime.now(UTC)):
            if letter["losses"]:
                letters.lose(letter, datetime.now(UTC))
                continue
            code = self._receipt(door, letter["verb"], letter["body"])
            if code in TRY_AGAIN:
                raise GatewayUnavailable("platform_busy", receipt=code)
            letters.receipted(letter, accepted=code in TAKEN)
            if code not in TAKEN:
                log.error(
                    "answer_refused", institution=self.house.name, receipt=code, id=letter["id"]
                )

    def _receipt(self, door: Door, verb: str, body: bytes) -> str:
        try:
            return front.parse_receipt(door.call(verb, body)).code
        except GatewayRefused as refusal:
            raise GatewayUnavailable("reply_not_believed", why=str(refusal)) from refusal

    def _clear(self) -> None:
        """Hand credits to the other institutions."""
        clearing = Clearing(self.house.code, self.ledger())
        peers = Neighbours(self.home)
        while not self.stopping.wait(TICK_SECONDS):
            try:
                clearing.deliver(peers)
            except GatewayUnavailable:
                self.stopping.wait(0.5)

    def _deeds(self) -> dict[str, Callable[[Any], Any]]:
        """What the city and the other institutions may ask for, one at a time."""
        letters, turn = self._letters(), Lock()
        ledger = letters.teller.ledger
        clearing = Clearing(self.house.code, ledger)

        def accounts(rows: Any) -> str:
            with turn:
                ledger.open_accounts(opening_from_json(row) for row in rows)
            return "opened"

        def moves(rows: Any) -> str:
            with turn:
                ledger.plan([Move.from_json(row) for row in rows], datetime.now(UTC))
            self._news.set()
            return "planned"

        def credits(credit: Any) -> str:  # noqa: A001 the trade's word
            with turn:
                return clearing.take(credit)

        def told(write: Writer, facts: Any) -> str:
            with turn:
                report_id, body = write(self.house, facts, datetime.now(UTC))
                letters.report(report_id, body, datetime.now(UTC))
            return report_id

        def totals(_: Any) -> dict[str, int]:
            with turn:
                found = ledger.totals()
            return {name: getattr(found, name) for name in type(found).__slots__}

        return {
            "accounts": accounts,
            "moves": moves,
            "credits": credits,
            "reports": partial(told, report_of),
            "suspicions": partial(told, suspicions_of),
            "totals": totals,
        }

    def _letters(self) -> Letters:
        kind = TakedownLetters if self.house.takes_down else Letters
        return kind(Teller(self.house, self.ledger()), self.habits)

    def _guarded(self, loop: Callable[[], None]) -> None:
        """A loop that dies takes the process with it: half an institution helps nobody."""
        try:
            loop()
        except Exception:
            log.exception("institution_broken", institution=self.house.name)
            self.failed = True
            self.stopping.set()
            raise


def _batch(reply: bytes) -> front.Batch:
    """The orders of a reply; a receipt instead of them says why there are none."""
    if envelope.parse(reply, largest=front.LARGEST_REPLY_BYTES).tx_code == front.RECEIPT_CODE:
        raise GatewayUnavailable("platform_busy", receipt=front.parse_receipt(reply).code)
    return front.parse_batch(reply)
