"""The sample city's days before its first start: two series whose money lies frozen.

Without them the return desk of a demo is empty for a month. Nothing is inserted: officers report,
approve, file, freeze and work out with their own verbs, and the institutions answer over the wire,
at instants that have passed. All people and numbers are invented.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from zhisun.domains.access.selectors import actor_of
from zhisun.domains.cases.policy.report import NewIncident, NewTransfer, NewVictim
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.cases.services.register import register
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.terms import Lane
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.restitution.services.notice import record_objection
from zhisun.domains.restitution.services.propose import choose, propose
from zhisun.domains.restitution.services.victims import Confirmed, confirm_victim, open_round
from zhisun.domains.restitution.terms import Method
from zhisun.domains.stop_payment.selectors.orders import drafts_of
from zhisun.domains.stop_payment.services.approve import approve, decline
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import fen
from zhisun.simulator import numbers
from zhisun.simulator.plans import Move, MoveKind, Opening
from zhisun.simulator.roster import house
from zhisun.simulator.samples import ABC, BOC, CCB, FIRM_ONE, ICBC, PSBC
from zhisun.site.branches import Branch, Branches
from zhisun.site.cast import CITY_AREA, INSTITUTIONS, LETTERHEAD
from zhisun.site.wiring import reactions

BEGAN = timedelta(days=14)
"""So long before the first start the sample city begins to work."""
LAYERS = 6
"""So often the chase is taken up again: once more than the series has accounts."""

MONEY = frozenset(
    bank.code for bank in INSTITUTIONS if Lane(bank.lane) in {Lane.BANK, Lane.PAYMENT}
)


@dataclass(frozen=True, slots=True)
class Victim:
    """Who paid what to the first account of a series, from an account of this institution."""

    name: str
    yuan: str
    institution: str
    phone: str


@dataclass(frozen=True, slots=True)
class Onward:
    """One movement of a gang: from its n-th account to another, or out as cash (None)."""

    payer: int
    payee: int | None
    yuan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One gang, its accounts in the order of the layers, its victims, and what it did."""

    key: str
    days_ago: int
    filed_from: int  # the number of the first of its files
    fraud_type: FraudType
    told: str
    accounts: tuple[tuple[str, str, str], ...]  # institution, holder, what was in it before
    victims: tuple[Victim, ...]
    onward: tuple[Onward, ...]


SERIES = (
    Series(
        key="cheap-tickets",
        days_ago=13,
        filed_from=31,
        fraud_type=FraudType.GW,
        told="在网上看到低价机票，对方说要先交保证金，钱转过去就联系不上了。",
        accounts=(
            (ABC, "韦立新", "0"),
            (FIRM_ONE, "石松", "1200"),
            (CCB, "覃勇", "0"),
        ),
        victims=(
            Victim("宋佳宁", "46800", CCB, "19900020001"),
            Victim("贺文涛", "28500.50", BOC, "19900020002"),
        ),
        onward=(
            Onward(0, 1, "30000"),
            Onward(0, 2, "45300.50"),
            Onward(1, None, "5000"),
        ),
    ),
    Series(
        key="paid-tasks",
        days_ago=4,
        filed_from=46,
        fraud_type=FraudType.SD,
        told="刷单返利，先返了三十元，后来要连做三单才能提现，转了以后客服又要解冻金。",
        accounts=(
            (ICBC, "蒙海波", "0"),
            (ABC, "班玉龙", "0"),
            (PSBC, "潘晓东", "3000"),
        ),
        victims=(
            Victim("姚雪琴", "60000", ABC, "19900020011"),
            Victim("段志刚", "33333.33", CCB, "19900020012"),
            Victim("霍小妹", "12345.67", ICBC, "19900020013"),
        ),
        onward=(
            Onward(0, 1, "105679"),
            Onward(1, None, "10000"),
            Onward(1, 2, "70000.01"),
        ),
    ),
)


