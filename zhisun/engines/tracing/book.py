"""The book: transfers that moved money, by place in the canonical order and by account."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.tracing.compiled import kernel

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]

PAID, GOT = 0, 1
"""The last bit of an event: which side of the transfer the account is."""


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
