"""Fair return: sums, caps, one fen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.tracing.shares import Claimant, Loss, by_trace, in_proportion, recovery
from zhisun.kernel.errors import EngineInputError

FENS = st.integers(0, 10**12)
LOSSES = st.lists(st.tuples(FENS, FENS).map(lambda pair: Loss("v", *pair)), max_size=8)


@given(FENS, LOSSES)
def test_shares_keep_the_sum_the_cap_and_the_proportion(frozen: int, losses: list[Loss]) -> None:
    shares = in_proportion(frozen, losses)
    owed = [loss.outstanding_fen for loss in losses]
    assert sum(shares) == min(frozen, sum(owed))
    for share, due in zip(shares, owed, strict=True):
        assert 0 <= share <= due
        if sum(owed) > frozen:
            assert abs(share - Fraction(frozen * due, sum(owed))) < 1


def test_three_victims_share_one_account_and_the_odd_fen_goes_to_the_first() -> None:
    losses = [Loss("甲", 100), Loss("乙", 100), Loss("丙", 150, 50)]
    assert in_proportion(100, losses) == [34, 33, 33]


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(EngineInputError):
        in_proportion(-1, [])


@st.composite
def claimants(draw: st.DrawFn) -> list[Claimant]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        least = draw(st.integers(0, 1000))
        most = least + draw(st.integers(0, 1000))
        found.append(Claimant(str(number), least, most, draw(st.integers(0, 2000))))
    return found


@given(st.integers(0, 5000), claimants())
def test_return_by_trace_keeps_the_sum_and_the_cap(frozen: int, found: list[Claimant]) -> None:
    returned = by_trace(frozen, found)
    total = sum(each.direct_fen + each.proportional_fen for each in returned)
    assert total <= frozen
    for claimant, each in zip(found, returned, strict=True):
        assert each.direct_fen <= claimant.least_fen
        assert each.direct_fen + each.proportional_fen <= claimant.outstanding_fen
    room = sum(min(c.most_fen, c.outstanding_fen) for c in found)
    assert total == min(frozen, room)


def test_what_every_rule_agrees_on_goes_first() -> None:
    found = [Claimant("甲", 60, 60, 60), Claimant("乙", 0, 40, 40), Claimant("丙", 0, 60, 60)]
    told = [(each.direct_fen, each.proportional_fen) for each in by_trace(100, found)]
    assert told == [(60, 0), (0, 16), (0, 24)]


def test_recovery_is_told_by_victim_with_the_least_and_the_spread() -> None:
    losses = [Loss("甲", 100), Loss("乙", 100, 50), Loss("甲", 100)]
    told = recovery(losses, [50, 50, 0])
    assert told.ratios_pm == {"甲": 250, "乙": 1000}
    assert told.least_pm == 250
    assert told.gini_pm == 300
    assert recovery([], []).gini_pm == 0
