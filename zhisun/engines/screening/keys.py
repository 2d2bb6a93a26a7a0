"""Keys of byte strings and of numbers, and the filters and slots they are looked up in.

A key only sorts things: what it finds is compared byte by byte, or is itself the whole number. The
seed comes from the base, so nobody outside can aim at one slot.
"""

from typing import Any

import numpy as np

from zhisun.engines.screening.layout import (
    CHAIN,
    FULL,
    FULL_WORDS,
    KINDS,
    NEW_KINDS,
    NEW_OFFSETS,
    NEW_ROWS,
    NEW_TEXT,
    NUMBER_COUNT,
    NUMBER_KEYS,
    NUMBER_ROWS,
    NUMBER_WORDS,
    NUMBERS,
    OFFSETS,
    ROWS,
    SEED,
    SLOT_COUNT,
    SLOTS,
    TEXT,
)
from zhisun.engines.screening.machine import (
    folded_product,
    inlined,
    int64,
    load8,
    load32,
    load64,
    part,
    window,
)

Words = np.ndarray[Any, np.dtype[np.int64]]
A, B, C, D = (
    np.uint64(odd)
    for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
)
HALF = np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)
SIX, TWELVE, EIGHTEEN, PLACE, ONE = (np.uint64(n) for n in (6, 12, 18, 63, 1))
HASHED = 32


@inlined
def text_key(seed: int, kind: int, end: int, size: int) -> Any:
    """The key of the `size` bytes before `end`, ASCII case folded. 32 bytes a step."""
    left = size
    key = np.uint64(seed) + np.uint64(kind) * A
    while left > HASHED:
        a, b, c, d = window(end - size + left, HASHED)
        key = folded_product(key ^ folded_product(a ^ A, b ^ B), C ^ folded_product(c ^ C, d ^ D))
        left -= HASHED
    a, b, c, d = window(end - size + left, left)
    mixed = folded_product(a ^ A, b ^ B) ^ folded_product(c ^ C, d ^ D)
    return folded_product(mixed ^ key, B + np.uint64(size) * D)


@inlined
def number_key(seed: int, kind: int, number: Any) -> Any:
    """The key of a number of one kind."""
    salted = number ^ (np.uint64(seed) + np.uint64(kind) * A)
    return folded_product(salted ^ A, B) ^ (salted * D)


@inlined
def place_in(key: Any, size: int) -> Any:
    """A place below `size` (< 2³²) for a key, by its upper half."""
    return int64(((key >> HALF) * np.uint64(size)) >> HALF)


@inlined
def filter_bits(key: Any) -> Any:
    """Four bits of a word, by the lower part of a key."""
    low = (ONE << (key & PLACE)) | (ONE << ((key >> SIX) & PLACE))
    return low | (ONE << ((key >> TWELVE) & PLACE)) | (ONE << ((key >> EIGHTEEN) & PLACE))


@inlined
def may_hold(key: Any, address: int, words: int) -> Any:
    """Whether a filter may hold a key; False is certain."""
    bits = filter_bits(key)
    return load64(address + (place_in(key, words) << 3)) & bits == bits


@part
def same_bytes(left: int, right: int, size: int, exact: bool) -> bool:
    """Whether two strings are equal; if not `exact`, `left` may have ASCII capitals."""
    for i in range(size):
        byte = load8(left + i)
        if not exact and 65 <= byte <= 90:  # noqa: PLR2004 A to Z
            byte |= 32
        if byte != load8(right + i):
            return False
    return True


@part
def is_row(t: Words, row: int, kind: int, start: int, size: int, exact: bool) -> bool:
    """Whether indicator `row` is of this kind and has exactly these bytes.

    Not when it was added after this batch began: the tables of this batch do not reach so far.
    """
    text, offsets, kinds, at = t[TEXT], t[OFFSETS], t[KINDS], row
    if row >= t[ROWS] + t[NEW_ROWS]:
        return False
    if row >= t[ROWS]:
        text, offsets, kinds, at = t[NEW_TEXT], t[NEW_OFFSETS], t[NEW_KINDS], row - t[ROWS]
    begin = load32(offsets + 4 * at)
    if load8(kinds + at) != kind or load32(offsets + 4 * at + 4) - begin != size:
        return False
    return same_bytes(start, text + begin, size, exact)


@part
def find_text(t: Words, key: Any, kind: int, end: int, size: int, exact: bool) -> int:
    """The indicator of these bytes (the first of its chain), -1 when there is none."""
    if not may_hold(key, t[FULL], t[FULL_WORDS]):
        return -1
    count = t[SLOT_COUNT]
    at = place_in(key, count)
    while True:
        slot = load64(t[SLOTS] + 8 * at)
        if slot == 0:
            return -1
        if slot >> HALF == key & LOW:
            row = int64(slot & LOW) - 1
            if is_row(t, row, kind, end - size, size, exact):
                return row
        at = at + 1 if at + 1 < count else 0


@part
def find_number(t: Words, kind: int, number: Any) -> int:
    """The indicator of this number (the first of its chain), -1 when there is none."""
    key = number_key(t[SEED], kind, number)
    if not may_hold(key, t[NUMBERS], t[NUMBER_WORDS]):
        return -1
    count = t[NUMBER_COUNT]
    at = place_in(key, count)
    while True:
        row = load32(t[NUMBER_ROWS] + 4 * at) - 1
        if row < 0:
            return -1
        known = row < t[ROWS] + t[NEW_ROWS]  # else added after this batch began
        if known and load64(t[NUMBER_KEYS] + 8 * at) == number:
            kinds, place = t[KINDS], row
            if row >= t[ROWS]:
                kinds, place = t[NEW_KINDS], row - t[ROWS]
            if load8(kinds + place) == kind:
                return row
        at = at + 1 if at + 1 < count else 0


@part
def emit(t: Words, row: int, indicator: int, found: Any, hits: int) -> int:
    """Write a hit for the indicator and each of its twins. The new count; past the end when full.

    found: int32 [n, 2] of event row and indicator.
    """
    while indicator >= 0:
        if hits < found.shape[0]:
            found[hits, 0] = row
            found[hits, 1] = indicator
        hits += 1
        indicator = int64(np.int32(load32(t[CHAIN] + 4 * indicator))) if t[CHAIN] else -1
    return hits
