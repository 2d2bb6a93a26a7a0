"""Excel workbooks (xlsx, xls) and tables saved as web pages, as sheets."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from html.parser import HTMLParser

import numpy as np
import python_calamine

from zhisun.engines.statements.sheets import SHOWN, Body, Sheet, text_columns
from zhisun.kernel.errors import InputError

Records = list[tuple[str, ...]]

LARGEST_UNPACKED = 1 << 30
"""Bytes a workbook may unpack to: a million rows of thirty columns are under half of it. Ours."""
MOST_PARTS = 10_000
SURE_DIGITS = 10**15
"""A spreadsheet keeps fifteen digits of a number; the rest of a longer one is lost."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_workbook(data: bytes) -> bool:
    """Whether the bytes begin as a workbook does."""
    return data.startswith((b"PK\x03\x04", _OLE))


def is_web_page(data: bytes) -> bool:
    """Whether it is a table saved as a web page: many a bank's .xls is one."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head"))


def workbook_sheets(data: bytes) -> Iterator[Sheet]:
    """The sheets that hold anything. Raises InputError for what is encrypted, broken or a bomb."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputError("statement_encrypted")
    else:
        _demand_harmless(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            records = [
                tuple(cell_text(cell) for cell in row)
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            if any(any(record) for record in records):
                yield _sheet(name, records)
    except python_calamine.PasswordError as error:
        raise InputError("statement_encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise InputError("statement_unreadable") from error


def _sheet(title: str, records: Records) -> Sheet:
    return Sheet(title, tuple(records[:SHOWN]), "utf-8", partial(_body, records))


def _body(records: Records, after: int, width: int, wanted: frozenset[int] | None) -> Body:
    del wanted  # they are read already
    below = records[after:]
    lines = np.arange(after + 1, len(records) + 1, dtype=np.int32)
    return Body(text_columns(below, width), lines)


def cell_text(cell: object) -> str:
    """A cell as a person would type it; a number that lost digits shows that it did."""
    match cell:
        case str():
            text = cell.strip()
        case bool():
            text = str(int(cell))
        case float() if not cell.is_integer():
            text = repr(cell)
        case float():
            text = f"{cell:.15g}" if abs(cell) >= SURE_DIGITS else str(int(cell))
        case datetime():
            text = cell.isoformat(sep=" ")
        case timedelta():
            text = str(timedelta(seconds=round(cell.total_seconds()) % 86_400))
        case date() | time():
            text = cell.isoformat()
        case _:
            text = "" if cell is None else str(cell)
    return text


def _demand_harmless(data: bytes) -> None:
    """Count what the parts really unpack to, whatever their heads say."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "[Content_Types].xml" not in archive.namelist():
                raise InputError("statement_archive")
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise InputError("statement_too_large_unpacked", most=LARGEST_UNPACKED >> 20)
            if any(part.flag_bits & 1 for part in parts):
                raise InputError("statement_encrypted")
            room = LARGEST_UNPACKED
            for part in parts:
                room = _unpacked(archive, part, room)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise InputError("statement_unreadable") from error


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> int:
    told = part.file_size
    part.file_size = LARGEST_UNPACKED + 1  # read on past what its head says
    with archive.open(part) as stream:
        while block := stream.read(1 << 20):
            room -= len(block)
            if room < 0:
                raise InputError("statement_too_large_unpacked", most=LARGEST_UNPACKED >> 20)
    part.file_size = told
    return room


def web_page_sheets(data: bytes) -> Iterator[Sheet]:
    """The tables of a web page."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    page = _Tables()
    page.feed(text)
    for number, records in enumerate(page.tables, start=1):
        if any(any(record) for record in records):
            yield _sheet(str(number), records)


class _Tables(HTMLParser):
    """Cells of every table, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Records] = []
        self.record: list[str] = []
        self.cell: list[str] | None = None
        self.span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.record = []
        elif tag in {"td", "th"}:
            wide = dict(attrs).get("colspan") or "1"
            self.span = min(int(wide), 100) if wide.isdigit() else 1
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self.cell is not None:
            text = " ".join("".join(self.cell).split())
            self.record += [text, *[""] * (self.span - 1)]
            self.cell = None
        elif tag == "tr" and self.tables:
            self.tables[-1].append(tuple(self.record))

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)
