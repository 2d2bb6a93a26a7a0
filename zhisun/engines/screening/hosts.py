"""Host names against domains and all their parents (collision.md §6.1).

A block of rows goes through stages: the key of the last two labels of every row; one probe of the
gate for each; the few that pass and lie under a heavy parent again with one label more; the rest
has every parent looked up. Soundness of the gate: the same function picks the same key for an
indicator and for everything below it.
"""

from typing import Any

import numpy as np

from zhisun.engines.screening.keys import (
    Words,
    emit,
    filter_bits,
    find_text,
    may_hold,
    place_in,
    text_key,
)
from zhisun.engines.screening.layout import (
    BLOCK,
    FULL,
    FULL_WORDS,
    GATE,
    GATE_WORDS,
    HEAVY,
    HEAVY_MASK,
    LONGEST_HOST,
    SEED,
    SINGLES,
)
from zhisun.engines.screening.machine import (
    compiled,
    dots,
    inlined,
    int64,
    leading,
    load8,
    load64,
    marks,
    part,
    prefetch,
    strange,
    trailing,
)
from zhisun.engines.screening.terms import DOMAIN

TOP = np.uint64(1 << 63)
ALL = np.uint64(2**64 - 1)
ZERO, ONE, SIXTY_THREE = (np.uint64(n) for n in (0, 1, 63))
WINDOW = 64
DOT, COLON, AT, BACKSLASH, SLASH = (ord(mark) for mark in ".:@\\/")


@inlined
def upper(size: int) -> Any:
    """Mask of the last `size` (1–64) of 64 bytes."""
    return ALL << np.uint64(WINDOW - size)


@inlined
def measured(end: int, size: int) -> Any:
    """End, size, dots (a last one taken off, a mark before the first byte) and whether odd.

    Odd rows have to be brought into normal form first, or are no host at all.
    """
    if size < 1 or size > LONGEST_HOST + 1:
        return end, 1, TOP >> np.uint64(1), True
    mask = dots(end - WINDOW)
    if mask & TOP and size > 1:
        mask, end, size = mask << np.uint64(1), end - 1, size - 1
    odd = mask & TOP != ZERO or size > LONGEST_HOST
    if size < WINDOW:
        kept = upper(size)
        mask = (mask & kept) | (TOP >> np.uint64(size))
        return end, size, mask, odd or strange(end - WINDOW) & kept != ZERO
    odd = odd or strange(end - WINDOW) != ZERO
    left = size - WINDOW
    while left > 0:  # the bytes before the window
        step = min(left, WINDOW)
        odd = odd or strange(end - size + left - WINDOW) & upper(step) != ZERO
        left -= step
    return end, size, mask, odd


@part
def next_dot(end: int, size: int, length: int) -> int:
    """The next suffix longer than `length` where the window of 64 bytes shows no dot any more."""
    length = max(length + 1, WINDOW - 1)
    while length < size and load8(end - 1 - length) != DOT:
        length += 1
    return min(length, size)


@inlined
def last_label(end: int, size: int, mask: Any) -> int:
    """The length of the last label."""
    return min(leading(mask), size) if mask != ZERO else next_dot(end, size, -1)


@inlined
def deeper(end: int, size: int, mask: Any, length: int) -> Any:
    """The dots before, and the length of, the suffix one label longer than `length` < size."""
    if length < WINDOW:
        mask = mask & ~(TOP >> np.uint64(length))
    if mask != ZERO:
        return mask, min(leading(mask), size)
    return mask, next_dot(end, size, length)


@inlined
def host_in(start: int, end: int) -> Any:
    """Where the host of a web address lies, and whether only the slow reading can say."""
    for _scheme in range(2):
        size = trailing(marks(start))
        if start + size >= end:
            return start, end, False
        if size == WINDOW:
            return start, end, True
        mark = load8(start + size)
        if mark != COLON:
            return start, start + size, mark == AT or mark == BACKSLASH
        if load8(start + size + 1) != SLASH or load8(start + size + 2) != SLASH:
            return start, start + size, not port_follows(start + size, end)
        start += size + 3
    return start, end, True


@part
def port_follows(colon: int, end: int) -> bool:
    """Whether one to five digits stand between a colon and the path or the end."""
    at = colon + 1
    while at < end and ord("0") <= load8(at) <= ord("9"):
        at += 1
    if not 1 < at - colon <= 6:  # noqa: PLR2004 a port has at most five digits
        return False
    return at == end or load8(at) in (SLASH, ord("?"), ord("#"))


@part
def span(web: bool, source: int, offsets: Any, row: int) -> Any:
    """Start and end of the host of a row, and whether it needs the slow reading."""
    start, end = source + offsets[row], source + offsets[row + 1]
    if web:
        return host_in(start, end)
    return start, end, False


@inlined
def is_heavy(t: Words, key: Any) -> bool:
    """Whether this key is a parent with so much below it that one more label is looked at."""
    bucket = t[HEAVY] + (int64(key & np.uint64(t[HEAVY_MASK])) << 4)
    return load64(bucket) == key or load64(bucket + 8) == key


@part
def walk(t: Words, row: int, place: Any, found: Any, hits: int) -> int:
    """Look up every parent of one host, and itself. place: end and size."""
    end, size, mask, _odd = measured(place[0], place[1])
    length = last_label(end, size, mask)
    while True:
        key = text_key(t[SEED], DOMAIN, end, length)
        hits = emit(t, row, find_text(t, key, DOMAIN, end, length, False), found, hits)
        if length >= size:
            return hits
        mask, length = deeper(end, size, mask, length)


