"""What speaks for a tag at a token (特征), as numbers of buckets."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.reading.tagging.tokens import DIGITS, LATIN, TAKEN, Ints, Marks, Places
from zhisun.engines.tracing.compiled import bare

BITS = 18
BUCKETS = 1 << BITS
MANY = 42
"""How many features a token has."""
PAD = 4
"""Empty tokens before and after the text, so that looking around needs no question."""
BEGIN, END, INSIDE, LAST, NEXT = range(5)
"""Rows of `lex`: the list of the word that begins or ends at a token or goes over it; the last
word of a list before it and the first after it, of those lists that speak from afar."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SPREAD_2, _SPREAD_3, _SPREAD_4 = (
    np.uint64(pow(0x9E3779B97F4A7C15, power, 1 << 64)) for power in (2, 3, 4)
)
"""Products that do not wait for each other: a chain of them takes half as long again."""
_SHIFT = np.uint64(64 - BITS)
_REACH_LEFT, _REACH_RIGHT, _QUOTED = 9, 7, 18
_QUOTE = 34
_OPENING = (0x201C, 0x2018, 0x300A, 0x300C, 0x3010, 0x300E)
_CLOSING = (0x201D, 0x2019, 0x300B, 0x300D, 0x3011, 0x300F)


class Sheet(NamedTuple):
    """A text as the features see it: rows by token, PAD empty ones before and after.

    words: token numbers. kinds: their classes. lex: see BEGIN. rules: see `tokens.split`. flags:
    bit 0 the pair with the next begins an everyday word, bit 1 it stands twice in the text.
    opened, closed: the marks of the short quotation around a token, else 0. places: first
    character and end of each of the `size` tokens, without padding.
    """

    size: int
    words: Ints
    kinds: Ints
    lex: NDArray[np.int64]
    rules: Ints
    flags: Ints
    opened: Ints
    closed: Ints
    places: Places


@bare
def bucket(form: int, one: int, two: int, three: int, four: int) -> int:
    """The bucket of a feature of this form with these values."""
    mixed = (np.uint64(form) + np.uint64(0x51ED)) * _SPREAD_4
    mixed += np.uint64(one) * _SPREAD_3 + np.uint64(two) * _SPREAD_2
    mixed += np.uint64(three) * _SPREAD + np.uint64(four)
    mixed = (mixed ^ (mixed >> np.uint64(32))) * _SPREAD
    return np.int64(mixed >> _SHIFT)  # type: ignore[return-value]


@bare
def class_of(word: int, classes: Marks) -> int:
    """A small number for the sort of token: family name, given name, digits, mark …"""
    if word & LATIN:
        return 250
    if word & DIGITS:
        return 240 + (word & 7)
    if word & TAKEN:
        return 200 + (word & 31)
    return np.int64(classes[word]) if word < len(classes) else 0  # type: ignore[return-value]


@bare
def quotes(words: Ints, count: int, opened: Ints, closed: Ints) -> None:
    """For each token within a short quotation: where it opens and where it closes, else 0."""
    at = -1
    for i in range(PAD, count + PAD):
        word = words[i]
        if word in _OPENING or (word == _QUOTE and at < 0):
            at = i
        elif at >= 0 and (word in _CLOSING or word == _QUOTE):
            if i - at <= _QUOTED:
                for k in range(at + 1, i):
                    opened[k], closed[k] = at, i
            at = -1


