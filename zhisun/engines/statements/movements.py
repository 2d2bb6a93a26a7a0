"""Rows of several statements → movements, each once (流水 → 交易)."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhisun.engines.statements import unnamed
from zhisun.engines.statements.arrows import BLANK, Arrow, coded, column, encoded, pc
from zhisun.engines.statements.duplicates import Flags, Places, once
from zhisun.engines.statements.joining import UNTOLD, Joined, joined
from zhisun.engines.statements.terms import NAMES
from zhisun.engines.tables import INSTANT, UNKNOWN_FEN

MOVEMENTS = pa.schema(
    [
        pa.field("payer", NAMES, nullable=False),
        pa.field("payee", NAMES, nullable=False),
        pa.field("fen", pa.int64(), nullable=False),
        pa.field("moved_at", INSTANT, nullable=False),
        pa.field("sequence", pa.int64(), nullable=False),
        pa.field("payer_balance_fen", pa.int64(), nullable=False),
        pa.field("payee_balance_fen", pa.int64(), nullable=False),
        pa.field("succeeded", pa.bool_(), nullable=False),
        pa.field("cash", pa.bool_(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),  # the row that tells it, the payer's first
        pa.field("other", pa.int64(), nullable=False),  # the payee's row of the same, or -1
    ]
)
"""One movement of money. Facts not here are those of `row` and `other`."""


def movements(rows: pa.Table, source: "npt.NDArray[np.integer]") -> pa.Table:
    """Every movement that rows of schema ROWS tell of, in time; `source` tells prints apart.

    The same rows in any order of files give the same movements.
    """
    kept = np.flatnonzero(once(rows, source))
    told = rows if len(kept) == rows.num_rows else rows.take(column(kept))
    found = joined(told)
    at = told["moved_at"].cast(pa.int64()).to_numpy()[found.row]
    sequence = told["sequence"].to_numpy()[found.row]
    order = _in_time(at, kept[found.row], sequence)
    found = Joined(
        found.row[order], found.other[order], found.payer[order], found.payee[order], found.numbers
    )
    return _table(told, found, kept)


def _in_time(at: Places, row: Places, sequence: Places) -> Places:
    if bool((np.diff(at) > 0).all()):
        return np.arange(len(at))
    return np.lexsort((row, sequence, at))


def _table(rows: pa.Table, found: Joined, kept: Places) -> pa.Table:
    row, other = found.row, found.other
    incoming = rows["incoming"].to_numpy()[row]
    balance = rows["balance_fen"].to_numpy()
    second = np.where(other >= 0, balance[np.maximum(other, 0)], UNKNOWN_FEN)
    cash = rows["cash"].to_numpy()[row]
    payer, payee = _accounts(rows, found, incoming, cash)
    well = rows["succeeded"].to_numpy()
    return pa.table(
        [
            payer,
            payee,
            column(rows["fen"].to_numpy()[row]),
            column(rows["moved_at"].cast(pa.int64()).to_numpy()[row]).view(INSTANT),
            column(rows["sequence"].to_numpy()[row]),
            column(np.where(incoming, UNKNOWN_FEN, balance[row])),
            column(np.where(incoming, balance[row], second)),
            column(well[row] & ((other < 0) | well[np.maximum(other, 0)])),
            column(cash),
            column(kept[row].astype(np.int64)),
            column(np.where(other >= 0, kept[np.maximum(other, 0)], -1).astype(np.int64)),
        ],
        schema=MOVEMENTS,
    )


def _accounts(rows: pa.Table, found: Joined, incoming: Flags, cash: Flags) -> tuple[Arrow, Arrow]:
    """Payers and payees; who is not told is booked at the account's own place."""
    open_ = np.flatnonzero((found.payer == UNTOLD) | (found.payee == UNTOLD))
    payer, payee, numbers = found.payer.copy(), found.payee.copy(), found.numbers
    if len(open_):
        into = incoming[open_]
        mine = np.where(into, payee[open_], payer[open_])
        names = _places(rows, found.row[open_], (mine, into, cash[open_]), numbers)
        added = encoded(names)
        code = added.indices.to_numpy(zero_copy_only=False) + len(numbers)
        payer[open_[into]] = code[into]
        payee[open_[~into]] = code[~into]
        numbers = pa.concat_arrays([numbers, added.dictionary])
    return (
        coded(payer, numbers),
        coded(payee, numbers),
    )


def _places(
    rows: pa.Table, which: Places, told: tuple[Places, Flags, Flags], numbers: Arrow
) -> Arrow:
    """The names of the places, one for each row; each different one is made once."""
    mine, into, cash = told
    keys, where = np.unique(mine * 4 + into * 2 + cash, return_inverse=True)
    made: list[str] = [
        unnamed.unnamed(str(numbers[key // 4]), cash=bool(key & 1), incoming=bool(key & 2))
        for key in keys.tolist()
    ]
    places: Arrow = column(where)
    names: Arrow = pa.array(made, pa.string()).take(places)
    row: Arrow = column(which)
    shop = rows["merchant"].take(row).cast(pa.string()).combine_chunks()
    sold = pc.and_(pc.not_equal(shop, BLANK), column(~into))
    if not pc.any(sold).as_py():
        return names
    named = pc.binary_join_element_wise(pa.scalar(unnamed.MERCHANT), shop, pa.scalar("："))
    return pc.if_else(sold, named, names)
