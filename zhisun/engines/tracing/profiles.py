"""What accounts do with all their money, whoever's it is (账户画像): for scores without a claim.

Where nothing is claimed yet, a mule shows by its habits alone: what comes in goes on soon, in the
same amounts, to people it never dealt with. Source: graph study §4.9; the choice is ours.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.tracing.book import GOT, PAID, Book, Int32s
from zhisun.engines.tracing.compiled import inner, kernel
from zhisun.engines.tracing.ledger import Ledger

Floats = NDArray[np.float64]

ALIKE_PERMILLE = 100
"""Two amounts are alike when they differ by no more than this part of the larger; ours."""


class Habit(IntEnum):
    """Columns of a profile."""

    PASSED = 0  # 快进快出: part of what came that left within the window, last in first out
    EMPTIED = 1  # 几乎不留余额: part of what came that left at all
    ECHOED = 2  # 等额转出: part of payments like a receipt within the window before
    GATHERED = 3  # 集中转入: most different payers within a window
    SCATTERED = 4  # 分散转出: most different payees within a window
    STRANGERS = 5  # 首次往来: part of counterparties dealt with once
    INFLOW = 6  # 流入: fen


def profiles(ledger: Ledger, window_seconds: int) -> Floats:
    """By position of an account one row of habits; zeros where nothing came.

    O(events of an account within a window) for each event.
    """
    found = np.zeros((ledger.codes.size, len(Habit)))
    _look(ledger.book, window_seconds, found)
    return found


@kernel
def _look(book: Book, window: int, found: Floats) -> None:
    accounts = book.first_event.size - 1
    times = np.zeros(accounts, dtype=np.int32)
    for account in range(accounts):
        first, last = book.first_event[account], book.first_event[account + 1]
        came = 0
        for k in range(first, last):
            if book.event[k] & 1 == GOT:
                came += book.fen[book.event[k] >> 1]
        if came > 0:
            found[account, 6] = came
            passed, left = _stayed(book, (first, last), window)
            found[account, 0], found[account, 1] = passed / came, left / came
            found[account, 2] = _echoed(book, (first, last), window)
            found[account, 3] = _widest(book, (first, last), GOT, window, times)
            found[account, 4] = _widest(book, (first, last), PAID, window, times)
            found[account, 5] = _once(book, (first, last), times)


@inner
def _other(book: Book, event: int) -> int:
    return book.payee[event >> 1] if event & 1 == PAID else book.payer[event >> 1]


@inner
def _stayed(book: Book, span: tuple[int, int], window: int) -> tuple[int, int]:
    """Of what came: what left within the window, what left at all; last in, first out."""
    lots = np.empty((span[1] - span[0], 2), dtype=np.int64)
    size = passed = left = 0
    for k in range(span[0], span[1]):
        row = book.event[k] >> 1
        fen, second = book.fen[row], book.second[row]
        if book.event[k] & 1 == GOT:
            lots[size, 0], lots[size, 1] = second, fen
            size += 1
            continue
        while fen > 0 and size > 0:
            taken = min(fen, lots[size - 1, 1])
            left += taken
            passed += taken if second - lots[size - 1, 0] <= window else 0
            fen -= taken
            lots[size - 1, 1] -= taken
            size -= lots[size - 1, 1] == 0
    return passed, left


@inner
def _echoed(book: Book, span: tuple[int, int], window: int) -> float:
    """Part of payments that are like one receipt within the window before them."""
    paid = alike = 0
    for k in range(span[0], span[1]):
        row = book.event[k] >> 1
        if book.event[k] & 1 == GOT:
            continue
        paid += 1
        for j in range(k - 1, span[0] - 1, -1):
            before = book.event[j] >> 1
            if book.second[row] - book.second[before] > window:
                break
            larger = max(book.fen[row], book.fen[before])
            near = abs(book.fen[row] - book.fen[before]) * 1000 <= ALIKE_PERMILLE * larger
            if book.event[j] & 1 == GOT and near:
                alike += 1
                break
    return alike / paid if paid else 0.0


@inner
def _widest(book: Book, span: tuple[int, int], side: int, window: int, times: Int32s) -> int:
    """Most different counterparties on one side within a window. times: all 0, and again."""
    start, inside, most = span[0], 0, 0
    for k in range(span[0], span[1]):
        if book.event[k] & 1 != side:
            continue
        other = _other(book, book.event[k])
        inside += times[other] == 0
        times[other] += 1
        second = book.second[book.event[k] >> 1]
        while second - book.second[book.event[start] >> 1] > window:
            if book.event[start] & 1 == side:
                earlier = _other(book, book.event[start])
                times[earlier] -= 1
                inside -= times[earlier] == 0
            start += 1
        most = max(most, inside)
    for k in range(span[0], span[1]):
        times[_other(book, book.event[k])] = 0
    return most


@inner
def _once(book: Book, span: tuple[int, int], times: Int32s) -> float:
    """Part of the counterparties that were dealt with once."""
    others = once = 0
    for k in range(span[0], span[1]):
        times[_other(book, book.event[k])] += 1
    for k in range(span[0], span[1]):
        other = _other(book, book.event[k])
        others += times[other] > 0
        once += times[other] == 1
        times[other] = 0
    return once / others if others else 0.0