@inlined
def aim(seed: int, gate: int, words: int, end: int, length: int) -> Any:
    """The key of a suffix; its word of the gate is on its way to the cache."""
    key = text_key(seed, DOMAIN, end, length)
    prefetch(gate + (place_in(key, words) << 3))
    return key


@part
def measure_block(t: Words, rows: Any, where: Any, bench: Any, lists: Any) -> Any:
    """First stage: size, dots and key of every row of a block.

    where: (web, source, offsets). bench: (ends, sizes, lengths, masks, keys) of BLOCK places.
    lists: (pending, odd, numeric). Gives how many are pending, odd, like an address in numbers.
    """
    web, source, offsets = where
    ends, sizes, lengths, masks, keys = bench
    pending, odds, numerics = lists
    seed, gate, words = t[SEED], t[GATE], t[GATE_WORDS]
    kept = odd_count = numeric_count = 0
    for i in range(np.uint64(rows.size)):  # unsigned: no look whether a place counts from the end
        row = np.uint64(rows[i])
        start, end, unclear = source + offsets[row], source + offsets[row + ONE], False
        if web:
            start, end, unclear = host_in(start, end)
        end, size, mask, odd = measured(end, end - start)
        length = last_label(end, size, mask)
        if length < size:
            mask, length = deeper(end, size, mask, length)
        ends[i], sizes[i], lengths[i], masks[i] = end, size, length, mask
        odd = odd or unclear
        digit: Any = np.uint64(load8(end - 1) - 48) < np.uint64(10)
        pending[kept] = odds[odd_count] = numerics[numeric_count] = int64(i)
        kept += not odd
        odd_count += odd
        numeric_count += digit and not odd
    for i in range(np.uint64(rows.size)):  # apart: two short chains overlap more rows than one
        keys[i] = aim(seed, gate, words, ends[i], lengths[i])
    return kept, odd_count, numeric_count


@part
def pass_gate(t: Words, keys: Any, pending: Any, count: int) -> int:
    """Keep the places whose key the gate may hold, in order. No branch: most fail."""
    gate, words = t[GATE], t[GATE_WORDS]
    kept = 0
    for j in range(np.uint64(count)):
        i = pending[j]
        key = keys[np.uint64(i)]
        bits = filter_bits(key)
        pending[kept] = i
        kept += load64(gate + (place_in(key, words) << 3)) & bits == bits
    return kept


@part
def find_block(t: Words, rows: Any, work: Any, found: Any, hits: int) -> int:
    """Later stages. work: (bench, pending, count). The new count of hits."""
    (ends, sizes, lengths, masks, keys), pending, count = work
    while count:
        count = pass_gate(t, keys, pending, count)
        again = 0
        for j in range(np.uint64(count)):
            i = np.uint64(pending[j])
            end, size, length = ends[i], sizes[i], lengths[i]
            if is_heavy(t, keys[i]):
                if length < size:
                    masks[i], lengths[i] = deeper(end, size, masks[i], length)
                    keys[i] = aim(t[SEED], t[GATE], t[GATE_WORDS], end, lengths[i])
                    pending[again] = int64(i)
                    again += 1
            else:
                hits = walk(t, rows[i], (end, size), found, hits)
        count = again
    return hits


@part
def find_singles(t: Words, rows: Any, work: Any, found: Any, hits: int) -> Any:
    """Rows below an indicator of one label go on alone; gives the count of the others and hits."""
    (ends, sizes, _lengths, _masks, _keys), pending, count = work
    kept = 0
    for j in range(count):
        i = pending[j]
        end, size, mask, _odd = measured(ends[i], sizes[i])
        key = text_key(t[SEED], DOMAIN, end, last_label(end, size, mask))
        if may_hold(key, t[FULL], t[FULL_WORDS]):
            hits = walk(t, rows[i], (end, size), found, hits)
        else:
            pending[kept] = i
            kept += 1
    return kept, hits


@compiled(
    "void(int64[::1], boolean, int64, int32[::1], int32[::1], int32[:, ::1], int32[:, ::1],"
    " int64[::1])"
)
def screen_hosts(
    t: Words,
    web: bool,
    source: int,
    offsets: Any,
    rows: Any,
    found: Any,
    spill: Any,
    state: Any,
) -> None:
    """Hold rows against the domains, until all are done or `found` is full.

    source: address of the strings, 64 readable bytes on either side. offsets: int32, one more
    than strings. rows: which of them, int32. found: int32 [n, 2]. spill: int32 [2, rows]: odd rows;
    rows that end in a digit and may be an IPv4 address. state: next of `rows`, hits, odd, numeric.
    """
    ends, sizes = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    lengths, masks = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.uint64)
    keys, pending = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.int32)
    odds, numerics = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.int32)
    bench = (ends, sizes, lengths, masks, keys)
    while state[0] < rows.size:
        block = rows[state[0] : state[0] + BLOCK]
        counts = measure_block(t, block, (web, source, offsets), bench, (pending, odds, numerics))
        count, hits = counts[0], state[1]
        if t[SINGLES]:
            count, hits = find_singles(t, block, (bench, pending, count), found, hits)
        hits = find_block(t, block, (bench, pending, count), found, hits)
        if hits > found.shape[0]:
            return
        for j in range(counts[1]):
            spill[0, state[2] + j] = block[odds[j]]
        for j in range(counts[2]):
            spill[1, state[3] + j] = block[numerics[j]]
        state[0] += block.size
        state[1] = hits
        state[2] += counts[1]
        state[3] += counts[2]
