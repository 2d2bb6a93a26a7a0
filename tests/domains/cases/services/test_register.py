"""Registering a report: all of it or nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.builders.cases import (
    AREA,
    MULE_PHONE,
    PAYEE,
    PUSHER,
    a_call,
    a_report,
    a_transfer,
    another_victim,
)
from tests.builders.city import AT, a_city, officer
from zhisun.domains.audit.selectors import history
from zhisun.domains.cases.models import Draft, Incident, ReportedTransfer
from zhisun.domains.cases.policy.checks import InvalidReport
from zhisun.domains.cases.policy.report import KeptApart, NewVictim
from zhisun.domains.cases.selectors import facts
from zhisun.domains.cases.selectors.calls import call, waiting_calls
from zhisun.domains.cases.selectors.drafts import draft
from zhisun.domains.cases.selectors.incidents import incident, mentions
from zhisun.domains.cases.services.calls import receive_call, take_call
from zhisun.domains.cases.services.drafts import save_draft
from zhisun.domains.cases.services.filing import close
from zhisun.domains.cases.services.register import register
from zhisun.domains.outbox.models import Event
from zhisun.domains.subjects.models import Subject
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, NotPermitted, StateConflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city() -> None:
    a_city()


@pytest.fixture
def limin() -> Actor:
    return officer("limin")


def test_a_report_becomes_an_incident_with_its_facts(limin: Actor) -> None:
    later = a_transfer(moved_at=AT, serial="2", amount_fen=500_000)
    number = register(a_report(later, a_transfer()), by=limin, at=AT)
    seen = facts(number, by=limin)
    assert number == "J370800202609110001"
    assert seen.case_no == "T3708002026091100001"
    assert len(seen.case_no) == 20
    assert seen.first_transfer_at == AT - timedelta(minutes=3)
    assert (seen.claimed_fen, seen.victim_name) == (3_300_000, "周敏")
    assert [row.sequence for row in seen.transfers] == [1, 2]
    assert seen.transfers[1].to_account == PAYEE
    assert history(number, by=limin)[0].verb == "cases.register"
    assert Event.objects.filter(name="cases.registered", key=number, area=AREA).exists()


def test_numbers_count_per_area_and_chinese_day(limin: Actor) -> None:
    stranger = a_report(a_transfer(serial="9", amount_fen=1), victim=another_victim())
    register(a_report(), by=limin, at=AT)
    second = register(stranger, by=limin, at=AT)
    nobody_known = a_report(transfers=(), victim=NewVictim(name="郑一"))
    third = register(nobody_known, by=limin, at=AT + timedelta(hours=11))
    assert second == "J370800202609110002"
    assert third == "J370800202609120001"  # 01:10 of the next day in China


def test_the_subjects_are_noted_once_and_lead_to_their_incidents(limin: Actor) -> None:
    first = register(a_report(), by=limin, at=AT)
    other = a_report(a_transfer(serial="2", amount_fen=1), victim=another_victim())
    second = register(other, by=limin, at=AT)
    assert set(Subject.objects.values_list("kind", "value")) == {
        ("account", PAYEE),
        ("phone", MULE_PHONE),
    }
    by_account = mentions(SubjectKind.ACCOUNT, PAYEE, by=limin, at=AT)
    by_phone = mentions(SubjectKind.PHONE, f"+86 {MULE_PHONE}", by=limin, at=AT)
    assert [row.incident_no for row in by_account] == [second, first]
    assert by_phone == by_account
    assert by_account[0].minutes_gone == 3


def test_every_problem_is_said_at_once_and_nothing_is_half_saved(limin: Actor) -> None:
    bad = a_report(
        a_transfer(),
        a_transfer(amount_fen=0, to_institution_code="999999999999"),
        victim=replace(another_victim(), name=""),
    )
    with pytest.raises(InvalidReport) as refusal:
        register(bad, by=limin, at=AT)
    assert {(each.code, each.facts["field"]) for each in refusal.value.problems} == {
        ("victim_name_needed", "victim.name"),
        ("amount_needed", "transfers.1.amount"),
        ("institution_not_connected", "transfers.1.to_institution_code"),
    }
    assert not Incident.objects.exists()
    assert not Subject.objects.exists()


def test_the_sheet_is_marked_and_the_draft_is_gone(limin: Actor) -> None:
    receive_call(a_call("110-1"), by=PUSHER, at=AT)
    take_call("110-1", by=limin, at=AT)
    save_draft("d1", {"narrative": "被骗"}, revision=0, by=limin, at=AT)
    number = register(a_report(sheet_no="110-1", draft_key="d1"), by=limin, at=AT)
    assert facts(number, by=limin).called_at == AT - timedelta(minutes=1)
    assert incident(number, by=limin).sheet_nos == ("110-1",)
    assert waiting_calls(by=limin) == []
    assert draft("d1", by=limin) is None


def test_a_form_sent_twice_registers_once(limin: Actor) -> None:
    number = register(a_report(draft_key="d1"), by=limin, at=AT)
    with pytest.raises(StateConflict, match=f"draft_registered .*incident_no={number}"):
        register(a_report(draft_key="d1"), by=limin, at=AT)
    assert Incident.objects.count() == 1


def test_a_late_save_does_not_bring_a_registered_draft_back(limin: Actor) -> None:
    register(a_report(draft_key="d1"), by=limin, at=AT)
    with pytest.raises(StateConflict, match="draft_registered"):
        save_draft("d1", {}, revision=4, by=limin, at=AT)
    assert not Draft.objects.exists()


def test_anothers_sheet_is_not_registered_over_his_head(limin: Actor) -> None:
    receive_call(a_call("110-1"), by=PUSHER, at=AT)
    take_call("110-1", by=officer("chenjing"), at=AT)
    with pytest.raises(StateConflict, match="call_taken"):
        register(a_report(sheet_no="110-1"), by=limin, at=AT)
    assert call("110-1", by=limin).taken_by == "chenjing"


def test_money_reported_before_needs_a_decision(limin: Actor) -> None:
    first = register(a_report(), by=limin, at=AT)
    again = a_report(victim=another_victim())
    with pytest.raises(InvalidReport) as refusal:
        register(again, by=limin, at=AT)
    (problem,) = refusal.value.problems
    assert problem.facts == {"field": "transfers.0", "incident_no": first}
    apart = (KeptApart(incident_no=first, reason="两人各转一笔，金额碰巧相同"),)
    second = register(replace(again, kept_apart=apart), by=limin, at=AT)
    assert history(second, by=limin)[1].reason == "两人各转一笔，金额碰巧相同"


@pytest.mark.parametrize(
    ("victim", "reason"),
    [
        (replace(another_victim(), id_number="370811199003070029"), "同一事主证件"),
        (replace(another_victim(), other_phone="137-0000-1234"), "同一联系电话"),
    ],
)
def test_a_suspected_duplicate_waits_for_the_choice_of_the_call_taker(
    limin: Actor, victim: NewVictim, reason: str
) -> None:
    first = register(a_report(), by=limin, at=AT)
    again = a_report(a_transfer(serial="7", amount_fen=7), victim=victim, draft_key="d7")
    with pytest.raises(InvalidReport) as refusal:
        register(again, by=limin, at=AT)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.facts["reason"]) == ("report_like_another", reason)
    assert problem.facts["field"] == f"apart.{first}"
    assert Incident.objects.count() == 1
    apart = (KeptApart(incident_no=first, reason="又被骗一次"),)
    second = register(replace(again, kept_apart=apart), by=limin, at=AT)
    assert history(second, by=limin)[1].reason == "又被骗一次"


def test_the_same_payee_alone_asks_nothing_nor_does_what_is_over(limin: Actor) -> None:
    first = register(a_report(), by=limin, at=AT)
    register(
        a_report(a_transfer(serial="7", amount_fen=7), victim=another_victim()), by=limin, at=AT
    )
    close(first, reason="并案", by=officer("chenjing"), at=AT)
    register(a_report(a_transfer(serial="8", amount_fen=8)), by=limin, at=AT)


def test_a_transfer_without_a_time_can_be_registered(limin: Actor) -> None:
    number = register(a_report(a_transfer(moved_at=None)), by=limin, at=AT)
    assert facts(number, by=limin).first_transfer_at is None


def test_spaces_in_the_account_are_not_kept(limin: Actor) -> None:
    register(a_report(a_transfer(to_account="6212 2612 3456 7890 128")), by=limin, at=AT)
    assert ReportedTransfer.objects.get().to_account == PAYEE


def test_another_city_sees_nothing_and_registers_nothing_here(limin: Actor) -> None:
    number = register(a_report(), by=limin, at=AT)
    outsider = officer("outsider")
    with pytest.raises(NotFound):
        facts(number, by=outsider)
    with pytest.raises(NotFound):
        register(a_report(), by=outsider, at=AT)
    assert mentions(SubjectKind.ACCOUNT, PAYEE, by=outsider, at=AT) == []


def test_who_does_not_take_reports_may_not_register() -> None:
    with pytest.raises(NotPermitted):
        register(a_report(), by=officer("wangqiang"), at=AT)


def test_the_facts_cost_two_queries_and_the_page_six(
    limin: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    number = register(a_report(), by=limin, at=AT)
    with django_assert_num_queries(2):
        facts(number, by=limin)
    with django_assert_num_queries(6):
        incident(number, by=limin)
