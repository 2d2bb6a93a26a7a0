"""Texts by nine further hands: counted unread, then read; the names of some are learned.

Origin: written for this project, all but AK by people who had read neither the rules nor the
templates, one text a line, every identifier and name invented. Y: 90 messages, chats and reports,
ids hard on purpose; Z: 110 pieces of news; AA, AC, AD: 310 messages, chats, reports and callers'
own words as they are met; AH: 40 hard reports; AI: 40 more, ids hard on purpose; BB: 80 reports,
statements and pieces of news with places of every kind. AK: 101 short texts with places and names
of every kind, nothing else marked, by somebody who knows the rules, to be learned. After the counts
(docs/reading.md) the labels were brought to the guideline of the labelled examples by script, as
O's were: 许 within, well-known programs named in passing and places told by what stands beside them
optional, no office in a name. Lines as in `c_texts.txt`.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

HANDS = ("y", "z", "aa", "ad", "ah", "ak", "ai", "bb", "ac")
LEARNED = HANDS[:6]
"""Whose names the tagger learns: with BB and AC, whose places end elsewhere, it read J worse."""


def rows(hand: str) -> Iterator[Row]:
    """The labelled texts of one of HANDS in the schema of tests/data/extraction_examples.jsonl."""
    return c_rows.rows(Path(__file__).with_name(f"{hand}_texts.txt"))
