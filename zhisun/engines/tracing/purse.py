"""Purses: an account's money as a chain of lots, oldest first."""

from zhisun.engines.tracing.compiled import bare
from zhisun.engines.tracing.scene import (
    AFTER,
    BEFORE,
    CLEAN,
    DRAWN,
    FEN,
    FIRST,
    FREE,
    HAIRCUT,
    HELD,
    LABEL,
    LAST,
    LEVEL,
    LIFO,
    LOT_FREE,
    LOTS,
    LOTS_USED,
    NONE,
    TRACED,
    Room,
    Scene,
)


@bare
def put(scene: Scene, slot: int, fen: int, label: int, level: int) -> None:
    """Money behind all other in the purse, joined with the last lot where they are alike.

    Rules that do not ask where clean money stands keep no lots of it; the haircut keeps one lot a
    claim, the oldest claim first.
    """
    if fen == 0:
        return
    room, lots = scene.room, scene.room.lots
    room.slots[slot, HELD] += fen
    if label != CLEAN:
        room.slots[slot, TRACED] += fen
    elif scene.ask.rule > LIFO:
        return
    last = room.slots[slot, LAST]
    if scene.ask.rule == HAIRCUT:
        while last != NONE and lots[last, LABEL] > label:
            last = lots[last, BEFORE]
        if last != NONE and lots[last, LABEL] == label:
            lots[last, FEN] += fen
            lots[last, LEVEL] = min(lots[last, LEVEL], level)
            return
    elif last != NONE and lots[last, LABEL] == label and lots[last, LEVEL] == level:
        lots[last, FEN] += fen
        return
    lot = _new_lot(room)
    lots[lot, FEN] = fen
    lots[lot, LABEL] = label
    lots[lot, LEVEL] = level
    _insert(room, slot, lot, last)


@bare
def _new_lot(room: Room) -> int:
    lot = room.sizes[LOT_FREE]
    if lot == NONE:
        lot = room.sizes[LOTS_USED]
        room.sizes[LOTS_USED] += 1
    else:
        room.sizes[LOT_FREE] = room.lots[lot, AFTER]
    return lot


@bare
def _insert(room: Room, slot: int, lot: int, before: int) -> None:
    """Chain `lot` behind the lot `before`, NONE for the very first place."""
    slots, lots = room.slots, room.lots
    after = slots[slot, FIRST] if before == NONE else lots[before, AFTER]
    lots[lot, BEFORE] = before
    lots[lot, AFTER] = after
    if before == NONE:
        slots[slot, FIRST] = lot
    else:
        lots[before, AFTER] = lot
    if after == NONE:
        slots[slot, LAST] = lot
    else:
        lots[after, BEFORE] = lot
    slots[slot, LOTS] += 1


@bare
def take(room: Room, slot: int, lot: int, fen: int) -> None:
    """Take `fen` out of a lot; an empty one leaves the purse."""
    slots, lots = room.slots, room.lots
    slots[slot, HELD] -= fen
    if lots[lot, LABEL] != CLEAN:
        slots[slot, TRACED] -= fen
    lots[lot, FEN] -= fen
    if lots[lot, FEN] > 0:
        return
    before, after = lots[lot, BEFORE], lots[lot, AFTER]
    if before == NONE:
        slots[slot, FIRST] = after
    else:
        lots[before, AFTER] = after
    if after == NONE:
        slots[slot, LAST] = before
    else:
        lots[after, BEFORE] = before
    slots[slot, LOTS] -= 1
    lots[lot, LABEL] = FREE
    lots[lot, AFTER] = room.sizes[LOT_FREE]
    room.sizes[LOT_FREE] = lot


@bare
def hand_over(room: Room, slot: int, lot: int, fen: int) -> None:
    """Take `fen` out of a lot and add it to what is drawn."""
    at = room.sizes[DRAWN]
    room.drawn[at, FEN] = fen
    room.drawn[at, LABEL] = room.lots[lot, LABEL]
    room.drawn[at, LEVEL] = room.lots[lot, LEVEL]
    room.sizes[DRAWN] = at + 1
    take(room, slot, lot, fen)


@bare
def emptied(room: Room, slot: int) -> None:
    """Give back the lots of a purse without traced money; what it holds stays known."""
    held = room.slots[slot, HELD]
    while room.slots[slot, FIRST] != NONE:
        lot = room.slots[slot, FIRST]
        take(room, slot, lot, room.lots[lot, FEN])
    room.slots[slot, HELD] = held
