"""Tables of transfers, claims, accounts and losses in files → arrays; odd rows told apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.screening.arrow import Column, fields, pc
from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import LARGEST_FEN, fen
from zhisun.site import columns, table_files

Int64s = NDArray[np.int64]
REFUSED = fields(
    file=pa.string(), row=pa.int64(), column=pa.string(), reason=pa.string(), line=pa.string()
)
_PLAIN = r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"
_NEAR = 1e-3
"""How far from whole fen a binary fraction may be: 0.1 yuan has no exact one."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not read. row: from 1, the line of names not counted."""

    file: str
    row: int
    column: str
    reason: str
    line: str


@dataclass(slots=True)
class Sheet:
    """One file. Each reader refuses what it cannot read; `kept` tells the rows without fault.

    broken: rows of the file that are no rows of the table, ascending.
    """

    path: Path
    table: pa.Table
    refusals: list[Refusal] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Whether the file has this column."""
        return name in self.table.column_names

    def text(self, name: str, *, needed: bool = True) -> Column:
        """The column as strings; nulls where nothing stands."""
        try:
            found = columns.text(self._column(name))
        except InputError as error:
            raise InputError(error.code, **error.facts, file=str(self.path), column=name) from error
        if needed:
            self._refuse(pc.is_null(found), name, "是空的")
        return found

    def fens(self, name: str, *, needed: bool = True, lowest: int = 1) -> Int64s:
        """The column of yuan as fen; UNKNOWN_FEN where nothing stands."""
        column = self._column(name)
        if not needed and column.null_count == len(column):
            return np.full(len(column), UNKNOWN_FEN, dtype=np.int64)
        found, odd = _fens(column)
        empty = column.is_null().to_numpy(zero_copy_only=False)
        self._refuse(odd & ~empty, name, "不是到分为止的金额")
        if needed:
            self._refuse(empty, name, "是空的")
        self._refuse(~empty & ~odd & (found < lowest), name, "应大于零" if lowest else "不能是负数")
        return np.where(empty | odd, UNKNOWN_FEN, found)

    def instants(self, name: str, *, needed: bool = True) -> Column:
        """The column as instants; nulls where nothing stands."""
        try:
            found, odd = columns.instants(self._column(name))
        except InputError as error:
            raise InputError(error.code, **error.facts, file=str(self.path), column=name) from error
        self._refuse(odd, name, "不是时间")
        if needed:
            self._refuse(pc.and_(pc.is_null(found), pa.array(~odd)), name, "是空的")
        return found

    def words(self, name: str, known: Mapping[str, int]) -> Int64s:
        """The column as numbers of known words; the first word where nothing stands."""
        told = self.text(name, needed=False)
        at = pc.index_in(pc.utf8_lower(told), value_set=pa.array(list(known), pa.string()))
        self._refuse(pc.and_(pc.is_null(at), pc.is_valid(told)), name, "应为 " + " ".join(known))
        numbers = np.array([*known.values()], dtype=np.int64)
        found: Int64s = numbers[at.fill_null(0).to_numpy(zero_copy_only=False)]
        return found

    def repeats(self, name: str) -> None:
        """Refuse rows whose cell stood in an earlier row."""
        cells = self._column(name).cast(pa.string()).to_numpy(zero_copy_only=False)
        odd = np.ones(len(cells), dtype=np.bool_)
        if pc.count_distinct(self._column(name)).as_py() == len(cells):
            return
        _, first = np.unique(cells.astype(str), return_index=True)
        odd[first] = False
        self._refuse(odd, name, "与前面的行重复")

    def refuse(self, odd: "NDArray[np.bool_]", column: str, reason: str) -> None:
        """Refuse the rows marked."""
        self._refuse(odd, column, reason)

    @property
    def kept(self) -> NDArray[np.bool_]:
        """By row: whether nothing was wrong with it."""
        kept = np.ones(self.table.num_rows, dtype=np.bool_)
        kept[sorted(self.refused)] = False
        return kept

    def _column(self, name: str) -> Column:
        column: Column = self.table.column(name).combine_chunks()
        return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column

    def _refuse(self, odd: Any, column: str, reason: str) -> None:
        marks = odd if isinstance(odd, np.ndarray) else odd.to_numpy(zero_copy_only=False)
        for row in np.flatnonzero(marks).tolist():
            if row not in self.refused:
                self.refused.add(row)
                line = _line(self.table, row)
                number = self._number(row)
                self.refusals.append(Refusal(str(self.path), number, column, reason, line))

    def _number(self, row: int) -> int:
        """The row of the file, from 1, of a row of the table: lines that are no rows count too."""
        number = row + 1
        for line in self.broken:
            number += line <= number
        return number


def _line(table: pa.Table, row: int) -> str:
    cells = (table.column(name)[row].as_py() for name in table.column_names)
    return ",".join("" if cell is None else str(cell) for cell in cells)


def read(path: Path, needed: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """A file as a sheet. Raises OSError, InputError (`column_missing`, `table_unreadable`)."""
    refusals: list[Refusal] = []

    def bad(row: int, line: str) -> None:
        refusals.append(Refusal(str(path), row, "-", "列数不对", line))

    batches = list(table_files.batches(path, [*needed, *optional], bad))
    if not batches:
        named = table_files.ending(path).startswith(".csv")
        there = set(table_files.header(path)) & set(needed) if named else needed
        table = pa.table({name: pa.array([], pa.string()) for name in there})
    else:
        table = pa.Table.from_batches(batches)
    for name in needed:
        if name not in table.column_names:
            raise InputError("column_missing", file=str(path), column=name)
    return Sheet(path, table, refusals, sorted(refusal.row for refusal in refusals))


def _fens(column: Column) -> tuple[Int64s, NDArray[np.bool_]]:
    """Fen of yuan, and which cells are no amounts."""
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return _of_numbers(column)
    if not pa.types.is_decimal(column.type):
        column = columns.text(column)
        if not pc.all(pc.match_substring_regex(column, _PLAIN), skip_nulls=True).as_py():
            return _one_by_one(column)
    try:
        whole = column.fill_null(pa.scalar("0").cast(column.type)).cast(pa.decimal128(38, 2))
    except pa.ArrowInvalid:  # finer than fen, or beyond all money
        return _one_by_one(column.cast(pa.string()))
    low = np.frombuffer(memoryview(whole.buffers()[1]), dtype=np.int64)[::2]
    return low[whole.offset : whole.offset + len(whole)].copy(), np.zeros(len(column), np.bool_)


def _of_numbers(column: Column) -> tuple[Int64s, NDArray[np.bool_]]:
    if pa.types.is_integer(column.type):
        yuan = column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        large = np.abs(yuan) > LARGEST_FEN // 100
        return np.where(large, 0, yuan) * 100, large
    exact = column.cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False) * 100
    odd = ~(np.abs(exact) <= LARGEST_FEN)
    near = np.rint(np.where(odd, 0, exact))
    odd |= ~(np.abs(exact - near) <= np.maximum(_NEAR, np.abs(near) * 1e-14))
    return near.astype(np.int64), odd


def _one_by_one(column: Column) -> tuple[Int64s, NDArray[np.bool_]]:
    found = np.zeros(len(column), dtype=np.int64)
    odd = np.zeros(len(column), dtype=np.bool_)
    for row, cell in enumerate(column.to_pylist()):
        try:
            found[row] = 0 if cell is None else fen(cell)
        except InputError:
            odd[row] = True
    return found, odd


def settle(sheets: Sequence[Sheet], rejects: Path | None, told: Callable[[str], None]) -> None:
    """Keep refused rows in a file, or stop at the first when nobody wants them kept."""
    refusals = [refusal for sheet in sheets for refusal in sheet.refusals]
    if not refusals:
        return
    if rejects is None:
        first = refusals[0]
        raise InputError(
            "rows_refused",
            file=first.file,
            row=first.row,
            column=first.column,
            reason=first.reason,
            bad=len(refusals),
        )
    rows = [{name: getattr(refusal, name) for name in REFUSED.names} for refusal in refusals]
    with table_files.writing(rejects, REFUSED) as write:
        write(pa.Table.from_pylist(rows, schema=REFUSED))
    told(f"{len(refusals)} 行没有读懂，已写入 {rejects}。")
