from collections import defaultdict
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.cast import AT, ICBC, MULE
from zhisun.simulator.gang import LARGEST_CASH_FEN, QUICKEST, SLOWEST, Gang, Loot
from zhisun.simulator.plans import MoveKind
from zhisun.simulator.roster import BY_CODE, HOUSES


def plan(seed: int, amount_fen: int, speed: float = 1.0) -> Gang:
    gang = Gang(random_of(seed), HOUSES, "G", speed)
    gang.pass_on(Loot(institution=ICBC.code, account_no=MULE, amount_fen=amount_fen, at=AT))
    return gang


def random_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 the same plan at every run


@given(st.integers(0, 10_000), st.integers(100_000, 50_000_000))
def test_nobody_passes_on_more_than_came(seed: int, amount_fen: int) -> None:
    balance: dict[str, int] = defaultdict(int, {MULE: amount_fen})
    for move in sorted(plan(seed, amount_fen).moves, key=lambda move: move.at):
        balance[move.payer] -= move.amount_fen
        balance[move.payee or "gone"] += move.amount_fen
        assert balance[move.payer] >= 0
    assert sum(balance.values()) == amount_fen


@given(st.integers(0, 10_000))
def test_every_layer_lies_at_another_institution_and_ends_outside(seed: int) -> None:
    gang = plan(seed, 10_000_000)
    for move in gang.moves:
        if move.kind is MoveKind.TRANSFER:
            assert move.payee_institution != move.payer_institution
        elif not BY_CODE[move.payer_institution].pays:
            assert move.amount_fen <= LARGEST_CASH_FEN
    assert any(move.kind is not MoveKind.TRANSFER for move in gang.moves)


@given(st.integers(0, 10_000))
def test_money_rests_three_to_ten_minutes_at_speed_one(seed: int) -> None:
    first = min(move.at for move in plan(seed, 10_000_000).moves)
    assert QUICKEST <= first - AT <= SLOWEST
    hurried = min(move.at for move in plan(seed, 10_000_000, speed=60).moves)
    assert hurried - AT <= timedelta(seconds=10)


def test_the_same_seed_plans_the_same() -> None:
    assert plan(3, 5_000_000).moves == plan(3, 5_000_000).moves
