"""A ledger with its truth: honest payments of a month, and gangs that move what victims paid.

Figures on a world of our own favour us; it is there to see a change, and to compare programs on
the same rows. Habits, set to what graph study §2 tells of its ledger (cash out of .05, .14, .35,
.50, .68 of the loss 5, 10, 20, 30, 60 minutes after the first payment): money hops after some
minutes or within the same second, whole packets or everything that waits, in one to four parts,
over rented cards with savings and honest traffic of their own; one payment in fifty comes back.
Three honest payments of four go to shops and payment firms.
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.tables import INSTANT, UNKNOWN_FEN, AccountKind

MONTH = 30 * 86_400
BEGIN = 1_767_225_600  # 2026-01-01 UTC
BANKS = 12
SHOPPING, SWEEPING, AT_ONCE, STAYING, DEEPEST = 0.75, 0.25, 0.15, 0.03, 8
"""Honest payments to platforms; hops that take all that waits, hops within the second, money that
never moves on; the deepest level.
"""
LEAVING, BOUNCING = (0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.7), 0.02
"""Parts that leave for cash or a payment firm, by level; payments the receiving bank returns."""
SHOPS = 100
"""One account in so many is a shop's: the busiest, and its bank says so."""
CASH, PLATFORM = 40, 20
"""Accounts in which money ends: machines and payment firms."""


Due = list[tuple[int, int, int, int, int, int]]
"""Money that will move: second, tie-break, card, fen, level, the second it came."""


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of one case's money, as the gang made it."""

    second: int
    transfer: int
    payer: int
    payee: int
    fen: int


@dataclass(slots=True)
class Case:
    """What a victim reported, and the truth about it."""

    claims: list[tuple[int, int]] = field(default_factory=list)  # transfer, fen
    moves: list[Move] = field(default_factory=list)
    reported: int = 0  # second of the last claimed transfer

    def name(self, code: NDArray[np.int64]) -> None:
        """Call transfers by their codes; until now they were rows."""
        self.claims = [(int(code[row]), fen) for row, fen in self.claims]
        self.moves = [replace(move, transfer=int(code[move.transfer])) for move in self.moves]

    def in_order(self) -> list[tuple[int, Move]]:
        """Moves by time, each with its place among `moves`, where the claimed ones are first."""
        return sorted(enumerate(self.moves), key=lambda each: (each[1].second, each[0]))

    def lying(self, second: int, ended: int) -> dict[int, int]:
        """Fen in each account at `second`; accounts from `ended` on are no accounts."""
        held: dict[int, int] = defaultdict(int)
        for move in self.moves:
            if move.second <= second:
                held[move.payer] -= move.fen
                held[move.payee] += move.fen
        return {account: fen for account, fen in held.items() if fen > 0 and account < ended}


@dataclass(slots=True)
class World:
    """The ledger and its cases. bank: of each account."""

    transfers: pa.Table
    accounts: pa.Table
    cases: list[Case]
    people: int
    bank: NDArray[np.int64]
    true_order: NDArray[np.int64]  # by transfer: its place among the gang's moves; 0 for others


