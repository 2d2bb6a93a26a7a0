"""Tables in files: Parquet, Arrow IPC, CSV and JSONL by file ending, in batches of rows."""

import contextlib
import csv
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet as pq

from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA
from zhisun.site import jsonl

BATCH = 1 << 17
CSV_BLOCK = 1 << 24
ENDINGS = (".parquet", ".arrow", ".csv", ".csv.gz", ".jsonl")
STANDARD = jsonl.STANDARD
BadLine = Callable[[int, str], None]


def ending(path: Path) -> str:
    """How a file holds its table; standard streams are JSONL. Raises InputError."""
    if path == STANDARD:
        return ".jsonl"
    for each in ENDINGS[::-1]:
        if path.name.lower().endswith(each):
            return each
    raise InputError("ending_unknown", file=str(path), endings=" ".join(ENDINGS))


def batches(
    path: Path, names: Sequence[str], bad: BadLine, groups: range | None = None
) -> Iterator[pa.RecordBatch]:
    """The columns `names` that a file has, batch by batch.

    groups: only these row groups of a Parquet file. bad hears of lines that are no rows: their
    number, from 1 (the line of names not counted), and the line. Raises OSError, InputError
    (`table_unreadable`).
    """
    kind = ending(path)
    try:
        if kind == ".parquet":
            yield from _parquet(path, names, groups)
        elif kind == ".arrow":
            yield from _arrow(path, names)
        elif kind == ".jsonl":
            yield from _jsonl(path, names, bad)
        else:
            yield from _csv(path, names, bad)
    except (pa.ArrowException, gzip.BadGzipFile, EOFError) as error:
        raise _unreadable(path, str(error).splitlines()[0]) from error


def header(path: Path) -> list[str]:
    """The names of columns that a CSV file begins with. Raises OSError, InputError."""
    try:
        with _opened(path) as raw:
            first = raw.readline(1 << 20)
    except (gzip.BadGzipFile, EOFError) as error:
        raise _unreadable(path, str(error)) from error
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("table_unreadable", file=str(path), reason=NOT_UTF8)
    return next(csv.reader([first.decode("utf-8-sig", errors="replace")]), [])


NOT_UTF8 = "不是 UTF-8 编码，请另存为 UTF-8"
_ODD_LETTERS = re.compile(r"In CSV column #(\d+): Row #(\d+): .*invalid UTF8")
_REASONS = {
    "Empty CSV file": "里面什么也没有",
    "invalid UTF8": NOT_UTF8,
    "Parquet": "不是 Parquet 文件，或已损坏",
    "Arrow file": "不是 Arrow 文件，或已损坏",
    "gzip": "不是 gzip 压缩的文件",
    "ended before": "压缩文件不完整",
}
"""What the libraries say of broken files, in our words; anything rarer stays in theirs."""


def _unreadable(path: Path, told: str) -> InputError:
    """The place where a CSV stops being text, or why a file is no table."""
    if found := _ODD_LETTERS.search(told):
        column, line = int(found[1]), int(found[2])
        names = header(path)
        facts = {"row": line - 1, "column": names[column] if column < len(names) else column + 1}
        return InputError("row_unreadable", file=str(path), reason=NOT_UTF8, **facts)
    ours = (words for sign, words in _REASONS.items() if sign in told)
    return InputError("table_unreadable", file=str(path), reason=next(ours, told[:200]))


def _demand_once(path: Path, there: Sequence[str], names: Sequence[str]) -> None:
    """Two columns of one name cannot both be meant."""
    for name in names:
        if there.count(name) > 1:
            raise InputError("column_twice", file=str(path), column=name)


def row_groups(path: Path) -> int:
    """How many row groups a Parquet file has. Raises OSError, InputError for any other file."""
    if ending(path) != ".parquet":
        raise InputError("part_needs_parquet", file=str(path))
    try:
        return int(pq.read_metadata(path).num_row_groups)
    except pa.ArrowException as error:
        raise _unreadable(path, str(error).splitlines()[0]) from error


def rows_before(path: Path, groups: range) -> int:
    """How many rows a Parquet file has before the first of these row groups."""
    there = pq.read_metadata(path)
    return sum(there.row_group(each).num_rows for each in range(groups.start))


