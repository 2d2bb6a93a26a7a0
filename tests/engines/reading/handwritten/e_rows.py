"""Texts by a fifth hand (E), counted blind twice, then read and learned from.

Origin: written for this project by somebody who had read neither the rules nor the templates, and
of the other texts D's first 30 lines for their form; one text a line, every identifier and name
invented. Cards bear a right Luhn digit (a company account, optional, does not), identity numbers
the order code 000, which is never given out. News (35 single cases, 25 near misses), messages
(`短信`: text messages and fragments of chats) and written reports. Lines as in `c_texts.txt`; what
a stranger may read either way is optional.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("e_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
