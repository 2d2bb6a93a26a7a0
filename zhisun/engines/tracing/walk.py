"""One walk along the ledger: lots of money leave purses by the rule and enter others.

Only accounts that hold traced money are looked at, and of their events, in canonical order, those
that can touch it; of the others it is enough to know how much they hold when traced money comes.
"""

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing.accounts import advance, opening
from zhisun.engines.tracing.book import GOT, PAID, place_of
from zhisun.engines.tracing.compiled import bare, kernel, pop, push
from zhisun.engines.tracing.drawing import draw
from zhisun.engines.tracing.purse import emptied, put
from zhisun.engines.tracing.scene import (
    ACCOUNT,
    AFTER,
    CLEAN,
    COVERED,
    DISPLACED,
    DRAWN,
    DUE,
    EDGE_FEN,
    EDGE_LEVEL,
    EDGE_ROW,
    EDGES,
    END,
    ENDS,
    FEN,
    FIRST,
    FULL,
    HEAP,
    HELD,
    LABEL,
    LAST,
    LEVEL,
    LOTS,
    LOTS_USED,
    NEXT_EVENT,
    NO_END,
    NONE,
    OPENING,
    SHOWN,
    SLOTS,
    TRACED,
    UNDONE,
    VICTIM,
    Scene,
    among,
    seat,
    void,
)
from zhisun.engines.tracing.settling import end, lying, settle
from zhisun.engines.tracing.skipping import NEVER_ROW, catch_up, next_touching

PLATFORM, RETURNED, LEVEL_CAP, DUST, SUPERSEDED = 3, 4, 6, 7, 8
"""As in `terms.EndState`."""


@kernel
def walk(scene: Scene) -> None:
    """Follow all seeds to the as-of second. O(events of accounts with traced money, log lots)."""
    room, seeds = scene.room, scene.ask.seed_row
    at = 0
    while room.sizes[FULL] == 0:
        row = room.heap[0] >> 32 if room.sizes[HEAP] > 0 else NEVER_ROW
        row = min(row, seeds[at] if at < seeds.size else NEVER_ROW)
        late = scene.ask.as_of + scene.ask.unit_seconds
        if row == NEVER_ROW or scene.book.second[row] > late:
            break
        upto = at
        while upto < seeds.size and seeds[upto] == row:
            upto += 1
        payer, payee = _called(scene, row)
        if scene.book.second[row] <= scene.ask.as_of and _fits(scene, payer, payee, upto - at):
            _move(scene, row, (payer, payee), (at, upto))
        _go_on(scene, row, payer)
        if payee != payer:
            _go_on(scene, row, payee)
        at = upto
    if room.sizes[FULL] == 0:
        _close(scene)


@bare
def _called(scene: Scene, row: int) -> tuple[int, int]:
    """The slots of the row's payer and payee that hold traced money, brought up to the row."""
    room = scene.room
    while room.sizes[HEAP] > 0 and room.heap[0] >> 32 == row:
        room.sizes[HEAP] = pop(room.heap, room.sizes[HEAP])
    return _holding(scene, scene.book.payer[row], row), _holding(scene, scene.book.payee[row], row)


@bare
def _holding(scene: Scene, account: int, row: int) -> int:
    """The slot of an account with traced money as it is before `row`, or NONE."""
    slot = scene.room.found[seat(scene, account)]
    if slot == NONE or scene.room.slots[slot, TRACED] == 0:
        return NONE
    if scene.room.sizes[LOTS_USED] == scene.room.lots.shape[0]:
        scene.room.sizes[FULL] = 1
        return NONE
    catch_up(scene, slot, row)
    return slot