def _parquet(path: Path, names: Sequence[str], groups: range | None) -> Iterator[pa.RecordBatch]:
    with path.open("rb") as raw:
        there = pq.read_schema(raw).names
    _demand_once(path, there, names)
    coded = ["kind"] if "kind" in there else []
    with pq.ParquetFile(path, read_dictionary=coded, memory_map=True) as file:
        columns = [name for name in names if name in there]
        taken = None if groups is None else list(groups)
        yield from file.iter_batches(BATCH, taken, columns=columns, use_threads=False)


def _arrow(path: Path, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
        _demand_once(path, file.schema.names, names)
        columns = [name for name in names if name in file.schema.names]
        for number in range(file.num_record_batches):
            batch = file.get_batch(number).select(columns)
            for start in range(0, batch.num_rows, BATCH):
                yield batch.slice(start, BATCH)


def _csv(path: Path, names: Sequence[str], bad: BadLine) -> Iterator[pa.RecordBatch]:
    there = header(path)
    _demand_once(path, there, names)
    columns = [name for name in names if name in there]

    def refuse(row: Any) -> Literal["skip"]:
        bad(-1 if row.number is None else row.number - 1, row.text)
        return "skip"

    with _opened(path) as raw:
        reader = pa.csv.open_csv(
            raw,
            read_options=pa.csv.ReadOptions(block_size=CSV_BLOCK, use_threads=False),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=refuse),
            convert_options=pa.csv.ConvertOptions(
                include_columns=columns,
                column_types=dict.fromkeys(columns, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        yield from reader


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A CSV file, unpacked."""
    packed = path.name.lower().endswith(".gz")
    with gzip.open(path, "rb") if packed else path.open("rb") as raw:
        yield raw  # type: ignore[misc]  # gzip's file reads bytes as any other


def _jsonl(path: Path, names: Sequence[str], bad: BadLine) -> Iterator[pa.RecordBatch]:
    rows: list[dict[str, Any]] = []
    with jsonl.reading(path) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                found = jsonl.record(line, file=path, row=number)
            except InputError:
                bad(number, line.decode(errors="replace").rstrip("\n"))
                continue
            rows.append({name: _cell(found.get(name)) for name in names if name in found})
            if len(rows) == BATCH:
                yield _rows(rows, names)
                rows = []
    if rows:
        yield _rows(rows, names)


def _cell(value: Any) -> str | None:
    return None if value is None else value if isinstance(value, str) else json.dumps(value)


def _rows(rows: list[dict[str, Any]], names: Sequence[str]) -> pa.RecordBatch:
    there = [name for name in names if any(name in row for row in rows)]
    columns = [pa.array([row.get(name) for row in rows], pa.string()) for name in there]
    return pa.RecordBatch.from_arrays(columns, names=there)


@contextlib.contextmanager
def writing(path: Path, schema: pa.Schema) -> Iterator[Callable[[pa.Table], None]]:
    """A function that writes tables of `schema` to a file that appears when all went well."""
    kind = ending(path)
    if path == STANDARD:
        yield lambda table: _lines(table, sys.stdout)
        sys.stdout.flush()
        return
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with contextlib.ExitStack() as stack:
            yield _writer(kind, unfinished, schema, stack)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _writer(
    kind: str, path: Path, schema: pa.Schema, stack: contextlib.ExitStack
) -> Callable[[pa.Table], None]:
    if kind == ".parquet":
        return stack.enter_context(pq.ParquetWriter(path, schema)).write_table
    if kind == ".arrow":
        return stack.enter_context(pa.ipc.new_file(str(path), schema)).write_table
    packed = kind == ".csv.gz"
    opening: Any = gzip.open if packed else open
    file = stack.enter_context(opening(path, "wt", encoding="utf-8", newline=""))
    if kind == ".jsonl":
        return lambda table: _lines(table, file)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(schema.names)
    return lambda table: writer.writerows(
        [_written(cell) for cell in row.values()] for row in table.to_pylist()
    )


def _lines(table: pa.Table, file: IO[str]) -> None:
    for row in table.to_pylist():
        cells = {name: _written(cell) for name, cell in row.items()}
        file.write(json.dumps(cells, ensure_ascii=False) + "\n")


def _written(cell: Any) -> Any:
    """Instants as Chinese time with its offset, in full."""
    return cell.astimezone(CHINA).isoformat() if hasattr(cell, "astimezone") else cell
