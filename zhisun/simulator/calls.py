"""One invented fraud: the victim, the call to 110, the gang's plan, and the truth of it all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zhisun.gateways.port import SuspicionKind
from zhisun.kernel.moments import compact
from zhisun.kernel.money import yuan
from zhisun.simulator import speech
from zhisun.simulator.branch import counter_facts, suspicion_facts, suspicious_row
from zhisun.simulator.gang import Gang, Loot
from zhisun.simulator.numbers import Person, card, person
from zhisun.simulator.plans import Move, Opening, to_json
from zhisun.simulator.roster import House
from zhisun.simulator.tales import APPS, CLAUSES, HOSTS, TALES, Tale

SHORTEST_WAY, LONGEST_WAY = timedelta(minutes=2), timedelta(minutes=8)
"""From the last transfer to the call: seldom within the golden ten minutes' first two."""
BETWEEN = timedelta(minutes=2)
ROUND_YUAN = 100
SPARE_FEN = 500_000
SHARE_TO_FIRMS = 0.2
SHARE_AT_COUNTER = 0.1
SHARE_SUSPECTED = 0.1
PAYEE_INVOLVED = "3004"


@dataclass(frozen=True, slots=True)
class Call:
    """What the city does for one call, and what it writes down as true."""

    sheet: dict[str, Any]
    openings: tuple[Opening, ...]
    moves: tuple[Move, ...]
    truth: dict[str, Any]
    at_counter: dict[str, Any] | None = None  # told to the victim's bank instead of 110
    suspected: dict[str, Any] | None = None  # what the victim's bank reports by itself


@dataclass(slots=True)
class Caller:
    """Invents one call. The same chance and instant give the same call."""

    chance: Random
    houses: Sequence[House]
    speed: float = 1.0

    def invent(self, number: int, now: datetime) -> Call:
        """The call number `number`, taken down at `now`."""
        tale = self.chance.choice(TALES)
        victim = person(self.chance)
        gang = Gang(self.chance, self.houses, f"G{compact(now)}{number:04d}", self.speed)
        own = self._account_of(victim, now)
        paid = [self._pay(tale, own, gang, at) for at in self._instants(tale, now)]
        for move in paid:
            gang.pass_on(
                Loot(
                    institution=move.payee_institution,
                    account_no=move.payee,
                    amount_fen=move.amount_fen,
                    at=move.at,
                )
            )
        total = sum(move.amount_fen for move in paid)
        own = self._filled(own, total)
        sheet = self._sheet(victim, number, now, self._told(tale, own, paid, now))
        moves = (*paid, *gang.moves)
        walks_in = self.chance.random() < SHARE_AT_COUNTER
        at_counter = counter_facts(own, tuple(paid), sheet, number) if walks_in else None
        suspected = self._suspected(own, paid, number, now)
        truth = {
            "suspected": suspected is not None,
            "sheet_no": sheet["sheet_no"],
            "kind": tale.kind,
            "at_counter": walks_in,
            "wrong_name": tale.wrong_name,
            "loss_yuan": yuan(total),
            "accounts": to_json([own, *gang.openings]),
            "moves": to_json(moves),
        }
        return Call(sheet, (own, *gang.openings), moves, truth, at_counter, suspected)

    def _suspected(
        self, own: Opening, paid: list[Move], number: int, now: datetime
    ) -> dict[str, Any] | None:
        """Now and then the victim's bank sees by itself that the payee is involved."""
        if self.chance.random() >= SHARE_SUSPECTED:
            return None
        rows = [suspicious_row(PAYEE_INVOLVED, own.account_no, own.name, move) for move in paid]
        return suspicion_facts(SuspicionKind.EVENTS, rows, now, number)

    def _account_of(self, victim: Person, now: datetime) -> Opening:
        house = self.chance.choice([house for house in self.houses if not house.pays])
        return Opening(
            institution=house.code,
            account_no=card(house, self.chance),
            name=victim.name,
            opened_at=now - timedelta(days=900),
            id_number=victim.id_number,
            phone=victim.phone,
            address=victim.address,
        )

    def _filled(self, own: Opening, total_fen: int) -> Opening:
        return Opening(
            institution=own.institution,
            account_no=own.account_no,
            name=own.name,
            opened_at=own.opened_at,
            id_number=own.id_number,
            phone=own.phone,
            address=own.address,
            balance_fen=total_fen + SPARE_FEN,
        )

    def _instants(self, tale: Tale, now: datetime) -> list[datetime]:
        span = (LONGEST_WAY - SHORTEST_WAY).total_seconds()
        last = now - SHORTEST_WAY - timedelta(seconds=self.chance.uniform(0, span))
        earlier = [last - BETWEEN * step for step in range(tale.transfers)]
        return [at.replace(microsecond=0) for at in reversed(earlier)]

    def _pay(self, tale: Tale, own: Opening, gang: Gang, at: datetime) -> Move:
        firms = [house for house in self.houses if house.pays]
        banks = [house for house in self.houses if not house.pays]
        to_firm = firms and self.chance.random() < SHARE_TO_FIRMS
        mule = gang.mule(self.chance.choice(firms if to_firm else banks), at - timedelta(days=40))
        low, high = tale.least_yuan // ROUND_YUAN, tale.most_yuan // ROUND_YUAN
        return Move(
            move_id=f"{gang.name}V{len(gang.openings)}",
            at=at,
            payer_institution=own.institution,
            payer=own.account_no,
            amount_fen=self.chance.randint(low, high) * ROUND_YUAN * 100,
            payee_institution=mule.institution,
            payee=mule.account_no,
            payee_name=mule.name,
        )

    def _told(self, tale: Tale, own: Opening, paid: list[Move], now: datetime) -> str:
        spoken = {house.code: house.spoken for house in self.houses}
        clauses = [
            self.chance.choice(CLAUSES).format(
                when=speech.moment(move.at, now, self.chance),
                own_bank=spoken[own.institution],
                own_card=own.account_no,
                payee=person(self.chance).name if tale.wrong_name else move.payee_name,
                amount=speech.amount(move.amount_fen, self.chance),
                account=speech.number(move.payee, self.chance),
                bank=spoken[move.payee_institution],
            )
            for move in paid
        ]
        told = tale.text.format(
            transfers="；后来".join(clauses),
            phone=f"1709{self.chance.randrange(10**7):07d}",
            qq=f"29{self.chance.randrange(10**8):08d}",
            url=self.chance.choice(HOSTS),
            app=self.chance.choice(APPS),
            fraudster=f"我们{person(self.chance).name[0]}总",
        )
        return f"{told}我叫{own.name}，电话{own.phone}，住{own.address}。"

    def _sheet(self, victim: Person, number: int, now: datetime, narrative: str) -> dict[str, Any]:
        return {
            "sheet_no": f"{victim.area}{compact(now)}{number:06d}",
            "called_at": now.isoformat(),
            "caller_phone": victim.phone,
            "caller_name": victim.name,
            "address": victim.address,
            "area": victim.area,
            "narrative": narrative,
            "operator_no": f"3708{self.chance.randrange(1, 30):02d}",
        }
