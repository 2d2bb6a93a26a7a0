"""What one walk works on: the book, what is known of accounts, the question, and room for lots.

A *slot* is an account that traced money came to; a *lot* is fen of one origin in its purse. Lots
of a purse are chained, oldest first. Labels number the claims of the question.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing.book import Book, Int64s, Rows64
from zhisun.engines.tracing.compiled import bare

FIFO, LIFO, TAINT_FIRST, CLEAN_FIRST, HAIRCUT = range(5)
"""Numbers of the rules; the first two keep clean money in its place among the lots."""

CLEAN, NONE, NO_END = -1, -1, -1
FREE = -2
"""The label of a lot that is in no purse."""

# columns of slots
(
    ACCOUNT,
    NEXT_EVENT,
    HELD,
    TRACED,
    FIRST,
    LAST,
    LOTS,
    END,
    VICTIM,
    COVERED,
    OPENING,
    SHOWN,
    UNDONE,
    DUE,
) = range(14)
SLOT_FACTS = 14
# columns of lots
FEN, LABEL, LEVEL, AFTER, BEFORE = range(5)
# columns of edges, of ends, of displaced money; their first is the label
EDGE_ROW, EDGE_LEVEL, EDGE_FEN = 1, 2, 3
END_ACCOUNT, END_LEVEL, END_STATE, END_FEN, END_STILL = 1, 2, 3, 4, 5
# places in sizes
SLOTS, LOTS_USED, LOT_FREE, EDGES, ENDS, DISPLACED, HEAP, DRAWN, FULL = range(9)


class Folk(NamedTuple):
    """What is known of each account by position, whatever is asked."""

    end: NDArray[np.int8]  # EndState of money that arrives at this kind, or NO_END
    opening: Int64s  # UNKNOWN_FEN where no source states it
    covered: Int64s  # the second the statement reaches
    holder: NDArray[np.int32]  # same number, same holder; MISSING


class Question(NamedTuple):
    """One question. Seeds are sorted by row, then label; labels ascend with the older claim."""

    rule: int
    as_of: int  # second
    unit_seconds: int
    max_level: int
    dust_fen: int
    victims: Int64s  # ascending positions
    opened: Int64s  # ascending positions: followed through whatever they are
    seed_row: Int64s
    seed_label: Int64s
    seed_fen: Int64s


class Room(NamedTuple):
    """Space of a walk. When `sizes[FULL]` is set it was too small and the walk begins again."""

    slots: Rows64
    lots: Rows64
    edges: Rows64  # label, row, level, fen
    ends: Rows64  # label, account, level, state, fen, part of it still there
    displaced: Rows64  # label, newer label, row, fen
    drawn: Rows64  # fen, label, level
    shares: Int64s  # of the lots of one purse, while a rule shares among them
    lacks: Int64s
    largest: Int64s
    found: Int64s  # hash table of slots by account
    heap: Int64s  # next row of each slot with traced money, row << 32 | slot
    sizes: Int64s


class Scene(NamedTuple):
    """Everything a step needs."""

    book: Book
    folk: Folk
    ask: Question
    room: Room


def room(lots: int) -> Room:
    """Space for `lots` lots, a power of two, and what goes with them."""
    return Room(
        slots=np.empty((lots, SLOT_FACTS), dtype=np.int64),
        lots=np.empty((lots, 5), dtype=np.int64),
        edges=np.empty((2 * lots, 4), dtype=np.int64),
        ends=np.empty((2 * lots, 6), dtype=np.int64),
        displaced=np.empty((lots, 4), dtype=np.int64),
        drawn=np.empty((lots, 3), dtype=np.int64),
        shares=np.empty(lots, dtype=np.int64),
        lacks=np.empty(lots, dtype=np.int64),
        largest=np.empty(lots, dtype=np.int64),
        found=np.full(2 * lots, NONE, dtype=np.int64),
        heap=np.empty(2 * lots, dtype=np.int64),
        sizes=np.array([0, 0, NONE, 0, 0, 0, 0, 0, 0], dtype=np.int64),
    )


@bare
def among(values: Int64s, value: int) -> bool:
    """Whether an ascending list holds `value`."""
    low, high = 0, values.size
    while low < high:
        middle = (low + high) // 2
        if values[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low < values.size and values[low] == value


@bare
def void(book: Book, row: int, as_of: int) -> int:
    """The row this one is voided with as far as known, itself if alone, MISSING if it stands."""
    other = book.reversal[row]
    if other != MISSING and book.second[other] > as_of:
        return MISSING
    return other


@bare
def seat(scene: Scene, account: int) -> int:
    """The place of `account` in the hash table: its own, or the empty one it would take."""
    table = scene.room.found
    at = (account * 0x9E3779B1) & (table.size - 1)
    while table[at] != NONE and scene.room.slots[table[at], ACCOUNT] != account:
        at = (at + 1) & (table.size - 1)
    return at