@bare
def cues(lex: NDArray[np.int64], count: int, far: NDArray[np.bool_]) -> None:
    """Fill the rows LAST and NEXT. far: by list, whether its words speak from afar."""
    last, at = 0, -99
    for i in range(PAD, count + PAD):
        lex[LAST, i] = last * 4 + min((i - at) // 3, 3) if i - at <= _REACH_LEFT else 0
        if far[lex[END, i]]:
            last, at = lex[END, i], i
    last, at = 0, 1 << 40
    for i in range(count + PAD - 1, PAD - 1, -1):
        lex[NEXT, i] = last * 4 + min((at - i) // 3, 3) if at - i <= _REACH_RIGHT else 0
        if far[lex[BEGIN, i]]:
            last, at = lex[BEGIN, i], i


@bare
def fill(sheet: Sheet, i: int, out: Ints) -> None:
    """The buckets of token `i`, which counts the padding."""
    _of_words(sheet.words, i, out)
    _of_sorts(sheet.words, sheet.kinds, sheet.lex, i, out)
    _of_rules(sheet, i, out)
    _of_lists(sheet, i, out)
    _of_quotes(sheet, i, out)


@bare
def _of_words(words: Ints, i: int, out: Ints) -> None:
    here, next1, next2, next3 = words[i], words[i + 1], words[i + 2], words[i + 3]
    last1, last2, last3 = words[i - 1], words[i - 2], words[i - 3]
    out[0] = bucket(0, 0, 0, 0, 0)
    out[1] = bucket(1, here, 0, 0, 0)
    out[2] = bucket(2, last1, 0, 0, 0)
    out[3] = bucket(3, next1, 0, 0, 0)
    out[4] = bucket(4, last1, here, 0, 0)
    out[5] = bucket(5, here, next1, 0, 0)
    out[6] = bucket(6, last2, last1, 0, 0)
    out[7] = bucket(7, next1, next2, 0, 0)
    out[8] = bucket(8, last2, last1, here, 0)
    out[9] = bucket(9, last1, here, next1, 0)
    out[10] = bucket(10, here, next1, next2, 0)
    out[11] = bucket(11, last3, last2, last1, 0)
    out[12] = bucket(12, next1, next2, next3, 0)


@bare
def _of_sorts(words: Ints, kinds: Ints, lex: NDArray[np.int64], i: int, out: Ints) -> None:
    here, next1, next2, next3 = kinds[i], kinds[i + 1], kinds[i + 2], kinds[i + 3]
    last1, last2, last3 = kinds[i - 1], kinds[i - 2], kinds[i - 3]
    before = lex[END, i - 1]
    out[13] = bucket(13, here, next1, next2, last1)
    out[14] = bucket(14, last1, here, next1, last2)
    out[15] = bucket(15, last3, last2, last1, here)
    out[16] = bucket(16, next1, next2, next3, last1)
    out[17] = bucket(17, words[i - 2], here, 0, 0)
    out[18] = bucket(18, words[i + 2], here, 0, 0)
    out[19] = bucket(19, words[i - 1], here, next1, 0)
    out[20] = bucket(20, last1, here, words[i + 1], 0)
    out[21] = bucket(21, here, next1, words[i + 2], 0)
    out[22] = bucket(22, words[i - 2], last1, here, 0)
    out[23] = bucket(23, before, here, next1, 0)
    out[24] = bucket(24, lex[BEGIN, i], lex[BEGIN, i + 2], here, next1)


@bare
def _of_rules(sheet: Sheet, i: int, out: Ints) -> None:
    kinds, rules, lex, flags = sheet.kinds, sheet.rules, sheet.lex, sheet.flags
    here, before = rules[i], lex[END, i - 1]
    pairs = (
        (flags[i - 2] & 1) | (flags[i - 1] & 1) << 1 | (flags[i] & 1) << 2 | (flags[i + 1] & 1) << 3
    )
    twice = (flags[i - 1] >> 1 & 1) | (flags[i] >> 1 & 1) << 1 | (flags[i + 1] >> 1 & 1) << 2
    out[25] = bucket(25, here, rules[i + 1], 0, 0)
    out[26] = bucket(26, rules[i - 1], here, kinds[i], 0)
    out[27] = bucket(27, here, rules[i + 1], lex[INSIDE, i], before)
    out[28] = bucket(28, here, sheet.words[i], sheet.words[i + 1], 0)
    out[29] = bucket(29, here, pairs, 0, 0)
    out[30] = bucket(30, pairs, kinds[i], kinds[i + 1], 0)
    out[31] = bucket(31, twice, kinds[i], kinds[i + 1], kinds[i + 2])


@bare
def _of_lists(sheet: Sheet, i: int, out: Ints) -> None:
    kinds, lex = sheet.kinds, sheet.lex
    before, last, following = lex[END, i - 1], lex[LAST, i], lex[NEXT, i]
    out[32] = bucket(32, before, lex[BEGIN, i], lex[BEGIN, i + 1], kinds[i])
    out[33] = bucket(33, lex[INSIDE, i], 0, 0, 0)
    out[34] = bucket(34, lex[INSIDE, i - 1], lex[INSIDE, i], lex[INSIDE, i + 1], 0)
    out[35] = bucket(35, last, kinds[i], before, 0)
    out[36] = bucket(36, following, kinds[i], kinds[i + 1], 0)
    out[37] = bucket(37, last, following, lex[INSIDE, i], 0)


@bare
def _of_quotes(sheet: Sheet, i: int, out: Ints) -> None:
    words, lex, here = sheet.words, sheet.lex, sheet.kinds[i]
    left, right = sheet.opened[i], sheet.closed[i]
    if right:
        place = (1 if left == i - 1 else 0) | (2 if right == i + 1 else 0)
        out[38] = bucket(38, lex[END, left - 1], lex[BEGIN, right + 1], place, 0)
        out[39] = bucket(39, words[left - 1], place, right - left, 0)
        out[40] = bucket(40, words[right + 1], place, words[right + 2], 0)
        out[41] = bucket(41, place, here, right - left, 0)
    else:
        out[38] = bucket(38, 0, 0, 9, here)
        out[39] = out[40] = out[41] = out[38]
