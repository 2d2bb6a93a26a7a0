"""Prints overlap and two sides tell of one movement: each movement stands once."""

from collections import Counter
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.statements.rows import START, row, rows_of
from zhisun.engines.statements.movements import movements


def found(table: pa.Table, source: list[int] | None = None) -> list[tuple[object, ...]]:
    told = movements(table, np.array(source or [0] * table.num_rows))
    return [
        (each["payer"], each["payee"], each["fen"], (each["moved_at"] - START).total_seconds())
        for each in told.to_pylist()
    ]


def test_both_sides_of_a_movement_are_one_and_the_payers_time_wins() -> None:
    table = rows_of(
        row("A", -500, 1, counterparty="B", balance_fen=7),
        row("B", 500, 3, counterparty="A", balance_fen=9),
    )
    assert found(table) == [("A", "B", 500, 1)]
    (one,) = movements(table, np.array([0, 1])).to_pylist()
    assert (one["payer_balance_fen"], one["payee_balance_fen"]) == (7, 9)


def test_four_seconds_apart_are_two_movements_unless_the_serial_says_one() -> None:
    apart = [row("A", -500, 0, counterparty="B"), row("B", 500, 4, counterparty="A")]
    assert len(found(rows_of(*apart))) == 2
    numbered = [each | {"serial": "SN900001"} for each in apart]
    assert found(rows_of(*numbered)) == [("A", "B", 500, 0)]


def test_money_that_came_before_it_was_paid_shows_a_slow_clock() -> None:
    def told(late: int) -> list[dict[str, object]]:
        return [row("A", -500, late, counterparty="B"), row("B", 500, 0, counterparty="A")]

    assert found(rows_of(*told(120))) == [("A", "B", 500, 120)]
    assert len(found(rows_of(*told(121)))) == 2
    third = row("A", -500, 60, counterparty="B")
    assert len(found(rows_of(*told(120), third))) == 3  # which of the two it was nobody can tell


def test_a_side_that_does_not_name_the_other_takes_it_from_the_others_row() -> None:
    table = rows_of(row("A", -500, 0), row("B", 500, 1, counterparty="A"))
    assert found(table) == [("A", "B", 500, 0)]
    table = rows_of(row("A", -500, 0, counterparty="B"), row("B", 500, 1))
    assert found(table) == [("A", "B", 500, 0)]


def test_two_who_name_nobody_are_joined_only_when_nobody_else_fits() -> None:
    lonely = rows_of(row("A", -500, 0), row("B", 500, 1))
    assert found(lonely) == [("A", "B", 500, 0)]
    crowded = rows_of(row("A", -500, 0), row("B", 500, 1), row("C", 500, 2))
    assert len(found(crowded)) == 3


def test_a_masked_counterparty_finds_its_number_and_its_like_follow() -> None:
    table = rows_of(
        row("A", -500, 0, counterparty="6222****1234"),
        row("6222020000001234", 500, 2, counterparty="A"),
        row("A", -700, 900, counterparty="6222****1234"),
    )
    assert found(table) == [
        ("A", "6222020000001234", 500, 0),
        ("A", "6222020000001234", 700, 900),
    ]


def test_a_mask_that_fits_another_number_is_left_alone() -> None:
    table = rows_of(
        row("A", -500, 0, counterparty="6222****1234"),
        row("6217000000001234", 500, 2, counterparty="A"),
    )
    assert len(found(table)) == 2


def test_a_row_printed_in_two_files_is_one_and_two_equal_payments_stay_two() -> None:
    twice = [row("A", -500, 0, counterparty="B"), row("A", -500, 0, counterparty="B")]
    assert len(found(rows_of(*twice), [0, 0])) == 2
    assert len(found(rows_of(*twice, *twice), [0, 0, 1, 1])) == 2
    assert len(found(rows_of(*twice, twice[0]), [0, 0, 1])) == 2


def test_a_balance_tells_a_repeat_from_a_second_payment() -> None:
    first = row("A", -500, 0, counterparty="B", balance_fen=900)
    second = first | {"balance_fen": 400}
    assert len(found(rows_of(first, first))) == 1
    assert len(found(rows_of(first, second))) == 2


