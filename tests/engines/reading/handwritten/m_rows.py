"""Messages, chats and short reports by a further hand (M), written to be learned from.

Origin: written for this project by somebody who had read neither the rules nor the templates, one
text a line, every identifier and name invented: advertising, notices and swindlers' messages (80),
chats (25) and reports (15), with ids in every disguise. Lines as in `c_texts.txt`.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("m_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
