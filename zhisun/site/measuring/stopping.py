"""The stop-and-query game: a gang moves on while a centre stops and asks, round by round.

Every round the centre names some accounts. When its order acts nothing is paid out any more, and
the statement up to then arrives; until then the centre knows an account by what others' statements
show. The ceiling is what lies in accounts at the report: stopping all at once would save it.
Source: graph study §2.7.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.tables import ALWAYS, EPOCH, INSTANT, NEVER, UNKNOWN_FEN, microseconds
from zhisun.engines.tracing.asking import asked
from zhisun.engines.tracing.book import Int64s
from zhisun.engines.tracing.chase import Outlook, chase
from zhisun.engines.tracing.folk import ENDS, known
from zhisun.engines.tracing.ledger import Ledger, build
from zhisun.engines.tracing.saving import answering
from zhisun.engines.tracing.terms import ATTRIBUTING, Params
from zhisun.engines.tracing.walking import walked
from zhisun.site.measuring.laundering import BANKS, BEGIN, Case, World

LEAST_FEN = 10_000
"""Less traced money than this calls for no order."""

ROUNDS_SECONDS = 3_600
"""How long the centre keeps at a case."""

SLOWEST = 600
"""Median seconds of the slowest bank's answers, where banks take their time."""

HASTE = 0.6
"""How much the logarithm of one bank's answering time varies."""

Rank = Callable[[dict[str, Any]], tuple[float, ...]]

BY_LEVEL: Rank = lambda row: (row["level"], -row["lifo"])  # noqa: E731
BY_AMOUNT: Rank = lambda row: (-row["lifo"], row["level"])  # noqa: E731
BY_VALUE: Rank = lambda row: (row["priority"],)  # noqa: E731


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """minutes: from the last reported transfer to the first round. seconds: between rounds.

    width: accounts a round. slow: whether banks take their time, each its own.
    """

    minutes: int = 10
    seconds: int = 60
    width: int = 5
    slow: bool = False


@dataclass(slots=True)
class Score:
    """Sums over cases, in fen; strangers are stopped accounts that held none of the money."""

    lost: int = 0
    ceiling: int = 0
    saved: int = 0
    stopped: int = 0
    strangers: int = 0

    @property
    def of_ceiling(self) -> float:
        """What was saved of what could have been."""
        return self.saved / self.ceiling if self.ceiling else 1.0


@dataclass(slots=True)
class _Table:
    """One case on the table: what was done when, by account; seconds of the world."""

    case: Case
    acts: dict[int, int] = field(default_factory=dict)

    def moved(self, until: int) -> tuple[dict[int, int], Counter[int]]:
        """What each transfer of the gang really carried up to a second, and what lies where."""
        held: Counter[int] = Counter()
        carried: dict[int, int] = {}
        for place, move in self.case.in_order():
            if move.second > until:
                break
            fen = move.fen
            if place >= len(self.case.claims):
                barred = self.acts.get(move.payer, until + 1) < move.second
                fen = 0 if barred else min(fen, held[move.payer])
                held[move.payer] -= fen
            held[move.payee] += fen
            carried[move.transfer] = fen
        return carried, held


