"""Messages, chats and short reports by a further hand (K), written to be learned from.

Origin: written for this project by somebody who had read neither the rules nor the templates, one
text a line, every identifier and name invented: advertising, notices and swindlers' messages in
the dress of real ones (192), chats full of ids written in all ways (62), short reports (52). Lines
as in `c_texts.txt`; what may be read either way is optional.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("k_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
