"""IPv4 addresses against addresses and networks, and whole strings against exact indicators."""

from typing import Any

import numpy as np

from zhisun.engines.screening.hosts import DOT, measured, span, upper
from zhisun.engines.screening.keys import Words, emit, find_text, place_in, text_key
from zhisun.engines.screening.layout import BLOCK, FULL, FULL_WORDS, SEED
from zhisun.engines.screening.machine import compiled, inlined, int64, load8, prefetch, unprintable
from zhisun.engines.screening.numbers import address, find_networks

WINDOW = 64
FORMED = 64


@compiled(
    "void(int64[::1], boolean, int64, int32[::1], int32[::1], int32[:, ::1], int32[:, ::1],"
    " int64[::1])"
)
def screen_addresses(
    t: Words,
    web: bool,
    source: int,
    offsets: Any,
    rows: Any,
    found: Any,
    _spill: Any,
    state: Any,
) -> None:
    """Hold the rows that may be IPv4 addresses against the IP indicators. As `screen_hosts`."""
    while state[0] < rows.size:
        row = rows[state[0]]
        start, stop, _unclear = span(web, source, offsets, row)
        end, size, _mask, _odd = measured(stop, stop - start)
        while size > 1 and load8(end - size) == DOT:
            size -= 1
        number = address(end - size, end)
        hits = find_networks(t, row, number, found, state[1]) if number >= 0 else state[1]
        if hits > found.shape[0]:
            return
        state[0] += 1
        state[1] = hits


@inlined
def is_plain(end: int, size: int) -> bool:
    """Whether a string is of visible ASCII alone."""
    while size > WINDOW:
        if unprintable(end - WINDOW) != np.uint64(0):
            return False
        end, size = end - WINDOW, size - WINDOW
    return size > 0 and unprintable(end - WINDOW) & upper(size) == np.uint64(0)


@compiled(
    "void(int64[::1], int64, int64, int32[::1], int32[::1], int32[:, ::1], int32[:, ::1],"
    " int64[::1])"
)
def screen_texts(
    t: Words,
    mode: int,
    source: int,
    offsets: Any,
    rows: Any,
    found: Any,
    spill: Any,
    state: Any,
) -> None:
    """Hold whole rows against indicators of one kind. As `screen_hosts`.

    mode: the kind, + FORMED if the rows are in normal form. If not, spill[0]: rows with blanks
    or beyond ASCII.
    """
    kind = mode % FORMED
    keys, plain = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.bool_)
    while state[0] < rows.size:
        block = rows[state[0] : state[0] + BLOCK]
        for i in range(block.size):
            end = source + offsets[block[i] + 1]
            size = int64(offsets[block[i] + 1] - offsets[block[i]])
            keys[i] = text_key(t[SEED], kind, end, size)
            prefetch(t[FULL] + (place_in(keys[i], t[FULL_WORDS]) << 3))
            plain[i] = mode >= FORMED or is_plain(end, size)
        hits, odd_count = state[1], state[2]
        for i in range(block.size):
            row = block[i]
            if plain[i]:
                size = int64(offsets[row + 1] - offsets[row])
                end = source + offsets[row + 1]
                hits = emit(t, row, find_text(t, keys[i], kind, end, size, False), found, hits)
            else:
                spill[0, odd_count] = row
                odd_count += 1
        if hits > found.shape[0]:
            return
        state[0] += block.size
        state[1] = hits
        state[2] = odd_count
