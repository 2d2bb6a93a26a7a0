"""Texts by another hand (J), to be counted only: nobody who changes the reader has read them.

Origin: written for this project by somebody who had read neither the rules nor the templates, in
the channels of the written examples of tests/data (接报, 自述, 笔录, 转写, 线索, 聊天, 短信); one
text a line, every identifier and name invented. No weights learn from them. Whoever reads their
mistakes writes another set and says so in docs/reading.md. Lines as in `c_texts.txt`.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("j_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