class Centre:
    """Plays cases of a world whose ledger stands."""

    def __init__(self, truth: World, ledger: Ledger) -> None:
        self.truth, self.ledger = truth, ledger
        table = truth.accounts
        self.kind = np.zeros(truth.bank.size, dtype=np.int8)
        self.opening = np.full(truth.bank.size, UNKNOWN_FEN)
        at = table.column("account").to_numpy()
        self.kind[at] = table.column("kind").to_numpy()
        self.opening[at] = table.column("opening_fen").to_numpy()
        self.ended = np.isin(self.kind, list(ENDS))

    def play(
        self, cases: Sequence[Case], game: Game, rank: Rank, outlook: Outlook | None = None
    ) -> Score:
        """What the centre saves of `cases`."""
        score = Score()
        for number, case in enumerate(cases):
            begin = case.reported + 60 * game.minutes
            acts = self._played(case, game, rank, outlook or Outlook(), number)
            lying = _Table(case, acts).moved(2**40)[1]
            score.lost += sum(fen for _, fen in case.claims)
            score.ceiling += sum(case.lying(begin, self.truth.people).values())
            score.saved += sum(max(0, lying[account]) for account in acts)
            score.stopped += len(acts)
            score.strangers += sum(lying[account] <= 0 for account in acts)
        return score

    def _played(
        self, case: Case, game: Game, rank: Rank, outlook: Outlook, number: int
    ) -> dict[int, int]:
        """The second at which each account was stopped."""
        table = _Table(case)
        begin = case.reported + 60 * game.minutes
        dice = np.random.default_rng(number)
        for now in range(begin, begin + ROUNDS_SECONDS, game.seconds):
            answered = {account for account, acts in table.acts.items() if acts <= now}
            wanted = [
                row
                for row in self._listed(table, answered, now, outlook)
                if row["account"] not in table.acts and row["lifo"] + row["value"] >= LEAST_FEN
            ]
            if not wanted and len(answered) == len(table.acts):
                break
            for row in sorted(wanted, key=rank)[: game.width]:
                wait = self._wait(int(row["account"]), dice) if game.slow else 0
                table.acts[int(row["account"])] = now + wait
        return table.acts

    def _wait(self, account: int, dice: "np.random.Generator") -> int:
        median = bank_seconds(int(self.truth.bank[account]))
        return int(median * np.exp(dice.normal(0.0, HASTE)))

    def _listed(
        self, table: _Table, answered: set[int], now: int, outlook: Outlook
    ) -> list[dict[str, Any]]:
        """The chase list as of `now`, of what the centre can see."""
        transfers, claims = self._visible(table, answered, now)
        ledger = build(transfers)
        codes = ledger.codes.astype(np.int64)
        codes = codes[codes < self.kind.size]
        reach = np.full(codes.size, microseconds(NEVER))
        reach[self.ended[codes]] = microseconds(ALWAYS)
        told = np.isin(codes, list(answered))
        reach[told] = [(BEGIN + table.acts[a]) * 1_000_000 for a in codes[told].tolist()]
        standing = pa.table(
            {
                "account": pa.array(codes, pa.int32()),
                "kind": pa.array(self.kind[codes], pa.int8()),
                "opening_fen": pa.array(np.where(told, self.opening[codes], UNKNOWN_FEN)),
                "covered_to": pa.array(reach, pa.int64()).cast(INSTANT),
            }
        )
        folk = known(ledger, standing)
        as_of = EPOCH + timedelta(seconds=BEGIN + now)
        ready = asked(ledger, folk, claims, Params(as_of=as_of))
        found = {rule: walked(ledger.book, folk, ready.by(rule)) for rule in ATTRIBUTING}
        listed: list[dict[str, Any]] = chase(ledger, ready, found, outlook).to_pylist()
        return listed

    def _visible(self, table: _Table, answered: set[int], now: int) -> tuple[pa.Table, pa.Table]:
        """The rows that statements show by now, and the claims."""
        book, codes = self.ledger.book, self.ledger.transfer
        carried = table.moved(now)[0]
        claimed = np.array([transfer for transfer, _ in table.case.claims], dtype=np.int64)
        parts = [self.ledger.places.of(claimed)]
        for account in answered:
            first, last = book.first_event[account], book.first_event[account + 1]
            rows = (book.event[first:last] >> 1).astype(np.int64)
            parts.append(rows[book.second[rows] <= BEGIN + table.acts[account]])
        row = np.unique(np.concatenate(parts))
        fen = book.fen[row].copy()
        mine = {int(each.transfer) for each in table.case.moves}
        for i, code in enumerate(codes[row].tolist()):
            if code in mine:
                fen[i] = carried.get(code, 0)
        row, fen = row[fen > 0], fen[fen > 0]
        transfers = pa.table(
            {
                "transfer": pa.array(codes[row], pa.int32()),
                "payer": pa.array(book.payer[row], pa.int32()),
                "payee": pa.array(book.payee[row], pa.int32()),
                "fen": pa.array(fen, pa.int64()),
                "moved_at": pa.array(book.second[row] * 1_000_000).cast(INSTANT),
            }
        )
        claims = pa.table(
            {
                "claim": pa.array(range(len(claimed)), pa.int32()),
                "transfer": pa.array(claimed, pa.int32()),
                "fen": pa.array([fen for _, fen in table.case.claims], pa.int64()),
            }
        )
        return transfers, claims


class Banks:
    """Banks that take their time, and what thirty earlier answers of each tell about it."""

    def __init__(self, bank: Int64s) -> None:
        self.names = [str(each) for each in bank.tolist()]
        dice = np.random.default_rng(0)
        self.answering = answering(
            {
                str(each): bank_seconds(each) * np.exp(dice.normal(0.0, HASTE, 30))
                for each in range(BANKS)
            }
        )


def bank_seconds(bank: int) -> float:
    """Median seconds in which a bank acts on an order, where banks take their time."""
    return 20 + SLOWEST * (bank / (BANKS - 1)) ** 2
