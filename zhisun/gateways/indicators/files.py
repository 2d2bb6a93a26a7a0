"""Which of the layouts a file has, by what it holds, not by its name."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from zhisun.gateways.indicators import case_push, misp, stix, tables
from zhisun.gateways.indicators.port import LARGEST_BYTES, Read, Shared, unreadable
from zhisun.kernel.errors import InputError

READERS: dict[str, Callable[[bytes], Read]] = {
    "csv": tables.read_csv,
    "xlsx": tables.read_xlsx,
    "stix": stix.read,
    "misp": misp.read,
    "push": case_push.read,
}
WRITERS = ("csv", "xlsx", "stix", "misp")
ENDINGS = {"csv": "csv", "xlsx": "xlsx", "stix": "stix.json", "misp": "misp.json"}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "stix": "application/stix+json;version=2.1",
    "misp": "application/json",
}
_BUNDLE = re.compile(rb'"type"\s*:\s*"bundle"')
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def layout_of(data: bytes) -> str:
    """The layout of a file: a key of READERS. Raises InputError for an empty or far too long one.

    A bundle names itself; every other JSON is asked whether it is an event.
    """
    if len(data) > LARGEST_BYTES:
        raise InputError("indicator_file_too_large", field="file", most=LARGEST_BYTES >> 20)
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise unreadable("empty")
    if data.startswith(_WORKBOOKS):
        return "xlsx"
    if start.startswith(b"<"):
        return "push"
    if start.startswith((b"{", b"[")):
        return "stix" if _BUNDLE.search(data) else "misp"
    return "csv"


def read(data: bytes) -> tuple[str, Read]:
    """Layout and indicators of a file. Raises InputError."""
    layout = layout_of(data)
    return layout, READERS[layout](data)


def write(layout: str, rows: Iterable[Shared], *, author: str, at: datetime) -> bytes:
    """The file of these rows; layout is one of WRITERS."""
    if layout == "stix":
        return stix.write(rows, author=author, at=at)
    if layout == "misp":
        return misp.write(rows, author=author, at=at)
    return tables.write_csv(rows) if layout == "csv" else tables.write_xlsx(rows)
