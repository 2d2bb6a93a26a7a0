"""How a gang moves victim money: layers of mules, split, passed on in minutes, then cashed out.

The gang only plans; the institutions carry out what balance and holds allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from zhisun.simulator.numbers import card, person
from zhisun.simulator.plans import Move, MoveKind, Opening
from zhisun.simulator.roster import House

FEWEST_LAYERS, MOST_LAYERS = 2, 4
QUICKEST, SLOWEST = timedelta(minutes=3), timedelta(minutes=10)
MOST_PARTS = 3
LARGEST_CASH_FEN = 2_000_000
SMALLEST_SPLIT_FEN = 300_000
YUAN_FEN = 100
MULE_AGE = timedelta(days=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loot:
    """Victim money that arrived: where, whose account, how much, when."""

    institution: str
    account_no: str
    amount_fen: int
    at: datetime


@dataclass(slots=True)
class Gang:
    """One gang with its mules. `speed` makes its minutes shorter; the same seed plans the same."""

    chance: Random
    houses: Sequence[House]
    name: str
    speed: float = 1.0
    openings: list[Opening] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)

    def mule(self, house: House, opened_at: datetime) -> Opening:
        """A new mule's account at an institution."""
        somebody = person(self.chance)
        opening = Opening(
            institution=house.code,
            account_no=card(house, self.chance),
            name=somebody.name,
            opened_at=opened_at,
            id_number=somebody.id_number,
            phone=somebody.phone,
            address=somebody.address,
        )
        self.openings.append(opening)
        return opening

    def pass_on(self, loot: Loot) -> None:
        """Plan the way of this money to the end."""
        layers = self.chance.randint(FEWEST_LAYERS, MOST_LAYERS)
        self._pass_on(loot, layers - 1)

    def _pass_on(self, loot: Loot, layers_left: int) -> None:
        at = loot.at + self._pause()
        if layers_left == 0:
            self._cash_out(loot, at)
            return
        for amount in self._parts(loot.amount_fen):
            house = self.chance.choice([h for h in self.houses if h.code != loot.institution])
            mule = self.mule(house, loot.at - MULE_AGE)
            self._move(loot, amount, at, mule)
            arrived = Loot(
                institution=mule.institution, account_no=mule.account_no, amount_fen=amount, at=at
            )
            self._pass_on(arrived, layers_left - 1)
            at += self._pause() / 10

    def _parts(self, amount_fen: int) -> list[int]:
        """Whole yuan; a little stays behind, as real mules leave it."""
        passed = amount_fen * self.chance.randint(96, 100) // 100
        parts = self.chance.randint(1, MOST_PARTS) if amount_fen > SMALLEST_SPLIT_FEN else 1
        cuts = sorted(self.chance.uniform(0.2, 0.8) for _ in range(parts - 1))
        edges = [0, *(int(passed * cut) for cut in cuts), passed]
        parts_fen = (high - low for low, high in pairwise(edges))
        return [whole for part in parts_fen if (whole := part // YUAN_FEN * YUAN_FEN)]

    def _cash_out(self, loot: Loot, at: datetime) -> None:
        """At a machine in heaps of 20,000 yuan, or as goods at a payment firm."""
        house = next(h for h in self.houses if h.code == loot.institution)
        left = loot.amount_fen // YUAN_FEN * YUAN_FEN
        while left:
            amount = left if house.pays else min(left, LARGEST_CASH_FEN)
            self._move(loot, amount, at, None, goods=house.pays)
            left -= amount
            at += self._pause() / 10

    def _move(
        self,
        loot: Loot,
        amount_fen: int,
        at: datetime,
        mule: Opening | None,
        *,
        goods: bool = False,
    ) -> None:
        kind = MoveKind.PURCHASE if goods else MoveKind.CASH
        self.moves.append(
            Move(
                move_id=f"{self.name}{len(self.moves):03d}",
                at=at,
                payer_institution=loot.institution,
                payer=loot.account_no,
                amount_fen=amount_fen,
                kind=MoveKind.TRANSFER if mule else kind,
                payee_institution=mule.institution if mule else "",
                payee=mule.account_no if mule else "",
                payee_name=mule.name if mule else ("示例话费充值商户" if goods else ""),
                remark="" if mule else ("虚拟商品" if goods else "ATM取款"),
            )
        )

    def _pause(self) -> timedelta:
        span = (SLOWEST - QUICKEST).total_seconds()
        return (QUICKEST + timedelta(seconds=self.chance.uniform(0, span))) / self.speed
