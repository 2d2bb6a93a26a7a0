"""Indicators and events in files → hits in a file. Used by the commands and by the bench."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zhisun.engines.screening.arrow import Column, fields
from zhisun.engines.screening.building import build
from zhisun.engines.screening.indicator_base import INDICATORS, Base
from zhisun.engines.screening.matcher import EVENTS, HITS, Matcher
from zhisun.kernel.errors import InputError
from zhisun.site import columns, snapshots, table_files

REFUSED = fields(
    file=pa.string(),
    row=pa.int64(),  # from 1, without the line of names
    column=pa.string(),
    reason=pa.string(),
    line=pa.string(),
)
OPTIONAL = ("indicator_id", "valid_from", "valid_to", "source")
Groups = range | None
Complaint = tuple[int, str, str, str]  # row from 0, column, reason, line


def rows_in(path: Path) -> int | None:
    """How many rows a file has, where that can be known without reading it."""
    if path == table_files.STANDARD or table_files.ending(path) != ".parquet":
        return None
    try:
        return int(pq.read_metadata(path).num_rows)
    except pa.ArrowException:
        return None  # reading it will say what is wrong


class Run:
    """One run over files. bad: rows not read; first: a word on the first of them.

    rejects: where they go. seen: hears how many rows were read. explain: the words of a reason.
    """

    def __init__(
        self,
        rejects: Path | None,
        seen: Callable[[int], None],
        explain: Callable[[InputError], str],
    ) -> None:
        self.rejects = rejects
        self.explain = explain
        self.seen = seen
        self.indicators = self.events = self.hits = self.bad = 0
        self.first = ""
        self.refuse: Callable[[pa.Table], None] = lambda _table: None

    def screen(
        self, indicators: Path, events: Path, out: Path, key: bytes, *, groups: Groups = None
    ) -> None:
        """Hits of all events, or of those in some row groups, in their order.

        Raises OSError, InputError.
        """
        with self._refusing(), table_files.writing(out, HITS) as write:
            matcher = Matcher(self.base(indicators, key))
            for number, batch in self.batches(events, EVENTS, groups):
                hits, rejects = matcher.screen(batch)
                self.complain(events, number, batch, rejects)
                self.events += batch.num_rows
                self.hits += hits.num_rows
                if hits.num_rows:
                    write(hits)
                self.seen(batch.num_rows)

    def compile(
        self, indicators: Path, out: Path, key: bytes, popular: Path | None
    ) -> tuple[str, int]:
        """Write a snapshot; its identity and size. Raises OSError, InputError."""
        hosts = None
        if popular is not None:
            lines = popular.read_text(encoding="utf-8").split()
            hosts = pa.array([line.lower() for line in lines if line.isascii()], pa.string())
        with self._refusing():
            base = self._built(indicators, hosts)
            self.indicators = base.rows
            identity = snapshots.write(base, out, key=key)
        return identity, out.stat().st_size

    def base(self, path: Path, key: bytes) -> Base:
        """The base of a table or a snapshot. Raises OSError, InputError."""
        if snapshots.is_one(path):
            return snapshots.read(path, key=key)[0]
        return self._built(path, None)

    def _built(self, path: Path, popular: Column) -> Base:
        tables, numbers = [INDICATORS.empty_table()], [np.zeros(0, np.int64)]
        for number, batch in self.batches(path, INDICATORS):
            tables.append(pa.Table.from_batches([batch]).cast(INDICATORS))
            numbers.append(number)
        table = pa.concat_tables(tables)
        built = build(table, popular=popular)
        self.complain(path, np.concatenate(numbers), table, built.rejects)
        return built.base

    @contextlib.contextmanager
    def _refusing(self) -> Any:
        if self.rejects is None:
            yield
            return
        with table_files.writing(self.rejects, REFUSED) as refuse:
            self.refuse = refuse
            yield

    def batches(self, path: Path, schema: pa.Schema, groups: Groups = None) -> Any:
        """Batches of `schema` with the numbers of their rows in the file, from 0.

        groups: only these row groups, one after the other, of a Parquet file.
        """
        broken: list[tuple[int, str]] = []
        lost: set[int] = set()
        passed = 0 if groups is None else table_files.rows_before(path, groups)
        bad = lambda *line: broken.append(line)  # noqa: E731 one word
        source = table_files.batches(path, schema.names, bad, groups)
        for raw in source:
            demand_columns(path, schema, raw)
            lost |= {number - 1 for number, _line in broken}
            numbers = np.arange(passed, passed + raw.num_rows + len(lost))
            if lost:
                numbers = np.setdiff1d(numbers, list(lost))[: raw.num_rows]
            passed = int(numbers[-1]) + 1 if len(numbers) else passed
            self._broken(path, broken)
            batch, odd = read_cells(path, schema, raw)
            self._tell(path, [(int(numbers[row]), name, why, line) for row, name, why, line in odd])
            kept = np.ones(batch.num_rows, np.bool_)
            kept[[row for row, *_rest in odd]] = False
            if odd:
                batch, numbers = batch.filter(pa.array(kept)), numbers[kept]
            yield numbers, batch
        self._broken(path, broken)

    def _broken(self, path: Path, broken: list[tuple[int, str]]) -> None:
        self._tell(path, [(number - 1, "", "row_broken", line) for number, line in broken])
        broken.clear()

    def complain(self, path: Path, numbers: Any, batch: Any, rejects: pa.Table) -> None:
        """Count and keep what an engine refused of a batch."""
        told = []
        for reject in rejects.to_pylist():
            row = reject["row"]
            line = batch.column(reject["column"])[row].as_py()
            shown = "" if line is None else str(line)
            told.append((int(numbers[row]), reject["column"], reject["reason"], shown))
        self._tell(path, told)

    def _tell(self, path: Path, told: Sequence[tuple[int, str, str, str]]) -> None:
        if not told:
            return
        rows = [
            {
                "file": str(path),
                "row": row + 1,
                "column": column,
                "reason": self.explain(InputError(reason)),
                "line": line,
            }
            for row, column, reason, line in told
        ]
        self.bad += len(rows)
        first = rows[0]
        self.first = self.first or (
            f"{first['file']} 第 {first['row']} 行 {first['column']} 列：{first['reason']}"
        )
        self.refuse(pa.Table.from_pylist(rows, schema=REFUSED))


def demand_columns(path: Path, schema: pa.Schema, batch: pa.RecordBatch) -> None:
    """Raises InputError when a batch lacks a column that must be there."""
    there = batch.schema.names
    for name in schema.names:
        if name not in there and name not in OPTIONAL:
            raise InputError("column_missing", file=str(path), column=name)


def read_cells(
    path: Path, schema: pa.Schema, raw: pa.RecordBatch
) -> tuple[pa.RecordBatch, list[Complaint]]:
    """A batch as engines read it, and the cells that are none: their rows are to be left out."""
    found: list[Any] = []
    told: dict[int, Complaint] = {}
    for field in schema:
        if field.name not in raw.schema.names:
            found.append(pa.nulls(raw.num_rows, field.type))
            continue
        column = raw.column(field.name)
        try:
            cells, odd = _cells(column, field)
        except InputError as error:
            raise InputError(
                error.code, file=str(path), column=field.name, **error.facts
            ) from error
        for row in np.flatnonzero(odd).tolist():
            line = str(column[row].as_py())
            told.setdefault(row, (row, field.name, "not_a_time", line))
        found.append(cells)
    return pa.RecordBatch.from_arrays(found, names=schema.names), list(told.values())


def _cells(column: Any, field: Any) -> tuple[Any, Any]:
    if pa.types.is_timestamp(field.type):
        return columns.instants(column)
    none = np.zeros(0, np.bool_)
    if pa.types.is_integer(field.type):
        return columns.whole_numbers(column), none
    if field.name == "kind" and pa.types.is_dictionary(column.type):
        return column, none
    return columns.text(column), none
