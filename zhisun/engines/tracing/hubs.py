"""Hubs: accounts with more counterparties than a person has; pooled, whatever their kind says."""

import numpy as np

from zhisun.engines.tracing.book import PAID, Book, Int32s, Int64s
from zhisun.engines.tracing.compiled import inner, kernel

NO_HUB = 2**62


@kernel
def hubs(book: Book, counterparties: int, span_seconds: int) -> Int64s:
    """By account: the second it became a hub, NO_HUB where that never happened.

    It did when it had dealt with more than `counterparties` others in `span_seconds`. Asked of the
    whole ledger, so that a question as of an earlier instant needs no second look.
    """
    accounts = book.first_event.size - 1
    since = np.full(accounts, NO_HUB, dtype=np.int64)
    times = np.empty(0, dtype=np.int32)
    for account in range(accounts):
        if book.first_event[account + 1] - book.first_event[account] > counterparties:
            if times.size == 0:
                times = np.zeros(accounts, dtype=np.int32)
            since[account] = _crowded(book, account, times, (counterparties, span_seconds))
    return since


@inner
def _other(book: Book, event: int) -> int:
    """The counterparty of an account at one of its events."""
    return book.payee[event >> 1] if event & 1 == PAID else book.payer[event >> 1]


@inner
def _crowded(book: Book, account: int, times: Int32s, limits: tuple[int, int]) -> int:
    """When the window first held too many different counterparties. times: all 0, and again."""
    counterparties, span_seconds = limits
    first, last = book.first_event[account], book.first_event[account + 1]
    start = first
    different = 0
    found = NO_HUB
    for k in range(first, last):
        other = _other(book, book.event[k])
        different += times[other] == 0
        times[other] += 1
        second = book.second[book.event[k] >> 1]
        while second - book.second[book.event[start] >> 1] > span_seconds:
            earlier = _other(book, book.event[start])
            times[earlier] -= 1
            different -= times[earlier] == 0
            start += 1
        if different > counterparties:
            found = second
            break
    for k in range(first, last):
        times[_other(book, book.event[k])] = 0
    return found
