"""Heavy parents: names like com.cn that are no indicators themselves but have many below them.

Hosts under a heavy parent are judged by one label more. Which parents are heavy decides how fast
screening is, never what it finds.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening.arrow import Column
from zhisun.engines.screening.filling import step_suffixes
from zhisun.engines.screening.keys import Words
from zhisun.engines.screening.layout import HEAVY_MASK
from zhisun.engines.screening.strings import Int32s, joined

LEVELS = 4
LEAST_BELOW = 4
Keys = np.ndarray[Any, np.dtype[np.uint64]]


def heavy_parents(
    t: Words,
    source: int,
    offsets: "np.ndarray[Any, np.dtype[np.uint32]]",
    names: Int32s,
    popular: Column,
    heavy: Keys,
) -> None:
    """Fill `heavy` (two places a bucket) from the rows `names`; parents of `popular` come first."""
    lengths = np.zeros(len(names), np.int32)
    keys = np.zeros(len(names), np.uint64)
    sizes = (offsets[names + 1] - offsets[names]).astype(np.int32)
    asked = _Asked(t, popular)
    left = names
    for _level in range(LEVELS):
        step_suffixes(t, source, offsets, left, lengths, keys)
        below = lengths < sizes
        chosen = _chosen(keys[below], np.sort(keys[~below]), asked.next())
        _put(chosen, heavy, int(t[HEAVY_MASK]))
        deeper = below & np.isin(keys, heavy[heavy != 0])
        left, lengths, sizes = left[deeper], lengths[deeper], sizes[deeper]
        keys = keys[deeper].copy()
        if not len(left):
            return


class _Asked:
    """The suffixes of popular hosts, one label longer at each call."""

    def __init__(self, t: Words, popular: Column) -> None:
        self.t = t
        count = 0 if popular is None else len(popular)
        self.text, self.offsets = joined(pa.array([], pa.string()) if popular is None else popular)
        self.rows = np.arange(count, dtype=np.int32)
        self.lengths = np.zeros(count, np.int32)
        self.keys: Keys = np.zeros(count, np.uint64)

    def next(self) -> Keys:
        address = self.text.ctypes.data
        step_suffixes(self.t, address, self.offsets, self.rows, self.lengths, self.keys)
        return self.keys


def _chosen(below: Keys, whole: Keys, asked: Keys) -> Keys:
    """Parents that are no names themselves: popular ones first, then those with most below."""
    parents, counts = _counted(below)
    whole_at = np.searchsorted(whole, parents)
    free = np.ones(len(parents), np.bool_)
    inside = whole_at < len(whole)
    free[inside] = whole[whole_at[inside]] != parents[inside]
    parents, counts = parents[free], counts[free]
    wanted = np.zeros(len(parents), np.int64)
    if len(parents) and len(asked):
        at = np.minimum(np.searchsorted(parents, asked), len(parents) - 1)
        hit = parents[at] == asked
        np.add.at(wanted, at[hit], 1)
    many = (counts >= LEAST_BELOW) | (wanted > 0)
    order = np.lexsort((parents[many], -counts[many], -wanted[many]))
    return parents[many][order]


def _counted(keys: Keys) -> tuple[Keys, "np.ndarray[Any, np.dtype[np.int64]]"]:
    keys = np.sort(keys)
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(first)
    return keys[starts], np.diff(np.append(starts, len(keys)))


def _put(chosen: Keys, heavy: Keys, mask: int) -> None:
    for key in chosen[: len(heavy)].tolist():
        bucket = 2 * (key & mask)
        if heavy[bucket] == 0:
            heavy[bucket] = key
        elif heavy[bucket + 1] == 0:
            heavy[bucket + 1] = key