@bare
def _fits(scene: Scene, payer: int, payee: int, seeds: int) -> bool:
    """Whether the room holds whatever this row can bring; else the walk is called off."""
    room = scene.room
    lots = seeds + 4
    lots += room.slots[payer, LOTS] if payer != NONE else 0
    lots += room.slots[payee, LOTS] if payee != NONE else 0
    left = min(
        room.lots.shape[0] - room.sizes[LOTS_USED], room.displaced.shape[0] - room.sizes[DISPLACED]
    )
    left = min(left, room.edges.shape[0] - room.sizes[EDGES])
    left = min(left, (room.ends.shape[0] - room.sizes[ENDS]) // 2)
    left = min(left, room.slots.shape[0] - room.sizes[SLOTS])
    left = min(left, room.heap.size - room.sizes[HEAP])
    if lots > left:
        room.sizes[FULL] = 1
    return lots <= left


@bare
def _go_on(scene: Scene, row: int, slot: int) -> None:
    """Wait for the account's next event that can touch its traced money, while it holds some."""
    if slot == NONE:
        return
    room = scene.room
    slots = room.slots
    k = slots[slot, NEXT_EVENT]
    if scene.book.event[k] >> 1 == row:
        k += 1
        slots[slot, NEXT_EVENT] = k
    if slots[slot, TRACED] == 0:
        slots[slot, DUE] = NEVER_ROW
        emptied(room, slot)
        return
    due = next_touching(scene, slot)
    if due != slots[slot, DUE]:
        slots[slot, DUE] = due
        if due != NEVER_ROW:
            room.sizes[HEAP] = push(room.heap, room.sizes[HEAP], due << 32 | slot)


@bare
def _move(scene: Scene, row: int, sides: tuple[int, int], seeds: tuple[int, int]) -> None:
    """Let the money of one row leave its payer and enter its payee."""
    book, room = scene.book, scene.room
    payer, payee = sides
    if void(book, row, scene.ask.as_of) != MISSING:
        _set_apart(scene, row, sides)
        return
    room.sizes[DRAWN] = 0
    if payer != NONE:
        settle(scene, payer, row * 2 + PAID, book.fen[row])
        draw(scene, payer, book.fen[row])
    if seeds[0] < seeds[1]:
        _displace(scene, row, payer, seeds)
    elif payer != NONE:
        _one_level_on(scene, payer)
    marked = False
    for k in range(room.sizes[DRAWN]):
        marked |= room.drawn[k, LABEL] != CLEAN
    if marked or payee != NONE:
        _enter(scene, row, payee)


@bare
def _set_apart(scene: Scene, row: int, sides: tuple[int, int]) -> None:
    """A voided row moves nothing, but until its opposite comes printed balances know of it."""
    book, slots = scene.book, scene.room.slots
    if book.reversal[row] == row:
        return
    if sides[0] != NONE:
        slots[sides[0], UNDONE] += book.fen[row]
    if sides[1] != NONE:
        slots[sides[1], UNDONE] -= book.fen[row]


@bare
def _displace(scene: Scene, row: int, payer: int, seeds: tuple[int, int]) -> None:
    """Traced money that pays a claimed transfer is superseded; the claims enter in its place."""
    room, ask = scene.room, scene.ask
    for k in range(room.sizes[DRAWN]):
        label = room.drawn[k, LABEL]
        if label != CLEAN:
            end(scene, payer, (label, room.drawn[k, LEVEL], room.drawn[k, FEN]), SUPERSEDED, 0)
            at = room.sizes[DISPLACED]
            room.displaced[at, 0] = label
            room.displaced[at, 1] = ask.seed_label[seeds[0]]
            room.displaced[at, 2] = row
            room.displaced[at, 3] = room.drawn[k, FEN]
            room.sizes[DISPLACED] = at + 1
    room.sizes[DRAWN] = seeds[1] - seeds[0]
    for k in range(room.sizes[DRAWN]):
        room.drawn[k, FEN] = ask.seed_fen[seeds[0] + k]
        room.drawn[k, LABEL] = ask.seed_label[seeds[0] + k]
        room.drawn[k, LEVEL] = 1


@bare
def _one_level_on(scene: Scene, payer: int) -> None:
    """What is drawn moves on, save what ends at the payer: that turns clean where it stands."""
    room = scene.room
    for k in range(room.sizes[DRAWN]):
        label, level = room.drawn[k, LABEL], room.drawn[k, LEVEL]
        if label == CLEAN:
            continue
        state = lying(scene, payer, level)
        if state in (RETURNED, LEVEL_CAP):
            end(scene, payer, (label, level, room.drawn[k, FEN]), state, 0)
            room.drawn[k, LABEL] = CLEAN
            room.drawn[k, LEVEL] = 0
        else:
            room.drawn[k, LEVEL] = level + 1


@bare
def _enter(scene: Scene, row: int, payee: int) -> None:
    """What is drawn, and clean money for the rest of the row, enters the payee."""
    book, room = scene.book, scene.room
    rest = _carried(scene, row)
    slot = payee if payee != NONE else _reached(scene, book.payee[row], row)
    state = room.slots[slot, END]
    if state == NO_END:
        settle(scene, slot, row * 2 + GOT, -book.fen[row])
    for k in range(room.sizes[DRAWN]):
        fen, label, level = room.drawn[k, FEN], room.drawn[k, LABEL], room.drawn[k, LEVEL]
        if label != CLEAN and (state != NO_END or fen < scene.ask.dust_fen):
            end(scene, slot, (label, level, fen), state if state != NO_END else DUST, 0)
            label, level = CLEAN, 0
        if state == NO_END:
            put(scene, slot, fen, label, level)
    if state == NO_END:
        put(scene, slot, rest, CLEAN, 0)
        settle(scene, slot, row * 2 + GOT, 0)
        if payee == NONE:
            _go_on(scene, row, slot)


@bare
def _carried(scene: Scene, row: int) -> int:
    """Write down what the row carries of every claim; the clean rest of its fen."""
    room = scene.room
    rest = scene.book.fen[row]
    for k in range(room.sizes[DRAWN]):
        rest -= room.drawn[k, FEN]
        if room.drawn[k, LABEL] != CLEAN:
            at = room.sizes[EDGES]
            room.edges[at, 0] = room.drawn[k, LABEL]
            room.edges[at, EDGE_ROW] = row
            room.edges[at, EDGE_LEVEL] = room.drawn[k, LEVEL]
            room.edges[at, EDGE_FEN] = room.drawn[k, FEN]
            room.sizes[EDGES] = at + 1
    return rest


@bare
def _reached(scene: Scene, account: int, row: int) -> int:
    """The slot of an account without traced money, ready to receive some by `row`."""
    room, book = scene.room, scene.book
    at = seat(scene, account)
    slot = room.found[at]
    if slot == NONE:
        slot = room.sizes[SLOTS]
        room.sizes[SLOTS] += 1
        room.found[at] = slot
        open_slot(scene, slot, account)
    if room.slots[slot, END] != NO_END:
        return slot
    first = room.slots[slot, NEXT_EVENT]
    k = place_of(book, account, row)
    held, undone = advance(
        book,
        (first, k),
        scene.ask.as_of,
        room.slots[slot, HELD],
        room.slots[slot, UNDONE],
    )
    room.slots[slot, NEXT_EVENT] = k
    room.slots[slot, UNDONE] = undone
    room.slots[slot, HELD] = 0
    put(scene, slot, held, CLEAN, 0)
    return slot


@bare
def open_slot(scene: Scene, slot: int, account: int) -> None:
    """What is known of an account before anything moved."""
    book, folk, ask = scene.book, scene.folk, scene.ask
    slots = scene.room.slots
    opened, victim = among(ask.opened, account), among(ask.victims, account)
    state = int(folk.end[account])
    if state == NO_END and not victim and book.hub_from[account] <= ask.as_of:
        state = PLATFORM
    slots[slot, :] = 0
    slots[slot, ACCOUNT] = account
    slots[slot, NEXT_EVENT] = book.first_event[account]
    slots[slot, DUE] = NEVER_ROW
    slots[slot, FIRST] = slots[slot, LAST] = NONE
    slots[slot, END] = NO_END if opened else state
    slots[slot, VICTIM] = victim
    slots[slot, COVERED] = folk.covered[account] >= ask.as_of
    if slots[slot, END] == NO_END:
        held, shown = opening(book, folk, account, ask.as_of)
        slots[slot, OPENING] = slots[slot, HELD] = held
        slots[slot, SHOWN] = shown


@bare
def _close(scene: Scene) -> None:
    """Name what lies in the purses, and bring every account up to the as-of second."""
    room, book = scene.room, scene.book
    for slot in range(room.sizes[SLOTS]):
        if room.slots[slot, END] != NO_END:
            continue
        if room.ends.shape[0] - room.sizes[ENDS] < room.slots[slot, LOTS]:
            room.sizes[FULL] = 1
            return
        lot = room.slots[slot, FIRST]
        while lot != NONE:
            label, level, fen = room.lots[lot, LABEL], room.lots[lot, LEVEL], room.lots[lot, FEN]
            if label != CLEAN:
                end(scene, slot, (label, level, fen), lying(scene, slot, level), fen)
            lot = room.lots[lot, AFTER]
        if room.slots[slot, TRACED] > 0:
            _holding(scene, room.slots[slot, ACCOUNT], NEVER_ROW)
            continue
        span = (room.slots[slot, NEXT_EVENT], book.first_event[room.slots[slot, ACCOUNT] + 1])
        known = (room.slots[slot, HELD], room.slots[slot, UNDONE])
        room.slots[slot, HELD] = advance(book, span, scene.ask.as_of, known[0], known[1])[0]
