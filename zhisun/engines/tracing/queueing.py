"""The canonical order of transfers: total, and the same for any order of arrival.

Banks print seconds, and one chain crosses several accounts within one. Inside a second, rows of
an account whose balances chain keep that chain; else credits come before debits, transitively;
among ready rows the smallest (sequence, transfer) goes first; a cycle is broken at the smallest
and noted. Source: graph study §4.3, worth 8-11 points of the money located there.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.engines.tracing.journal import Int64s, Journal
from zhisun.engines.tracing.old_chains import balance_order


def canonical_order(ledger: Journal, *, unit_seconds: int) -> tuple[Int64s, list[int]]:
    """Rows of `ledger` in canonical order, and the rows that were placed to break a cycle.

    unit_seconds: how fine the times are; 60 for minutes. O(n log n), plus the chains of
    accounts with several rows and known balances in one unit.
    """
    unit = ledger.second // unit_seconds
    order = np.lexsort((ledger.transfer, ledger.sequence, unit))
    edges = np.flatnonzero(np.diff(unit[order], prepend=-(2**62), append=2**62))
    queue = _Queue(ledger)
    placed: list[int] = []
    for start, stop in pairwise(edges.tolist()):
        placed += queue.placed(order[start:stop].tolist())
    return np.array(placed, dtype=np.int64), queue.cycles


class _Queue:
    """Places the rows of one unit of time after another; remembers the last balances."""

    def __init__(self, ledger: Journal) -> None:
        self.payer = ledger.payer.tolist()
        self.payee = ledger.payee.tolist()
        self.fen = ledger.fen.tolist()
        self.payer_balance = ledger.payer_balance.tolist()
        self.payee_balance = ledger.payee_balance.tolist()
        self.balance: dict[int, int] = {}
        self.cycles: list[int] = []

    def placed(self, rows: list[int]) -> list[int]:
        """`rows`, given by ascending key, in canonical order."""
        if len(rows) > 1:
            payers = {self.payer[row] for row in rows}
            chains = self._chains(rows)
            if chains or any(self.payee[row] in payers for row in rows):
                rows = self._waiting(rows, chains)
        for row in rows:
            self.balance[self.payer[row]] = self.payer_balance[row]
            self.balance[self.payee[row]] = self.payee_balance[row]
        return rows

    def _chains(self, rows: list[int]) -> dict[int, list[int]]:
        """The rows of each account whose balances fix their order, in that order."""
        sides: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for row in rows:
            paid, got = self.payer_balance[row], self.payee_balance[row]
            sides[self.payer[row]].append((row, paid, paid + self.fen[row]))
            sides[self.payee[row]].append((row, got, got - self.fen[row]))
        chains = {}
        for account, moves in sides.items():
            if len(moves) < 2 or any(after == UNKNOWN_FEN for _, after, _ in moves):  # noqa: PLR2004 one row needs no order
                continue
            spans = [(before, after) for _, after, before in moves]
            fixed = balance_order(spans, self.balance.get(account))
            if fixed is not None:
                chains[account] = [moves[i][0] for i in fixed]
        return chains

    def _waiting(self, rows: list[int], chains: dict[int, list[int]]) -> list[int]:
        parties = {row: (self.payer[row], self.payee[row]) for row in rows}
        waiting = _Waiting(parties, chains)
        ordered = waiting.ordered()
        self.cycles += waiting.cycles
        return ordered


class _Waiting:
    """The rows of one unit of time, each waiting for chains and credits before it."""

    def __init__(self, parties: dict[int, tuple[int, int]], chains: dict[int, list[int]]) -> None:
        self.parties = parties  # row to payer and payee, by ascending key
        self.key = {row: key for key, row in enumerate(parties)}
        self.links = [link for chain in chains.values() for link in pairwise(chain)]
        self.followers: dict[int, list[int]] = defaultdict(list)
        for earlier, later in self.links:
            self.followers[earlier].append(later)
        self.chained = Counter(later for _, later in self.links)
        self.credits = Counter(payee for _, payee in parties.values() if payee not in chains)
        self.debits: dict[int, list[int]] = defaultdict(list)
        for row, (payer, _) in parties.items():
            self.debits[payer].append(row)
        self.done: set[int] = set()
        self.cycles: list[int] = []

    def ordered(self) -> list[int]:
        """Smallest key first among the ready; where none is ready, the cycle is broken."""
        rows = list(self.parties)
        ready = [self.key[row] for row in rows if self._ready(row)]
        placed: list[int] = []
        while len(placed) < len(rows):
            row = rows[heapq.heappop(ready)] if ready else self._breaker()
            if row not in self.done:
                placed.append(row)
                for freed in self._place(row):
                    heapq.heappush(ready, self.key[freed])
        return placed

    def _ready(self, row: int) -> bool:
        return not self.chained[row] and not self.credits[self.parties[row][0]]

    def _place(self, row: int) -> Iterator[int]:
        """Mark `row` as placed; the rows that become ready by it."""
        self.done.add(row)
        payee = self.parties[row][1]
        freed = self.followers[row].copy()
        self.chained.subtract(freed)
        if self.credits[payee]:
            self.credits[payee] -= 1
            if not self.credits[payee]:
                freed += self.debits[payee]
        return (later for later in freed if later not in self.done and self._ready(later))

    def _breaker(self) -> int:
        """The row that breaks a cycle: the smallest key, within its chain if it can be."""
        left = [row for row in self.parties if row not in self.done]
        row = next((row for row in left if not self.chained[row]), left[0])
        self.cycles.append(row)
        return row
