"""What can still be saved comes first."""

import math
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhisun.domains.stop_payment.policy.ranking import save_rank
from zhisun.domains.stop_payment.terms import HALF_LIFE

AT = datetime(2026, 9, 11, 6, 10, tzinfo=UTC)


def left(amount_fen: int, transferred_at: datetime, at: datetime) -> float:
    """The slow truth: what is expected to be left of the money at an instant."""
    return amount_fen * math.exp2(-((at - transferred_at) / HALF_LIFE))


@given(
    st.integers(1, 10**10),
    st.integers(1, 10**10),
    st.integers(0, 600),
    st.integers(0, 600),
    st.integers(0, 600),
)
def test_the_board_is_sorted_by_what_is_left_at_any_later_moment(
    one: int, other: int, one_minutes: int, other_minutes: int, later: int
) -> None:
    one_at = AT - timedelta(minutes=one_minutes)
    other_at = AT - timedelta(minutes=other_minutes)
    at = AT + timedelta(minutes=later)
    by_rank = save_rank(one, one_at) - save_rank(other, other_at)
    by_truth = left(one, one_at, at) - left(other, other_at, at)
    assert abs(by_rank) < 1e-9 or (by_rank > 0) == (by_truth > 0)


def test_fresh_small_money_overtakes_old_big_money() -> None:
    fresh = save_rank(5_000_000, AT - timedelta(minutes=2))
    old = save_rank(20_000_000, AT - timedelta(hours=3))
    assert fresh > old
