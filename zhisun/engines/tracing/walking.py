"""A walk from the outside: room is made as it is needed, and what it finds is summed up."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.tracing.book import Book, Int64s, Rows64
from zhisun.engines.tracing.reach import reach
from zhisun.engines.tracing.scene import (
    DISPLACED,
    EDGES,
    ENDS,
    FULL,
    SLOT_FACTS,
    SLOTS,
    Folk,
    Question,
    Scene,
    room,
)
from zhisun.engines.tracing.walk import walk

LEAST_LOTS = 1 << 10
ROOM_A_CLAIM = 64
"""Lots a claim when many are followed together: a walk that runs out of room begins again."""

ANY_TIME = 2**62


class Walked(NamedTuple):
    """What a walk found, as rows of whole numbers; rows of equal keys are one row, ascending.

    edges: label, row, level, fen. ends: label, account, level, state, fen, part still there.
    displaced: label, newer label, row, fen. slots: see `scene`; one row an account money came to.
    """

    edges: Rows64
    ends: Rows64
    displaced: Rows64
    slots: Rows64


def walked(book: Book, folk: Folk, question: Question) -> Walked:
    """Follow the seeds of one question by its rule. Same input, same bytes."""
    lots = LEAST_LOTS
    while lots < ROOM_A_CLAIM * question.seed_row.size:
        lots *= 4
    while True:
        space = room(lots)
        walk(Scene(book, folk, question, space))
        sizes = space.sizes
        if not sizes[FULL]:
            break
        lots *= 4
    return Walked(
        summed(space.edges[: sizes[EDGES]], 3),
        summed(space.ends[: sizes[ENDS]], 4),
        summed(space.displaced[: sizes[DISPLACED]], 3),
        space.slots[: sizes[SLOTS]],
    )


def reached(book: Book, folk: Folk, question: Question, window_seconds: int | None) -> Walked:
    """What every claim could have touched, claim by claim; fen are exposure and sum to nothing."""
    window = ANY_TIME if window_seconds is None else window_seconds
    found = [
        _reached(Scene(book, folk, question, room(LEAST_LOTS)), label, window)
        for label in range(question.seed_row.size)
    ]
    edges, ends = (
        np.concatenate([part[i] for part in found]) if found else np.empty((0, width), np.int64)
        for i, width in ((0, 4), (1, 6))
    )
    nothing = np.empty((0, 4), dtype=np.int64)
    return Walked(edges, ends, nothing, np.empty((0, SLOT_FACTS), dtype=np.int64))


def _reached(scene: Scene, label: int, window_seconds: int) -> tuple[Rows64, Rows64]:
    reach(scene, label, window_seconds)
    space = scene.room
    if space.sizes[FULL]:
        return _reached(scene._replace(room=room(4 * len(space.slots))), label, window_seconds)
    edges = summed(space.edges[: space.sizes[EDGES]], 3)
    edges[:, 0] = label
    return edges, summed(space.ends[: space.sizes[ENDS]], 4)


def summed(rows: Rows64, keys: int) -> Rows64:
    """Rows with equal first `keys` columns as one row, ascending; the other columns added up."""
    if len(rows) == 0:
        return rows.copy()
    ordered = rows[np.lexsort([rows[:, k] for k in reversed(range(keys))])]
    first = np.concatenate([_TRUE, (ordered[1:, :keys] != ordered[:-1, :keys]).any(axis=1)])
    starts = np.flatnonzero(first)
    totals: Int64s = np.add.reduceat(ordered[:, keys:], starts, axis=0)
    return np.hstack([ordered[starts, :keys], totals])


_TRUE: NDArray[np.bool_] = np.array([True])
