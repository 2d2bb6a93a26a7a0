"""Reports, statements, forms and tips by a further hand (O): counted unread, types learned from.

Origin: written for this project by somebody who had read neither the rules nor the templates, one
text a line, every identifier and name invented: 接报, 自述, 转写, 笔录, 登记表 and 线索, hard on
purpose in times, places, persons and programs. After the count (docs/reading.md) the labels were
brought to the guideline of the labelled examples by script: hours as precise as they are said, 许
and 左右 within, well-known programs named in passing and places told by what stands beside them
optional, no office in a name. Its places end elsewhere than those of other hands, so the tagger of
names does not learn from it. Lines as in `c_texts.txt`.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("o_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
