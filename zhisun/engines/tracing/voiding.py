"""Reversals (冲正、退汇): pairs of transfers that undo each other, voided before following.

A pair is swapped parties and the same fen within a time, the payee having paid nothing else
between; or a row the bank flagged, with its nearest opposite. A flagged row without an opposite is
voided alone. Source: graph study §4.6; three days for flagged rows is ours.
"""

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing.book import Book, Int32s, Int64s, place_of
from zhisun.engines.tracing.compiled import inner, kernel

FLAGGED_SECONDS = 3 * 86_400


@kernel
def voids(book: Book, flagged: Int64s, window_seconds: int) -> Int32s:
    """For each row the row it is voided with, itself if alone, MISSING if it stands.

    flagged: rows the bank calls reversed, ascending.
    """
    rows = book.payer.size
    partner = np.full(rows, MISSING, dtype=np.int32)
    for row in flagged:
        if partner[row] == MISSING:
            other = _opposite(book, partner, row)
            partner[row], partner[other] = other, row
    undone, crowded = _undone(book, window_seconds)
    for row in range(rows):
        other = undone[row]
        if other == MISSING or crowded[other] or partner[row] != MISSING:
            continue
        if partner[other] == MISSING:
            partner[row], partner[other] = other, row
    return partner


@inner
def _opposite(book: Book, partner: Int32s, row: int) -> int:
    """The next standing row that undoes `row`, else the last one before it, else `row`."""
    account = book.payer[row]
    if _events(book, book.payee[row]) < _events(book, account):
        account = book.payee[row]
    place = place_of(book, account, row)
    for step in (1, -1):
        k = place + step
        while book.first_event[account] <= k < book.first_event[account + 1]:
            other = book.event[k] >> 1
            if abs(book.second[other] - book.second[row]) > FLAGGED_SECONDS:
                break
            if _swapped(book, row, other) and partner[other] == MISSING:
                return other
            k += step
    return row


@inner
def _events(book: Book, account: int) -> int:
    return book.first_event[account + 1] - book.first_event[account]


@inner
def _swapped(book: Book, row: int, other: int) -> bool:
    """Whether `other` carries the same fen the other way."""
    return (
        book.payer[row] == book.payee[other]
        and book.payee[row] == book.payer[other]
        and book.fen[row] == book.fen[other]
    )


@inner
def _undone(book: Book, window_seconds: int) -> tuple[Int32s, NDArray[np.bool_]]:
    """For each row the payment that would undo it: the payee's first one after, nothing between.

    And for each row whether its payer's next payment is within the same second.

    One pass in canonical order; of each account it remembers the last payment and the credits
    since. Those beyond the window are not looked at.
    """
    accounts, rows = book.first_event.size - 1, book.payer.size
    paid = np.full(accounts, MISSING, dtype=np.int32)  # last payment
    got = np.full(accounts, MISSING, dtype=np.int32)  # last credit
    got_before = np.empty(rows, dtype=np.int32)  # the payee's credit before this one
    undone = np.full(rows, MISSING, dtype=np.int32)
    crowded = np.zeros(rows, dtype=np.bool_)
    for row in range(rows):
        payer, payee = book.payer[row], book.payee[row]
        last = paid[payer]
        if last != MISSING and book.second[last] == book.second[row]:
            crowded[last] = True
        paid[payer] = row
        credit = got[payer]
        while credit > last and book.second[row] - book.second[credit] <= window_seconds:
            if _swapped(book, credit, row) and (
                last == MISSING or book.second[last] < book.second[credit]
            ):
                undone[credit] = row
            credit = got_before[credit]
        got_before[row] = got[payee]
        got[payee] = row
    return undone, crowded
