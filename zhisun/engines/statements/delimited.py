"""Delimited text (CSV, TSV) as a sheet: encoding, delimiter and preamble are found out."""

import codecs
import csv
from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pc_csv

from zhisun.engines.statements.arrows import Arrow, read_csv
from zhisun.engines.statements.sheets import SHOWN, Body, Sheet
from zhisun.engines.statements.texts import decoded, is_utf8_with_faults
from zhisun.kernel.errors import InputError

DELIMITERS = ",\t;|"
SAMPLE = 1 << 20
BLOCK = 8 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = b"\0"


def text_sheet(data: bytes, title: str) -> Sheet:
    """Delimited bytes as a sheet. Raises InputError for what is no text or has no columns."""
    encoding, start = _encoding(data)
    if encoding.startswith("utf-16"):
        data, encoding, start = data[start:].decode(encoding, "replace").encode(), "utf-8", 0
    if _BINARY in data[:SAMPLE]:
        raise InputError("statement_not_a_table")
    head_lines = _lines(data, start, encoding)
    delimiter = _delimiter(head_lines)
    if delimiter == "|" and encoding != "utf-8":  # the one sign that is also a half of characters
        data, encoding, start = data[start:].decode(encoding, "replace").encode(), "utf-8", 0
    reader = csv.reader(head_lines, delimiter=delimiter)
    head, ends = [], [0]
    try:
        for record in reader:
            head.append(tuple(cell.strip() for cell in record))
            ends.append(reader.line_num)
            if len(head) == SHOWN:
                break
    except csv.Error as error:
        raise InputError("statement_not_a_table") from error
    return Sheet(
        title=title,
        head=tuple(head),
        encoding=encoding,
        body=_Text(data, start, ends, delimiter, encoding).body,
    )


def _encoding(data: bytes) -> tuple[str, int]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, len(bom)
    sample = data[:SAMPLE]
    if _zeros(sample[1::2]) or _zeros(sample[::2]):
        return ("utf-16-le" if _zeros(sample[1::2]) else "utf-16-be"), 0
    whole = data if sample.isascii() and not data.isascii() else sample
    try:
        codecs.getincrementaldecoder("utf-8")().decode(whole, final=len(whole) == len(data))
    except UnicodeDecodeError:
        cut = is_utf8_with_faults(whole[:SAMPLE].decode("utf-8", "replace"))
        return ("utf-8" if cut else "gb18030"), 0
    return "utf-8", 0


def _zeros(half: bytes) -> bool:
    """Whether this half of the bytes is mostly the empty byte of Latin letters in UTF-16."""
    return len(half) > 16 and half.count(0) * 3 > len(half)  # noqa: PLR2004 a word at least


def _lines(data: bytes, start: int, encoding: str) -> list[str]:
    sample = data[start : start + SAMPLE]
    raw = sample.splitlines(keepends=True)[: SHOWN * 4]
    return [decoded(line, encoding) for line in raw]


def _delimiter(lines: list[str]) -> str:
    """The sign that cuts most lines into the same number of cells, at least three."""
    best, most = "", 0
    for sign in DELIMITERS:
        widths = Counter(
            len(record)
            for record in csv.reader(lines, delimiter=sign)
            if len(record) >= 3  # noqa: PLR2004 time, amount and one more
        )
        rows = max(widths.values(), default=0)
        if rows > most:
            best, most = sign, rows
    if not best:
        raise InputError("statement_not_a_table")
    return best


@dataclass(frozen=True, slots=True)
class _Text:
    """Delimited bytes. ends: the physical lines that the first records take, from 0."""

    data: bytes
    start: int
    ends: list[int]
    delimiter: str
    encoding: str

    def body(self, after: int, width: int, wanted: frozenset[int] | None) -> Body:
        """The records after the first `after`."""
        before = self.ends[min(after, len(self.ends) - 1)]
        offset = _offset(self.data, self.start, before)
        width = max([width, *_widths(self.data, offset, self)])
        if offset >= len(self.data):
            nothing = tuple(pa.array([], pa.binary()) for _ in range(width))
            return Body(nothing, np.empty(0, np.int32))
        odd: list[tuple[int, tuple[str, ...]]] = []
        table = self._parsed(offset, [str(place) for place in range(width)], odd, wanted)
        return Body(
            tuple(_one(table, str(place)) for place in range(width)),
            _numbered(table.num_rows, before, [number for number, _cells in odd]),
            [(before + number, cells) for number, cells in odd],
        )

    def _parsed(
        self,
        offset: int,
        names: list[str],
        odd: list[tuple[int, tuple[str, ...]]],
        wanted: frozenset[int] | None,
    ) -> pa.Table:
        def keep(row: "pc_csv.InvalidRow") -> Literal["skip"]:
            cells = next(csv.reader([row.text], delimiter=self.delimiter), [])
            odd.append((row.number or 0, tuple(cell.strip() for cell in cells)))
            return "skip"

        some = names if wanted is None else [name for name in names if int(name) in wanted]
        parsed: pa.Table = read_csv(
            pa.BufferReader(pa.py_buffer(memoryview(self.data)[offset:])),
            read_options=pc_csv.ReadOptions(
                use_threads=False, column_names=names, block_size=BLOCK
            ),
            parse_options=pc_csv.ParseOptions(
                delimiter=self.delimiter,
                newlines_in_values=b'"' in self.data,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pc_csv.ConvertOptions(
                column_types=dict.fromkeys(some, pa.binary()),
                include_columns=some,
                strings_can_be_null=False,
            ),
        )
        return parsed


def _one(table: pa.Table, name: str) -> Arrow:
    """A column; one that was not wanted is blank."""
    if name not in table.column_names:
        return pa.nulls(table.num_rows, pa.binary())
    return table[name]


def _offset(data: bytes, start: int, lines: int) -> int:
    """Where the line after the first `lines` begins; a line may end with a return alone."""
    head = data[start : start + SAMPLE].splitlines(keepends=True)[:lines]
    return start + sum(len(line) for line in head)


def _widths(data: bytes, offset: int, text: "_Text") -> list[int]:
    """How many cells the first records have: a bank may close each with a delimiter."""
    lines = _lines(data, offset, text.encoding)[:SHOWN]
    widths = Counter(len(record) for record in csv.reader(lines, delimiter=text.delimiter))
    return [widths.most_common(1)[0][0]] if widths else []


def _numbered(count: int, before: int, wrong: list[int]) -> npt.NDArray[np.int32]:
    """Line of each record that was read: those with another width stand between them."""
    every = np.arange(before + 1, before + count + len(wrong) + 1, dtype=np.int32)
    return np.delete(every, [number - 1 for number in wrong]) if wrong else every
