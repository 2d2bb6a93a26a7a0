"""Rules, clocks, ladder, routing and words."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import AT
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.policy.clocks import Due, due_of
from zhisun.domains.dissuasion.policy.ladder import next_steps
from zhisun.domains.dissuasion.policy.rules import (
    DEFAULT,
    Rules,
    demand_sound,
    from_body,
    to_body,
)
from zhisun.domains.dissuasion.policy.scripts import (
    carries_address,
    fraud_type_of,
    script_of,
    why_of,
)
from zhisun.domains.dissuasion.terms import (
    MOVES,
    OPEN,
    ContactResult,
    DispatchState,
    SignalKind,
    SignalSource,
    Step,
)
from zhisun.kernel.errors import InputError


def test_the_defaults_are_those_proposed_by_the_reference() -> None:
    demand_sound(DEFAULT)
    minutes = [
        [span / timedelta(minutes=1) for span in DEFAULT.clocks(grade, urgent=False)]
        for grade in (5, 3, 1)
    ]
    assert minutes == [[3, 5, 60], [10, 30, 240], [30, 120, 1440]]
    assert DEFAULT.clocks(1, urgent=True) == DEFAULT.clocks(5, urgent=False)
    assert DEFAULT.look_back_hours == (24, 72)


@given(st.integers(0, 100))
def test_a_higher_score_is_no_lower_grade(score: int) -> None:
    grades = [DEFAULT.grade(each) for each in (score, min(100, score + 1))]
    assert grades == sorted(grades)
    assert (DEFAULT.grade(0), DEFAULT.grade(100)) == (1, 5)


@pytest.mark.parametrize(
    "broken",
    [
        replace(DEFAULT, thresholds=(25, 25, 60, 80)),
        replace(DEFAULT, thresholds=(0, 45, 60, 80)),
        replace(DEFAULT, high=(5, 3, 60)),
        replace(DEFAULT, names=("一", "一", "二", "三", "四")),
        replace(DEFAULT, names=("", "一", "二", "三", "四")),
        replace(DEFAULT, look_back_hours=(72, 24)),
        replace(DEFAULT, meet_from=0),
        replace(DEFAULT, unreachable_after=0),
    ],
)
def test_rules_nobody_can_live_by_are_refused(broken: Rules) -> None:
    with pytest.raises(InputError):
        demand_sound(broken)


def test_stored_rules_come_back_and_unknown_ones_are_left_out() -> None:
    rules = replace(DEFAULT, thresholds=(10, 20, 30, 40))
    body = {name: list(v) if isinstance(v, tuple) else v for name, v in to_body(rules).items()}
    assert from_body(body | {"of_tomorrow": 1}) == rules


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.integers(0, 500)), min_size=1))
def test_a_clock_is_never_set_back(raises: list[tuple[int, bool, int]]) -> None:
    due, at, seen = None, AT, []
    for grade, urgent, minutes in raises:
        at += timedelta(minutes=minutes)
        due = due_of(DEFAULT, grade, urgent=urgent, at=at, before=due)
        assert due.sign <= due.contact <= due.meet
        seen.append(due)
    for before, after in pairwise(seen):
        assert isinstance(before, Due)
        assert (after.sign <= before.sign, after.meet <= before.meet) == (True, True)


def test_every_move_leads_somewhere_and_what_is_over_stays_over() -> None:
    assert set(MOVES) == set(DispatchState)
    reached = {to for moves in MOVES.values() for to in moves}
    assert reached == set(DispatchState)
    assert all(not MOVES[state] for state in set(DispatchState) - OPEN)
    assert all(DispatchState.JOINED in MOVES[state] for state in OPEN)


SILENT = (Step.CALL, ContactResult.NO_ANSWER)


@pytest.mark.parametrize(
    ("attempts", "grade", "urgent", "expected"),
    [
        ([], 2, False, (Step.SMS,)),
        ([(Step.SMS, ContactResult.HANDED_OVER)], 2, False, (Step.CALL,)),
        ([(Step.SMS, ContactResult.HANDED_OVER), SILENT], 2, False, (Step.SECOND_LINE,)),
        ([(Step.SMS, ContactResult.UNDELIVERED)], 2, False, (Step.CALL, Step.FAMILY)),
        ([(Step.SMS, ContactResult.UNDELIVERED), SILENT], 2, False, (Step.SECOND_LINE,)),
        (
            [(Step.SMS, ContactResult.UNDELIVERED)],
            4,
            False,
            (Step.CALL, Step.FAMILY, Step.VISIT),
        ),
        ([], 2, True, (Step.CALL, Step.FAMILY, Step.VISIT)),
        ([SILENT], 5, False, (Step.CALL, Step.FAMILY, Step.VISIT)),
        ([(Step.CALL, ContactResult.COOPERATES)], 2, False, ()),
        ([(Step.CALL, ContactResult.COOPERATES)], 5, False, (Step.VISIT,)),
        ([(Step.CALL, ContactResult.UNCOOPERATIVE)], 2, False, (Step.SECOND_LINE, Step.VISIT)),
        ([(Step.VISIT, ContactResult.MET)], 5, True, ()),
    ],
)
def test_the_ladder_goes_up_and_in_parallel_when_it_is_urgent(
    attempts: list[tuple[Step, ContactResult]],
    grade: int,
    urgent: bool,  # noqa: FBT001 pytest gives it by name
    expected: tuple[Step, ...],
) -> None:
    assert next_steps(attempts, grade=grade, urgent=urgent) == expected


@pytest.mark.parametrize("kind", list(FraudType))
def test_a_message_carries_neither_link_nor_number(kind: FraudType) -> None:
    script = script_of(kind)
    assert script.sms.startswith("【反诈中心】")
    assert not carries_address(script.sms)
    assert why_of(kind, []) == script.why
    for source, seen in product(SignalSource, SignalKind):
        assert why_of(kind, [(source, seen)] * 2).endswith(f"。{script.why}")
    assert len(script.lines) >= 5


@pytest.mark.parametrize(
    "text", ["拨打96110", "点 www.x", "见 fz.example", "https://a", "a@b", "拨１２３４"]
)
def test_what_could_be_called_or_clicked_is_seen(text: str) -> None:
    assert carries_address(text)


@pytest.mark.parametrize(
    ("told", "kind"),
    [("刷单返利", "SD"), ("刷单返利类", "SD"), ("GJF", "GJF"), ("", None), ("别的", None)],
)
def test_a_sources_own_words_name_a_class(told: str, kind: str | None) -> None:
    assert fraud_type_of(told) == kind
