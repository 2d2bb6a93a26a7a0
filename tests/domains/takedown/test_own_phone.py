"""The phone of a person to be protected: two officers, a short life, back by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.builders.city import AT, officer
from tests.builders.takedowns import (
    CARRIER,
    LINE,
    OWN,
    a_telecom_city,
    answered,
    approved,
    dispatched,
    fetched,
    held_phone,
    line_up,
    new,
    own_phone,
    release_of,
    the,
)
from zhisun.domains.documents.selectors import issued_for
from zhisun.domains.takedown.jobs import run_clocks
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.services.approve import approve
from zhisun.domains.takedown.services.check import record_check
from zhisun.domains.takedown.services.deliver import collect
from zhisun.domains.takedown.services.draft import draft
from zhisun.domains.takedown.services.release import request_release, restore_early
from zhisun.domains.takedown.terms import (
    LATE_EXECUTION,
    OWN_PHONE_LASTS,
    OWN_PHONE_LONGEST,
    RESTORE_AGAIN,
    RESTORE_REFUSED,
    Finding,
    Ground,
    Measure,
    Origin,
    TakedownState,
)
from zhisun.gateways.takedown.wire import decode_order
from zhisun.kernel.actors import job
from zhisun.kernel.errors import InputError, NotPermitted, RuleViolation, StateConflict

pytestmark = pytest.mark.django_db

OVER = AT + OWN_PHONE_LASTS


@pytest.fixture(autouse=True)
def _city() -> None:
    a_telecom_city()


def test_it_takes_the_duty_officer() -> None:
    number = own_phone()
    with pytest.raises(NotPermitted):
        approve(number, by=officer("machao"), at=AT)
    assert the(approved(number, by="chenjing")).ends_at == OVER


def test_it_is_never_longer_than_the_rule() -> None:
    with pytest.raises(RuleViolation, match="own_phone_too_long"):
        own_phone(lasts=OWN_PHONE_LONGEST + timedelta(minutes=1))
    number = approved(own_phone())
    with pytest.raises(IntegrityError), transaction.atomic():
        Takedown.objects.filter(takedown_no=number).update(
            ends_at=AT + OWN_PHONE_LONGEST + timedelta(seconds=1)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Takedown.objects.filter(takedown_no=number).update(ends_at=None)


def test_the_carrier_is_told_the_end_with_the_order() -> None:
    approved(own_phone(lasts=timedelta(minutes=20)))
    message = decode_order(collect(CARRIER, by=LINE, at=AT)[0].body)
    assert (message.target, message.measure.value) == (OWN, "hold_own_phone")
    assert message.ends_at == AT + timedelta(minutes=20)


def test_a_late_answer_does_not_prolong_it() -> None:
    late = AT + timedelta(minutes=20)
    number = answered(fetched(approved(own_phone())), at=late, executed_at=late)
    assert the(number).ends_at == the(number).clock_at == OVER


def test_it_comes_back_by_itself_with_a_paper_of_its_own() -> None:
    number = held_phone()
    run_clocks(at=OVER - timedelta(seconds=1))
    assert collect(CARRIER, by=LINE, at=OVER) == ()
    run_clocks(at=OVER)
    run_clocks(at=OVER + timedelta(minutes=1))
    release = release_of(number)
    assert Takedown.objects.filter(measure=Measure.RELEASE).count() == 1
    assert (the(release).ground, the(release).state) == (Ground.DUE, TakedownState.APPROVED)
    message = decode_order(collect(CARRIER, by=LINE, at=OVER)[0].body)
    assert (message.measure.value, message.target) == ("release", OWN)
    answered(release, at=OVER)
    assert the(number).state is TakedownState.RELEASED
    papers = issued_for(release, by=officer("chenjing"))
    assert [paper.number for paper in papers] == [the(release).document_no]


@pytest.mark.parametrize("asker", ["hanbing", "chenjing", "machao"])
def test_one_officer_gives_it_back_early(asker: str) -> None:
    number = held_phone()
    later = AT + timedelta(minutes=8)
    release = restore_early(number, "民警已与本人见面", by=officer(asker), at=later)
    assert restore_early(number, "再问一次", by=officer("hanbing"), at=later) == release
    row = the(release)
    assert (row.requested_by, row.state) == (asker, TakedownState.APPROVED)
    assert row.approved_by in {"hanbing", "chenjing"} - {asker}
    answered(fetched(release, at=later), at=later)
    assert the(number).state is TakedownState.RELEASED
    run_clocks(at=OVER)
    assert Takedown.objects.count() == 2


def test_a_call_taker_does_not() -> None:
    with pytest.raises(NotPermitted):
        restore_early(held_phone(), "要求恢复", by=officer("limin"), at=AT)


def test_one_that_has_not_left_is_taken_back_and_never_leaves() -> None:
    first = approved(own_phone())
    assert restore_early(first, "本人已醒悟", by=officer("hanbing"), at=AT) == ""
    assert the(first).state is TakedownState.RECALLED
    second = approved(own_phone())
    run_clocks(at=OVER)
    assert the(second).state is TakedownState.RECALLED
    third = own_phone()
    assert restore_early(third, "本人已醒悟", by=officer("hanbing"), at=AT) == ""
    assert the(third).state is TakedownState.DECLINED
    assert collect(CARRIER, by=LINE, at=OVER) == ()


def test_one_that_is_fetched_too_late_does_not_leave_at_all() -> None:
    number = approved(own_phone())
    assert collect(CARRIER, by=LINE, at=OVER) == ()
    assert the(number).state is TakedownState.RECALLED


def test_a_job_that_drafts_names_the_officer_who_answers_for_it() -> None:
    wanted = new(
        target=OWN,
        measure=Measure.HOLD_OWN_PHONE,
        origin=Origin.DISSUASION,
        source_no=dispatched(),
        area="370800",
    )
    with pytest.raises(InputError, match="takedown_handler_missing"):
        draft(wanted, by=job("dissuade"), at=AT)
    number = draft(replace(wanted, handler="hanbing"), by=job("dissuade"), at=AT)
    line_up()
    assert the(approved(number)).handler == "hanbing"


def test_one_the_carrier_never_answered_is_given_back_all_the_same() -> None:
    number = fetched(approved(own_phone()))
    run_clocks(at=OVER)
    answered(fetched(release_of(number), at=OVER), "0900", at=OVER)
    assert the(number).state is TakedownState.RELEASED


def test_a_phone_suspended_after_it_was_given_back_is_given_back_again() -> None:
    number = fetched(approved(own_phone()))
    run_clocks(at=OVER)
    first = release_of(number)
    answered(fetched(first, at=OVER), "0900", at=OVER)
    answered(number, at=OVER + timedelta(minutes=1))
    assert the(number).bell == LATE_EXECUTION
    assert release_of(number) != first
    assert the(release_of(number)).state is TakedownState.APPROVED


def test_a_refused_restoration_rings_and_is_asked_for_again() -> None:
    number = held_phone()
    run_clocks(at=OVER)
    first = release_of(number)
    answered(fetched(first, at=OVER), "1100", at=OVER)
    assert (the(number).state, the(number).bell) == (TakedownState.ACTIVE, RESTORE_REFUSED)
    run_clocks(at=OVER + RESTORE_AGAIN - timedelta(seconds=1))
    assert release_of(number) == first
    run_clocks(at=OVER + RESTORE_AGAIN)
    again = release_of(number)
    assert again != first
    answered(fetched(again, at=OVER + RESTORE_AGAIN), at=OVER + RESTORE_AGAIN)
    assert the(number).state is TakedownState.RELEASED


def test_a_refused_suspension_needs_no_restoration() -> None:
    number = answered(fetched(approved(own_phone())), "0700")
    run_clocks(at=OVER)
    assert Takedown.objects.count() == 1
    with pytest.raises(StateConflict, match="nothing_to_release"):
        restore_early(number, "要求恢复", by=officer("hanbing"), at=OVER)


def test_a_suspension_carried_out_after_a_refusal_keeps_its_end() -> None:
    number = answered(fetched(approved(own_phone())), "1100")
    answered(number, at=AT + timedelta(minutes=5))
    assert (the(number).state, the(number).ends_at) == (TakedownState.ACTIVE, OVER)
    run_clocks(at=OVER)
    assert the(release_of(number)).ground == Ground.DUE


def test_it_has_no_second_look_and_no_slow_release() -> None:
    number = held_phone()
    with pytest.raises(InputError, match="own_phone_not_checked"):
        record_check(number, Finding.STANDS, "", by=officer("hanbing"), at=AT)
    with pytest.raises(InputError, match="restored_not_released"):
        request_release(number, Ground.OWNER_SAFE, "恢复", by=officer("hanbing"), at=AT)


def test_a_phone_that_works_again_is_given_back_and_not_suspended_anew() -> None:
    number = held_phone()
    answered(number, "2100")
    assert the(number).state is TakedownState.RELEASED
    assert (
        not Takedown.objects.filter(measure=Measure.HOLD_OWN_PHONE)
        .exclude(takedown_no=number)
        .exists()
    )


def test_a_phone_suspended_after_the_carrier_called_it_done_already_is_given_back() -> None:
    number = fetched(approved(own_phone(), by="chenjing"))
    answered(number, "0900")
    assert the(number).state is TakedownState.ANSWERED
    answered(number, "0000")
    release = release_of(number)
    assert release is not None
