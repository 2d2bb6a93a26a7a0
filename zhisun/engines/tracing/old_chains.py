"""The order of one account's rows inside a second, where its balance column fixes it."""

from collections import Counter
from collections.abc import Sequence

STEPS = 5_000
"""How many steps to look for a second order before calling the rows unordered; ours."""


def balance_order(rows: Sequence[tuple[int, int]], start: int | None) -> list[int] | None:
    """The only order in which each row begins at the balance where the last one ended.

    rows: balance before and after each row. start: the balance before all of them, if known;
    one that no row begins with is a gap in the statement and is not used.
    Returns positions in `rows`, or None when no order or more than one fits.
    """
    open_ends = Counter(before for before, _ in rows)
    open_ends.subtract(after for _, after in rows)
    if (+open_ends).total() > 1:  # some row begins where no other ended: a gap
        return None
    begins = +open_ends or {before for before, _ in rows}
    firsts = [i for i, (before, _) in enumerate(rows) if before == start]
    firsts = firsts or [i for i, (before, _) in enumerate(rows) if before in begins]
    found: list[list[int]] = []
    paths = [[first] for first in firsts]
    for _ in range(STEPS):
        if not paths or len(found) > 1:
            return found[0] if len(found) == 1 else None
        path = paths.pop()
        if len(path) == len(rows):
            found.append(path)
            continue
        balance, used = rows[path[-1]][1], set(path)
        paths += [
            [*path, i] for i, (before, _) in enumerate(rows) if before == balance and i not in used
        ]
    return None
