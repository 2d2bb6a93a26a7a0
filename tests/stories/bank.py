"""The simulated bank of the stories, at the platform's own front over a real socket."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.builders.city import CCB
from zhisun.gateways import front
from zhisun.kernel.money import Fen
from zhisun.simulator.behaviour import Teller
from zhisun.simulator.doors import Credentials, HttpDoor
from zhisun.simulator.ledger import Ledger
from zhisun.simulator.letters import Habits, Letters
from zhisun.simulator.plans import Opening
from zhisun.simulator.roster import house

PROMPT = Habits(quickest=1, slowest=2, losing=0, doubling=0)
SOON = timedelta(seconds=5)


@dataclass
class Counter:
    """The bank: its books, and its way to the platform. The platform's clock is the real one."""

    letters: Letters
    door: HttpDoor

    def turn(self) -> None:
        """Fetch, acknowledge, carry out, answer: once."""
        now = datetime.now(UTC)
        poll = front.render_poll(front.Poll(CCB, 20, 0), now, secrets.randbelow)
        batch = front.parse_batch(self.door.call(front.POLL, poll))
        taken = tuple(self.letters.receive(batch.messages, now))
        if taken:
            ack = front.Ack(CCB, batch.fence, taken)
            self.door.call(front.ACK, front.render_ack(ack, now, secrets.randbelow))
        self.letters.work(now)
        for letter in self.letters.due(now + SOON):
            said = front.parse_receipt(self.door.call(letter["verb"], letter["body"]))
            assert said.code == "100000"
            self.letters.receipted(letter, accepted=True)

    def opens(self, account_no: str, name: str, balance_fen: Fen) -> None:
        """Open an account with so much in it."""
        opened_at = datetime.now(UTC) - timedelta(days=90)
        opening = Opening(
            institution=CCB,
            account_no=account_no,
            name=name,
            opened_at=opened_at,
            balance_fen=balance_fen,
        )
        self.letters.teller.ledger.open_accounts([opening])

    def holds(self, account_no: str) -> bool:
        """Whether something keeps money from leaving the account now."""
        return self.letters.teller.ledger.held_fen(account_no, datetime.now(UTC)) > 0


@contextmanager
def a_bank(home: Path, platform: str) -> Iterator[Counter]:
    """The bank with its books in a folder, at the door of a running platform."""
    ledger = Ledger(home / "bank.sqlite3")
    secret = f"secret of {CCB}".encode()
    door = HttpDoor(platform, Credentials(CCB, house(CCB).lane, secret))
    yield Counter(Letters(Teller(house(CCB), ledger), PROMPT), door)
    door.close()
    ledger.close()
