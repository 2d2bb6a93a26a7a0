"""Texts written and labelled by hand for the reader (手写语料), before its rules were read.

Origin: written for this project, one text a line, every identifier and name invented. Half of them,
drawn by lot, may be looked at while rules are changed; the other half only to be counted.

A line: register, reference time (`-` for none), text. A label in it: `{p 张三}`; `{t
昨晚|2026-09-14TEV}`
with its value; `{d? 四川}` may be missed; the value `*` is not compared.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from zhisun.site.measuring.element_scores import Row

KINDS = {
    "p": "person", "a": "app", "t": "time", "o": "org", "d": "address", "b": "bank", "m": "amount",
    "f": "phone", "h": "hotline", "c": "card", "i": "idcard", "q": "qq", "w": "wechat", "u": "url",
}  # fmt: skip
LABEL = re.compile(r"\{([a-z])(\??) ([^{}|]+)(?:\|([^{}]+))?\}")


def rows(*, aside: bool) -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl."""
    return _of("set_aside.txt" if aside else "looked_at.txt")


def varied() -> Iterator[Row]:
    """Texts with hard names by the author of the rules, read while rules changed."""
    return _of("varied.txt")


def _of(name: str) -> Iterator[Row]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        register, ref_time, marked = line.split(" ", 2)
        yield row_of(f"{register}{number}", ref_time, marked)


def row_of(name: str, ref_time: str, marked: str) -> Row:
    text, labels, at = "", [], 0
    for match in LABEL.finditer(marked):
        kind, optional, said, norm = match.groups()
        text += marked[at : match.start()]
        labels.append({
            "type": KINDS[kind], "text": said, "start": len(text), "end": len(text) + len(said),
            "norm": None if norm == "*" else norm or said, "optional": bool(optional),
        })  # fmt: skip
        text, at = text + said, match.end()
    return {
        "id": name,
        "ref_time": None if ref_time == "-" else ref_time,
        "text": text + marked[at:],
        "entities": labels,
    }
