"""The simulated carrier of the stories, with the bytes of the wire between; the clock is ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.builders.city import AT
from tests.builders.takedowns import CARRIER, OWN
from zhisun.api.gateway.credentials import Caller
from zhisun.domains.access.selectors import institution_actor
from zhisun.domains.directory.terms import Lane
from zhisun.domains.takedown.jobs import run_clocks
from zhisun.simulator.behaviour import Teller
from zhisun.simulator.clearing import Clearing
from zhisun.simulator.ledger import Ledger, ms
from zhisun.simulator.letters import Habits
from zhisun.simulator.roster import house
from zhisun.simulator.switchboard import TakedownLetters
from zhisun.site.branches import Branch

PROMPT = Habits(quickest=1, slowest=2, losing=0, doubling=0, refusing=0, relapsing=0, undelivered=0)
SECOND, TEN, MINUTE = timedelta(seconds=1), timedelta(seconds=10), timedelta(minutes=1)


@dataclass
class Line:
    """The carrier and the platform, at one moment."""

    branch: Branch
    at: datetime = AT
    phone: str = OWN

    def run(self, span: timedelta, *, clocks: bool = True) -> None:
        """Let time pass: every ten seconds the carrier asks and works, every minute clocks run."""
        until = self.at + span
        while self.at < until:
            self.at += TEN
            if clocks and self.at.second < TEN.seconds:
                run_clocks(at=self.at)
            fence = self.branch.fetch(self.at)
            if self.branch.fetched:
                self.branch.acknowledge(fence, self.at)
            self.branch.work(self.at)

    def is_silent(self) -> bool:
        """Whether her phone is suspended at the carrier now."""
        query = (
            "SELECT count(*) FROM takedowns WHERE target = ? AND state = 'active'"
            " AND (ends_ms IS NULL OR ends_ms > ?)"
        )
        row = self.branch.letters.teller.ledger.db.execute(
            query, (self.phone, ms(self.at))
        ).fetchone()
        return bool(row[0])


@contextmanager
def a_carrier(home: Path, at: datetime = AT, phone: str = OWN) -> Iterator[Line]:
    """The carrier with its books in a folder."""
    ledger = Ledger(home / "carrier.sqlite3")
    letters = TakedownLetters(Teller(house(CARRIER), ledger), PROMPT)
    caller = Caller(CARRIER, Lane.TELECOM, institution_actor(CARRIER))
    yield Line(Branch(letters, Clearing(CARRIER, ledger), caller), at, phone)
    ledger.close()
