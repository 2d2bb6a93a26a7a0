"""Texts by a sixth hand (F), counted once before their mistakes were read; to work on since then.

Origin: written for this project by somebody who had read neither the rules nor the templates, and
of the other texts some 25 lines of E for their form; one text a line, every identifier and name
invented. Cards bear a right Luhn digit (a company account, optional, does not), identity numbers
the order code 000, which is never given out. News (single cases, digests, courts, honours),
messages (`短信`, `聊天`), calls and reports. Lines as in `c_texts.txt`; what a stranger may read
either way is optional; durations, vague times and names of real apps are so throughout.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("f_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
