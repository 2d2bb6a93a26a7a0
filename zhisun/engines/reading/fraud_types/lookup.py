"""Words of a table found in a squeezed text, quickly: their first two characters are hashed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Told = TypeVar("Told")

SHORTEST = 2
"""Characters of a word: one alone says too little."""


class Lookup(Generic[Told]):
    """Squeezed words and what each tells; words shorter than `SHORTEST` are left out."""

    def __init__(self, words: Mapping[str, Told]) -> None:
        self._heads = np.zeros(1 << 16, dtype=np.bool_)
        self._words: dict[str, list[tuple[str, Told]]] = defaultdict(list)
        for word in sorted(words, key=lambda word: (-len(word), word)):
            if len(word) < SHORTEST:
                continue
            codes = np.array([ord(letter) for letter in word[:2]], dtype=np.int64)
            self._heads[_pair(codes[:1], codes[1:])] = True
            self._words[word[:2]].append((word, words[word]))

    def found(self, text: str, codes: npt.NDArray[np.uint32]) -> Iterator[tuple[str, int, Told]]:
        """The longest word of each place: word, start, what it tells. codes: of the text."""
        if len(codes) < SHORTEST:
            return
        wide = codes.astype(np.int64)
        pairs = _pair(wide[:-1], wide[1:])
        for start in np.flatnonzero(self._heads[pairs]).tolist():
            for word, told in self._words.get(text[start : start + 2], ()):
                if text.startswith(word, start):
                    yield word, start, told
                    break


def _pair(first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return (first * 31 + second * 7) & 0xFFFF
