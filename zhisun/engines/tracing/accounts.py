"""What an account held before its first known transfer, and up to some row (期初余额、余额).

A balance column gives the opening exactly. Without one it is the smallest amount that keeps the
account from going below zero: the assumption that blames the least on money nobody has seen. An
account whose statement shows none of its transfers starts from nothing, so that what its
counterparties saw leaving is followed. Source: graph study §4.2, §4.6 (missing downstream).
"""

import numpy as np

from zhisun.engines.tables import MISSING, UNKNOWN_FEN
from zhisun.engines.tracing.book import (
    BLOCK,
    BLOCK_BITS,
    LEAST,
    MOVED,
    PAID,
    Book,
    Int64s,
    Rows64,
    in_block,
    printed,
)
from zhisun.engines.tracing.compiled import bare, inner, kernel
from zhisun.engines.tracing.scene import Folk, void

ANY_ROW = 2**31

SHORTFALL, UNRECORDED_CREDIT, UNRECORDED_DEBIT = 0, 1, 2
"""As in `terms.Fault`."""


@bare
def opening(book: Book, folk: Folk, account: int, as_of: int) -> tuple[int, int]:
    """Opening fen, and 1 where a source shows it."""
    if folk.opening[account] != UNKNOWN_FEN:
        return max(0, folk.opening[account]), 1
    moved = needed = undone = 0
    first, last = book.first_event[account], book.first_event[account + 1]
    k = first
    while k < last:
        if in_block(book, k, last, ANY_ROW, as_of):
            needed = max(needed, -(moved + book.blocks[k >> BLOCK_BITS, LEAST]))
            moved += book.blocks[k >> BLOCK_BITS, MOVED]
            k += BLOCK
            continue
        event = book.event[k]
        row = event >> 1
        k += 1
        if book.second[row] > as_of:
            continue
        signed = -book.fen[row] if event & 1 == PAID else book.fen[row]
        balance = printed(book, event)
        other = void(book, row, as_of)
        if balance != UNKNOWN_FEN:
            return max(needed, balance - signed + undone - moved), 1
        if other == MISSING:
            moved += signed
            needed = max(needed, -moved)
        elif other != row:
            undone -= signed
    bare = first < last and folk.covered[account] < book.second[book.event[first] >> 1]
    return (0 if bare else needed), 0


@bare
def advance(
    book: Book, span: tuple[int, int], as_of: int, held: int, undone: int
) -> tuple[int, int]:
    """What an account holds after the events of `span`, and what voided rows keep apart."""
    k = span[0]
    while k < span[1]:
        block = k >> BLOCK_BITS
        if in_block(book, k, span[1], ANY_ROW, as_of) and held + book.blocks[block, LEAST] >= 0:
            held += book.blocks[block, MOVED]
            k += BLOCK
            continue
        event = book.event[k]
        row = event >> 1
        k += 1
        if book.second[row] > as_of:
            continue
        signed = -book.fen[row] if event & 1 == PAID else book.fen[row]
        other = void(book, row, as_of)
        if other != MISSING:
            undone -= signed if other != row else 0
            continue
        balance = printed(book, event)
        if balance != UNKNOWN_FEN:
            held = max(0, balance - signed + undone)
        held = max(0, held + signed)
        if balance != UNKNOWN_FEN and signed > 0:
            held = max(0, balance + undone)
    return held, undone


@kernel
def inspected(book: Book, folk: Folk, accounts: Int64s, as_of: int, told: Rows64) -> int:
    """Count what is wrong with the rows of `accounts`, and write it to `told` where it fits.

    told: (fault, account, row, fen). Balances do not depend on what is followed.
    """
    count = 0
    for account in accounts:
        held = opening(book, folk, account, as_of)[0]
        undone = 0
        for k in range(book.first_event[account], book.first_event[account + 1]):
            event = book.event[k]
            row = event >> 1
            before = held
            if book.second[row] > as_of:
                continue
            held, undone = advance(book, (k, k + 1), as_of, held, undone)
            if void(book, row, as_of) != MISSING:
                continue
            count = _compared(book, event, (before, undone, account), told, count)
    return count


@inner
def _compared(book: Book, event: int, known: tuple[int, int, int], told: Rows64, count: int) -> int:
    """Faults of one event that moved money: what the balance says against what was held."""
    held, undone, account = known
    row = event >> 1
    fen = book.fen[row]
    signed = -fen if event & 1 == PAID else fen
    balance = printed(book, event)
    if balance != UNKNOWN_FEN:
        count = _differs(told, count, (account, row), max(0, balance - signed + undone) - held)
        held = max(0, balance - signed + undone)
    if signed < 0 and fen > held:
        count = _note(told, count, (SHORTFALL, account, row, fen - held))
    if signed > 0 and balance != UNKNOWN_FEN:
        count = _differs(told, count, (account, row), max(0, balance + undone) - held - fen)
    return count


@inner
def _differs(told: Rows64, count: int, place: tuple[int, int], fen: int) -> int:
    if fen > 0:
        return _note(told, count, (UNRECORDED_CREDIT, place[0], place[1], fen))
    if fen < 0:
        return _note(told, count, (UNRECORDED_DEBIT, place[0], place[1], -fen))
    return count


@inner
def _note(told: Rows64, count: int, fault: tuple[int, int, int, int]) -> int:
    if count < told.shape[0]:
        told[count] = np.array(fault)
    return count + 1
