"""`guess_type`: which fraud types the words speak for (类型初判)."""

import re
from dataclasses import dataclass
from functools import cache

from zhisun.engines.reading.type_words import TYPE_WORDS

_LEAST = 2


@dataclass(frozen=True, slots=True)
class TypeGuess:
    """A type, the sum of its words' weights, and the words found, strongest first."""

    name: str
    weight: int
    evidence: tuple[str, ...]


def guess_type(text: str) -> tuple[TypeGuess, ...]:
    """The types the text speaks for, best first; empty when the words are too few.

    A word counts once however often it stands. Ties keep the order of the official list.
    """
    found = set(_pattern().findall(text))
    guesses = [_guess(name, weights, found) for name, weights in _weights().items()]
    return tuple(sorted((g for g in guesses if g.weight >= _LEAST), key=lambda g: -g.weight))


def _guess(name: str, weights: dict[str, int], found: set[str]) -> TypeGuess:
    evidence = sorted(found & weights.keys(), key=lambda word: (-weights[word], word))
    return TypeGuess(name, sum(weights[word] for word in evidence), tuple(evidence))


@cache
def _weights() -> dict[str, dict[str, int]]:
    return {
        name: {word: weight for weight, words in rows.items() for word in words.split()}
        for name, rows in TYPE_WORDS.items()
    }


@cache
def _pattern() -> re.Pattern[str]:
    words = {word for weights in _weights().values() for word in weights}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
