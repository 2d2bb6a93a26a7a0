"""Two sides of one movement → one row: payer's and payee's statements are joined (交易合并).

Source: graph study §4.1: by serial number, else payer, payee, fen and at most three seconds; the
payer's time wins, and so it does where the payee's clock was slow (§4.6). A side that does not
name the other, or masks it, takes it from the other's row.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from zhisun.engines.statements.arrows import BLANK, Arrow, pc
from zhisun.engines.statements.duplicates import Flags, Keys, Numbers, Places, mixed, serials
from zhisun.engines.statements.terms import DAY_US, SAME_MOVEMENT_US, SKEWED_CLOCKS_US

UNTOLD = -1


@dataclass(frozen=True, slots=True)
class Parties:
    """Who paid whom in each row, as codes of `numbers`; UNTOLD where the row does not say.

    numbers: account numbers by code; sure: codes of numbers without a mask.
    """

    numbers: Arrow
    sure: Flags
    payer: Numbers
    payee: Numbers
    incoming: Flags
    fen: Numbers
    at: Numbers
    serial: Numbers
    succeeded: Flags


@dataclass(frozen=True, slots=True)
class Joined:
    """`row` of each movement, the other side's row or -1, and the accounts both tell."""

    row: Places
    other: Places
    payer: Numbers
    payee: Numbers
    numbers: Arrow


def parties(rows: pa.Table) -> Parties:
    """Both accounts of every row under one numbering."""
    both: Arrow = pa.chunked_array(
        [*rows["account"].chunks, *rows["counterparty"].chunks]
    ).unify_dictionaries()
    column = both.combine_chunks()
    numbers = column.dictionary
    code = column.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    mine, theirs = code[: rows.num_rows], code[rows.num_rows :]
    blank = pc.equal(numbers, BLANK).to_numpy(zero_copy_only=False)
    masked = pc.match_substring(numbers, "*").to_numpy(zero_copy_only=False)
    theirs = np.where(blank[theirs], UNTOLD, theirs) if len(blank) else theirs
    incoming = rows["incoming"].to_numpy()
    return Parties(
        numbers=numbers,
        sure=~masked,
        payer=np.where(incoming, theirs, mine),
        payee=np.where(incoming, mine, theirs),
        incoming=incoming,
        fen=rows["fen"].to_numpy(),
        at=rows["moved_at"].cast(pa.int64()).to_numpy(),
        serial=serials(rows),
        succeeded=rows["succeeded"].to_numpy(),
    )


def joined(rows: pa.Table) -> Joined:
    """Every movement of rows that are each there once. Payers' rows first, then payees' alone."""
    told = parties(rows)
    other = np.full(rows.num_rows, -1, np.intp)
    payer, payee = _unmasked(told.payer, told), _unmasked(told.payee, told)
    for each in _passes(told, payer, payee):
        free = np.flatnonzero((other < 0) & each.asked)
        paid, got = _pairs(free, each.key[free], told, window=each.window, alone=each.alone)
        fits = _fit(told, paid, got)
        if each.slow:
            fits &= told.at[got] < told.at[paid]
        other[paid[fits]], other[got[fits]] = got[fits], paid[fits]
    out = ~told.incoming
    row = np.concatenate([np.flatnonzero(out), np.flatnonzero(told.incoming & (other < 0))])
    return _named(told, row, other[row])


@dataclass(frozen=True, slots=True)
class _Pass:
    """Rows of one key may be a pair. window: how far apart; asked: rows that take part.

    alone: only where no third row is near. slow: only money that came before it was paid.
    """

    key: Keys
    window: int
    asked: Flags
    alone: bool = False
    slow: bool = False


def _passes(told: Parties, payer: Numbers, payee: Numbers) -> list[_Pass]:
    """From the surest pairs to those for which nothing but amount and time speak."""
    fen, well = told.fen, told.succeeded
    paid, got = ~told.incoming, told.incoming
    both = (payer != UNTOLD) & (payee != UNTOLD)
    no_payee, no_payer = paid & (payee == UNTOLD), got & (payer == UNTOLD)
    parties_ = mixed(payer, payee, fen, well)
    near, skewed = SAME_MOVEMENT_US, SKEWED_CLOCKS_US
    return [
        _Pass(mixed(told.serial, fen, well), DAY_US, told.serial >= 0),
        _Pass(parties_, near, both),
        _Pass(parties_, skewed, both, alone=True, slow=True),
        _Pass(mixed(payer, fen, well), near, no_payee | (got & (payer != UNTOLD))),
        _Pass(mixed(payee, fen, well), near, no_payer | (paid & (payee != UNTOLD))),
        _Pass(mixed(fen, well), near, no_payee | no_payer, alone=True),
    ]


def _unmasked(side: Numbers, told: Parties) -> Numbers:
    """The side where it is surely told; a masked number is as good as none for a key."""
    return np.where((side >= 0) & told.sure[np.maximum(side, 0)], side, UNTOLD)


