"""One person, one open dispatch, whoever tells of him and however often."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.builders.city import AT, a_city, officer
from tests.builders.warnings import ANYBODY, PHONE, a_signal, dissuaded, the, warned
from zhisun.domains.audit.selectors import history
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.models import Dispatch, DispatchAlarm, Person
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.signal import receive
from zhisun.domains.dissuasion.terms import (
    Bell,
    DispatchState,
    Outcome,
    Reason,
    SignalKind,
    SignalSource,
)
from zhisun.domains.outbox.models import Event
from zhisun.kernel.errors import InputError, NotFound, NotPermitted

pytestmark = pytest.mark.django_db
NUMBER = "370811199003070029"


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def test_the_first_signal_opens_a_dispatch_with_its_clocks() -> None:
    number = warned()
    now = the(number)
    assert number.startswith("Q20260911")
    assert (now.line.state, now.line.grade, now.line.urgent) == (DispatchState.GRADED, 1, False)
    assert now.sign_due_at == AT + timedelta(minutes=30)
    assert now.contact_due_at == AT + timedelta(hours=2)
    assert [(point.reason, point.points) for point in now.points] == [(Reason.LINK, 15)]
    assert list(Event.objects.filter(name="dissuasion.graded").values_list("key")) == [(number,)]
    assert [act.verb for act in history(number, by=ANYBODY)] == ["dissuasion.graded"]


def test_a_repeat_by_source_and_number_changes_nothing() -> None:
    signal = a_signal()
    first = receive(signal, by=ANYBODY, at=AT)
    again = receive(signal, by=ANYBODY, at=AT + timedelta(minutes=5))
    assert (first.new, again.new) == (True, False)
    assert first.dispatch_no == again.dispatch_no
    assert len(the(first.dispatch_no).signals) == 1


def test_a_later_signal_raises_the_level_and_sets_no_clock_back() -> None:
    number = warned()
    raised_at = AT + timedelta(minutes=20)
    same = warned(kind=SignalKind.TRADE, amount_fen=3_000_000, seen_at=raised_at, at=raised_at)
    now = the(number)
    assert same == number
    assert (now.line.grade, now.line.urgent) == (4, True)  # 15 + 40 + 20
    assert now.sign_due_at == raised_at + timedelta(minutes=3)
    warned(kind=SignalKind.TOLD, at=raised_at + timedelta(hours=1))
    assert the(number).sign_due_at == now.sign_due_at
    assert the(number).line.score >= now.line.score


def test_a_weaker_signal_lowers_nothing() -> None:
    number = warned(kind=SignalKind.TRADE, amount_fen=3_000_000)
    before = the(number)
    warned(kind=SignalKind.TRADE, severity=1, confidence=10, at=AT + timedelta(hours=9))
    after = the(number)
    assert after.line.grade == before.line.grade
    assert after.line.urgent
    assert after.meet_due_at == before.meet_due_at


def test_a_telephone_in_any_spelling_is_one_person() -> None:
    assert warned() == warned(person=Named(phone="+86 137-0000-1234"))
    assert Person.objects.count() == 1


def test_an_identity_number_joins_what_was_known_apart() -> None:
    by_phone = warned()
    by_number = warned(person=Named(id_number=NUMBER), at=AT + timedelta(minutes=1))
    assert by_phone != by_number
    both = warned(person=Named(id_number=NUMBER, phone=PHONE), at=AT + timedelta(minutes=2))
    assert both == by_phone  # opened first: its clocks go on
    assert the(by_number).joined_to == by_phone
    assert the(by_number).line.state is DispatchState.JOINED
    assert len(the(by_phone).signals) == 3
    assert Dispatch.objects.values("person").distinct().count() == 1


def test_a_familys_telephone_does_not_make_two_persons_one() -> None:
    mother = warned(person=Named(id_number=NUMBER, phone=PHONE))
    son = warned(person=Named(id_number="370811201001010019", phone=PHONE))
    assert mother != son
    assert the(mother).person.id_number != the(son).person.id_number


def test_the_database_itself_refuses_a_second_open_dispatch() -> None:
    number = warned()
    row = Dispatch.objects.get(dispatch_no=number)
    row.pk, row.dispatch_no, row.episode = None, "Q2", 2
    with pytest.raises(IntegrityError, match="dispatch_one_open_per_person"), transaction.atomic():
        row.save()


def test_gaps_are_filled_and_what_is_known_stays() -> None:
    number = warned(person=Named(phone=PHONE))
    warned(person=Named(phone=PHONE, name="周敏", family_phone="13700005678"))
    warned(person=Named(phone=PHONE, name="周某"))
    assert (the(number).person.name, the(number).person.family_phone) == ("周敏", "13700005678")


def test_a_sighting_after_the_outcome_begins_the_work_anew_and_rings() -> None:
    number = dissuaded()
    later = AT + timedelta(hours=5)
    assert warned(seen_at=later, at=later) == number
    now = the(number)
    assert (now.line.state, now.reopened, now.line.outcome) == (DispatchState.ASSIGNED, 1, None)
    assert now.sign_due_at > later
    assert DispatchAlarm.objects.filter(bell=Bell.REOPENED).count() == 1


def test_late_news_of_before_the_outcome_opens_nothing() -> None:
    number = dissuaded()
    assert warned(at=AT + timedelta(hours=5)) == number
    assert the(number).line.state is DispatchState.CONCLUDED
    Dispatch.objects.update(state=DispatchState.CLOSED, closed_at=AT)
    assert warned(at=AT + timedelta(days=9)) == number
    again = warned(seen_at=AT + timedelta(days=9), at=AT + timedelta(days=9))
    assert again != number
    assert Reason.WARNED_BEFORE in {point.reason for point in the(again).points}


def test_who_was_defrauded_before_stands_higher() -> None:
    number = dissuaded()
    Dispatch.objects.update(state=DispatchState.CLOSED, outcome=Outcome.DEFRAUDED)
    late = AT + timedelta(days=60)
    told = {point.reason for point in the(warned(seen_at=late, at=late)).points}
    assert told == {Reason.LINK, Reason.DEFRAUDED_BEFORE}
    assert the(number).line.outcome is Outcome.DEFRAUDED


def test_the_type_of_fraud_is_kept_once_somebody_knows_it() -> None:
    number = warned(fraud_type=FraudType.QT)
    warned(fraud_type=FraudType.GJF)
    warned(fraud_type=FraudType.SD)
    assert the(number).line.fraud_type is FraudType.GJF


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"person": Named(name="周敏")}, "signal_names_nobody"),
        ({"ref": " "}, "signal_needs_ref"),
        ({"seen_at": AT + timedelta(hours=1)}, "time_not_yet"),
        ({"severity": 6}, "signal_out_of_range"),
        ({"times": 0}, "signal_out_of_range"),
        ({"amount_fen": 10**18}, "signal_out_of_range"),
        ({"area": "任城"}, "area_malformed"),
        ({"told": "a\x00"}, "text_unreadable"),
    ],
)
def test_a_signal_that_cannot_be_is_refused_and_leaves_nothing(
    changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(InputError, match=code):
        warned(**changes)
    assert not Person.objects.exists()


def test_only_who_may_warn_warns_and_only_at_home() -> None:
    with pytest.raises(NotPermitted):
        receive(a_signal(), by=officer("wangqiang"), at=AT)
    with pytest.raises(NotFound):
        receive(a_signal(), by=officer("outsider"), at=AT)
    assert receive(a_signal(source=SignalSource.CITIZEN), by=officer("gaofei"), at=AT).new


@pytest.mark.parametrize("facts", [{"under_way": True}, {"seconds": 3600}])
def test_what_is_still_going_on_begins_the_work_anew_though_it_began_before(
    facts: dict[str, Any],
) -> None:
    number = dissuaded()
    concluded_at = Dispatch.objects.get(dispatch_no=number).concluded_at
    assert concluded_at is not None
    began = concluded_at - timedelta(minutes=10)
    same = warned(
        kind=SignalKind.CALL, seen_at=began, at=concluded_at + timedelta(minutes=1), **facts
    )
    now = the(same)
    assert same == number
    assert now.line.state != DispatchState.CONCLUDED
    assert DispatchAlarm.objects.filter(dispatch__dispatch_no=number, bell=Bell.REOPENED).exists()
