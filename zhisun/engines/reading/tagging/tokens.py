"""Text as tokens (字元): a character, a Latin word, a number, or an element found before."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.tracing.compiled import bare

LATIN, DIGITS, TAKEN, SPACE = 1 << 31, 1 << 30, 1 << 29, 32
"""Token numbers: a character is its code point, the others carry one of these bits."""
BEGINS, KIND = 0x80, 0x1F
"""Of a mark: whether the element begins here, and which kind it is; 0 is no element."""
LEFT_ALONE = 255
NAMED = 4
"""Marks 1 to 4 are the kinds that are tagged; what bears a higher one is left alone."""
_PRIME, _BASIS = np.uint64(1099511628211), np.uint64(14695981039346656037)
_LOW = np.uint64(0x1FFFFFFF)

Codes = NDArray[np.uint32]
Marks = NDArray[np.uint8]
Ints = NDArray[np.int64]
Places = NDArray[np.int32]


def latin_number(word: str) -> int:
    """The token number of a Latin word, whatever its case."""
    number = int(_BASIS)
    for char in word.lower():
        number = ((number ^ ord(char)) * int(_PRIME)) & 0xFFFF_FFFF_FFFF_FFFF
    return LATIN | (number >> 20 & int(_LOW))


@bare
def is_digit(code: int) -> bool:
    """0 to 9."""
    return 48 <= code <= 57  # noqa: PLR2004


@bare
def is_latin(code: int) -> bool:
    """A to z."""
    return 65 <= code <= 90 or 97 <= code <= 122  # noqa: PLR2004


@bare
def split(codes: Codes, marks: Marks, words: Ints, places: Places, rules: Ints) -> int:
    """Fill the tokens' numbers, places and the rules' opinion; gives how many there are.

    codes: code points. marks: see BEGINS and KIND. places: first character and end of each token.
    rules: 0 for none, then begin, inside, end and single of each kind, 1 to 16, as the tags are;
    LEFT_ALONE for what bears another mark.
    """
    count, at, size = 0, 0, len(codes)
    while at < size:
        kind = marks[at] & KIND
        stop = at + 1
        if kind > NAMED:
            while stop < size and marks[stop] & KIND == kind and not marks[stop] & BEGINS:
                stop += 1
            words[count] = TAKEN | kind
            rules[count] = LEFT_ALONE
        else:
            words[count], stop = _word(codes, marks, at)
            rules[count] = _opinion(marks, at, stop, kind)
        places[0, count], places[1, count] = at, stop
        count += 1
        at = stop
    return count


@bare
def _word(codes: Codes, marks: Marks, at: int) -> tuple[Any, int]:
    """Number and end of the token at `at`, which no element stops from growing."""
    size, stop, code = len(codes), at + 1, codes[at]
    if is_latin(code):
        number = _BASIS
        stop = at
        while stop < size and (is_latin(codes[stop]) or is_digit(codes[stop])):
            if stop > at and (marks[stop] & BEGINS or marks[stop] & KIND != marks[at] & KIND):
                break
            low = codes[stop] | 32 if is_latin(codes[stop]) else codes[stop]
            number = (number ^ np.uint64(low)) * _PRIME
            stop += 1
        return np.int64(LATIN) | np.int64((number >> np.uint64(20)) & _LOW), stop
    if is_digit(code):
        while stop < size and is_digit(codes[stop]) and not marks[stop] & BEGINS:
            stop += 1
        return np.int64(DIGITS) | np.int64(min(stop - at, 5)), stop
    return np.int64(code), stop


@bare
def _opinion(marks: Marks, at: int, stop: int, kind: int) -> int:
    if kind == 0:
        return 0
    begins = marks[at] & BEGINS != 0
    last = stop >= len(marks) or marks[stop] & KIND != kind or marks[stop] & BEGINS != 0
    place = (4 if last else 1) if begins else (3 if last else 2)
    return (kind - 1) * 4 + place
