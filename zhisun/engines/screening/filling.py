"""Putting indicators into filters and slots: for a new base and, in place, for one in use.

Written so that a reader who passes at the same moment sees either no entry or a whole one: text
first (by the caller), then the slot, then the filters, the gate last (collision.md §6.4).
"""

from typing import Any

import numpy as np

from zhisun.engines.screening.hosts import ALL, deeper, is_heavy, last_label, measured
from zhisun.engines.screening.keys import (
    HALF,
    LOW,
    Words,
    filter_bits,
    is_row,
    number_key,
    place_in,
    text_key,
)
from zhisun.engines.screening.layout import (
    FULL,
    FULL_WORDS,
    GATE,
    GATE_WORDS,
    HEAVY,
    HEAVY_MASK,
    KINDS,
    NEW_KINDS,
    NUMBER_COUNT,
    NUMBER_KEYS,
    NUMBER_ROWS,
    NUMBER_WORDS,
    NUMBERS,
    ROWS,
    SEED,
    SITE_WORDS,
    SITES,
    SLOT_COUNT,
    SLOTS,
)
from zhisun.engines.screening.machine import (
    compiled,
    inlined,
    int64,
    load8,
    load32,
    load64,
    prefetch,
    store32,
    store64,
)
from zhisun.engines.screening.terms import DOMAIN

WINDOW = 64
NONE = np.uint64(0)
AHEAD = 16
NAMED, DOT, ODD = 0, 2, 4
SORTS = np.full(256, ODD, np.uint8)
"""What a byte is in the name of a host: a sign of a label, the dot between two, or neither."""
SORTS[list(b"abcdefghijklmnopqrstuvwxyz0123456789-_")] = NAMED
SORTS[ord(".")] = DOT


@inlined
def mark(address: int, words: int, key: Any) -> None:
    """Write a key into a filter."""
    word = address + (place_in(key, words) << 3)
    store64(word, load64(word) | filter_bits(key))


@inlined
def put_text(t: Words, row: int, key: Any, kind: int, place: Any) -> int:
    """Write a row into the slots; gives the row it is a twin of, -1 when there was none.

    A twin takes no slot of its own: batches on their way, which know nothing of it, find the
    first one there as before.
    """
    end, size, exact = place
    count = t[SLOT_COUNT]
    at = place_in(key, count)
    slot = load64(t[SLOTS] + 8 * at)
    while slot != NONE:
        if slot >> HALF == key & LOW:
            twin = int64(slot & LOW) - 1
            if is_row(t, twin, kind, end - size, size, exact):
                return twin
        at = at + 1 if at + 1 < count else 0
        slot = load64(t[SLOTS] + 8 * at)
    store64(t[SLOTS] + 8 * at, ((key & LOW) << HALF) | np.uint64(row + 1))
    return -1


@compiled("int64(int64[::1], int64, int64, uint32[::1], uint8[::1], int32[::1], int32[::1])")
def fill_texts(
    t: Words, source: int, first: int, offsets: Any, kinds: Any, rows: Any, chain: Any
) -> int:
    """Put `rows` (their numbers less `first`) into slots and filter. The number of twins.

    chain: for each of all rows the next of the same kind and value; written here.
    """
    twins = 0
    keys = np.empty(rows.size, np.uint64)
    for i in range(rows.size):
        end, size = source + offsets[rows[i] + 1], offsets[rows[i] + 1] - offsets[rows[i]]
        keys[i] = text_key(t[SEED], kinds[rows[i]], end, int64(size))
    for i in range(rows.size):
        ahead = keys[min(i + AHEAD, rows.size - 1)]
        prefetch(t[SLOTS] + (place_in(ahead, t[SLOT_COUNT]) << 3))
        prefetch(t[FULL] + (place_in(ahead, t[FULL_WORDS]) << 3))
        row, kind = int64(rows[i]), int64(kinds[rows[i]])
        place = (
            int64(source + offsets[row + 1]),
            int64(offsets[row + 1] - offsets[row]),
            True,
        )
        twin = put_text(t, first + row, keys[i], kind, place)
        chain[first + row] = -1
        if twin >= 0:
            chain[first + row] = chain[twin]
            chain[twin] = first + row
            twins += 1
        mark(t[FULL], t[FULL_WORDS], keys[i])
    return twins


