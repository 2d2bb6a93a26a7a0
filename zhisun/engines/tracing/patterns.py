"""Named shapes in the money's way (资金模式), each with the transfers that show it.

Looked for among transfers that carried traced money by one rule: what an account does with its
other money is its own affair. Source: graph study §4.9; widths and windows are ours.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from zhisun.engines.tracing import scene
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.walking import Walked

WIDTH, HALF_WIDTH = 5, 3
"""Counterparties that make a fan; those on each side of a gathering that is scattered again."""

WINDOW_SECONDS = 3_600

ROUND_HOPS, ROUND_SECONDS, ROUND_LEAST, ROUND_MOST = 5, 86_400, 0.5, 1.02
"""A round trip: so many hops at most, within a day, each of so much of the first one's amount."""

ROUND_STEPS = 20_000
"""Steps to look for the way back of one transfer before giving it up."""

RAPID_SECONDS, RAPID_PART = 600, 0.9
"""Passed through: so much of what came had left again within so long."""


class Pattern(StrEnum):
    """Shapes of the money's way."""

    FAN_OUT = "fan_out"  # 分散转出
    FAN_IN = "fan_in"  # 集中转入
    GATHER_SCATTER = "gather_scatter"  # 集中后分散
    ROUND_TRIP = "round_trip"  # 回流
    RAPID = "rapid"  # 快进快出: passed through


@dataclass(frozen=True, slots=True)
class Carried:
    """One transfer and the traced fen in it; accounts and the transfer by code."""

    row: int
    transfer: int
    payer: int
    payee: int
    fen: int
    second: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One shape at one account. transfers: codes, in canonical order. fen: traced, going out.

    Of a fan-in what came in. width: counterparties, of a round trip hops.
    """

    pattern: Pattern
    account: int
    width: int
    fen: int
    transfers: tuple[int, ...]


def carried(ledger: Ledger, found: Walked) -> list[Carried]:
    """What each transfer carried, all claims together, in canonical order."""
    edges, book = found.edges, ledger.book
    rows, at = np.unique(edges[:, scene.EDGE_ROW], return_inverse=True)
    fens = np.zeros(rows.size, dtype=np.int64)
    np.add.at(fens, at, edges[:, scene.EDGE_FEN])
    columns = (
        rows,
        ledger.transfer[rows],
        ledger.codes[book.payer[rows]],
        ledger.codes[book.payee[rows]],
        fens,
        book.second[rows],
    )
    return [Carried(*each) for each in zip(*(column.tolist() for column in columns), strict=True)]


def patterns(moves: Sequence[Carried]) -> list[Hit]:
    """Every shape, the strongest of each kind at each account: by kind, then most fen.

    moves: as `carried` gives them. Of round trips one for every transfer that comes back.
    """
    paid, got = by_account(moves)
    hits = []
    for account in sorted(paid.keys() | got.keys()):
        out, into = paid.get(account, []), got.get(account, [])
        hits += [
            hit
            for hit in (
                _fan(Pattern.FAN_OUT, account, out),
                _fan(Pattern.FAN_IN, account, into),
                _gathered(account, into, out),
                _passed(account, into, out),
            )
            if hit is not None
        ]
    hits += _round_trips(moves, paid)
    kinds = list(Pattern)
    return sorted(hits, key=lambda hit: (kinds.index(hit.pattern), -hit.fen, hit.account))


def by_account(
    moves: Sequence[Carried],
) -> tuple[dict[int, list[Carried]], dict[int, list[Carried]]]:
    """What each account paid, and what it got."""
    paid: defaultdict[int, list[Carried]] = defaultdict(list)
    got: defaultdict[int, list[Carried]] = defaultdict(list)
    for move in moves:
        paid[move.payer].append(move)
        got[move.payee].append(move)
    return paid, got


def widest(moves: Sequence[Carried], others: Sequence[int]) -> tuple[int, int, int]:
    """The most different counterparties in one window, and the first such window's two places."""
    inside: Counter[int] = Counter()
    best = (0, 0, 0)
    begin = 0
    for end, move in enumerate(moves):
        inside[others[end]] += 1
        while move.second - moves[begin].second > WINDOW_SECONDS:
            inside[others[begin]] -= 1
            inside += Counter()
            begin += 1
        if len(inside) > best[0]:
            best = (len(inside), begin, end + 1)
    return best


