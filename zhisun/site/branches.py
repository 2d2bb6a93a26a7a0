"""The simulated institutions inside one process, with a clock that is moved.

Orders and answers cross between them and the platform as the very bytes of the wire; only the
sockets are left out. For days that are told afterwards: a real institution cannot be asked to
have answered last week.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from zhisun.api.gateway import fronts
from zhisun.api.gateway.credentials import Caller
from zhisun.domains.access.selectors import institution_actor
from zhisun.domains.directory.terms import Lane
from zhisun.gateways import front
from zhisun.simulator.behaviour import Teller
from zhisun.simulator.clearing import Clearing
from zhisun.simulator.ledger import Ledger
from zhisun.simulator.letters import Habits, Letters
from zhisun.simulator.roster import house
from zhisun.simulator.switchboard import TakedownLetters

PROMPT = Habits(quickest=1, slowest=2, losing=0, doubling=0, relapsing=0)
AT_A_POLL = 20


@dataclass(slots=True)
class Branch:
    """One institution and the way it reaches the platform."""

    letters: Letters
    clearing: Clearing
    caller: Caller
    fetched: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, code: str, lane: Lane, book: Path) -> Self:
        """The institution of that code, with its ledger in this file."""
        ledger, known = Ledger(book), house(code)
        kind = TakedownLetters if known.takes_down else Letters
        return cls(
            letters=kind(Teller(known, ledger), PROMPT),
            clearing=Clearing(code, ledger),
            caller=Caller(code, lane, institution_actor(code)),
        )

    def fetch(self, at: datetime) -> int:
        """Poll and store; the fence to acknowledge with, and nothing acknowledged yet."""
        asked = front.Poll(self.caller.code, AT_A_POLL, 0)
        poll = front.render_poll(asked, at, secrets.randbelow)
        batch = front.parse_batch(fronts.answer_poll(self.caller, poll, at=at).body)
        self.fetched = self.letters.receive(batch.messages, at)
        return batch.fence

    def acknowledge(self, fence: int, at: datetime) -> None:
        """Say what was stored."""
        ack = front.Ack(self.caller.code, fence, tuple(self.fetched))
        fronts.take_ack(self.caller, front.render_ack(ack, at, secrets.randbelow), at=at)

    def work(self, at: datetime) -> None:
        """Carry out orders, then send the answers that are due."""
        self.letters.work(at)
        self.letters.push(at)
        for letter in self.letters.due(at):
            fronts.take_answer(self.caller, letter["body"], at=at)
            self.letters.receipted(letter, accepted=True)

    def close(self) -> None:
        """Let the ledger go."""
        self.letters.teller.ledger.close()


@dataclass(frozen=True, slots=True)
class Branches:
    """All of them, and the clearing between them (`simulator.clearing.Peers`)."""

    by_code: dict[str, Branch]

    def credit(self, institution: str, credit: dict[str, Any]) -> str:
        """Hand a credit over."""
        return self.by_code[institution].clearing.take(credit)

    def move_money(self, at: datetime) -> None:
        """Carry out the planned movements that are due, whatever waits for whatever."""
        for branch in self.by_code.values():
            branch.clearing.carry_out(at)
            branch.clearing.deliver(self)

    def answer(self, at: datetime) -> None:
        """Everybody fetches its mail, carries it out, and sends the answers that are due."""
        for branch in self.all():
            fence = branch.fetch(at)
            if branch.fetched:
                branch.acknowledge(fence, at)
            branch.work(at)

    def all(self) -> Iterable[Branch]:
        """Each institution, in the order of opening."""
        return self.by_code.values()
