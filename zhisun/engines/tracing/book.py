"""The book: transfers that moved money, by place in the canonical order and by account."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.tables import MISSING, UNKNOWN_FEN
from zhisun.engines.tracing.compiled import bare, inner, kernel

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Rows64 = NDArray[np.int64]  # two dimensions: one row a thing, one column a fact

PAID, GOT = 0, 1
"""The last bit of an event: which side of the transfer the account is."""

BLOCK_BITS = 4
BLOCK = 1 << BLOCK_BITS
"""Events summed up together, so that a walk need not look at each of them."""

# columns of blocks
MOVED, LEAST, PAID_FEN, LATEST = range(4)
SINGLY = -1
"""In the place of PAID_FEN: the events of this block have to be looked at one by one."""


class Book(NamedTuple):
    """What kernels read: one value per transfer that moved money, in canonical order."""

    payer: Int32s  # positions of accounts
    payee: Int32s
    fen: Int64s
    second: Int64s  # since 1970
    payer_balance: Int64s  # after the transfer; empty where no row of the ledger prints one
    payee_balance: Int64s
    reversal: Int32s  # the row it is voided with, itself if alone, MISSING if it stands
    first_event: Int64s  # by account, and one more: where its events begin in `event`
    event: Int32s  # row * 2, plus 1 where the account was paid; ascending within an account
    hub_from: Int64s  # by account: the second it became a hub, or NO_HUB
    blocks: Rows64  # by BLOCK events: see `blocks_of`


@kernel
def events_of(payer: Int32s, payee: Int32s, accounts: int) -> tuple[Int64s, Int32s]:
    """Where each account's events begin, and the events: see `Book`."""
    first = np.zeros(accounts + 1, dtype=np.int64)
    for row in range(payer.size):
        first[payer[row] + 1] += 1
        first[payee[row] + 1] += 1
    for account in range(accounts):
        first[account + 1] += first[account]
    after = first[:-1].copy()
    event = np.empty(2 * payer.size, dtype=np.int32)
    for row in range(payer.size):
        event[after[payer[row]]] = row * 2 + PAID
        after[payer[row]] += 1
        event[after[payee[row]]] = row * 2 + GOT
        after[payee[row]] += 1
    return first, event


@bare
def printed(book: Book, event: int) -> int:
    """The balance after an event as the account's statement prints it, or UNKNOWN_FEN."""
    if book.payer_balance.size == 0 and book.payee_balance.size == 0:
        return UNKNOWN_FEN
    side = book.payer_balance if event & 1 == PAID else book.payee_balance
    return side[event >> 1] if side.size else UNKNOWN_FEN


@bare
def plain(book: Book, event: int) -> bool:
    """Whether an event only moves money: no balance is printed, nothing is voided."""
    return book.reversal[event >> 1] == MISSING and printed(book, event) == UNKNOWN_FEN


@kernel
def blocks_of(book: Book, unit_seconds: int) -> Rows64:
    """For each BLOCK of events: moved, the least on the way, paid out, the latest second.

    A block means something only where all of it belongs to one account. With a unit of one second
    an account's rows ascend by second: a block's last one is its latest.
    """
    blocks = np.zeros(((book.event.size >> BLOCK_BITS) + 1, 4), dtype=np.int64)
    for k in range(book.event.size):
        event = book.event[k]
        fen = book.fen[event >> 1]
        block = k >> BLOCK_BITS
        moved = blocks[block, MOVED]
        if event & 1 == GOT:
            blocks[block, MOVED] = moved + fen
        else:
            blocks[block, MOVED] = moved - fen
            blocks[block, LEAST] = min(blocks[block, LEAST], moved - fen)
            blocks[block, PAID_FEN] += fen
        if unit_seconds > 1 or k & (BLOCK - 1) == BLOCK - 1:
            blocks[block, LATEST] = max(blocks[block, LATEST], book.second[event >> 1])
    _mark(book, blocks)
    return blocks


@inner
def _mark(book: Book, blocks: Rows64) -> None:
    """Blocks with an event that is not plain are to be looked at one by one."""
    if book.payer_balance.size > 0 or book.payee_balance.size > 0:
        for k in range(book.event.size):
            if not plain(book, book.event[k]):
                blocks[k >> BLOCK_BITS, PAID_FEN] = SINGLY
    else:
        for row in range(book.reversal.size):
            if book.reversal[row] != MISSING:
                blocks[place_of(book, book.payer[row], row) >> BLOCK_BITS, PAID_FEN] = SINGLY
                blocks[place_of(book, book.payee[row], row) >> BLOCK_BITS, PAID_FEN] = SINGLY


@bare
def in_block(book: Book, k: int, last: int, before_row: int, as_of: int) -> bool:
    """Whether a whole block of plain events begins at place `k`, before the place `last`.

    All of them come before the row `before_row` and not after the second `as_of`.
    """
    if k & (BLOCK - 1) != 0 or k + BLOCK > last:
        return False
    block = k >> BLOCK_BITS
    if book.blocks[block, PAID_FEN] == SINGLY or book.blocks[block, LATEST] > as_of:
        return False
    return book.event[k + BLOCK - 1] >> 1 < before_row


@bare
def place_of(book: Book, account: int, row: int) -> int:
    """Where `row` stands, or would, among the events of `account`."""
    low, high = book.first_event[account], book.first_event[account + 1]
    while low < high:
        middle = (low + high) // 2
        if book.event[middle] < row * 2:
            low = middle + 1
        else:
            high = middle
    return low