def _fan(pattern: Pattern, account: int, moves: Sequence[Carried]) -> Hit | None:
    out = pattern is Pattern.FAN_OUT
    width, begin, end = widest(moves, [move.payee if out else move.payer for move in moves])
    return _hit(pattern, account, width, moves[begin:end]) if width >= WIDTH else None


def _gathered(account: int, into: Sequence[Carried], out: Sequence[Carried]) -> Hit | None:
    """Money of several that came together and went on to several, each within a window."""
    best: tuple[int, list[Carried], list[Carried]] | None = None
    came = [move.row for move in into]
    for place, pivot in enumerate(out):
        before = into[: bisect_right(came, pivot.row)]
        before = [m for m in before if pivot.second - m.second <= WINDOW_SECONDS]
        after = [m for m in out[place:] if m.second - pivot.second <= WINDOW_SECONDS]
        payers, payees = len({m.payer for m in before}), len({m.payee for m in after})
        if min(payers, payees) >= HALF_WIDTH and (best is None or payers + payees > best[0]):
            best = payers + payees, before, after
    if best is None:
        return None
    width, before, after = best
    fen = sum(move.fen for move in after)
    transfers = tuple(move.transfer for move in (*before, *after))
    return Hit(Pattern.GATHER_SCATTER, account, width, fen, transfers)


def _passed(account: int, into: Sequence[Carried], out: Sequence[Carried]) -> Hit | None:
    stayed = dwelt(into, out)
    inflow = sum(move.fen for move in into)
    quick = sum(fen for seconds, fen in stayed if seconds <= RAPID_SECONDS)
    if not inflow or quick < RAPID_PART * inflow:
        return None
    moves = sorted([*into, *out], key=lambda move: move.row)
    width = len({move.payee for move in out})
    return Hit(Pattern.RAPID, account, width, quick, tuple(m.transfer for m in moves))


def dwelt(into: Sequence[Carried], out: Sequence[Carried]) -> list[tuple[int, int]]:
    """(seconds, fen) of what left an account: what came last left first."""
    lots: list[list[int]] = []
    stayed = []
    coming = iter(into)
    following = next(coming, None)
    for move in out:
        while following is not None and following.row < move.row:
            lots.append([following.second, following.fen])
            following = next(coming, None)
        left = move.fen
        while left and lots:
            taken = min(left, lots[-1][1])
            stayed.append((move.second - lots[-1][0], taken))
            left -= taken
            lots[-1][1] -= taken
            if not lots[-1][1]:
                lots.pop()
    return stayed


def _round_trips(moves: Sequence[Carried], paid: dict[int, list[Carried]]) -> Iterator[Hit]:
    rows = {account: [move.row for move in out] for account, out in paid.items()}
    for root in moves:
        way = _way_back(root, paid, rows)
        if way:
            fen = min(move.fen for move in way)
            transfers = tuple(move.transfer for move in way)
            yield Hit(Pattern.ROUND_TRIP, root.payer, len(way), fen, transfers)


def _way_back(
    root: Carried, paid: dict[int, list[Carried]], rows: dict[int, list[int]]
) -> list[Carried]:
    """The first way, in canonical order, by which a transfer's money comes back to its payer."""
    way = [root]
    later = [_onward(root, root, paid, rows)]
    for _ in range(ROUND_STEPS):
        if not later:
            return []
        move = next(later[-1], None)
        if move is None:
            later.pop()
            way.pop()
        elif move.payee == root.payer:
            return [*way, move]
        elif len(way) < ROUND_HOPS - 1 and all(move.payee != m.payee for m in way):
            way.append(move)
            later.append(_onward(root, move, paid, rows))
    return []


def _onward(
    root: Carried, move: Carried, paid: dict[int, list[Carried]], rows: dict[int, list[int]]
) -> Iterator[Carried]:
    """Payments of the payee after `move` that may be the money of `root`."""
    out = paid.get(move.payee, [])
    for later in out[bisect_right(rows.get(move.payee, []), move.row) :]:
        if later.second - root.second > ROUND_SECONDS:
            return
        if ROUND_LEAST * root.fen <= later.fen <= ROUND_MOST * root.fen:
            yield later


def _hit(pattern: Pattern, account: int, width: int, moves: Sequence[Carried]) -> Hit:
    fen = sum(move.fen for move in moves)
    return Hit(pattern, account, width, fen, tuple(move.transfer for move in moves))