def world(rows: int, seed: int) -> World:
    """About `rows` transfers, a tenth as many accounts, three cases in ten thousand rows."""
    dice = np.random.default_rng(seed)
    people = max(2_000, rows // 10)
    gang = _Gang(np.random.default_rng(seed + 1), people)
    cases = [gang.case() for _ in range(max(20, rows * 3 // 10_000))]
    columns = _honest(dice, max(0, rows - len(gang.rows)), people)
    laundering = np.array(gang.rows, dtype=np.int64).reshape(-1, 4).T
    every = [np.concatenate(pair) for pair in zip(laundering, columns, strict=True)]
    size = every[0].size
    code = dice.permutation(size)  # ids say nothing about the order
    for case in cases:
        case.name(code)
    order = np.zeros(size, dtype=np.int64)
    order[code[: len(gang.rows)]] = np.arange(1, len(gang.rows) + 1)
    transfers = pa.table(
        {
            "transfer": pa.array(code, pa.int32()),
            "payer": pa.array(every[0], pa.int32()),
            "payee": pa.array(every[1], pa.int32()),
            "fen": pa.array(every[2], pa.int64()),
            "moved_at": pa.array((every[3] + BEGIN) * 1_000_000, pa.int64()).cast(INSTANT),
        }
    )
    ends = range(people, people + CASH + PLATFORM)
    kinds = [AccountKind.MERCHANT] * (people // SHOPS)
    kinds += [AccountKind.CASH_OUT] * CASH + [AccountKind.PLATFORM] * PLATFORM
    savings = [UNKNOWN_FEN] * len(kinds)
    cards = sorted(gang.rented)
    savings += np.exp(dice.normal(12.0, 1.0, len(cards))).astype(np.int64).tolist()
    kinds += [AccountKind.PERSON] * len(cards)
    accounts = pa.table(
        {
            "account": pa.array([*range(people // SHOPS), *ends, *cards], pa.int32()),
            "kind": pa.array(kinds, pa.int8()),
            "opening_fen": pa.array(savings, pa.int64()),
        }
    )
    bank = np.random.default_rng(seed + 2).integers(0, BANKS, people + CASH + PLATFORM)
    return World(transfers, accounts, cases, people, bank, order)


def _honest(dice: "np.random.Generator", rows: int, people: int) -> list[NDArray[np.int64]]:
    """Payments among people and to platforms, heavy-tailed."""
    payer = (people * dice.random(rows) ** 1.7).astype(np.int64)
    payee = (people * dice.random(rows) ** 2.2).astype(np.int64)
    shops = dice.random(rows) < SHOPPING
    payee[shops] = people + CASH + dice.integers(0, PLATFORM, int(shops.sum()))
    payee[payee == payer] = people + CASH
    fen = np.exp(dice.normal(9.2, 1.6, rows)).astype(np.int64) + 1
    return [payer, payee, fen, dice.integers(0, MONTH, rows)]


class _Gang:
    """Makes cases one after another; every fifteen share a set of cards."""

    def __init__(self, dice: "np.random.Generator", people: int) -> None:
        self.dice = dice
        self.people = people
        self.rows: list[tuple[int, int, int, int]] = []
        self.cards: NDArray[Any] = np.empty(0, np.int64)
        self.rented: set[int] = set()
        self.made = 0

    def case(self) -> Case:
        """One case: what victims pay, and every hop until the gang is done."""
        dice = self.dice
        if self.made % 15 == 0:
            self.cards = dice.integers(self.people // 4, self.people, int(dice.choice([14, 80])))
            self.rented.update(self.cards.tolist())
        self.made += 1
        case = Case()
        begin = int(dice.integers(3_600, MONTH - 10_800))
        due: Due = []
        for _ in range(int(dice.choice([1, 1, 2, 3, 4]))):
            fen = int(np.exp(dice.normal(14.2, 1.0))) + 100
            second = begin + int(dice.exponential(400))
            card = int(dice.choice(self.cards[:4]))
            self._pay(case, (int(dice.integers(0, self.people)), card), fen, second)
            case.claims.append((len(self.rows) - 1, fen))
            case.reported = max(case.reported, second)
        case.moves.clear()
        claimed = [(self.rows[row], fen) for row, fen in case.claims]
        for number, ((payer, card, fen, second), _) in enumerate(claimed):
            case.moves.append(Move(second, case.claims[number][0], payer, card, fen))
            self._wait(due, card, fen, second, 1)
        self._launder(case, due)
        return case

    def _launder(self, case: Case, due: Due) -> None:
        dice = self.dice
        while due:
            second, _, card, fen, level, _ = heapq.heappop(due)
            if dice.random() < SWEEPING:  # everything of this case that has come and waits here
                mine = [each for each in due if each[2] == card and each[5] <= second]
                fen += sum(each[3] for each in mine)
                for each in mine:
                    due.remove(each)
                heapq.heapify(due)
            self._spread(case, (second, card, fen, level), due)

    def _spread(
        self,
        case: Case,
        waiting: tuple[int, int, int, int],
        due: Due,
    ) -> None:
        second, card, fen, level = waiting
        dice = self.dice
        parts = int(dice.choice([1, 1, 2, 3, 4]))
        cuts = np.sort(dice.integers(0, fen + 1, parts - 1))
        for part in np.diff([0, *cuts.tolist(), fen]).tolist():
            out = dice.random() < LEAVING[min(level, len(LEAVING)) - 1]
            payee = int(dice.choice(self.cards))
            if out:
                payee = self.people + int(dice.integers(0, CASH + PLATFORM))
            if part > 0 and payee != card:
                if dice.random() < BOUNCING:  # comes back, and is sent anew
                    back = second + int(dice.integers(0, 60))
                    self._pay(case, (card, payee), int(part), second)
                    self._pay(case, (payee, card), int(part), back)
                    heapq.heappush(due, (back + 60, len(self.rows), card, int(part), level, back))
                    continue
                self._pay(case, (card, payee), int(part), second)
                if payee < self.people:
                    self._wait(due, payee, int(part), second, level + 1)

    def _pay(self, case: Case, sides: tuple[int, int], fen: int, second: int) -> None:
        payer, payee = sides
        payer = payer if payer != payee else (payer + 1) % self.people
        self.rows.append((payer, payee, fen, second))
        case.moves.append(Move(second, len(self.rows) - 1, payer, payee, fen))

    def _wait(
        self,
        due: Due,
        card: int,
        fen: int,
        second: int,
        level: int,
    ) -> None:
        """The next hop, unless this money stays where it is."""
        dice = self.dice
        if level >= DEEPEST or dice.random() < STAYING:
            return
        hop = 0 if dice.random() < AT_ONCE else int(np.exp(dice.normal(5.45, 1.3)))
        if second + hop < MONTH - 1:
            heapq.heappush(due, (second + hop, len(self.rows), card, fen, level, second))
