"""Whether two characters begin a word of everyday Chinese (成词), so that names can be told."""

from functools import cache

from zhisun.engines.reading.word_table import PAIRS


@cache
def pairs() -> frozenset[str]:
    """The first two characters of every word of the table."""
    return frozenset(group[0] + char for group in PAIRS.split() for char in group[1:])
