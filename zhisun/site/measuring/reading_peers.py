"""What a user would run instead of our reader (同类工具): phonenumbers, jionlp, cn2an.

Each is used as its own documentation shows and gives entities of the contract `extract`. The
packages are the extra `bench`; a peer that is not installed is None.
"""

import contextlib
import importlib
import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from typing import Any

from zhisun.engines.reading.numerals import plain
from zhisun.site.measuring.element_scores import Reader, Row

_JIONLP = {
    "phone": "extract_phone_number",
    "idcard": "extract_id_card",
    "url": "extract_url",
    "qq": "extract_qq",
    "wechat": "extract_wechat_id",
    "email": "extract_email",
}
_SUM = re.compile(r"[\d.,零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{1,24}(?=元|块)")


def peers() -> dict[str, Reader | None]:
    """Every peer by its package's name; None: not installed."""
    makers = {"phonenumbers": _phonenumbers, "jionlp": _jionlp, "cn2an": _cn2an}
    return {name: make() if find_spec(name) else None for name, make in makers.items()}


def _entity(kind: str, text: str, start: int, norm: str) -> Row:
    return {"type": kind, "text": text, "start": start, "end": start + len(text), "norm": norm}


def _reader(read: Callable[[str, str | None], Iterator[Row]]) -> Reader:
    def reader(row: Row) -> list[Row]:
        ref_time = row.get("ref_time")
        return list(read(str(row["text"]), None if ref_time is None else str(ref_time)))

    return reader


def _phonenumbers() -> Reader:
    library: Any = importlib.import_module("phonenumbers")

    def read(text: str, _: str | None) -> Iterator[Row]:
        for match in library.PhoneNumberMatcher(text, "CN"):
            norm = re.sub(r"\D", "", match.raw_string)
            yield _entity("phone", match.raw_string, match.start, norm.removeprefix("86"))

    return _reader(read)


def _cn2an() -> Reader:
    library: Any = importlib.import_module("cn2an")

    def read(text: str, _: str | None) -> Iterator[Row]:
        for match in _SUM.finditer(text):
            with contextlib.suppress(ValueError):
                value = library.cn2an(match[0].replace(",", ""), "smart")
                yield _entity("amount", match[0], match.start(), plain(Decimal(str(value))))

    return _reader(read)


def _jionlp() -> Reader:
    with contextlib.redirect_stdout(io.StringIO()):  # it greets on import
        library: Any = importlib.import_module("jionlp")

    def read(text: str, ref_time: str | None) -> Iterator[Row]:
        for kind, name in _JIONLP.items():
            spans = {tuple(one["offset"]): one for one in getattr(library, name)(text, detail=True)}
            for (start, _end), one in spans.items():
                norm = one["text"].lower() if kind == "url" else re.sub(r"[\s-]", "", one["text"])
                yield _entity(kind, one["text"], start, norm)
        yield from _jionlp_money(library, text)
        yield from _jionlp_times(library, text, ref_time)

    return _reader(read)


def _jionlp_money(library: Any, text: str) -> Iterator[Row]:
    for one in library.ner.extract_money(text, with_parsing=True):
        number = one["detail"]["num"]
        value = number[0] if isinstance(number, list) else number
        with contextlib.suppress(InvalidOperation):
            yield _entity("amount", one["text"], one["offset"][0], plain(Decimal(value)))


def _jionlp_times(library: Any, text: str, ref_time: str | None) -> Iterator[Row]:
    base = datetime.fromisoformat(ref_time) if ref_time else datetime(2025, 1, 1)  # noqa: DTZ001 local, as in the rows
    for one in library.ner.extract_time(text, time_base=base.timestamp(), with_parsing=True):
        if one["type"] == "time_point":
            norm = one["detail"]["time"][0].replace(" ", "T")
            yield _entity("time", one["text"], one["offset"][0], norm)
