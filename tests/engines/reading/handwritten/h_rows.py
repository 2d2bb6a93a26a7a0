"""Texts by three further hands (H), written to be learned from and not to be counted.

Origin: written for this project by three who had read neither the rules nor the templates, one
text a line, every identifier and name invented: reports, statements, interrogations and clues
(350), chats, messages and calls as they are spoken (330), then advertising, notices and news full
of brands that are no programs (369). Lines as in `c_texts.txt`; what may be read either way is
optional.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("h_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
