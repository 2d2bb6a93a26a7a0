"""The words of the table found in a text, and what they add up to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np
import numpy.typing as npt

from zhisun.engines.reading.fraud_types.kinds import NO_CASE, TYPES
from zhisun.engines.reading.fraud_types.lookup import Lookup
from zhisun.engines.reading.fraud_types.squeezing import Squeezed, squeezed
from zhisun.engines.reading.fraud_types.words_table import (
    CASE_WORDS,
    NO_CASE_WORDS,
    OFFICERS,
    TYPE_WORDS,
)

CASE = "案情"
"""The row of words that speak for a case of whatever type."""

_ROWS = (*TYPES, CASE, NO_CASE)
_MOST = 9
"""A word that stands more often says no more."""

_HEADLINE = 60
_OFFICERS = frozenset(OFFICERS.split())
_LONG = 300


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the table at `start` to `end` of the squeezed text; weights by row."""

    word: str
    start: int
    end: int
    weights: Mapping[int, int]


def hits(text: Squeezed) -> Iterator[Hit]:
    """Every place where a word of the table stands, the longest word of each place."""
    for word, start, weights in _index().found(text.text, text.codes):
        yield Hit(word, start, start + len(word), weights)


def sums(found: list[Hit], length: int) -> npt.NDArray[np.float64]:
    """Weight of each row: types, case, no case. length: characters of the squeezed text.

    A word seen n times counts √n, at most 3; one in the headline of a long text counts double.
    """
    seen: dict[str, float] = defaultdict(float)
    weights: dict[str, Mapping[int, int]] = {}
    for hit in found:
        if length > _LONG and hit.word in _OFFICERS:
            continue
        early = length > _LONG and hit.start < _HEADLINE
        seen[hit.word] += 4 if early else 1
        weights[hit.word] = hit.weights
    total = np.zeros(len(_ROWS), dtype=np.float64)
    for word, times in seen.items():
        for row, weight in weights[word].items():
            total[row] += weight * sqrt(min(times, _MOST))
    return total


@cache
def _index() -> Lookup[Mapping[int, int]]:
    """The words of all rows, each with its weights by row."""
    rows: dict[str, dict[int, int]] = defaultdict(dict)
    tables = [*((TYPE_WORDS[name]) for name in TYPES), CASE_WORDS, NO_CASE_WORDS]
    for row, table in enumerate(tables):
        for weight, words in table.items():
            for word in words.split():
                rows[squeezed(word).text].setdefault(row, weight)
    return Lookup(rows)
