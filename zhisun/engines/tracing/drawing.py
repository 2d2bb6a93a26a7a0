"""Which money leaves when an account pays: the rules. Source: graph study §4.4.

先进先出 first in first out: Clayton's case, 1816. 后进先出 last in first out. Traced first: upper
bound of what left. Clean first, the lowest intermediate balance: lower bound. 比例混同
haircut: every claim by its part of the balance, whole fen, never more traced money than balance.
"""

import numpy as np

from zhisun.engines.tracing.compiled import bare, pop, push
from zhisun.engines.tracing.purse import hand_over
from zhisun.engines.tracing.scene import (
    AFTER,
    CLEAN_FIRST,
    DRAWN,
    FEN,
    FIRST,
    HAIRCUT,
    HELD,
    LAST,
    LIFO,
    LOTS,
    TRACED,
    Room,
    Scene,
)


@bare
def draw(scene: Scene, slot: int, fen: int) -> None:
    """Take `fen`, or all there is, out of a purse by the rule; traced lots go to `room.drawn`."""
    room, slots, rule = scene.room, scene.room.slots, scene.ask.rule
    room.sizes[DRAWN] = 0
    held = slots[slot, HELD]
    fen = min(fen, held)
    traced = slots[slot, TRACED]
    if rule == HAIRCUT:
        if fen < held:
            _draw_shares(scene, slot, share(traced, fen, held))
        else:
            _draw_lots(scene, slot, traced)
    elif rule <= LIFO:
        _draw_lots(scene, slot, fen)
    elif rule == CLEAN_FIRST:
        _draw_lots(scene, slot, max(0, fen - (held - traced)))
    else:
        _draw_lots(scene, slot, min(fen, traced))
    slots[slot, HELD] = held - fen


@bare
def _draw_lots(scene: Scene, slot: int, fen: int) -> None:
    """Whole lots from the rule's end of the chain, the last one split."""
    room = scene.room
    side = LAST if scene.ask.rule == LIFO else FIRST
    while fen > 0:
        lot = room.slots[slot, side]
        taken = min(fen, room.lots[lot, FEN])
        hand_over(room, slot, lot, taken)
        fen -= taken


@bare
def _draw_shares(scene: Scene, slot: int, fen: int) -> None:
    """`fen` of the traced money, from every claim by its part; largest remainders, then older."""
    room = scene.room
    traced, size = room.slots[slot, TRACED], room.slots[slot, LOTS]
    shares, lacks = room.shares, room.lacks
    left = fen
    lot = room.slots[slot, FIRST]
    for k in range(size):
        shares[k] = share(room.lots[lot, FEN], fen, traced)
        lacks[k] = room.lots[lot, FEN] * fen - shares[k] * traced  # exact: below `traced`
        left -= shares[k]
        lot = room.lots[lot, AFTER]
    _hand_out(room, size, left)
    lot = room.slots[slot, FIRST]
    for k in range(size):
        after = room.lots[lot, AFTER]
        if shares[k] > 0:
            hand_over(room, slot, lot, shares[k])
        lot = after


@bare
def _hand_out(room: Room, size: int, left: int) -> None:
    """One fen more to each of the `left` largest remainders; of equal ones to the first."""
    if left == 0:
        return
    shares, lacks, largest = room.shares, room.lacks, room.largest
    for k in range(size):
        push(largest, k, -lacks[k])
    least = lacks[0]
    for k in range(left):
        least = -largest[0]
        pop(largest, size - k)
    ties = left
    for k in range(size):
        ties -= lacks[k] > least
    for k in range(size):
        if lacks[k] > least or (lacks[k] == least and ties > 0):
            shares[k] += 1
            ties -= lacks[k] == least


@bare
def share(fen: int, part: int, whole: int) -> int:
    """floor(fen * part / whole) of whole numbers below 2**62, part <= whole, without their product.

    The guess in floating point is off by little; the remainder, exact modulo 2**64, tells how much.
    """
    guess = np.int64(np.float64(fen) * (np.float64(part) / np.float64(whole)))
    rest = fen * part - guess * whole
    while rest < 0 or rest >= whole:
        step = np.int64(np.floor(np.float64(rest) / np.float64(whole)))
        step = step if step != 0 else np.int64(1)
        guess += step
        rest -= step * whole
    return int(guess)
