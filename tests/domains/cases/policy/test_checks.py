"""Every problem of a report at once, each at its field."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.cases import a_report, a_transfer
from tests.builders.city import AT
from zhisun.domains.cases.policy.checks import problems_of
from zhisun.domains.cases.policy.report import (
    KeptApart,
    NarrativeElement,
    NewChannel,
    NewIncident,
    NewVictim,
    Reporter,
    number,
    tidied,
)
from zhisun.domains.cases.terms import ChannelKind, IdType


def said(report: NewIncident) -> set[tuple[str, str]]:
    return {(each.code, str(each.facts["field"])) for each in problems_of(tidied(report), at=AT)}


@pytest.mark.parametrize(
    ("report", "problem"),
    [
        (a_report(area="37x"), ("area_malformed", "area")),
        (a_report(called_at=AT + timedelta(hours=1)), ("time_not_yet", "called_at")),
        (a_report(narrative=" ", transfers=()), ("report_empty", "narrative")),
        (a_report(narrative="x" * 50_001), ("text_too_long", "narrative")),
        (a_report(narrative="a\x00b"), ("text_unreadable", "narrative")),
        (a_report(narrative="a\ud800b"), ("text_unreadable", "narrative")),
        (a_report(claimed_fen=-1), ("loss_negative", "claimed")),
        (a_report(claimed_fen=10**15 + 1), ("amount_too_large", "claimed")),
        (a_report(reporter=Reporter(phone="一三八")), ("phone_unreadable", "reporter.phone")),
        (a_report(victim=NewVictim(name=" ")), ("victim_name_needed", "victim.name")),
        (a_report(victim=NewVictim(name="甲", age=131)), ("age_impossible", "victim.age")),
        (
            a_report(victim=NewVictim(name="甲", id_number="370811199003070028")),
            ("resident_id_wrong", "victim.id_number"),
        ),
        (a_report(a_transfer(amount_fen=None)), ("amount_needed", "transfers.0.amount")),
        (a_report(a_transfer(), a_transfer(amount_fen=0)), ("amount_needed", "transfers.1.amount")),
        (
            a_report(a_transfer(amount_fen=10**15 + 1)),
            ("amount_too_large", "transfers.0.amount"),
        ),
        (
            a_report(a_transfer(moved_at=AT + timedelta(days=1))),
            ("time_not_yet", "transfers.0.moved_at"),
        ),
        (a_report(a_transfer(currency="元")), ("currency_unreadable", "transfers.0.currency")),
        (
            a_report(a_transfer(to_account="六二二二")),
            ("account_misspelt", "transfers.0.to_account"),
        ),
        (a_report(a_transfer(to_account="____")), ("subject_empty", "transfers.0.to_account")),
        (a_report(a_transfer(to_name="x" * 101)), ("text_too_long", "transfers.0.to_name")),
        (
            a_report(*[a_transfer(serial=str(i)) for i in range(201)]),
            ("too_many_rows", "transfers"),
        ),
        (
            a_report(channels=(NewChannel(kind=ChannelKind.QQ, value=" "),)),
            ("channel_value_needed", "channels.0.value"),
        ),
        (
            a_report(channels=(NewChannel(kind=ChannelKind.URL, value="https://"),)),
            ("subject_empty", "channels.0.value"),
        ),
        (
            a_report(
                channels=(NewChannel(kind=ChannelKind.PHONE, value="110", duration_seconds=-1),)
            ),
            ("duration_impossible", "channels.0.duration"),
        ),
        (
            a_report(elements=(NarrativeElement(type="card", start=0, end=2, text="别的"),)),
            ("element_not_in_narrative", "elements.0"),
        ),
        (
            a_report(kept_apart=(KeptApart(incident_no="J1", reason=" "),)),
            ("reason_needed", "kept_apart.0.reason"),
        ),
    ],
)
def test_the_problem_is_said_at_its_field(report: NewIncident, problem: tuple[str, str]) -> None:
    assert problem in said(report)


def test_a_sound_report_has_no_problem() -> None:
    assert said(a_report()) == set()


def test_all_problems_are_said_at_once() -> None:
    bad = a_report(
        a_transfer(amount_fen=None, to_account="?"), victim=NewVictim(name=""), claimed_fen=-1
    )
    assert said(bad) == {
        ("victim_name_needed", "victim.name"),
        ("loss_negative", "claimed"),
        ("amount_needed", "transfers.0.amount"),
        ("account_misspelt", "transfers.0.to_account"),
    }


def test_a_passport_is_not_checked_as_an_identity_number() -> None:
    victim = NewVictim(name="甲", id_type=IdType.PASSPORT, id_number="E12345678")
    assert said(a_report(victim=victim)) == set()


def test_a_minute_ahead_of_our_clock_is_not_the_future() -> None:
    assert said(a_report(a_transfer(moved_at=AT + timedelta(minutes=1)))) == set()


def test_tidying_takes_spaces_out_of_numbers_and_leaves_the_narrative() -> None:
    report = tidied(a_report(a_transfer(to_account="6212 2612-3456"), narrative=" 转到 6212 "))
    assert report.transfers[0].to_account == "621226123456"
    assert report.narrative == " 转到 6212 "


@given(st.text(max_size=40))
def test_tidying_a_number_twice_is_tidying_it_once(text: str) -> None:
    assert number(number(text)) == number(text)
