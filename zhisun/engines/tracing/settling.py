"""Purses against printed balances, and where money ends."""

from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.engines.tracing.book import printed
from zhisun.engines.tracing.compiled import bare
from zhisun.engines.tracing.purse import put, take
from zhisun.engines.tracing.scene import (
    ACCOUNT,
    AFTER,
    CLEAN,
    COVERED,
    END_ACCOUNT,
    END_FEN,
    END_LEVEL,
    END_STATE,
    END_STILL,
    ENDS,
    FEN,
    FIRST,
    HELD,
    LABEL,
    LEVEL,
    NONE,
    TRACED,
    UNDONE,
    VICTIM,
    Scene,
)

RESTING, FRONTIER, RETURNED, LEVEL_CAP, UNRECORDED = 0, 1, 4, 6, 9
"""As in `terms.EndState`."""

ANY_CLAIM = 0


@bare
def lying(scene: Scene, slot: int, level: int) -> int:
    """The state of money of `level` while it lies in an account."""
    if scene.room.slots[slot, VICTIM]:
        return RETURNED
    if level >= scene.ask.max_level:
        return LEVEL_CAP
    return RESTING if scene.room.slots[slot, COVERED] else FRONTIER


@bare
def end(scene: Scene, slot: int, money: tuple[int, int, int], state: int, still: int) -> None:
    """Write down that (label, level, fen) ends in an account; `still` fen of it is there."""
    room = scene.room
    at = room.sizes[ENDS]
    room.ends[at, 0] = money[0]
    room.ends[at, END_ACCOUNT] = room.slots[slot, ACCOUNT]
    room.ends[at, END_LEVEL] = money[1]
    room.ends[at, END_STATE] = state
    room.ends[at, END_FEN] = money[2]
    room.ends[at, END_STILL] = still
    room.sizes[ENDS] = at + 1


@bare
def settle(scene: Scene, slot: int, event: int, back_fen: int) -> None:
    """Hold exactly what the printed balance, `back_fen` before or after it, says.

    What the balance knows and no row tells is clean; what left without a row was clean as far as
    clean money reaches, and traced money from the oldest on where it does not.
    """
    balance = printed(scene.book, event)
    if balance == UNKNOWN_FEN:
        return
    slots = scene.room.slots
    should = max(0, balance + back_fen + slots[slot, UNDONE])
    if should > slots[slot, HELD]:
        put(scene, slot, should - slots[slot, HELD], CLEAN, 0)
        return
    lost = max(0, slots[slot, TRACED] - should)
    clean = slots[slot, HELD] - should - lost
    _lose(scene, slot, clean, CLEAN)
    _lose(scene, slot, lost, ANY_CLAIM)
    slots[slot, HELD] = should


@bare
def _lose(scene: Scene, slot: int, fen: int, label: int) -> None:
    """Take out the oldest clean money, or with ANY_CLAIM the oldest traced money."""
    room, lots = scene.room, scene.room.lots
    lot = room.slots[slot, FIRST]
    while fen > 0 and lot != NONE:
        after = lots[lot, AFTER]
        if (lots[lot, LABEL] == CLEAN) == (label == CLEAN):
            gone = min(fen, lots[lot, FEN])
            if label != CLEAN:
                money = (lots[lot, LABEL], lots[lot, LEVEL], gone)
                end(scene, slot, money, UNRECORDED, 0)
            take(room, slot, lot, gone)
            fen -= gone
        lot = after
