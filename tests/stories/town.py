"""A town for stories: the platform, real simulated institutions, and a clock we move.

The institutions are `zhisun.site.branches`; their sockets are driven by `zhisun bench kills` and
the gateway's own tests.
"""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from tests.builders.city import AT, INSTITUTIONS, a_city, officer
from tests.builders.orders import PHONES
from zhisun.domains.cases.policy.report import NewIncident, NewTransfer, NewVictim
from zhisun.domains.cases.services.register import register
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.terms import Lane
from zhisun.domains.money_trails.models import LedgerEntry
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.stop_payment.jobs import run_clocks
from zhisun.domains.stop_payment.selectors.orders import OrderRow, drafts_of, orders_of
from zhisun.domains.stop_payment.services.approve import approve
from zhisun.engines.identity.cards import luhn_digit
from zhisun.kernel.actors import job
from zhisun.kernel.money import fen
from zhisun.simulator.plans import Move, MoveKind, Opening
from zhisun.simulator.roster import house
from zhisun.site.branches import Branch, Branches
from zhisun.site.wiring import reactions

READER = job("story")
NARRATOR = "李敏"
TICK = timedelta(seconds=10)


def a_card(code: str, number: int) -> str:
    """An account number of an institution, with its check digit where it has one."""
    place = house(code)
    body = f"{place.prefix}{number:0{place.length - len(place.prefix) - 1}d}"
    return body + (str(number % 10) if place.pays else luhn_digit(body))


class Town:
    """The platform and its institutions at one moment."""

    def __init__(self, home: Path, at: datetime = AT) -> None:
        a_city()
        self.at = at
        self.branches = {
            code: Branch.of(code, lane, home / f"{code}.sqlite")
            for code, (_name, _short, lane, _bank) in INSTITUTIONS.items()
            if lane is not Lane.PAPER
        }
        self.institutions = Branches(self.branches)

    def open(self, code: str, number: int, name: str, yuan: str = "0") -> str:
        """Open an account with so much in it; its number."""
        account_no = a_card(code, number)
        opening = Opening(
            institution=code,
            account_no=account_no,
            name=name,
            opened_at=self.at - timedelta(days=90),
            balance_fen=fen(yuan),
        )
        self.branches[code].letters.teller.ledger.open_accounts([opening])
        return account_no

    def pay(
        self,
        payer: tuple[str, str],
        payee: tuple[str, str, str],
        yuan: str,
        *,
        at: datetime,
        kind: MoveKind = MoveKind.TRANSFER,
    ) -> None:
        """Let money move at an instant: (institution, account) to (institution, account, name)."""
        move = Move(
            move_id=f"M{secrets.token_hex(6)}",
            at=at,
            payer_institution=payer[0],
            payer=payer[1],
            amount_fen=fen(yuan),
            kind=kind,
            payee_institution=payee[0],
            payee=payee[1],
            payee_name=payee[2],
        )
        self.branches[payer[0]].letters.teller.ledger.plan([move], self.at)

    def wait(self, **span: float) -> None:
        """Let time pass: money moves, mail is fetched and answered, news runs its course."""
        until = self.at + timedelta(**span)
        while self.at < until:
            self.at = min(self.at + TICK, until)
            self.turn()

    def turn(self) -> None:
        """Everything that happens at this moment."""
        self.institutions.move_money(self.at)
        self.settle()
        self.institutions.answer(self.at)
        self.settle()

    def settle(self) -> None:
        """Deliver all news and let the clocks look once."""
        run_clocks(at=self.at)
        while dispatch(reactions(), at=self.at):
            pass

    def report(
        self, *transfers: NewTransfer, fraud_type: FraudType = FraudType.KF, victim: str = "周敏"
    ) -> str:
        """李敏 registers what the victim says; the incident's number."""
        report = NewIncident(
            area="370800",
            fraud_type=fraud_type,
            victim=NewVictim(name=victim, phone=f"137{next(PHONES):08d}"),
            transfers=transfers,
        )
        incident_no = register(report, by=officer("limin"), at=self.at)
        self.settle()
        return incident_no

    def approve_all(self, incident_no: str, *, by: str = "wangqiang") -> list[str]:
        """One key at the funds desk: every draft of the incident; their numbers."""
        drafts = [draft.order_no for draft in drafts_of(incident_no, by=officer(by))]
        for order_no in drafts:
            approve(order_no, by=officer(by), at=self.at)
        self.settle()
        return drafts

    def orders(self, incident_no: str) -> dict[tuple[str, str], OrderRow]:
        """The latest order of each kind on each account."""
        return {(o.kind.value, o.account_no): o for o in orders_of(incident_no, by=READER)}

    def ledger(self, incident_no: str) -> dict[str, int]:
        """The five amounts, in fen."""
        sums: dict[str, int] = {}
        for entry in LedgerEntry.objects.filter(incident__incident_no=incident_no):
            sums[entry.amount] = sums.get(entry.amount, 0) + entry.amount_fen
        return {amount: total for amount, total in sums.items() if total}

    def conserved(self) -> bool:
        """Whether no institution lost or made a fen."""
        totals = [branch.letters.teller.ledger.totals() for branch in self.branches.values()]
        sent, received = sum(t.sent_fen for t in totals), sum(t.received_fen for t in totals)
        return all(total.balanced for total in totals) and sent == received
