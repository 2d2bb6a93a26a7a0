"""Precision is learnt from outcomes; a bad indicator goes with notice and a person may undo it."""

from datetime import timedelta
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.city import AT, KEEPER
from tests.builders.indicators import entered, the, told
from zhisun.domains.audit.models import Entry
from zhisun.domains.indicators import tables
from zhisun.domains.indicators.models import BaseNotice
from zhisun.domains.indicators.policy import (
    beta_below,
    beta_quantile,
    indicator_precision,
    source_precision,
)
from zhisun.domains.indicators.services.judge import restore, see_notice
from zhisun.domains.indicators.services.learn import learn
from zhisun.domains.indicators.terms import IndicatorState, NoticeKind
from zhisun.domains.outbox.models import Event

shares = st.floats(0.001, 0.999)
counts = st.integers(0, 60)


def below_by_counting(a: int, b: int, x: float) -> float:
    """The slow truth for whole a and b: at least a of a + b − 1 throws hit."""
    hit, throws = Fraction(x), a + b - 1
    chances = (comb(throws, n) * hit**n * (1 - hit) ** (throws - n) for n in range(a, throws + 1))
    return float(sum(chances))


@given(st.integers(1, 60), st.integers(1, 60), shares)
def test_the_beta_function_agrees_with_counting(a: int, b: int, x: float) -> None:
    assert beta_below(a, b, x) == pytest.approx(below_by_counting(a, b, x), abs=1e-9)


@given(st.floats(0.1, 500), st.floats(0.1, 500), shares)
def test_the_quantile_undoes_the_share(a: float, b: float, share: float) -> None:
    x = beta_quantile(a, b, share)
    assert 0 <= x <= 1
    if 1e-9 < x < 1 - 1e-9:
        assert beta_below(a, b, x) == pytest.approx(share, abs=1e-6)


@settings(max_examples=25)
@given(counts, counts, counts, counts)
def test_another_false_alarm_never_speaks_for_an_indicator(
    right: int, wrong: int, others_right: int, others_wrong: int
) -> None:
    others = (others_right, others_wrong)
    now = indicator_precision(right, wrong, others)
    worse = indicator_precision(right, wrong + 1, others)
    better = indicator_precision(right + 1, wrong, others)
    assert worse.high < now.high < better.high
    assert now.low <= now.mean <= now.high


@settings(max_examples=25)
@given(counts, counts)
def test_what_nobody_checked_is_not_poor(right: int, wrong: int) -> None:
    assert not source_precision(right, 0).poor
    assert not indicator_precision(0, 0, (right, wrong)).poor or wrong > right


@pytest.mark.django_db
class TestDemotion:
    def test_false_alarms_demote_with_notice_and_never_in_silence(self) -> None:
        key = entered("phone", "13800001111")
        told(key, right=1, wrong=8)
        assert the(key).state == IndicatorState.STANDING
        change = the(key).change
        told(key, wrong=8)
        row = the(key)
        assert row.state == IndicatorState.DEMOTED
        assert row.change > change
        assert tables.indicators().num_rows == 0
        notice = BaseNotice.objects.get()
        assert (notice.kind, notice.indicator_id) == (NoticeKind.DEMOTED, key)
        assert notice.wrong > 9
        assert Entry.objects.filter(subject=f"I{key}", verb="indicators.demoted").count() == 1
        assert Event.objects.filter(name="indicators.demoted", key=str(key)).count() == 1

    def test_a_person_puts_it_back_and_old_outcomes_do_not_demote_it_again(self) -> None:
        key = entered()
        told(key, wrong=14)
        assert the(key).state == IndicatorState.DEMOTED
        later = AT + timedelta(days=1)
        restore(key, "误报是名单导错，已更正", by=KEEPER, at=later)
        told(key, wrong=3, at=later)
        assert the(key).state == IndicatorState.STANDING
        assert tables.indicators().num_rows == 1

    def test_one_dispatch_counts_once_by_its_last_outcome(self) -> None:
        key = entered()
        for right in (False, False, True, True):
            learn("Q1", [key], right=right, by=KEEPER, at=AT)
        assert (the(key).right, the(key).wrong) == (1, 0)
        learn("Q1", [key], right=None, by=KEEPER, at=AT)
        assert (the(key).right, the(key).wrong) == (0, 0)

    def test_a_good_source_vouches_for_its_indicators(self) -> None:
        good = [entered("phone", f"1380000{n:04}") for n in range(3)]
        for key in good:
            told(key, right=12)
        vouched = entered("phone", "13900000000")
        lonely = entered("phone", "13900000001", source="网友")
        for key in (vouched, lonely):
            told(key, wrong=9)
        assert the(vouched).state == IndicatorState.STANDING
        assert the(lonely).state == IndicatorState.STANDING
        told(lonely, wrong=2)
        told(vouched, wrong=1)
        assert the(vouched).state == IndicatorState.STANDING

    def test_a_poor_source_rings_once_until_somebody_looks(self) -> None:
        keys = [entered("phone", f"1380000{n:04}", source="来路不明") for n in range(5)]
        for key in keys:
            told(key, wrong=9)
        rung = BaseNotice.objects.filter(kind=NoticeKind.POOR_SOURCE)
        assert [notice.source for notice in rung] == ["来路不明"]
        see_notice(rung[0].pk, by=KEEPER, at=AT)
        told(keys[0], wrong=1)
        assert rung.all().count() == 2
