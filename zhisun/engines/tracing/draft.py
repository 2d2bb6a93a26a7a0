"""A table of transfers as arrays, before it has its order."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike, NDArray

from zhisun.engines.tables import UNKNOWN_FEN, TransferStatus
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
        status = self._told("status")
        failed = None if status is None else status == TransferStatus.FAILED
        self.moves: NDArray[np.bool_] = self.payer != self.payee
        if failed is not None:
            self.moves &= ~failed
        self.failed = failed
        self.reversed = None if status is None else status == TransferStatus.REVERSED

    @property
    def last_us(self) -> int | None:
        """The last instant of the table."""
        return int(self.moved_us.max()) if self.moved_us.size else None

    def by_time(self, unit_seconds: int) -> tuple[Int32s, Int64s]:
        """Rows that move money by (unit of time, sequence, transfer), and their units."""
        every = bool(self.moves.all())
        moving = np.arange(self.fen.size, dtype=np.int32)
        moving = moving if every else moving[self.moves]
        second = self.second if every else self.second[moving]
        transfer = self.transfer if every else self.transfer[moving]
        sequence = self._told("sequence")
        order, units = _by_time(
            second if unit_seconds == 1 else second // unit_seconds,
            None if sequence is None or not sequence.any() else sequence[moving],
            transfer,
        )
        return order if every else moving[order], units

    def told(self, name: str, rows: Int32s, absent: int, kind: DTypeLike) -> NDArray[Any]:
        """The column at `rows`; empty where it says nothing but `absent` of them."""
        column = self._told(name)
        if column is None or not (column != absent).any():
            return np.empty(0, kind)
        taken = np.ascontiguousarray(column[rows], dtype=kind)
        return taken if (taken != absent).any() else np.empty(0, kind)

    def _told(self, name: str) -> NDArray[Any] | None:
        return _column(self.table, name) if name in self.table.column_names else None

    def micro(self, rows: Int32s) -> Int32s:
        """Microseconds beyond the second; empty where no row has any."""
        if (self.second * SECOND == self.moved_us).all():
            return np.empty(0, np.int32)
        micro = (self.moved_us - self.second * SECOND).astype(np.int32)[rows]
        return micro if micro.any() else np.empty(0, np.int32)

    def tells_order(self) -> bool:
        """Whether more than time and code decides the order: places in a source, balances."""
        told = [(self._told("sequence"), 0)]
        told += [(self._told(name), UNKNOWN_FEN) for name in BALANCES]
        return any(column is not None and bool((column != absent).any()) for column, absent in told)

    def flagged(self, rows: Int32s) -> Int64s:
        """Places among `rows` of those the bank calls reversed, ascending."""
        if self.reversed is None or not self.reversed.any():
            return np.empty(0, np.int64)
        return np.flatnonzero(self.reversed[rows])

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
                "failed": np.zeros(rows.size, np.bool_)
                if self.failed is None
                else self.failed[rows],
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
    if is_dense(int(most), payer.size):
        return np.arange(most + 1, dtype=np.int32), payer, payee
    codes, parties = np.unique(np.concatenate([payer, payee]), return_inverse=True)
    sides: Int32s = parties.astype(np.int32)
    return codes.astype(np.int32), sides[: payer.size], sides[payer.size :]


def is_dense(most: int, rows: int) -> bool:
    """Whether codes up to `most` of the parties of so many rows are used as positions."""
    return most <= 2 * rows + 1000


def _by_time(unit: Int64s, sequence: Int64s | None, transfer: Int32s) -> tuple[Int32s, Int64s]:
    """Positions ascending by the three, and their units; one packed number where it fits.

    transfer: no two alike, so that the position need not be part of the number: a lookup gives it.
    """
    if not unit.size:
        return np.empty(0, np.int32), unit
    place, span = _places(transfer)
    parts = [unit] if sequence is None else [unit, sequence]
    least = [int(part.min()) for part in parts]
    widths = [(int(part.max()) - low).bit_length() for part, low in zip(parts, least, strict=True)]
    id_bits = int(span.max()).bit_length()
    if sum(widths) + id_bits > KEY_BITS:
        keys: list[NDArray[Any]] = [transfer, *parts[::-1]]
        order = np.lexsort(keys)
        return order.astype(np.int32), unit[order]
    key = unit - least[0]
    for part, low, width in zip(parts[1:], least[1:], widths[1:], strict=True):
        key = (key << width) | (part - low)
    key <<= id_bits
    key |= span
    key.sort()
    units = (key >> (id_bits + sum(widths[1:]))) + least[0]
    key &= (1 << id_bits) - 1
    return place[key], units


def _places(transfer: Int32s) -> tuple[Int32s, Int32s]:
    """Where each number is, and the numbers: the codes as they are, or their ranks."""
    rows = np.arange(transfer.size, dtype=np.int32)
    most = int(transfer.max())
    if most <= 4 * transfer.size + 1000:
        place = np.empty(most + 1, dtype=np.int32)
        place[transfer] = rows
        return place, transfer
    place = np.argsort(transfer).astype(np.int32)
    rank = np.empty(transfer.size, dtype=np.int32)
    rank[place] = rows
    return place, rank
