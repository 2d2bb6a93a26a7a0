"""Money to the fen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.kernel.errors import InputError
from zhisun.kernel.money import LARGEST_FEN, fen, shared_out, whole_yuan, yuan


@given(st.integers(-LARGEST_FEN, LARGEST_FEN))
def test_fen_and_yuan_are_two_names_of_one_amount(amount: int) -> None:
    assert fen(yuan(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"), [("28000", 2_800_000), ("1,234.5", 123_450), (" 0.01 ", 1), ("-3", -300)]
)
def test_amounts_as_people_type_them(text: str, amount: int) -> None:
    assert fen(text) == amount


@pytest.mark.parametrize(
    "text", ["", "三万", "1.234", "nan", "inf", "1e5", "1_0", "1e30", "1e999999", "12;drop"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        fen(text)


def test_whole_yuan_round_half_up() -> None:
    assert [whole_yuan(amount) for amount in (49, 50, 150, 250)] == [0, 1, 2, 3]
    assert whole_yuan(fen(Decimal("28000.49"))) == 28000


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), max_size=20))
def test_what_is_shared_out_is_all_there_is(total: int, weights: list[int]) -> None:
    shares = shared_out(total, weights)
    of = sum(weights)
    assert sum(shares) == (total if of else 0)
    for share, weight in zip(shares, weights, strict=True):
        assert not of or abs(share * of - total * weight) < of
