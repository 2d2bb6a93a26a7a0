"""Texts by a seventh hand (G), written to be learned from and not to be counted.

Origin: written for this project by somebody who had read neither the rules nor the templates, and
of the other texts a few lines of E for their form; one text a line, every identifier and name
invented. Weight lies where a name tagger errs: short names of counties and cities in running
speech, organisations after places, coined app names beside quoted words that are none, masked and
given names alone, and look-alikes. Cards bear a right Luhn digit, identity numbers the order code
000, which is never given out. Lines as in `c_texts.txt`; what may be read either way is optional.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.engines.reading.handwritten import c_rows
from zhisun.site.measuring.element_scores import Row

TEXTS = Path(__file__).with_name("g_texts.txt")


def rows() -> Iterator[Row]:
    """The labelled texts in the schema of tests/data/extraction_examples.jsonl, and their class."""
    return c_rows.rows(TEXTS)
