"""Balances that fix the order of one account's rows, as (before, after)."""

from itertools import pairwise

import numpy as np

from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.engines.tracing.chains import only_order


def balance_order(rows: list[tuple[int, int]], start: int | None) -> list[int] | None:
    before, after = (np.array(side, dtype=np.int64) for side in zip(*rows, strict=True))
    found = np.empty(len(rows), dtype=np.int64)
    known = UNKNOWN_FEN if start is None else start
    return found.tolist() if only_order(before, after, known, found) else None


def test_rows_follow_each_other_where_one_ends_and_the_next_begins() -> None:
    assert balance_order([(30, 90), (100, 30), (90, 80)], None) == [1, 0, 2]


def test_a_circle_is_ordered_only_by_the_balance_before_it() -> None:
    circle = [(100, 90), (90, 100)]
    assert balance_order(circle, None) is None
    assert balance_order(circle, 90) == [1, 0]


def test_a_balance_before_that_no_row_begins_with_is_a_gap_and_not_used() -> None:
    assert balance_order([(30, 90), (100, 30)], 5) == [1, 0]


def test_rows_with_a_gap_between_them_have_no_order() -> None:
    assert balance_order([(100, 90), (50, 40)], None) is None


def test_two_orders_that_both_fit_fix_nothing() -> None:
    assert balance_order([(100, 90), (90, 100), (100, 80), (80, 100), (100, 0)], 100) is None


def test_a_statement_of_a_busy_day_is_ordered() -> None:
    balances = [7 * i * i for i in range(400)]
    assert balance_order(list(pairwise(balances)), None) == list(range(399))


def test_the_search_gives_up_where_too_many_orders_are_possible() -> None:
    maze = [(a, b) for a in range(7) for b in range(7) if a != b]
    apart = [(100, 101), (101, 100)]
    assert balance_order([*apart, *maze], 0) is None
