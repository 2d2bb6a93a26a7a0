"""A table of transfers as arrays, before it has its order."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike, NDArray

from zhisun.engines.tables import TransferStatus
from zhisun.engines.tracing.book import Int32s, Int64s
from zhisun.kernel.errors import EngineInputError

SECOND = 1_000_000
LARGEST_FEN = 2**50
"""Eleven thousand milliard yuan in one row: with less the sums of a ledger stay inside 64 bits."""

BALANCES = ("payer_balance_fen", "payee_balance_fen")
KEY_BITS = 63

UNMOVED_COLUMNS: dict[str, pa.DataType] = {
    "transfer": pa.int32(),
    "payer": pa.int32(),
    "payee": pa.int32(),
    "fen": pa.int64(),
    "failed": pa.bool_(),  # else payer and payee are one
}
UNMOVED = pa.schema(list(UNMOVED_COLUMNS.items()))


class Draft:
    """The columns of a table of schema TRANSFERS; parties as positions in `codes`.

    Raises EngineInputError (`value_out_of_range`) when a transfer code repeats or is negative, an
    amount is not positive or absurdly large, or an account code is negative.
    """

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self.transfer: Int32s = _column(table, "transfer")
        self.fen: Int64s = _column(table, "fen")
        if self.fen.size and not 0 < self.fen.min() <= self.fen.max() <= LARGEST_FEN:
            raise EngineInputError("value_out_of_range", column="fen")
        _demand_unique(self.transfer)
        self.codes, self.payer, self.payee = _positions(
            _column(table, "payer"), _column(table, "payee")
        )
        self.moved_us: Int64s = _column(table, "moved_at")
        self.second: Int64s = self.moved_us // SECOND
        self.status: NDArray[np.int8] = _column(table, "status")

    @property
    def last_us(self) -> int | None:
        """The last instant of the table."""
        return int(self.moved_us.max()) if self.moved_us.size else None

    @property
    def moves(self) -> NDArray[np.bool_]:
        """Whether money went from one account to another."""
        return (self.status != TransferStatus.FAILED) & (self.payer != self.payee)

    def by_time(self, unit_seconds: int) -> tuple[Int32s, Int64s]:
        """Rows that move money by (unit of time, sequence, transfer), and their units."""
        moving = np.flatnonzero(self.moves).astype(np.int32)
        unit = self.second[moving] // unit_seconds
        parts: list[NDArray[Any]] = [
            unit,
            _column(self.table, "sequence")[moving],
            self.transfer[moving],
        ]
        order = _sorted_by(parts)
        return moving[order], unit[order]

    def told(self, name: str, rows: Int32s, absent: int, kind: DTypeLike) -> NDArray[Any]:
        """The column at `rows`; empty where it says nothing but `absent`."""
        column = _column(self.table, name)
        if not (column != absent).any():
            return np.empty(0, kind)
        return np.ascontiguousarray(column[rows], dtype=kind)

    def micro(self, rows: Int32s) -> Int32s:
        """Microseconds beyond the second; empty where no row has any."""
        beyond = (self.moved_us - self.second * SECOND).astype(np.int32)
        return beyond[rows] if beyond.any() else np.empty(0, np.int32)

    def unmoved(self) -> pa.Table:
        """The transfers that moved nothing, by transfer code: UNMOVED."""
        rows = np.flatnonzero(~self.moves)
        rows = rows[np.argsort(self.transfer[rows])]
        return pa.table(
            {
                "transfer": self.transfer[rows],
                "payer": self.payer[rows],
                "payee": self.payee[rows],
                "fen": self.fen[rows],
                "failed": self.status[rows] == TransferStatus.FAILED,
            },
            schema=UNMOVED,
        )


def _column(table: pa.Table, name: str) -> NDArray[Any]:
    """The column as numbers, of its own width."""
    column = table.column(name)
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    return column.to_numpy()


def _demand_unique(transfer: Int32s) -> None:
    ascending = transfer if (transfer[1:] > transfer[:-1]).all() else np.sort(transfer)
    repeats = (ascending[1:] == ascending[:-1]).any()
    if repeats or (ascending.size and ascending[0] < 0):
        raise EngineInputError("value_out_of_range", column="transfer")


def _positions(payer: Int32s, payee: Int32s) -> tuple[Int32s, Int32s, Int32s]:
    """Account codes that take part, ascending, and the parties as positions in them.

    Codes without large gaps are positions already; then `codes` counts from 0.
    """
    if not payer.size:
        return np.empty(0, np.int32), payer, payee
    least, most = min(payer.min(), payee.min()), max(payer.max(), payee.max())
    if least < 0:
        raise EngineInputError("value_out_of_range", column="payer")
    if most <= 2 * payer.size + 1000:
        return np.arange(most + 1, dtype=np.int32), payer, payee
    codes, parties = np.unique(np.concatenate([payer, payee]), return_inverse=True)
    sides: Int32s = parties.astype(np.int32)
    return codes.astype(np.int32), sides[: payer.size], sides[payer.size :]


def _sorted_by(parts: list[NDArray[Any]]) -> Int64s:
    """Positions ascending by `parts`, the first weighing most; one packed number where it fits."""
    spans = [part.astype(np.int64) - part.min() for part in parts] if parts[0].size else parts
    bits = [int(span.max(initial=0)).bit_length() for span in spans]
    place_bits = int(parts[0].size).bit_length()
    if sum(bits[:2]) + place_bits <= KEY_BITS and (parts[2][1:] > parts[2][:-1]).all():
        spans[2], bits[2] = np.arange(parts[0].size), place_bits  # the place is the last tie-break
    elif sum(bits) + place_bits > KEY_BITS:
        return np.lexsort(parts[::-1])
    else:
        spans.append(np.arange(parts[0].size))
        bits.append(place_bits)
    key = spans[0]
    for span, width in zip(spans[1:], bits[1:], strict=True):
        key = (key << width) | span
    key.sort()
    return key & ((1 << bits[-1]) - 1)
