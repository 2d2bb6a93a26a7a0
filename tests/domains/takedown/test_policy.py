"""What may be done to what, for how long."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import AT
from zhisun.domains.directory.terms import Lane
from zhisun.domains.takedown.policy import check_measure, outcome, term_of
from zhisun.domains.takedown.terms import (
    CHECK_FIRST,
    LONGEST_TERM,
    MEASURES_OF,
    MOVES,
    OPEN,
    OWN_PHONE_LASTS,
    OWN_PHONE_LONGEST,
    SHORT_SEAL_LASTS,
    Measure,
    TakedownState,
    TargetKind,
)
from zhisun.gateways.takedown import port
from zhisun.gateways.takedown.codes import ANSWERS
from zhisun.kernel.errors import InputError, RuleViolation

moments = st.timedeltas(timedelta(days=-3), timedelta(days=3)).map(lambda gone: AT + gone)


def test_the_words_of_the_wire_are_those_of_the_domain() -> None:
    assert {m.value for m in Measure} == {m.value for m in port.Measure}
    assert {k.value for k in TargetKind} == {k.value for k in port.TargetKind}


def test_every_state_has_its_moves_and_can_be_reached() -> None:
    assert set(MOVES) == set(TakedownState)
    reached = {to for moves in MOVES.values() for to in moves}
    assert reached == set(TakedownState) - {TakedownState.DRAFTED}
    assert all(MOVES[state] for state in OPEN)


@pytest.mark.parametrize("kind", TargetKind)
def test_no_measure_of_another_target_and_no_release_is_drafted_by_hand(kind: TargetKind) -> None:
    for measure in set(Measure) - set(MEASURES_OF[kind]):
        with pytest.raises(InputError, match="measure_of_another_target"):
            check_measure(kind, measure, Lane.PAPER)


@pytest.mark.parametrize(
    ("kind", "measure", "lane"),
    [
        (TargetKind.PHONE, Measure.SUSPEND, Lane.PLATFORM),
        (TargetKind.IM_GROUP, Measure.SEAL_GROUP, Lane.TELECOM),
        (TargetKind.URL, Measure.BLOCK, Lane.BANK),
    ],
)
def test_nobody_is_asked_for_what_he_cannot_do(
    kind: TargetKind, measure: Measure, lane: Lane
) -> None:
    with pytest.raises(InputError, match="institution_cannot_do"):
        check_measure(kind, measure, lane)


def test_a_persons_own_phone_is_not_left_to_a_letter() -> None:
    with pytest.raises(InputError, match="own_phone_needs_line"):
        check_measure(TargetKind.PHONE, Measure.HOLD_OWN_PHONE, Lane.PAPER)


def test_terms() -> None:
    assert term_of(Measure.SUSPEND, None) is None
    assert term_of(Measure.SEAL_SHORT, None) == SHORT_SEAL_LASTS
    assert term_of(Measure.HOLD_OWN_PHONE, None) == OWN_PHONE_LASTS
    with pytest.raises(RuleViolation, match="own_phone_too_long"):
        term_of(Measure.HOLD_OWN_PHONE, OWN_PHONE_LONGEST + timedelta(seconds=1))
    with pytest.raises(InputError, match="permanent_has_no_term"):
        term_of(Measure.SEAL_PERMANENT, timedelta(days=1))
    for unusable in (timedelta(0), timedelta(days=-1), LONGEST_TERM + timedelta(seconds=1)):
        with pytest.raises(InputError, match="term_unusable"):
            term_of(Measure.SUSPEND, unusable)


@given(
    st.sampled_from([measure for measure in Measure if measure is not Measure.RELEASE]),
    st.sampled_from([*ANSWERS, "9999"]),
    st.none() | moments,
    moments,
)
def test_only_what_was_done_stands_and_what_stands_has_a_clock(
    measure: Measure, result: str, executed_at: object, at: object
) -> None:
    lasts = term_of(measure, None)
    ends_at = AT + lasts if measure is Measure.HOLD_OWN_PHONE and lasts else None
    found = outcome(
        measure,
        result,
        lasts=lasts,
        ends_at=ends_at,
        executed_at=executed_at,  # type: ignore[arg-type]  # drawn as an instant or None
        at=at,  # type: ignore[arg-type]
    )
    assert (found.state is TakedownState.ACTIVE) == (result == "0000")
    assert not found.ends_original
    if found.state is TakedownState.ACTIVE:
        assert found.executed_at is not None
        assert found.executed_at <= at  # type: ignore[operator]
        assert found.clock_at is not None
        if measure is Measure.HOLD_OWN_PHONE:
            assert found.ends_at == found.clock_at == ends_at
        else:
            assert found.check_at == found.executed_at + CHECK_FIRST
            assert found.clock_at <= found.check_at


@pytest.mark.parametrize(("result", "lifted"), [("0000", True), ("0900", True), ("0700", False)])
def test_a_release_lifts_what_is_lifted_and_nothing_else(result: str, lifted: bool) -> None:  # noqa: FBT001 a table's column
    found = outcome(Measure.RELEASE, result, lasts=None, ends_at=None, executed_at=None, at=AT)
    assert found.ends_original is lifted
    wanted = TakedownState.ANSWERED if lifted else TakedownState.REFUSED
    assert found.state is wanted
