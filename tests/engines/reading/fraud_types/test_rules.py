from collections import defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from zhisun.engines.reading.fraud_types.judging import bounded
from zhisun.engines.reading.fraud_types.kinds import NO_CASE, TYPES
from zhisun.engines.reading.fraud_types.rules import CASE, hits
from zhisun.engines.reading.fraud_types.squeezing import squeezed
from zhisun.engines.reading.fraud_types.words_table import (
    BOUNDARIES,
    CASE_WORDS,
    NO_CASE_WORDS,
    TYPE_WORDS,
)

TABLES = {**TYPE_WORDS, CASE: CASE_WORDS, NO_CASE: NO_CASE_WORDS}
ROWS = (*TYPES, CASE, NO_CASE)


def test_every_type_has_words_of_every_weight() -> None:
    assert tuple(TYPE_WORDS) == TYPES
    assert all(sorted(table) == [1, 2, 3, 4] for table in TABLES.values())


def test_boundaries_name_types_and_none_goes_both_ways() -> None:
    assert {name for pair in BOUNDARIES for name in pair} <= set(TYPES)
    assert not {(second, first) for first, second in BOUNDARIES} & set(BOUNDARIES)


def all_words() -> dict[str, dict[int, int]]:
    """Squeezed words by row, the heaviest weight of a word that stands twice."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for row, name in enumerate(ROWS):
        for weight, words in TABLES[name].items():
            for word in words.split():
                read = squeezed(word).text
                if len(read) > 1:
                    found[read][row] = max(weight, found[read].get(row, 0))
    return found


WORDS = all_words()
TEXTS = st.lists(st.sampled_from([*sorted(WORDS), "的", "，", "我", "1"]), max_size=12).map("".join)


@given(TEXTS)
@settings(deadline=None, max_examples=200)
def test_hits_agree_with_trying_every_word_at_every_place(text: str) -> None:
    seen = squeezed(text)
    slow = []
    for start in range(len(seen.text)):
        standing = [word for word in WORDS if seen.text.startswith(word, start)]
        if standing:
            word = max(standing, key=lambda each: (len(each), each))
            slow.append((word, start, WORDS[word]))
    assert [(hit.word, hit.start, dict(hit.weights)) for hit in hits(seen)] == slow


def test_a_boundary_takes_from_the_second_only_and_never_adds() -> None:
    sums = np.arange(len(TYPES), dtype=np.float64) * 3
    left = bounded(sums)
    seconds = {TYPES.index(second) for _, second in BOUNDARIES}
    changed = set(np.flatnonzero(left != sums).tolist())
    assert changed
    assert changed <= seconds
    assert (left <= sums).all()
