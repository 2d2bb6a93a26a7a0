"""Poison (沾染): all that a claim's money could have touched. Exposure, never a claim.

Source: graph study §4.4.
"""

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing.book import PAID
from zhisun.engines.tracing.compiled import bare, kernel, pop, push
from zhisun.engines.tracing.scene import (
    ACCOUNT,
    EDGE_FEN,
    EDGE_LEVEL,
    EDGE_ROW,
    EDGES,
    END,
    FULL,
    HEAP,
    LEVEL,
    NEXT_EVENT,
    NO_END,
    NONE,
    SLOTS,
    TRACED,
    UNDONE,
    VICTIM,
    Scene,
    among,
    seat,
    void,
)
from zhisun.engines.tracing.settling import end, lying
from zhisun.engines.tracing.walk import open_slot

NOT_YET = 2**32
"""The level of an account that nothing has reached: beyond every cap."""


@kernel
def reach(scene: Scene, label: int, window_seconds: int) -> None:
    """Transfers and accounts reached by one claim; amounts are whole transfers.

    A reached account's payment carries on when it comes within `window_seconds` of the last
    arrival. Of slots LEVEL is the smallest level of an arrival, UNDONE its last second.
    """
    room, ask = scene.room, scene.ask
    _arrive(scene, ask.seed_row[label], ask.seed_fen[label], 1)
    while room.sizes[HEAP] > 0 and room.sizes[FULL] == 0:
        row, slot = room.heap[0] >> 32, room.heap[0] & 0xFFFFFFFF
        room.sizes[HEAP] = pop(room.heap, room.sizes[HEAP])
        second = scene.book.second[row]
        if second > ask.as_of + ask.unit_seconds:
            break
        carried = second <= ask.as_of and void(scene.book, row, ask.as_of) == MISSING
        carried &= second - room.slots[slot, UNDONE] <= window_seconds
        if carried and not among(ask.seed_row, row):
            _arrive(scene, row, scene.book.fen[row], room.slots[slot, LEVEL] + 1)
        _next_payment(scene, slot, row)
    for slot in range(room.sizes[SLOTS]):
        level, fen = room.slots[slot, LEVEL], room.slots[slot, TRACED]
        state = room.slots[slot, END]
        if state == NO_END:
            state = lying(scene, slot, level)
        end(scene, slot, (label, level, fen), state, 0)


@bare
def _arrive(scene: Scene, row: int, fen: int, level: int) -> None:
    """Exposure enters the payee of a row."""
    room = scene.room
    account = scene.book.payee[row]
    at = room.sizes[EDGES]
    if at == room.edges.shape[0] or room.sizes[SLOTS] == room.slots.shape[0]:
        room.sizes[FULL] = 1
        return
    room.edges[at, 0] = 0  # the label is the caller's
    room.edges[at, EDGE_ROW] = row
    room.edges[at, EDGE_LEVEL] = level
    room.edges[at, EDGE_FEN] = fen
    room.sizes[EDGES] = at + 1
    place = seat(scene, account)
    slot = room.found[place]
    if slot == NONE:
        slot = room.found[place] = room.sizes[SLOTS]
        room.sizes[SLOTS] += 1
        open_slot(scene, slot, account)
        room.slots[slot, LEVEL] = NOT_YET
    waited = _goes_on(scene, slot)
    room.slots[slot, TRACED] += fen
    room.slots[slot, LEVEL] = min(room.slots[slot, LEVEL], level)
    room.slots[slot, UNDONE] = scene.book.second[row]
    if _goes_on(scene, slot) and not waited:
        _next_payment(scene, slot, row)


@bare
def _goes_on(scene: Scene, slot: int) -> bool:
    """Whether payments of the account carry exposure on."""
    slots = scene.room.slots
    ended = slots[slot, END] != NO_END or slots[slot, VICTIM] != 0
    return not ended and slots[slot, LEVEL] < scene.ask.max_level


@bare
def _next_payment(scene: Scene, slot: int, row: int) -> None:
    """Wait for the account's next payment after `row`."""
    room, book = scene.room, scene.book
    k, last = room.slots[slot, NEXT_EVENT], book.first_event[room.slots[slot, ACCOUNT] + 1]
    while k < last and (book.event[k] >> 1 <= row or book.event[k] & 1 != PAID):
        k += 1
    room.slots[slot, NEXT_EVENT] = k
    if k < last:
        next_row = book.event[k] >> 1
        room.sizes[HEAP] = push(room.heap, room.sizes[HEAP], next_row << 32 | slot)