def test_a_serial_that_is_the_same_everywhere_tells_nothing() -> None:
    rows = [row("A", -500, n, counterparty="B", serial="000000") for n in range(3)]
    assert len(found(rows_of(*rows))) == 3


def test_a_serial_that_begins_anew_every_day_is_another_movement() -> None:
    rows = [row("A", -500, n * 86_400, counterparty="B", serial="00000123") for n in range(2)]
    assert len(found(rows_of(*rows))) == 2


def test_cash_and_untold_sides_have_a_place_of_their_account() -> None:
    table = rows_of(
        row("A", -500, 0, cash=True),
        row("B", -600, 9),
        row("C", 700, 20),
        row("D", -8, 30, merchant="M1"),
    )
    assert {(payer, payee) for payer, payee, *_rest in found(table)} == {
        ("A", "取现：A"),
        ("B", "去向不明：B"),
        ("来源不明：C", "C"),
        ("D", "商户：M1"),
    }


ACCOUNTS = st.sampled_from("ABCD")
TRUTH = st.lists(
    st.tuples(ACCOUNTS, ACCOUNTS, st.integers(1, 3), st.integers(0, 30)).filter(
        lambda each: each[0] != each[1]
    ),
    max_size=25,
)


@given(TRUTH, st.randoms(use_true_random=False))
def test_two_sided_statements_give_every_movement_once(
    truth: list[tuple[str, str, int, int]], chance: "st.DataObject"
) -> None:
    rows = [
        told
        for payer, payee, fen, second in truth
        for told in (
            row(payer, -fen, second * 10, counterparty=payee),
            row(payee, fen, second * 10 + 1, counterparty=payer),
        )
    ]
    expected = Counter((payer, payee, fen, second * 10) for payer, payee, fen, second in truth)
    assert Counter(found(rows_of(*rows))) == expected
    chance.shuffle(rows)  # type: ignore[attr-defined]
    assert Counter(found(rows_of(*rows))) == expected


def joined_by_hand(rows: list[dict[str, object]]) -> int:
    """The slow truth of what is joined: nearest first, each row once, at most three seconds.

    Then what came up to two minutes before it was paid, where no third row is as near.
    """
    paid = [each for each in rows if not each["incoming"]]
    got = [each for each in rows if each["incoming"]]
    pairs = sorted(
        (abs(one["moved_at"] - other["moved_at"]), p, g)  # type: ignore[operator]
        for p, one in enumerate(paid)
        for g, other in enumerate(got)
        if one["fen"] == other["fen"]
        and one["counterparty"] == other["account"]
        and other["counterparty"] == one["account"]
    )
    used: set[tuple[str, int]] = set()
    joined = 0
    for apart, p, g in pairs:
        if apart <= timedelta(seconds=3) and not {("p", p), ("g", g)} & used:
            used |= {("p", p), ("g", g)}
            joined += 1
    left = [each for p, each in enumerate(paid) if ("p", p) not in used]
    left += [each for g, each in enumerate(got) if ("g", g) not in used]

    def near(one: dict[str, Any]) -> list[dict[str, Any]]:
        window = timedelta(seconds=120)
        return [
            each
            for each in left
            if each is not one
            and each["fen"] == one["fen"]
            and abs(each["moved_at"] - one["moved_at"]) <= window
        ]

    for one in left:
        if not one["incoming"] and len(near(one)) == 1:
            (other,) = near(one)
            came_first = other["moved_at"] < one["moved_at"]
            joined += bool(other["incoming"] and came_first and near(other) == [one])
    return joined


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 2), st.integers(0, 400)), max_size=30).map(
        lambda each: sorted(set(each))
    )
)
def test_what_is_joined_is_what_joining_by_hand_joins(told: list[tuple[bool, int, int]]) -> None:
    # Instants a tenth of a second apart, never twice the same distance: ties have many truths.
    rows = [
        row("B", fen, tenth * tenth / 1000, counterparty="A")
        if incoming
        else row("A", -fen, tenth * tenth / 1000 + 0.0001, counterparty="B")
        for incoming, fen, tenth in told
    ]
    assert len(rows) - len(found(rows_of(*rows) if rows else rows_of())) == joined_by_hand(rows)
