"""A share of the work is looked at again, by somebody else."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import AT, a_city, officer
from tests.builders.warnings import ANYBODY, dissuaded, signed, tried, warned
from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.jobs import run_draws
from zhisun.domains.dissuasion.models import Dispatch, QualityCheck, QualityDraw
from zhisun.domains.dissuasion.policy.quality import Fault, Sampled, Verdict, drawn
from zhisun.domains.dissuasion.policy.rules import DEFAULT, Rules, demand_sound
from zhisun.domains.dissuasion.selectors import quality
from zhisun.domains.dissuasion.selectors.board import alarms
from zhisun.domains.dissuasion.selectors.figures import Frame, Share
from zhisun.domains.dissuasion.services.conclude import conclude
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.quality import check_quality, draw
from zhisun.domains.dissuasion.services.rules import set_rules
from zhisun.domains.dissuasion.terms import Bell, ContactResult, Outcome, Step
from zhisun.kernel.errors import InputError, NotPermitted, StateConflict

DAY = date(2026, 9, 11)
TOMORROW = AT + timedelta(days=1)
NUMBERS = st.lists(st.text("abc123", min_size=1, max_size=4), unique=True, max_size=40)


@given(NUMBERS, st.integers(0, 100), st.randoms(use_true_random=False))
def test_who_draws_again_draws_the_same_share(
    numbers: list[str], percent: int, chance: Random
) -> None:
    taken = drawn(numbers, percent=percent, day=DAY)
    shuffled = list(numbers)
    chance.shuffle(shuffled)
    assert drawn(shuffled + numbers, percent=percent, day=DAY) == taken
    assert set(taken) <= set(numbers)
    assert len(taken) == len(set(taken))
    assert (len(taken) - 1) * 100 < len(numbers) * percent <= len(taken) * 100
    more = drawn(numbers, percent=min(100, percent + 10), day=DAY)
    assert more[: len(taken)] == taken


def test_another_day_draws_another_way_and_everybody_may_be_drawn() -> None:
    numbers = [f"n{each}" for each in range(20)]
    days = [DAY + timedelta(days=each) for each in range(60)]
    found = [frozenset(drawn(numbers, percent=20, day=day)) for day in days]
    assert len(set(found)) > 50
    assert frozenset().union(*found) == frozenset(numbers)


@pytest.mark.parametrize(
    "broken", [replace(DEFAULT, quality_percent=101), replace(DEFAULT, truth_percent=-1)]
)
def test_no_share_beyond_the_whole(broken: Rules) -> None:
    with pytest.raises(InputError):
        demand_sound(broken)


@pytest.fixture
def _city(db: None) -> None:
    del db  # only its effect is wanted
    a_city()


def everything(at: datetime = AT) -> None:
    rules = replace(DEFAULT, quality_percent=100, truth_percent=100)
    set_rules("370800", rules, "全抽一天", by=officer("chenjing"), at=at)


@pytest.mark.usefixtures("_city")
def test_a_day_is_drawn_once_and_by_the_share_that_counts() -> None:
    for each in range(3):
        dissuaded(person=Named(phone=f"1379999000{each}"))
    other = warned(person=Named(phone="13799990009"))
    tried(other, by="gaofei")
    with pytest.raises(StateConflict, match="day_not_over"):
        draw(DAY, by=ANYBODY, at=AT)
    assert run_draws(at=TOMORROW) == 3  # one visit and one outcome of 马海, one call of 高飞
    assert run_draws(at=TOMORROW) == 0
    made = set(QualityDraw.objects.values_list("unit_code", "what", "population", "drawn"))
    assert made == {
        ("370811010000", Sampled.CONTACT, 3, 1),
        ("370811010000", Sampled.OUTCOME, 3, 1),
        ("370800000000", Sampled.CONTACT, 1, 1),
    }


@pytest.mark.usefixtures("_city")
def test_somebody_else_looks_and_what_fails_rings_and_counts() -> None:
    number = dissuaded()
    mine = warned(person=Named(phone="13799990009"))
    tried(mine, by="gaofei")
    everything()
    assert run_draws(at=TOMORROW) == 3
    desk, chief = officer("gaofei"), officer("chenjing")
    assert {each.dispatch_no for each in quality.queue(desk)} == {number}
    assert len(quality.queue(chief)) == 3
    visit, outcome = sorted(quality.queue(desk), key=lambda each: each.what)
    [own] = [each for each in quality.queue(chief) if each.dispatch_no == mine]
    with pytest.raises(NotPermitted, match="own_work"):
        check_quality(own.key, Verdict.PASSED, by=desk, at=TOMORROW)
    with pytest.raises(NotPermitted, match="duty_missing"):
        check_quality(own.key, Verdict.PASSED, by=officer("mahai"), at=TOMORROW)
    for verdict, faults in (
        (Verdict.FAILED, []),
        (Verdict.PASSED, [Fault.UNTRUE]),
    ):
        with pytest.raises(InputError):
            check_quality(visit.key, verdict, faults, by=desk, at=TOMORROW)
    check_quality(visit.key, Verdict.PASSED, [Fault.LATE], by=desk, at=TOMORROW)
    assert alarms(ANYBODY) == []
    check_quality(
        outcome.key, Verdict.FAILED, [Fault.UNTRUE], "本人说没人来过", by=desk, at=TOMORROW
    )
    assert [(each.bell, each.dispatch_no) for each in alarms(ANYBODY)] == [(Bell.QUALITY, number)]
    with pytest.raises(StateConflict, match="quality_checked"):
        check_quality(outcome.key, Verdict.PASSED, by=chief, at=TOMORROW)
    frame = Frame(since=AT - timedelta(days=1), until=TOMORROW, at=TOMORROW)
    centre, station = quality.by_unit(chief, frame)
    assert (centre.share, station.share) == (Share(0, 0, 1), Share(1, 2, 0))
    assert dict(station.faults) == {Fault.LATE: 1, Fault.UNTRUE: 1}
    assert [each.verdict for each in quality.latest(chief)] == [Verdict.FAILED, Verdict.PASSED]


@pytest.mark.usefixtures("_city")
def test_neither_who_concluded_nor_who_handled_it_looks_at_it() -> None:
    number = signed()  # 马海 handles it
    tried(number, Step.CALL, ContactResult.COOPERATES, by="chenjing")
    conclude(number, Outcome.DISSUADED, "家属同在", by=officer("gaofei"), at=AT)
    everything()
    run_draws(at=TOMORROW)
    handler, concluded, other = officer("mahai"), officer("gaofei"), officer("chenjing")
    [outcome] = QualityCheck.objects.filter(contact=None)
    assert (outcome.sampled, outcome.handler) == ("gaofei", "mahai")
    assert quality.queue(concluded) == []
    for who in (handler, concluded):
        by = replace(who, duties=who.duties | {Duty.CHECK_QUALITY.value})
        assert quality.queue(by) == []
        with pytest.raises(NotPermitted, match="own_work"):
            check_quality(outcome.pk, Verdict.PASSED, by=by, at=TOMORROW)
        with pytest.raises(IntegrityError), transaction.atomic():
            QualityCheck.objects.filter(pk=outcome.pk).update(
                checker=by.name, checked_at=AT, verdict=Verdict.PASSED
            )
    assert [each.dispatch_no for each in quality.queue(other)] == [number]
    check_quality(outcome.pk, Verdict.PASSED, by=other, at=TOMORROW)


@pytest.mark.usefixtures("_city")
def test_work_begun_anew_forgets_who_concluded_the_round_before() -> None:
    number = dissuaded()
    assert Dispatch.objects.get(dispatch_no=number).concluded_by == "mahai"
    late = AT + timedelta(hours=5)
    warned(seen_at=late, at=late)
    assert Dispatch.objects.get(dispatch_no=number).concluded_by == ""


@pytest.mark.usefixtures("_city")
def test_the_database_lets_nobody_judge_his_own_work() -> None:
    dissuaded()
    everything()
    run_draws(at=TOMORROW)
    for facts in (
        {"checker": "mahai", "checked_at": AT, "verdict": Verdict.PASSED},
        {"checker": "gaofei", "checked_at": AT, "verdict": Verdict.FAILED},
        {"checker": "gaofei"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            QualityCheck.objects.update(**facts)
