"""Messages, chats, reports and news by a further hand (X): counted twice unread, then learned from.

Origin: written for this project by somebody who had read neither the rules nor the templates, one
text a line, every identifier and name invented: 短信 (50), 聊天 (30), 接报, 自述, 转写, 笔录 and
线索 (40) and paragraphs of news (30). The counts before and after the rules of L and M, before any
mistake was read, stand in docs/reading.md. Lines as in `c_texts.txt`.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("x_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
