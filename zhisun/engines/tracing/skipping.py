"""Events that cannot touch an account's traced money are not walked one by one.

Money paid in later lies on top (LIFO), or older clean money goes first (FIFO), or all clean money
does (clean first): up to the first payment that reaches traced money the purse changes by sums
only, and whole blocks of events are passed at once. Other rules wait for the next payment.
"""

from zhisun.engines.tracing.book import (
    BLOCK,
    BLOCK_BITS,
    LEAST,
    MOVED,
    PAID,
    PAID_FEN,
    in_block,
    plain,
)
from zhisun.engines.tracing.compiled import bare
from zhisun.engines.tracing.purse import put, take
from zhisun.engines.tracing.scene import (
    ACCOUNT,
    AFTER,
    BEFORE,
    CLEAN,
    CLEAN_FIRST,
    FEN,
    FIRST,
    HELD,
    LABEL,
    LAST,
    LIFO,
    NEXT_EVENT,
    NONE,
    TRACED,
    Scene,
)

NEVER_ROW = 2**31


@bare
def next_touching(scene: Scene, slot: int) -> int:
    """The row of the first event from NEXT_EVENT on that may touch traced money, or NEVER_ROW."""
    book, slots = scene.book, scene.room.slots
    k, last = slots[slot, NEXT_EVENT], book.first_event[slots[slot, ACCOUNT] + 1]
    shield = _shield(scene, slot)
    nets = scene.ask.rule in (LIFO, CLEAN_FIRST)  # later credits shield too
    late = scene.ask.as_of + scene.ask.unit_seconds
    while k < last:
        if in_block(book, k, last, NEVER_ROW, scene.ask.as_of):
            block = book.blocks[k >> BLOCK_BITS]
            if shield >= (-block[LEAST] if nets else block[PAID_FEN]):
                shield += block[MOVED] if nets else -block[PAID_FEN]
                k += BLOCK
                continue
        event = book.event[k]
        row = event >> 1
        k += 1
        if book.second[row] > late:
            break
        if book.second[row] <= scene.ask.as_of:
            shield += _change(scene, event, nets)
            if shield < 0 or not plain(book, event):
                return row
    return NEVER_ROW


@bare
def _change(scene: Scene, event: int, nets: bool) -> int:  # noqa: FBT001 kernels take all by place
    fen = scene.book.fen[event >> 1]
    return -fen if event & 1 == PAID else fen if nets else 0


@bare
def _shield(scene: Scene, slot: int) -> int:
    """Clean fen that leave before any traced fen does."""
    room, rule = scene.room, scene.ask.rule
    if rule == CLEAN_FIRST:
        return room.slots[slot, HELD] - room.slots[slot, TRACED]
    shield = 0
    if rule <= LIFO:
        lot = room.slots[slot, LAST if rule == LIFO else FIRST]
        while lot != NONE and room.lots[lot, LABEL] == CLEAN:
            shield += room.lots[lot, FEN]
            lot = room.lots[lot, BEFORE if rule == LIFO else AFTER]
    return shield


@bare
def catch_up(scene: Scene, slot: int, row: int) -> None:
    """Let the events before `row` change the purse; none of them touches its traced money."""
    book, slots = scene.book, scene.room.slots
    k, last = slots[slot, NEXT_EVENT], book.first_event[slots[slot, ACCOUNT] + 1]
    paid = moved = 0
    while k < last:
        if in_block(book, k, last, row, scene.ask.as_of):
            paid += book.blocks[k >> BLOCK_BITS, PAID_FEN]
            moved += book.blocks[k >> BLOCK_BITS, MOVED]
            k += BLOCK
            continue
        event = book.event[k]
        if event >> 1 >= row:
            break
        k += 1
        if book.second[event >> 1] <= scene.ask.as_of:
            fen = book.fen[event >> 1]
            paid += fen if event & 1 == PAID else 0
            moved += -fen if event & 1 == PAID else fen
    slots[slot, NEXT_EVENT] = k
    if scene.ask.rule == LIFO:
        _take_clean(scene, slot, max(0, -moved))
        put(scene, slot, max(0, moved), CLEAN, 0)
    elif scene.ask.rule < LIFO:
        _take_clean(scene, slot, paid)
        put(scene, slot, moved + paid, CLEAN, 0)
    else:
        slots[slot, HELD] += moved


@bare
def _take_clean(scene: Scene, slot: int, fen: int) -> None:
    """Take `fen` of the clean money that goes first."""
    room = scene.room
    side = LAST if scene.ask.rule == LIFO else FIRST
    while fen > 0:
        lot = room.slots[slot, side]
        taken = min(fen, room.lots[lot, FEN])
        take(room, slot, lot, taken)
        fen -= taken
