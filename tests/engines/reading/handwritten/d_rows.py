"""Texts by a fourth hand (D), to be counted only: whoever changes a rule does not read them.

Origin: written for this project by somebody who had not read the rules, one text a line, every
identifier and name invented. Cards bear a right Luhn digit (two company accounts, optional, do
not), identity numbers the order code 000, which is never given out. News paragraphs, text messages
and written reports in about the shares of the labelled development examples; `转写` is the written
word of a call, `线索` a list to be looked into. Lines as in `c_texts.txt`; a time of news that
names no day is an hour alone (`T22`).
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("d_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
