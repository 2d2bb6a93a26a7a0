"""Texts by a third hand (C): counted only in the first rounds, read while rules changed since.

Origin: written for this project by somebody who had not read the rules, one text a line, every
identifier and name invented. Cards bear a right Luhn digit except three, identity numbers the order
code 000, which is never given out.

A line: register, reference time (`-` for none), class of `fraud_taxonomy`, text marked as in this
package's other files; there are telegram, email and crypto besides, and `\\n` is a line break.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import KINDS as FIRST_KINDS
from tests.engines.reading.handwritten import LABEL
from zhisun.site.measuring.element_scores import Row

KINDS = FIRST_KINDS | {"g": "telegram", "e": "email", "x": "crypto"}
TEXTS = Path(__file__).with_name("c_texts.txt")


def rows(texts: Path = TEXTS) -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    for number, line in enumerate(texts.read_text(encoding="utf-8").splitlines(), 1):
        register, ref_time, fraud_type, marked = line.split(" ", 3)
        text, labels = _read(marked.replace("\\n", "\n"))
        yield {
            "id": f"{register}{number}",
            "channel": register,
            "ref_time": None if ref_time == "-" else ref_time,
            "fraud_type": fraud_type,
            "text": text,
            "entities": labels,
        }


def _read(marked: str) -> tuple[str, list[Row]]:
    text, labels, at = "", list[Row](), 0
    for match in LABEL.finditer(marked):
        kind, optional, said, norm = match.groups()
        text += marked[at : match.start()]
        labels.append({
            "type": KINDS[kind], "text": said, "start": len(text), "end": len(text) + len(said),
            "norm": None if norm == "*" else norm or said, "optional": bool(optional),
        })  # fmt: skip
        text, at = text + said, match.end()
    return text + marked[at:], labels