class Past:
    """The city at a moment that has passed, with its institutions' own ledgers."""

    def __init__(self, home: Path, at: datetime, codes: frozenset[str] = MONEY) -> None:
        """codes: the institutions that answer in it."""
        self.at = at
        self.stopped: dict[tuple[str, str], str] = {}
        home.mkdir(parents=True, exist_ok=True)
        self.branches = Branches(
            {
                bank.code: Branch.of(bank.code, Lane(bank.lane), home / f"{bank.code}.sqlite3")
                for bank in INSTITUTIONS
                if bank.code in codes
            }
        )

    def wait(self, **span: float) -> None:
        """Let time pass at once; then mail is answered and news runs its course."""
        self.at += timedelta(**span)
        self.settle()
        self.branches.answer(self.at)
        self.settle()

    def settle(self) -> None:
        """Deliver all news."""
        while dispatch(reactions(), at=self.at):
            pass

    def close(self) -> None:
        """Let the ledgers go."""
        for branch in self.branches.all():
            branch.close()

    def stolen(self, series: Series) -> list[NewTransfer]:
        """Open the accounts, let the money go its way, and tell what each victim paid."""
        chance = Random(f"earlier:{series.key}")  # noqa: S311 invented numbers, no secrets
        gang = [
            (code, self._opened(code, name, yuan, chance), name)
            for code, name, yuan in series.accounts
        ]
        paid = []
        for victim in series.victims:
            own = self._opened(victim.institution, victim.name, "200000", chance)
            self._moved((victim.institution, own, victim.name), gang[0], victim.yuan)
            paid.append(
                NewTransfer(
                    amount_fen=fen(victim.yuan),
                    moved_at=self.at,
                    from_institution_code=victim.institution,
                    from_name=victim.name,
                    from_account=own,
                    to_institution_code=gang[0][0],
                    to_account=gang[0][1],
                    to_name=gang[0][2],
                )
            )
        for step in series.onward:
            payee = None if step.payee is None else gang[step.payee]
            self._moved(gang[step.payer], payee, step.yuan)
        return paid

    def reported(self, series: Series, paid: Sequence[NewTransfer]) -> list[str]:
        """李敏 takes the calls, 王强 stops what he finds, layer by layer; the incidents."""
        cases = []
        for victim, transfer in zip(series.victims, paid, strict=True):
            report = NewIncident(
                area=CITY_AREA,
                fraud_type=series.fraud_type,
                narrative=series.told,
                victim=NewVictim(name=victim.name, phone=victim.phone),
                transfers=(transfer,),
            )
            cases.append(register(report, by=actor_of("limin"), at=self.at))
            self.at += timedelta(minutes=1)
        self.settle()
        for _layer in range(LAYERS):
            if not self._approved(cases, "wangqiang"):
                break
            self.wait(seconds=15)
            self.wait(seconds=15)
        return cases

    def frozen(self, series: Series, cases: Sequence[str]) -> None:
        """陈静 files the cases and approves the freezes that follow from it."""
        year = self.at.astimezone(CHINA).year
        for number, case in enumerate(cases, series.filed_from):
            filed_no = f"{LETTERHEAD}立字〔{year}〕{number}号"
            file_case(case, filed_no=filed_no, by=actor_of("chenjing"), at=self.at)
        self.wait(minutes=5)
        self._approved(cases, "chenjing")
        self.wait(seconds=15)
        self.wait(seconds=15)

    def worked_out(self, series: Series, cases: Sequence[str], paid: Sequence[NewTransfer]) -> str:
        """王强 opens a round, confirms every victim and works it out; the round's number."""
        handler = actor_of("wangqiang")
        number = open_round(cases, by=handler, at=self.at)
        for case, transfer, victim in zip(cases, paid, series.victims, strict=True):
            found = Confirmed(
                loss_fen=fen(victim.yuan),
                return_account=transfer.from_account,
                return_name=victim.name,
                return_bank=house(victim.institution).name,
            )
            confirm_victim(number, case, found, by=handler, at=self.at)
        propose(number, by=handler, at=self.at)
        return number

    def _approved(self, cases: Sequence[str], username: str) -> int:
        """What an officer decides on all drafts of the series; how many there were.

        A stop for a later victim on an account that is stopped already is declined: the bank
        would refuse it.
        """
        officer = actor_of(username)
        drafts = [draft for case in cases for draft in drafts_of(case, by=officer)]
        for draft in drafts:
            where = draft.institution_code, draft.account_no
            stopped = draft.kind is OrderKind.STOP and where in self.stopped
            if stopped and self.stopped[where] != draft.incident_no:
                why = f"同一账户已在 {self.stopped[where]} 止付，串案办理"
                decline(draft.order_no, why, by=officer, at=self.at)
                continue
            if draft.kind is OrderKind.STOP:
                self.stopped[where] = draft.incident_no
            approve(draft.order_no, by=officer, at=self.at)
        self.settle()
        return len(drafts)

    def _opened(self, code: str, name: str, yuan: str, chance: Random) -> str:
        account_no = numbers.card(house(code), chance)
        opening = Opening(
            institution=code,
            account_no=account_no,
            name=name,
            opened_at=self.at - timedelta(days=90),
            balance_fen=fen(yuan),
        )
        self.branches.by_code[code].letters.teller.ledger.open_accounts([opening])
        return account_no

    def _moved(
        self, payer: tuple[str, str, str], payee: tuple[str, str, str] | None, yuan: str
    ) -> None:
        """One movement, carried out and cleared, a minute after the one before."""
        self.at += timedelta(minutes=1)
        code, account_no, name = payee or ("", "", "")
        move = Move(
            move_id=f"E{self.at:%Y%m%d%H%M%S}{payer[1][-4:]}",
            at=self.at,
            payer_institution=payer[0],
            payer=payer[1],
            amount_fen=fen(yuan),
            kind=MoveKind.TRANSFER if payee else MoveKind.CASH,
            payee_institution=code,
            payee=account_no,
            payee_name=name,
            remark="" if payee else "济宁任城太白路支行 ATM 取现",
        )
        self.branches.by_code[payer[0]].letters.teller.ledger.plan([move], self.at)
        self.branches.move_money(self.at)


def live(home: Path, at: datetime) -> None:
    """Let the earlier days happen before `at`. home: where the institutions' ledgers lie."""
    for series in SERIES:
        ten = at.astimezone(CHINA).replace(hour=10, minute=20, second=0, microsecond=0)
        past = Past(home, ten.astimezone(UTC) - timedelta(days=series.days_ago))
        paid = past.stolen(series)
        past.at += timedelta(minutes=2)
        cases = past.reported(series, paid)
        past.at += timedelta(hours=2)
        past.frozen(series, cases)
        past.at += timedelta(days=1)
        number = past.worked_out(series, cases, paid)
        if series is SERIES[0]:
            _noticed(past, number, series.victims[-1].name)
        past.settle()
        past.close()


def _noticed(past: Past, number: str, objector: str) -> None:
    """The older series is in its thirty days; one victim does not agree, undecided yet."""
    handler = actor_of("wangqiang")
    why = "两位事主的钱在同一账户里混同，无法逐笔对应"
    choose(number, Method.PROPORTIONAL, why, by=handler, at=past.at)
    past.at += timedelta(days=5)
    said = "我报案最早，要求先还我"
    record_objection(number, objector, said, received_at=past.at, by=handler, at=past.at)
