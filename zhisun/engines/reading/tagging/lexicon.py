"""Word lists (词表) found in the tokens: the longest word at each place, by its list."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.identity.divisions import counties_within, names, short_names
from zhisun.engines.identity.names import (
    GIVEN,
    RARELY_GIVEN,
    common_surnames,
    compound_surnames,
    surnames,
)
from zhisun.engines.reading.everyday_words import NOT_NAMES
from zhisun.engines.reading.tagging.features import BEGIN, END, INSIDE, PAD
from zhisun.engines.reading.tagging.lexicon_table import FAR, LISTS
from zhisun.engines.reading.tagging.tokens import Ints, latin_number
from zhisun.engines.reading.words import pairs
from zhisun.engines.tracing.compiled import bare

SLOTS = 1 << 17
LONGEST = 12
_LISTS = 32
_PLANE = 1 << 16
_PRIME, _BASIS = np.uint64(1099511628211), np.uint64(14695981039346656037)
_MASK = SLOTS - 1
_PAIRS = 1 << 20
_GROUPS = (
    "省市县区镇乡村旗州盟",
    "路街道巷弄胡桥号楼栋幢座层室单元院户",
    "店厂场园苑城馆站局所校会部司厅队行社处",
    "聊贷投借播享购宝通汇讯信",
    "某",
    "老小阿大",
    "哥姐叔姨爷婶嫂弟妹总董工",
    "一二三四五六七八九十百千万两",
    "的了是在和与及把被给让向从到对说称",
    "我你他她它们这那",
)
FIRST_MARK, LAST_MARK = 192, 196
"""Classes of the marks no name holds: 、 。 quotes and colons."""
_MARKS = ("，、,", "。；！？;!?", "“‘「《【\"'", "”’」》】", "：:", "（(", "）)", "\n \t")


class Lexicon(NamedTuple):
    """keys: uint64[SLOTS] of hashed words, 0 is free; lists: uint8[SLOTS] the word's list.

    begins: bool[65536] what a word can begin with. classes: uint8[65536] of characters.
    pairs: bool[2^20] hashed beginnings of everyday words. far: bool[32], see `cues`.
    """

    keys: NDArray[np.uint64]
    lists: NDArray[np.uint8]
    begins: NDArray[np.bool_]
    classes: NDArray[np.uint8]
    pairs: NDArray[np.bool_]
    far: NDArray[np.bool_]


@bare
def pair_at(one: int, two: int) -> int:
    """Where a pair of characters stands among the hashed beginnings of words."""
    hashed = ((np.uint64(one) * _PRIME) ^ (np.uint64(two) * _BASIS)) >> np.uint64(44)
    return np.int64(hashed)  # type: ignore[return-value]


@bare
def look_up(words: Ints, count: int, lexicon: Lexicon, lex: NDArray[np.int64]) -> None:
    """Rows BEGIN, END, INSIDE of lex: the list of the longest word that begins, ends, goes over.

    INSIDE says besides where in the word the token stands: list * 4 + single, begin, inside, end.
    """
    covered = 0
    for i in range(PAD, count + PAD):
        word = words[i]
        if word < len(lexicon.begins) and not lexicon.begins[word]:
            continue
        found, stop = _longest(words, i, count + PAD, lexicon)
        if not found:
            continue
        lex[BEGIN, i] = found
        lex[END, stop - 1] = found
        for k in range(max(i, covered), stop):
            place = (1 if k == i else 2) if k < stop - 1 else (0 if k == i else 3)
            lex[INSIDE, k] = found * 4 + place
        covered = max(stop, covered)


@bare
def _longest(words: Ints, start: int, size: int, lexicon: Lexicon) -> tuple[int, int]:
    """List and end of the longest word at `start`; 0 when there is none."""
    keys, hashed, found, stop = lexicon.keys, _BASIS, 0, start
    for k in range(start, min(start + LONGEST, size)):
        hashed = (hashed ^ np.uint64(words[k])) * _PRIME
        at = np.int64(hashed >> np.uint64(40)) & _MASK
        while keys[at] != 0 and keys[at] != hashed:
            at = (at + 1) & _MASK
        if keys[at] == hashed:
            found, stop = np.int64(lexicon.lists[at]), k + 1  # type: ignore[assignment]
    return found, stop


@cache
def lexicon() -> Lexicon:
    """The tables, made once a process from the lists of this package and of `identity`."""
    keys = np.zeros(SLOTS, np.uint64)
    lists = np.zeros(SLOTS, np.uint8)
    begins = np.zeros(_PLANE, np.bool_)
    for word, kind in _words().items():
        _put(keys, lists, word, kind)
        begins[min(ord(word[0]), _PLANE - 1)] = True
    far = np.zeros(_LISTS, np.bool_)
    far[list(FAR)] = True
    return Lexicon(keys, lists, begins, _classes(), _hashed_pairs(), far)


def _put(keys: NDArray[np.uint64], lists: NDArray[np.uint8], word: str, kind: int) -> None:
    hashed = int(_BASIS)
    numbers = [latin_number(word)] if word.isascii() else [ord(char) for char in word]
    for number in numbers:
        hashed = ((hashed ^ number) * int(_PRIME)) & 0xFFFF_FFFF_FFFF_FFFF
    at = (hashed >> 40) & _MASK
    while keys[at] not in (0, hashed):
        at = (at + 1) & _MASK
    keys[at], lists[at] = hashed, kind


def _words() -> dict[str, int]:
    """Word → list; the lists of this package stand before those of places."""
    table: dict[str, int] = {}
    table.update(dict.fromkeys((county for _, county in counties_within()), 3))
    table.update(dict.fromkeys(short_names(), 2))
    table.update(dict.fromkeys(names(), 1))
    table.update(dict.fromkeys(compound_surnames(), 5))
    table.update(dict.fromkeys(NOT_NAMES, 21))
    for number, words in LISTS.items():
        table.update(dict.fromkeys(words.split(), number))
    return table


def _classes() -> NDArray[np.uint8]:
    """Family name (3 frequent, 2 common, 1 rare), 4 × given name (2 often, 1 rarely), 16 × group.

    Marks are 192 and more, below the numbers of `class_of`.
    """
    table = np.zeros(_PLANE, np.uint8)
    table[0x4E00:0xA000] = 1 << 4
    for group, chars in enumerate(_GROUPS, 2):
        table[[ord(char) for char in chars]] = group << 4
    for rank, family in enumerate((surnames(), common_surnames(), common_surnames(100)), 1):
        for char in family:
            table[ord(char)] = table[ord(char)] & 0xFC | rank
    for rank, given in enumerate((RARELY_GIVEN, GIVEN), 1):
        for char in given:
            table[ord(char)] |= rank << 2
    for number, marks in enumerate(_MARKS, FIRST_MARK):
        table[[ord(char) for char in marks]] = number
    return table


def _hashed_pairs() -> NDArray[np.bool_]:
    table = np.zeros(_PAIRS, np.bool_)
    codes = np.frombuffer("".join(pairs()).encode("utf-32-le"), np.uint32).astype(np.uint64)
    one, two = codes[::2], codes[1::2]
    table[((one * _PRIME) ^ (two * _BASIS)) >> np.uint64(44)] = True
    return table
