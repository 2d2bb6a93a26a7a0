"""Which accounts to stop next. Account 0 is the victim."""

from tests.engines.tracing.ledgers import Account, Claim, at, moved, trail_of
from zhisun.engines.tables import AccountKind
from zhisun.engines.tracing.next_layer import NEXT_LAYER, next_layer
from zhisun.engines.tracing.terms import Params

SPLIT = moved((0, 1, 100, 0), (1, 2, 30, 10), (1, 3, 55, 20), (3, 4, 5, 30), (1, 2, 10, 40))


def test_the_account_with_most_money_still_there_comes_first() -> None:
    layer = next_layer(trail_of(SPLIT, [Claim(0, 0, 100)]), held=())
    assert layer.column("account").to_pylist() == [3, 2, 1, 4]
    assert layer.column("stop_fen").to_pylist() == [50, 40, 5, 5]


def test_the_transfer_that_brought_most_is_the_one_the_bank_checks() -> None:
    layer = next_layer(trail_of(SPLIT, [Claim(0, 0, 60)]), held={1, 3, 4})
    assert layer.to_pylist() == [
        {
            "account": 2,
            "level": 2,
            "stop_fen": 30,
            "transfer": 1,
            "payer": 1,
            "transfer_fen": 30,
            "traced_fen": 30,
            "moved_at": at(10),
        },
    ]


def test_an_account_already_held_is_not_proposed_again() -> None:
    trail = trail_of(SPLIT, [Claim(0, 0, 100)])
    assert next_layer(trail, held={1, 2, 3, 4}).num_rows == 0
    assert next_layer(trail, held={1, 2, 3, 4}).schema == NEXT_LAYER


def test_victims_and_pools_are_not_proposed() -> None:
    rows = moved((0, 1, 100, 0), (1, 0, 20, 700), (1, 2, 80, 800))
    pool = [Account(account=2, kind=AccountKind.PLATFORM)]
    assert next_layer(trail_of(rows, [Claim(0, 0, 100)], pool), held=()).num_rows == 0


def test_equal_amounts_go_by_level_and_then_by_account() -> None:
    rows = moved((0, 1, 90, 0), (1, 9, 30, 5), (1, 3, 60, 6), (3, 2, 30, 7))
    layer = next_layer(trail_of(rows, [Claim(0, 0, 90)]), held=())
    assert layer.column("account").to_pylist() == [3, 9, 2]


def test_of_equal_arrivals_the_latest_is_named() -> None:
    rows = moved((0, 1, 50, 0), (0, 1, 50, 9))
    (row,) = next_layer(trail_of(rows, [Claim(0, 0, 50), Claim(1, 1, 50)]), held=()).to_pylist()
    assert (row["transfer"], row["stop_fen"]) == (1, 100)


def test_one_case_sees_only_its_own_money() -> None:
    rows = moved((0, 1, 50, 0), (8, 1, 70, 9))
    trail = trail_of(rows, [Claim(0, 0, 50), Claim(1, 1, 70)])
    (row,) = next_layer(trail, held=(), claims={0}).to_pylist()
    assert (row["transfer"], row["stop_fen"], row["traced_fen"]) == (0, 50, 50)


def test_money_at_the_level_cap_can_still_be_stopped() -> None:
    trail = trail_of(SPLIT, [Claim(0, 0, 100)], params=Params(max_level=1))
    assert next_layer(trail, held=()).column("stop_fen").to_pylist() == [5]
