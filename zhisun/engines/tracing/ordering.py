"""The canonical order of transfers: total, and the same for any order of arrival.

Banks print seconds, and one chain crosses several accounts within one. Inside a second, rows of
an account whose balances chain keep that chain; else credits come before debits, transitively;
among ready rows the smallest (sequence, transfer) goes first; a cycle is broken at the smallest
and noted. Source: graph study §4.3, worth 8-11 points of the money located there.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.engines.tracing.book import GOT, PAID, Int32s, Int64s
from zhisun.engines.tracing.chains import only_order
from zhisun.engines.tracing.compiled import inner, kernel, pop, push

NONE = -1
READY, FREE, FIRST_LEFT = 0, 1, 2


class Waiting(NamedTuple):
    """Transfers by (unit of time, sequence, code). fen and balances: empty where none is told."""

    payer: Int32s
    payee: Int32s
    fen: Int64s
    payer_balance: Int64s
    payee_balance: Int64s


class Desk(NamedTuple):
    """Room to arrange the rows of one unit of time; `i` counts them from 0."""

    stamp: Int32s  # by account: the group it paid in last
    last_balance: Int64s  # by account; empty where none is told
    first: Int32s  # by account: its first event in this group, i * 2 + side
    last: Int32s  # by account: its last event
    credits: Int32s  # by account: credits it waits for
    after: Int32s  # by event: the account's next one
    follower: Int32s  # by event: the row that follows by balance
    chained: Int32s  # by i: rows it follows by balance and waits for
    done: NDArray[np.bool_]  # by i
    ready: Int64s  # heap of i: wait for nothing
    free: Int64s  # heap of i: follow nothing by balance
    sizes: Int64s  # of the two heaps, and the first row that may be left
    before_fen: Int64s  # the rows of one account: balance before, after, event, order
    after_fen: Int64s
    mine: Int64s
    found: Int64s


@kernel
def arranged(units: Int64s, rows: Waiting, accounts: int) -> tuple[Int32s, NDArray[np.bool_]]:
    """Places in canonical order, and for each place whether it was put there to break a cycle.

    units: ascending. O(n log n), plus the search for chains of accounts with several rows and
    known balances in one unit.
    """
    order = np.arange(units.size).astype(np.int32)
    broken = np.zeros(units.size, dtype=np.bool_)
    balanced = rows.fen.size > 0
    desk = _desk(accounts, _longest(units), balanced)
    start = 0
    while start < units.size:
        stop = start + 1
        while stop < units.size and units[stop] == units[start]:
            stop += 1
        if stop - start > 1 and _entangled(rows, desk, (start, stop)):
            _arrange(rows, desk, (start, stop), order, broken)
        if balanced:
            for place in range(start, stop):
                row = order[place]
                desk.last_balance[rows.payer[row]] = rows.payer_balance[row]
                desk.last_balance[rows.payee[row]] = rows.payee_balance[row]
        start = stop
    return order, broken


@inner
def _longest(units: Int64s) -> int:
    longest = run = 0
    for place in range(units.size):
        run = run + 1 if place and units[place] == units[place - 1] else 1
        longest = max(longest, run)
    return longest


@inner
def _desk(accounts: int, rows: int, balanced: bool) -> Desk:  # noqa: FBT001 kernels take all by place
    events = 2 * rows
    chain = events if balanced else 0
    return Desk(
        np.full(accounts, NONE, dtype=np.int32),
        np.full(accounts if balanced else 0, UNKNOWN_FEN, dtype=np.int64),
        np.full(accounts, NONE, dtype=np.int32),
        np.full(accounts, NONE, dtype=np.int32),
        np.zeros(accounts, dtype=np.int32),
        np.empty(events, dtype=np.int32),
        np.empty(events, dtype=np.int32),
        np.empty(rows, dtype=np.int32),
        np.empty(rows, dtype=np.bool_),
        np.empty(events, dtype=np.int64),
        np.empty(events, dtype=np.int64),
        np.zeros(3, dtype=np.int64),
        np.empty(chain, dtype=np.int64),
        np.empty(chain, dtype=np.int64),
        np.empty(chain, dtype=np.int64),
        np.empty(chain, dtype=np.int64),
    )


@inner
def _entangled(rows: Waiting, desk: Desk, span: tuple[int, int]) -> bool:
    """Whether some row could wait for another one of the group."""
    if rows.fen.size > 0:
        return True
    for row in range(span[0], span[1]):
        desk.stamp[rows.payer[row]] = span[0]
    waits = False
    for row in range(span[0], span[1]):
        waits |= desk.stamp[rows.payee[row]] == span[0]
    return waits


@inner
def _arrange(
    rows: Waiting,
    desk: Desk,
    span: tuple[int, int],
    order: Int32s,
    broken: NDArray[np.bool_],
) -> None:
    start, stop = span
    _list_events(rows, desk, span)
    if rows.fen.size > 0:
        _link_chains(rows, desk, span)
    desk.sizes[:] = 0
    for i in range(stop - start):
        _free(rows, desk, start, i)
    place = start
    while place < stop:
        i = desk.ready[0]
        if desk.sizes[READY] > 0:
            desk.sizes[READY] = pop(desk.ready, desk.sizes[READY])
        else:
            i = _breaker(desk)
            broken[start + i] = True
        if not desk.done[i]:
            order[place] = start + i
            place += 1
            _release(rows, desk, start, i)
    for row in range(start, stop):
        for account in (rows.payer[row], rows.payee[row]):
            desk.first[account] = desk.last[account] = NONE
            desk.credits[account] = 0


@inner
def _free(rows: Waiting, desk: Desk, start: int, i: int) -> None:
    """Queue row `i` if it follows nothing by balance, and call it ready if it waits for nothing."""
    if desk.chained[i] > 0 or desk.done[i]:
        return
    desk.sizes[FREE] = push(desk.free, desk.sizes[FREE], i)
    if desk.credits[rows.payer[start + i]] == 0:
        desk.sizes[READY] = push(desk.ready, desk.sizes[READY], i)


@inner
def _list_events(rows: Waiting, desk: Desk, span: tuple[int, int]) -> None:
    """Chain the events of each account of the group, and count the credits it waits for."""
    start, stop = span
    for i in range(stop - start):
        desk.chained[i] = 0
        desk.done[i] = False
        desk.credits[rows.payee[start + i]] += 1
        for side in (PAID, GOT):
            account = rows.payer[start + i] if side == PAID else rows.payee[start + i]
            event = i * 2 + side
            desk.follower[event] = desk.after[event] = NONE
            if desk.first[account] == NONE:
                desk.first[account] = event
            else:
                desk.after[desk.last[account]] = event
            desk.last[account] = event


@inner
def _link_chains(rows: Waiting, desk: Desk, span: tuple[int, int]) -> None:
    """Let the rows of an account follow each other where its balances fix their order."""
    start, stop = span
    for i in range(stop - start):
        for side in (PAID, GOT):
            account = rows.payer[start + i] if side == PAID else rows.payee[start + i]
            if desk.first[account] != i * 2 + side:
                continue
            size = _balances(rows, desk, start, account)
            if size <= 1 or not only_order(
                desk.before_fen[:size],
                desk.after_fen[:size],
                desk.last_balance[account],
                desk.found,
            ):
                continue
            desk.credits[account] = 0
            for k in range(1, size):
                later = desk.mine[desk.found[k]] >> 1
                desk.follower[desk.mine[desk.found[k - 1]]] = later
                desk.chained[later] += 1


@inner
def _balances(rows: Waiting, desk: Desk, start: int, account: int) -> int:
    """Balances before and after each row of the account in the group; 0 where one is unknown."""
    size = 0
    event = desk.first[account]
    while event != NONE:
        row = start + (event >> 1)
        paid = event & 1 == PAID
        after = rows.payer_balance[row] if paid else rows.payee_balance[row]
        if after == UNKNOWN_FEN:
            return 0
        desk.after_fen[size] = after
        desk.before_fen[size] = after + rows.fen[row] if paid else after - rows.fen[row]
        desk.mine[size] = event
        size += 1
        event = desk.after[event]
    return size


@inner
def _breaker(desk: Desk) -> int:
    """The row that breaks a cycle: the smallest, within its chain if it can be."""
    while desk.sizes[FREE] > 0:
        i = desk.free[0]
        if not desk.done[i]:
            return i
        desk.sizes[FREE] = pop(desk.free, desk.sizes[FREE])
    while desk.done[desk.sizes[FIRST_LEFT]]:
        desk.sizes[FIRST_LEFT] += 1
    return desk.sizes[FIRST_LEFT]


@inner
def _release(rows: Waiting, desk: Desk, start: int, i: int) -> None:
    """Mark row `i` as placed, and make ready what waited for it only."""
    desk.done[i] = True
    for side in (PAID, GOT):
        later = desk.follower[i * 2 + side]
        if later != NONE:
            desk.chained[later] -= 1
            _free(rows, desk, start, later)
    payee = rows.payee[start + i]
    if desk.credits[payee] > 0:
        desk.credits[payee] -= 1
        event = desk.first[payee]
        while desk.credits[payee] == 0 and event != NONE:
            debit = event >> 1
            if event & 1 == PAID and desk.chained[debit] == 0 and not desk.done[debit]:
                desk.sizes[READY] = push(desk.ready, desk.sizes[READY], debit)
            event = desk.after[event]