def _pairs(
    rows: Places, key: Keys, told: Parties, *, window: int, alone: bool
) -> tuple[Places, Places]:
    """Payers' and payees' rows of one key, nearest in time first; each row in one pair.

    The nearest two of opposite sides always stand side by side in the order of time, so each
    round takes the neighbours that are nearer to each other than to their other neighbours.
    alone: only rows with no second candidate.
    """
    if not _meets(key, told.incoming[rows]):
        return rows[:0], rows[:0]
    order = np.lexsort((told.incoming[rows], told.at[rows], key))
    rows, key = rows[order], key[order]
    found: list[tuple[Places, Places]] = []
    while len(rows) > 1:
        at, side = told.at[rows], told.incoming[rows]
        apart = at[1:] - at[:-1]
        near = (key[1:] == key[:-1]) & (apart <= window)
        candidate = near & (side[1:] != side[:-1])
        best = np.flatnonzero(
            candidate & _lonely(near) if alone else _nearest(key, apart, candidate)
        )
        if not len(best):
            break
        first, second = rows[best], rows[best + 1]
        swap = told.incoming[first]
        found.append((np.where(swap, second, first), np.where(swap, first, second)))
        left = np.ones(len(rows), np.bool_)
        left[best] = left[best + 1] = False
        rows, key = (rows[:0], key[:0]) if alone else (rows[left], key[left])
    paid = [pair[0] for pair in found] or [rows[:0]]
    got = [pair[1] for pair in found] or [rows[:0]]
    return np.concatenate(paid), np.concatenate(got)


def _meets(key: Keys, incoming: Flags) -> bool:
    """Whether any key has rows of both sides: without one the costly order is not needed."""
    ordered = np.sort((key & ~np.uint64(1)) | incoming.astype(np.uint64))
    return bool(((ordered[1:] ^ ordered[:-1]) == 1).any())


def _lonely(near: Flags) -> Flags:
    """Neighbours that have no third row near them."""
    none = np.zeros(1, np.bool_)
    return ~np.concatenate([none, near[:-1]]) & ~np.concatenate([near[1:], none])


def _nearest(key: Keys, apart: Numbers, candidate: Flags) -> Flags:
    """Candidates nearer than the one before and the one after; ties go to the earlier pair."""
    begins = np.ones(len(key), np.bool_)
    begins[1:] = key[1:] != key[:-1]
    start = np.maximum.accumulate(np.where(begins, np.arange(len(key)), 0))[:-1]
    place = np.arange(len(key) - 1) - start
    cost = np.where(candidate, apart * 2 + (place & 1), np.iinfo(np.int64).max)
    before = np.concatenate([[np.iinfo(np.int64).max], cost[:-1]])
    after = np.concatenate([cost[1:], [np.iinfo(np.int64).max]])
    return candidate & (cost < before) & (cost <= after)


def _fit(told: Parties, paid: Places, got: Places) -> Flags:
    """Whether two rows can be one movement: neither names another than the other does."""
    if not len(paid):
        return np.zeros(0, np.bool_)
    good = np.ones(len(paid), np.bool_)
    for side in (told.payer, told.payee):
        one, other = side[paid], side[got]
        open_ = (one == UNTOLD) | (other == UNTOLD) | (one == other)
        for place in np.flatnonzero(~open_):
            good[place] &= _alike(told, int(one[place]), int(other[place]))
    return good


def _alike(told: Parties, one: int, other: int) -> bool:
    if told.sure[one] and told.sure[other]:
        return False
    return covers(str(told.numbers[one]), str(told.numbers[other]))


@cache
def covers(one: str, other: str) -> bool:
    """Whether two numbers may be one: what stands before and after the masks is the same."""
    (head, tail), (first, last) = (_ends(text) for text in (one, other))
    front, back = min(len(head), len(first)), min(len(tail), len(last))
    same_front = head[:front] == first[:front]
    same_back = back == 0 or tail[len(tail) - back :] == last[len(last) - back :]
    return same_front and same_back


def _ends(number: str) -> tuple[str, str]:
    if "*" not in number:
        return number, number
    return number.split("*", 1)[0], number.rsplit("*", 1)[1]


def _named(told: Parties, row: Places, other: Places) -> Joined:
    """The accounts of each movement; a mask that one pair resolved is resolved for its like."""
    resolved: list[Numbers] = []
    for side in (told.payer, told.payee):
        mine = side[row]
        theirs = np.where(other >= 0, side[np.maximum(other, 0)], UNTOLD)
        better = (theirs != UNTOLD) & ((mine == UNTOLD) | ~told.sure[np.maximum(mine, 0)])
        resolved.append(np.where(better, theirs, mine))
        masks = better & (mine != UNTOLD) & told.sure[np.maximum(theirs, 0)]
        _resolve(resolved[-1], mine[masks], theirs[masks])
    return Joined(row, other, resolved[0], resolved[1], told.numbers)


def _resolve(side: Numbers, masks: Numbers, numbers: Numbers) -> None:
    pairs = np.unique(np.stack([masks, numbers]), axis=1)
    mask, count = np.unique(pairs[0], return_counts=True)
    for one in mask[count == 1]:
        side[side == one] = pairs[1][pairs[0] == one][0]
