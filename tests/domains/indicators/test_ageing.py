"""Indicators grow old by kind; what is seen again lives on; nothing is decided twice."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import AT, KEEPER
from tests.builders.indicators import entered, entry, the, told
from zhisun.domains.indicators import selectors, tables
from zhisun.domains.indicators.policy import lapse, worth_now
from zhisun.domains.indicators.services.ageing import expire, set_life
from zhisun.domains.indicators.services.judge import restore
from zhisun.domains.indicators.services.keep import import_rows
from zhisun.domains.indicators.terms import (
    LEAST_CONFIDENCE,
    SHORTEST_LIFE,
    IndicatorKind,
    IndicatorState,
    Life,
)
from zhisun.kernel.errors import InputError

DAY = timedelta(days=1)
lives = st.builds(
    lambda half, whole: Life(half * DAY, whole * DAY), st.integers(1, 900), st.integers(1, 900)
)


@given(lives, st.integers(0, 100))
def test_at_its_end_an_indicator_is_old_or_worth_little_and_before_it_is_neither(
    life: Life, confidence: int
) -> None:
    end = lapse(life, confidence=confidence, seen_at=AT)
    assert SHORTEST_LIFE <= end - AT <= max(life.lifetime, SHORTEST_LIFE)
    worth = worth_now(life, confidence=confidence, seen_at=AT, at=end)
    assert worth <= LEAST_CONFIDENCE or end - AT >= life.lifetime
    just_before = worth_now(life, confidence=confidence, seen_at=AT, at=end - life.half_life / 9)
    assert just_before >= LEAST_CONFIDENCE or end - AT == SHORTEST_LIFE


@pytest.mark.django_db
class TestClock:
    def test_what_has_lapsed_leaves_the_base_and_comes_back_when_it_is_seen_again(self) -> None:
        key = entered("ip", "203.0.113.7")
        end = the(key).lapses_at
        assert end is not None
        assert end - AT < timedelta(days=17)
        assert expire(by=KEEPER, at=end - DAY) == 0
        before = selectors.last_change()
        assert expire(by=KEEPER, at=end) == 1
        assert expire(by=KEEPER, at=end) == 0
        assert the(key).state == IndicatorState.EXPIRED
        assert selectors.last_change() > before
        assert tables.indicators().num_rows == 0
        assert entered("ip", "203.0.113.7", at=end + DAY) == key
        assert the(key).state == IndicatorState.STANDING
        assert tables.indicators().num_rows == 1

    def test_a_sighting_moves_the_stored_end_and_an_older_file_does_not_move_it_back(self) -> None:
        key = entered("phone", "13800001111")
        first = the(key).lapses_at
        entered("phone", "13800001111", at=AT + 10 * DAY)
        assert the(key).lapses_at == (first or AT) + 10 * DAY
        import_rows([entry("phone", "13800001111", seen_at=AT)], by=KEEPER, at=AT + 11 * DAY)
        assert the(key).lapses_at == (first or AT) + 10 * DAY

    def test_a_renewal_that_changes_nothing_is_no_change_for_the_watch(self) -> None:
        key = entered()
        before = the(key).change
        entered(at=AT + DAY)
        assert the(key).change == before
        entered(at=AT + DAY, severity=5)
        assert the(key).change > before

    def test_a_right_warning_is_a_sighting(self) -> None:
        key = entered("im", "scammer01")
        first = the(key).lapses_at
        told(key, right=1, at=AT + 5 * DAY)
        assert the(key).lapses_at == (first or AT) + 5 * DAY

    def test_what_comes_in_too_old_does_not_stand(self) -> None:
        key = entered("ip", "203.0.113.9", seen_at=AT - 90 * DAY)
        assert the(key).state == IndicatorState.EXPIRED
        restore(key, "又有人报案", by=KEEPER, at=AT)
        assert the(key).state == IndicatorState.STANDING

    def test_its_own_validity_ends_it_sooner(self) -> None:
        key = entered(valid_to=AT + 3 * DAY)
        assert the(key).lapses_at == AT + 3 * DAY
        expire(by=KEEPER, at=AT + 3 * DAY)
        with pytest.raises(InputError, match="indicator_window_over"):
            restore(key, "还在用", by=KEEPER, at=AT + 4 * DAY)

    def test_a_local_rule_is_for_what_comes_after_it(self) -> None:
        before = entered("ip", "203.0.113.7")
        set_life("ip", 1, 2, "本市规定", by=KEEPER, at=AT)
        after = entered("ip", "203.0.113.8")
        assert the(after).lapses_at == AT + 2 * DAY
        assert (the(before).lapses_at or AT) > AT + 7 * DAY
        assert selectors.lives()[IndicatorKind.IP] == Life(DAY, 2 * DAY)

    @pytest.mark.parametrize(
        ("days", "note", "field"), [((0, 5), "x", "half_life_days"), ((5, 5), " ", "note")]
    )
    def test_a_rule_lasts_and_says_its_source(
        self, days: tuple[int, int], note: str, field: str
    ) -> None:
        with pytest.raises(InputError) as told_off:
            set_life("ip", *days, note, by=KEEPER, at=AT)
        assert told_off.value.facts["field"] == field
