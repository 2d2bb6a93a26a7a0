"""Guardian and school told, and calls of three."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import AT, a_city, officer
from tests.builders.warnings import (
    ANYBODY,
    at_the_station,
    dissuaded,
    signed,
    the,
    warned,
)
from zhisun.domains.dissuasion.jobs import run_clocks
from zhisun.domains.dissuasion.models import Dispatch, Informing, JointCall
from zhisun.domains.dissuasion.policy.informing import (
    Informed,
    InformResult,
    Told,
    minor_on,
    owed,
    seems_student,
    tells_too_much,
)
from zhisun.domains.dissuasion.policy.joint_calls import JointResult, Party, worth_joining
from zhisun.domains.dissuasion.selectors import figures
from zhisun.domains.dissuasion.selectors.board import alarms, look_backs
from zhisun.domains.dissuasion.selectors.figures import Frame
from zhisun.domains.dissuasion.selectors.others import others
from zhisun.domains.dissuasion.services.conclude import conclude, look_back
from zhisun.domains.dissuasion.services.describe import Described, describe
from zhisun.domains.dissuasion.services.inform import NewInforming, inform
from zhisun.domains.dissuasion.services.joint_call import NewJointCall, joint_call
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.terms import (
    Bell,
    ContactResult,
    DispatchState,
    FigureName,
    Finding,
    Outcome,
    SignalKind,
    Step,
)
from zhisun.engines.identity.resident_ids import check_digit
from zhisun.kernel.errors import InputError, StateConflict

MAHAI = "mahai"


def number_of(born: date) -> str:
    """An invented identity number of somebody born on a day."""
    body = f"370811{born:%Y%m%d}001"
    return body + check_digit(body)


PUPIL = Named(phone="13799990000", id_number=number_of(date(2010, 5, 1)), unit="示例中学")
GROWN = Named(phone="13799990001", id_number=number_of(date(2004, 5, 1)), unit="示例大学")


@given(st.dates(date(1950, 1, 1), date(2026, 1, 1)), st.dates(date(2026, 1, 2), date(2045, 1, 1)))
def test_who_is_a_minor_by_his_number(born: date, day: date) -> None:
    """Held against the eighteenth birthday found by counting months."""
    months = (day.year - born.year) * 12 + day.month - born.month
    grown = months > 216 or (months == 216 and day.day >= born.day)
    assert minor_on(number_of(born), day) is not grown
    assert minor_on(number_of(born)[:-1] + "?", day) is None
    assert minor_on(number_of(day + timedelta(days=1)), day) is None


@pytest.mark.parametrize(
    ("unit", "told", "student"),
    [
        ("示例大学", "", True),
        ("示例大学后勤", "", False),
        ("", "在校学生被骗刷单", True),
        ("", "某中学教师来电", False),
        ("示例公司", "客户在柜台汇款", False),
    ],
)
def test_words_say_who_learns_at_a_school(unit: str, told: str, *, student: bool) -> None:
    assert seems_student(unit, [told]) is student


def test_whom_one_owes_and_what_is_too_much() -> None:
    guardian, school = Informed.GUARDIAN, Informed.SCHOOL
    assert owed([], minor=True, student=True) == [guardian, school]
    assert owed([guardian], minor=True, student=True) == [school]
    assert owed([], minor=True, student=None) == [guardian]
    assert owed([], minor=False, student=True) == []
    assert owed([], minor=None, student=True) == []
    assert tells_too_much("他的卡是 6222 0200 1234 5678")
    assert tells_too_much("电话１３７００００１２３４")
    assert not tells_too_much("3 月 5 日 14:20 当面告知")


@pytest.fixture
def _city(db: None) -> None:
    del db  # only its effect is wanted
    a_city()


def told(number: str, **changes: Any) -> bool:
    facts: dict[str, Any] = {
        "key": "k",
        "whom": Informed.GUARDIAN,
        "result": InformResult.TOLD,
        "relation": "母亲",
        "told": [Told.DANGER],
    }
    return inform(number, NewInforming(**facts | changes), by=officer(MAHAI), at=AT)


def owing(number: str) -> list[Informed]:
    return list(others(number, by=ANYBODY).owed)


@pytest.mark.usefixtures("_city")
def test_a_pupils_guardian_and_school_are_owed_until_they_are_told() -> None:
    number = signed(person=PUPIL)
    assert owing(number) == [Informed.GUARDIAN, Informed.SCHOOL]
    assert told(number, result=InformResult.NOT_REACHED, told=[])
    assert owing(number) == [Informed.GUARDIAN, Informed.SCHOOL]
    assert told(number, key="k2")
    assert not told(number, key="k2")
    assert owing(number) == [Informed.SCHOOL]
    for wrong in (
        {"key": "x", "relation": ""},
        {"key": "x", "told": []},
        {"key": "", "relation": "父亲"},
        {"key": "x", "note": "手机 13799990000"},
        {"key": "x", "result": InformResult.UNFIT},
        {"key": "x", "told_at": AT + timedelta(hours=1)},
        {"key": "x", "relation": "母" * 21},
    ):
        with pytest.raises(InputError):
            told(number, **wrong)
    told(number, key="k3", whom=Informed.SCHOOL, result=InformResult.UNFIT, reason="家长要求")
    assert owing(number) == []
    line = others(number, by=ANYBODY).informings[-1]
    assert (line.whom, line.officer, line.told_at) == (Informed.SCHOOL, MAHAI, AT)


@pytest.mark.usefixtures("_city")
def test_nothing_is_closed_before_a_minors_guardian_and_school_were_told() -> None:
    number = dissuaded(person=PUPIL)
    gaofei, last = officer("gaofei"), AT + timedelta(hours=73)
    look_back(number, Finding.SAFE, by=gaofei, at=AT + timedelta(hours=25))
    with pytest.raises(StateConflict) as refused:
        look_back(number, Finding.SAFE, by=gaofei, at=last)
    assert refused.value.facts["whom"] == "监护人、学校"
    told(number)
    with pytest.raises(StateConflict, match="look_back_untold"):
        look_back(number, Finding.SAFE, by=gaofei, at=last)
    told(number, key="k2", whom=Informed.SCHOOL, result=InformResult.UNFIT, reason="家长要求")
    look_back(number, Finding.SAFE, by=gaofei, at=last)
    assert the(number).line.state is DispatchState.CLOSED


@pytest.mark.usefixtures("_city")
def test_a_loss_found_by_a_look_back_waits_for_nobody_and_rings() -> None:
    number = dissuaded(person=PUPIL)
    look_back(number, Finding.DEFRAUDED, by=officer("gaofei"), at=AT + timedelta(hours=1))
    assert the(number).line.state is DispatchState.CLOSED
    assert Bell.INFORM in [alarm.bell for alarm in alarms(ANYBODY)]
    assert owing(number) == [Informed.GUARDIAN, Informed.SCHOOL]


def untold() -> list[str]:
    return [each.dispatch_no for each in alarms(ANYBODY) if each.bell is Bell.INFORM]


@pytest.mark.usefixtures("_city")
def test_who_is_owed_when_the_person_should_have_been_met_rings_once() -> None:
    number, grown = dissuaded(person=PUPIL), dissuaded(person=GROWN)
    due = the(number).meet_due_at
    shown = {line.dispatch_no: (line.due_at, line.bell) for line in look_backs(ANYBODY)}
    assert shown[number] == (due, Bell.INFORM)
    assert shown[grown][1] is Bell.LOOK_BACK
    for later in (timedelta(minutes=-1), timedelta(), timedelta(minutes=1)):
        run_clocks(at=due + later)
        assert untold() == ([] if later < timedelta() else [number])
    another = dissuaded(person=Named(phone="13799990002", id_number=number_of(date(2010, 5, 2))))
    told(another)
    run_clocks(at=due)
    assert untold() == [number]


@pytest.mark.usefixtures("_city")
def test_of_an_adult_nobody_is_told_without_a_reason_even_past_the_code() -> None:
    number = signed(person=GROWN)
    now = others(number, by=ANYBODY)
    assert (now.minor, now.student, now.student_sure, now.owed) == (False, True, False, ())
    with pytest.raises(InputError, match="adult_needs_reason"):
        told(number, whom=Informed.SCHOOL, relation="辅导员")
    assert told(number, whom=Informed.SCHOOL, relation="辅导员", reason="人在宿舍，联系不上")
    row = Dispatch.objects.get(dispatch_no=number)
    with pytest.raises(IntegrityError), transaction.atomic():
        Informing.objects.filter(dispatch=row).update(reason="")


@pytest.mark.usefixtures("_city")
def test_what_an_officer_is_sure_of_stays_but_a_number_says_the_age() -> None:
    unknown = signed(person=Named(phone="13799990002"))
    describe(unknown, Described(minor=True, student=False), by=officer(MAHAI), at=AT)
    warned(person=Named(phone="13799990002", unit="示例中学"))
    assert owing(unknown) == [Informed.GUARDIAN]
    warned(person=Named(phone="13799990002", id_number=GROWN.id_number))
    assert owing(unknown) == []
    with pytest.raises(InputError, match="age_by_number"):
        describe(unknown, Described(minor=True), by=officer(MAHAI), at=AT)


@pytest.mark.usefixtures("_city")
def test_the_figure_of_minors_counts_whose_guardian_and_school_were_told() -> None:
    frame = Frame(since=AT - timedelta(days=1), until=AT + timedelta(days=1), at=AT)

    def share() -> tuple[int, int, int]:
        found = figures.shares(ANYBODY, frame)[FigureName.INFORMED]
        return found.part, found.whole, found.unknown

    number = signed(person=PUPIL)
    signed(person=GROWN)
    assert share() == (0, 0, 1)
    told(number)
    assert share() == (0, 0, 1)
    told(number, key="k2", whom=Informed.SCHOOL, relation="班主任")
    assert share() == (1, 1, 0)
    late = signed(person=Named(phone="13799990003", id_number=number_of(date(2011, 1, 1))))
    call(late)
    conclude(late, Outcome.SAFE, "电话里说清了", by=officer(MAHAI), at=AT)
    assert share() == (1, 2, 0)


def call(number: str, *, at: datetime = AT, **changes: Any) -> bool:
    facts: dict[str, Any] = {
        "key": "c",
        "parties": [Party.FAMILY, Party.BANK],
        "began_at": AT - timedelta(minutes=5),
        "ended_at": AT,
        "result": JointResult.CONVINCED,
        "answer": ContactResult.COOPERATES,
        "recording_ref": "REC-1",
    }
    return joint_call(number, NewJointCall(**facts | changes), by=officer(MAHAI), at=at)


@pytest.mark.usefixtures("_city")
def test_a_call_of_three_is_kept_whole_and_reaches_the_person() -> None:
    number = at_the_station(at=AT - timedelta(hours=1), seen_at=AT - timedelta(hours=1))
    describe(number, Described(family_phone="13900000000"), by=officer(MAHAI), at=AT)
    wrongs: tuple[dict[str, Any], ...] = (
        {"parties": []},
        {"ended_at": AT - timedelta(minutes=6)},
        {"ended_at": AT + timedelta(hours=1)},
        {"began_at": AT - timedelta(days=2)},
        {"answer": ContactResult.NO_ANSWER},
        {"recording_ref": "R" * 101},
    )
    for wrong in wrongs:
        with pytest.raises(InputError):
            call(number, **wrong)
    assert the(number).contacts == ()
    assert (call(number), call(number)) == (True, False)
    now, [line] = the(number), others(number, by=ANYBODY).joint_calls
    assert [(each.step, each.result) for each in now.contacts] == [
        (Step.THREE_WAY, ContactResult.COOPERATES)
    ]
    assert (line.parties, line.recording_ref) == ((Party.BANK, Party.FAMILY), "REC-1")
    assert dict(now.stamps)["contacted_at"] == AT - timedelta(minutes=5)
    assert now.line.state is DispatchState.ASSIGNED
    with pytest.raises(IntegrityError), transaction.atomic():
        JointCall.objects.update(parties=[])


def test_whom_to_join_first() -> None:
    assert worth_joining([SignalKind.TRADE], family=True, refused=True) == list(Party)
    assert worth_joining([SignalKind.CALL], family=False, refused=False) == [Party.SECOND_LINE]
