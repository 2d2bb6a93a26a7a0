"""The order of one account's rows inside a unit of time, where its balance column fixes it."""

import numpy as np

from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.engines.tracing.book import Int64s
from zhisun.engines.tracing.compiled import inner, kernel

STEPS = 5_000
"""How many steps to look for a second order before calling the rows unordered; ours."""


@kernel
def only_order(before: Int64s, after: Int64s, start: int, found: Int64s) -> bool:
    """Put into `found` the only order in which each row begins where the last one ended.

    before, after: balances around each row. start: the balance before all of them; one that no
    row begins with is a gap in the statement and is not used. False when no order or more than
    one fits, or when that takes too long to see.
    """
    by_before = _ascending(before)
    here, stop = _beginnings(before, after, by_before, start)
    path = np.empty(before.size, dtype=np.int64)  # places in `by_before`
    limit = np.empty(before.size + 1, dtype=np.int64)
    used = np.zeros(before.size, dtype=np.bool_)
    limit[0] = stop
    depth = orders = 0
    for _ in range(STEPS + 4 * before.size):
        while here < limit[depth] and used[by_before[here]]:
            here += 1
        if here < limit[depth]:
            row = by_before[here]
            path[depth] = here
            used[row] = True
            depth += 1
            here, limit[depth] = _span(before, by_before, after[row])
            if depth == before.size:
                orders += 1
                found[:depth] = by_before[path] if orders == 1 else found[:depth]
        elif depth == 0 or orders > 1:
            return orders == 1
        else:
            depth -= 1
            used[by_before[path[depth]]] = False
            here = path[depth] + 1
    return False


@inner
def _beginnings(before: Int64s, after: Int64s, by_before: Int64s, start: int) -> tuple[int, int]:
    """The rows that can come first, as a stretch of `by_before`; empty behind a gap."""
    first, surplus = _more_begun_than_ended(before, after, by_before)
    low, high = _span(before, by_before, start)
    if surplus > 1:
        return 0, 0
    if low < high:
        return low, high
    return (0, before.size) if surplus == 0 else _span(before, by_before, first)


@inner
def _ascending(values: Int64s) -> Int64s:
    """Positions by ascending value, then position; a shell sort: the lists are short."""
    order = np.arange(values.size)
    gap = values.size // 2
    while gap > 0:
        for i in range(gap, values.size):
            row = order[i]
            j = i
            while j >= gap and (
                values[order[j - gap]] > values[row]
                or (values[order[j - gap]] == values[row] and order[j - gap] > row)
            ):
                order[j] = order[j - gap]
                j -= gap
            order[j] = row
        gap //= 2
    return order


@inner
def _span(values: Int64s, order: Int64s, value: int) -> tuple[int, int]:
    """The stretch of `order` that has this value."""
    return _below(values, order, value), _below(values, order, value + 1)


@inner
def _below(values: Int64s, order: Int64s, value: int) -> int:
    """How many of the ascending values are below `value`."""
    low, high = 0, order.size
    while low < high:
        middle = (low + high) // 2
        if values[order[middle]] < value:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def _more_begun_than_ended(before: Int64s, after: Int64s, by_before: Int64s) -> tuple[int, int]:
    """A balance that more rows begin than end with, and how many such there are in all."""
    by_after = _ascending(after)
    i = j = surplus = 0
    first = UNKNOWN_FEN
    while i < before.size:
        begins = before[by_before[i]]
        if j == before.size or begins < after[by_after[j]]:
            first = begins
            surplus += 1
            i += 1
        elif begins > after[by_after[j]]:
            j += 1
        else:
            i += 1
            j += 1
    return first, surplus
