"""Indicators as a table: CSV and Excel, columns by name in either language, one row each."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from zhisun.engines.statements.workbooks import workbook_sheets
from zhisun.gateways.indicators.port import MOST_ROWS, Read, Shared, unreadable
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA, instant

COLUMNS = (
    *("kind", "value", "fraud_type", "severity", "confidence", "source", "verified_at"),
    *("valid_from", "valid_to", "seen_at", "incident_nos"),
)
TIMES = ("verified_at", "valid_from", "valid_to", "seen_at")
NUMBERS = ("severity", "confidence")
NAMES = {
    "kind": "类别 类型 线索类别",
    "value": "内容 原文 线索 值 号码 规范值",
    "fraud_type": "诈骗类型 案件类型",
    "severity": "严重程度 等级",
    "confidence": "可信度 可信度(%)",
    "source": "来源",
    "verified_at": "核实时间",
    "valid_from": "生效 生效时间",
    "valid_to": "失效 失效时间",
    "seen_at": "最近出现 发现时间",
    "incident_nos": "警情编号 关联警情",
}
KIND_NAMES = {
    "domain": "域名",
    "url": "网址",
    "phone": "电话 手机 电话号码 手机号",
    "phone_prefix": "号段",
    "account": "账户 账号 银行卡 银行卡号",
    "app": "应用程序 应用 APP",
    "im": "社交账号 QQ 微信",
    "ip": "IP IP地址",
}
_COLUMN_OF = {word: name for name, words in NAMES.items() for word in (name, *words.split())}
_KIND_OF = {
    word.casefold(): kind for kind, words in KIND_NAMES.items() for word in (kind, *words.split())
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run as a formula when a cell begins with it."""
_LOST = re.compile(r"[0-9.]+e\+[0-9]+", re.IGNORECASE)
_SIGNATURE = "utf-8-sig"
Record = tuple[str, Sequence[str]]


def read_csv(data: bytes) -> Read:
    """Rows of a CSV or TSV file, UTF-8 or GB 18030. Raises InputError for what is no such table."""
    try:
        text = data.decode(_SIGNATURE)
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise unreadable("encoding") from error
    first = text.partition("\n")[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _read((str(lines.line_num), cells) for cells in lines)
    except csv.Error as error:
        raise unreadable(str(error)) from error


def read_xlsx(data: bytes) -> Read:
    """Rows of a workbook's first sheet that holds anything. Raises InputError."""
    try:
        sheet = next(iter(workbook_sheets(data)), None)
    except InputError as error:
        raise unreadable(error.code.removeprefix("statement_")) from error
    if sheet is None:
        raise unreadable("empty")
    body = sheet.body(0, max(len(row) for row in sheet.head), None)
    columns = [column.to_pylist() for column in body.columns]
    lines = (str(line) for line in body.lines.tolist())
    return _read(zip(lines, zip(*columns, strict=True), strict=True))


def _read(records: Iterable[Record]) -> Read:
    rows = iter(records)
    header = next((cells for _line, cells in rows if any(cells)), ())
    where = {
        _COLUMN_OF[name]: number
        for number, cell in reversed(list(enumerate(header)))
        if (name := cell.strip()) in _COLUMN_OF
    }
    for name in ("kind", "value"):
        if name not in where:
            raise InputError("indicator_column_missing", field="file", column=name)
    read = Read()
    for line, cells in rows:
        if not any(cells):
            continue
        if len(read.rows) + len(read.unread) >= MOST_ROWS:
            raise InputError("indicator_file_too_long", field="file", most=MOST_ROWS)
        told = {name: _cell(cells, number) for name, number in where.items()}
        _row(read, line, told)
    return read


def _cell(cells: Sequence[str], number: int) -> str:
    if number >= len(cells):
        return ""
    text = cells[number].strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _row(read: Read, line: str, told: dict[str, str]) -> None:
    kind = _KIND_OF.get(told["kind"].casefold())
    if kind is None:
        read.refuse(line, "kind", "indicator_kind_unknown", told["kind"], kind=told["kind"][:20])
        return
    if _LOST.fullmatch(told["value"]):
        read.refuse(line, "value", "indicator_digits_lost", told["value"])
        return
    found: dict[str, object] = {}
    for name in (*NUMBERS, *TIMES):
        if not (text := told.get(name, "")):
            continue
        try:
            found[name] = _number(text) if name in NUMBERS else instant(text.replace("/", "-"))
        except InputError as error:
            read.refuse(line, name, error.code, text, **error.facts)
            return
    numbers = tuple(told.get("incident_nos", "").replace("、", " ").replace(";", " ").split())
    read.rows.append(
        Shared(
            place=line,
            kind=kind,
            value=told["value"],
            fraud_type=told.get("fraud_type", ""),
            source=told.get("source", ""),
            incident_nos=numbers,
            **found,  # type: ignore[arg-type]  # each is of its column's type
        )
    )


def _number(text: str) -> int:
    plain = text.removesuffix("%").removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len("100")):
        raise InputError("number_unreadable", told=text[:20])
    return int(plain)


def write_csv(rows: Iterable[Shared]) -> bytes:
    """A CSV file with a signature, so that Excel reads it as UTF-8; it reads back alike.

    What a spreadsheet would run as a formula stands behind an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for cells in _cells(rows):
        writer.writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in cells])
    return out.getvalue().encode(_SIGNATURE)


def write_xlsx(rows: Iterable[Shared]) -> bytes:
    """A workbook whose cells are all text: no number loses digits, no text becomes a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("indicators")
    sheet.append(COLUMNS)
    for cells in _cells(rows):
        row = []
        for text in cells:
            cell = WriteOnlyCell(sheet, value="")
            cell.value, cell.data_type = text, "s"
            row.append(cell)
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cells(rows: Iterable[Shared]) -> Iterator[list[str]]:
    for row in rows:
        yield [_text(getattr(row, name)) for name in COLUMNS]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(CHINA).isoformat()
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else str(value)
