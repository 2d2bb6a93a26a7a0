"""Rows that several prints tell of, once each; what truly happened twice stays twice (去重)."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhisun.engines.statements.arrows import encoded, pc
from zhisun.engines.statements.balances import codes
from zhisun.engines.statements.terms import CHINA_US, DAY_US
from zhisun.engines.tables import UNKNOWN_FEN

Numbers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

_SHORTEST_SERIAL = 4
_MULTIPLIER = np.uint64(0x9E37_79B9_7F4A_7C15)


def mixed(*facts: "npt.NDArray[np.integer | np.bool_]") -> Keys:
    """One 64-bit key of several facts. Equal facts have equal keys; the reverse nearly always."""
    key = np.full(len(facts[0]), 0x51_7C_C1_B7_27_22_0A_95, np.uint64)
    for fact in facts:
        key ^= fact.astype(np.int64).view(np.uint64)
        key *= _MULTIPLIER
        key ^= key >> np.uint64(32)
    return key


def serials(rows: pa.Table) -> Numbers:
    """A code of each row's serial number, -1 where it has none that tells rows apart."""
    coded = encoded(rows["serial"])
    words = coded.dictionary
    long = pc.greater_equal(pc.utf8_length(words), pa.scalar(_SHORTEST_SERIAL, pa.int32()))
    blank = pc.match_substring_regex(words, r"^(0+|-+|\*+|9+)$")
    good = pc.and_not(long, blank).to_numpy(zero_copy_only=False)
    which: Numbers = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where(good[which], which, -1) if len(good) else which


def once(rows: pa.Table, source: "npt.NDArray[np.integer]") -> Flags:
    """Which rows to keep of the prints `source` tells apart.

    One row: the same account, direction and amount, and (1) the same instant and balance, or
    (2) the same serial number on the same day with no other balance, or (3) the same instant
    without a serial, the n-th such row of one print being the n-th of another. So two equal
    payments in one second, without balances, stay two however often they are printed.
    """
    account, balance = codes(rows, "account"), rows["balance_fen"].to_numpy()
    incoming, fen = rows["incoming"].to_numpy(), rows["fen"].to_numpy()
    at = rows["moved_at"].cast(pa.int64()).to_numpy()
    serial = serials(rows)
    keep = np.ones(rows.num_rows, np.bool_)
    numbered = np.flatnonzero(serial >= 0)
    day = (at + CHINA_US) // DAY_US
    by_serial = mixed(account, incoming, fen, day, serial)
    if _repeats(by_serial[numbered]):
        _drop_same_serial(keep, numbered, by_serial, balance)
    by_instant = mixed(account, incoming, fen, at)
    if _repeats(by_instant):
        told = np.flatnonzero((balance != UNKNOWN_FEN) & keep)
        _drop_repeats(keep, told, mixed(by_instant.view(np.int64), balance))
        _drop_printed_again(keep, by_instant, serial, source)
    return keep


def _repeats(keys: Keys) -> bool:
    ordered = np.sort(keys)
    return bool((ordered[1:] == ordered[:-1]).any())


def _drop_repeats(keep: Flags, rows: Places, keys: Keys) -> None:
    _drop_repeats_of(keep, rows, keys[rows])


def _drop_same_serial(keep: Flags, rows: Places, keys: Keys, balance: Numbers) -> None:
    """Of rows of one serial the first of each told balance; those without one follow any other."""
    told = balance[rows] != UNKNOWN_FEN
    _drop_repeats(keep, rows[told], mixed(keys.view(np.int64), balance))
    bare = rows[~told]
    _drop_repeats(keep, bare, keys)
    keep[bare[np.isin(keys[bare], keys[rows[told]])]] = False


def _drop_printed_again(
    keep: Flags, keys: Keys, serial: Numbers, source: "npt.NDArray[np.integer]"
) -> None:
    rows = np.flatnonzero(keep)
    bare = rows[serial[rows] < 0]
    numbered, counts = np.unique(keys[rows[serial[rows] >= 0]], return_counts=True)
    rank = _ranks(mixed(keys[bare].view(np.int64), source[bare]))
    place = np.searchsorted(numbered, keys[bare])
    known = np.zeros(len(bare), np.int64)
    if len(numbered):
        place = np.minimum(place, len(numbered) - 1)
        known = np.where(numbered[place] == keys[bare], counts[place], 0)
    keep[bare[rank < known]] = False
    left = rank >= known
    _drop_repeats_of(keep, bare[left], mixed(keys[bare[left]].view(np.int64), rank[left]))


def _drop_repeats_of(keep: Flags, rows: Places, keys: Keys) -> None:
    _first, places = np.unique(keys, return_index=True)
    repeated = np.ones(len(rows), np.bool_)
    repeated[places] = False
    keep[rows[repeated]] = False


def _ranks(keys: Keys) -> Numbers:
    """Which one of its equals each is, from 0, in the order they come."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.ones(len(keys), np.bool_)
    begins[1:] = ordered[1:] != ordered[:-1]
    starts = np.maximum.accumulate(np.where(begins, np.arange(len(keys)), 0))
    ranks = np.empty(len(keys), np.int64)
    ranks[order] = np.arange(len(keys)) - starts
    return ranks