@compiled("int64(int64[::1], int64, uint64[::1], uint8[::1], int32[::1], int32[::1])")
def fill_numbers(t: Words, first: int, told: Any, kinds: Any, rows: Any, chain: Any) -> int:
    """As `fill_texts`, for rows that are numbers: `told` is what `numbers.tell_all` gave."""
    twins = 0
    count = t[NUMBER_COUNT]
    for i in range(rows.size):
        row, number = first + rows[i], told[i]
        kind = int64(kinds[rows[i]])
        key = number_key(t[SEED], kind, number)
        at = place_in(key, count)
        chain[row] = -1
        while True:
            other = load32(t[NUMBER_ROWS] + 4 * at) - 1
            if other < 0:
                store64(t[NUMBER_KEYS] + 8 * at, number)
                store32(t[NUMBER_ROWS] + 4 * at, row + 1)
                break
            held, place = (t[KINDS], other) if other < t[ROWS] else (t[NEW_KINDS], other - t[ROWS])
            if load64(t[NUMBER_KEYS] + 8 * at) == number and load8(held + place) == kind:
                chain[row] = chain[other]
                chain[other] = row
                twins += 1
                break
            at = at + 1 if at + 1 < count else 0
        mark(t[NUMBERS], t[NUMBER_WORDS], key)
    return twins


@compiled("void(int64[::1], int64, uint32[::1], int32[::1], int32[::1], uint64[::1])")
def step_suffixes(t: Words, source: int, offsets: Any, rows: Any, lengths: Any, keys: Any) -> None:
    """Make every suffix one label longer (the first step: two labels), and give its key.

    lengths: of the suffixes so far, 0 before the first; written here. Whole names stay.
    """
    for i in range(rows.size):
        start, end = source + offsets[rows[i]], source + offsets[rows[i] + 1]
        end, size, mask, _odd = measured(int64(end), int64(end - start))
        length = int64(lengths[i])
        if length == 0:
            length = last_label(end, size, mask)
        elif length < WINDOW:
            mask = mask & (ALL >> np.uint64(length))
        if length < size:
            mask, length = deeper(end, size, mask, length)
        lengths[i] = length
        keys[i] = text_key(t[SEED], DOMAIN, end, length)


@compiled("void(int64[::1], int64, uint32[::1], int32[::1])")
def fill_gate(t: Words, source: int, offsets: Any, rows: Any) -> None:
    """Open the gate for names. A name that is a heavy parent itself is one no more."""
    for i in range(rows.size):
        start, end = source + offsets[rows[i]], source + offsets[rows[i] + 1]
        end, size, mask, _odd = measured(int64(end), int64(end - start))
        whole = text_key(t[SEED], DOMAIN, end, size)
        if is_heavy(t, whole):
            bucket = t[HEAVY] + (int64(whole & np.uint64(t[HEAVY_MASK])) << 4)
            place = bucket if load64(bucket) == whole else bucket + 8
            mark(t[GATE], t[GATE_WORDS], whole)
            store64(place, NONE)
        length = last_label(end, size, mask)
        while True:
            if length < size:
                mask, length = deeper(end, size, mask, length)
            key = text_key(t[SEED], DOMAIN, end, length)
            mark(t[GATE], t[GATE_WORDS], key)
            if length >= size or not is_heavy(t, key):
                break


@compiled("void(int64[::1], int64, uint32[::1], int32[::1])")
def fill_sites(t: Words, source: int, offsets: Any, rows: Any) -> None:
    """Mark hosts that carry URL indicators."""
    for i in range(rows.size):
        start, end = source + offsets[rows[i]], source + offsets[rows[i] + 1]
        key = text_key(t[SEED], DOMAIN, int64(end), int64(end - start))
        mark(t[SITES], t[SITE_WORDS], key)


@compiled("int64(int64, int32[::1], int32[::1])")
def single_labels(source: int, offsets: Any, rows: Any) -> int:
    """How many of these domains have no dot."""
    singles = 0
    for i in range(rows.size):
        start, at = source + offsets[rows[i]], source + offsets[rows[i] + 1] - 1
        while at >= start and load8(at) != 46:  # noqa: PLR2004 a dot
            at -= 1
        singles += at < start
    return singles


@compiled("void(int64, int32[::1], int32[::1], uint8[::1], uint8[::1])")
def _plain(source: int, offsets: Any, rows: Any, sorts: Any, plain: Any) -> None:
    for i in range(rows.size):
        start, end = source + offsets[rows[i]], source + offsets[rows[i] + 1]
        label, longest, odd, empty = 0, 0, 0, 0
        for at in range(start, end):
            sort = sorts[load8(at)]
            odd |= sort
            dot = sort >> 1
            empty |= dot & (label == 0)
            label = 0 if dot & 1 else label + 1
            longest = max(longest, label)
        fits = 0 < end - start <= 253 and label > 0 and longest <= 63  # noqa: PLR2004
        plain[i] = fits and not odd & ODD and not empty and not 48 <= load8(end - 1) <= 57  # noqa: PLR2004


def plain_domains(source: int, offsets: Any, rows: Any, plain: Any) -> None:
    """Which rows are domains in normal form already: proper labels of a-z 0-9 - _, no address."""
    _plain(source, offsets, rows, SORTS, plain)
