"""The account of a person to be protected: two officers, a short life, back by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.builders.city import ABC, AT, CCB, PAPER_BANK, PAY, a_city, officer
from tests.builders.orders import SAID, an_incident
from tests.builders.orders import approved as approved_order
from tests.builders.orders import drafted as drafted_order
from tests.builders.own_accounts import (
    ANOTHER,
    ANYBODY,
    BANK,
    BODY,
    CARD,
    HALF_HOUR,
    answered,
    approved,
    asked,
    fetched,
    held,
    in_danger,
    release_of,
    the_hold,
)
from tests.builders.takedowns import CARRIER
from tests.builders.warnings import a_channel, a_signal, the
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.selectors import history
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.signal import receive
from zhisun.domains.documents.selectors import issued_for
from zhisun.domains.stop_payment.jobs import run_clocks
from zhisun.domains.stop_payment.models import Order, OwnHold
from zhisun.domains.stop_payment.services.deliver import collect
from zhisun.domains.stop_payment.services.own_holds.release import give_back_own
from zhisun.domains.stop_payment.terms import (
    OWN_HOLD_LONGEST,
    OWN_LATE,
    OWN_OVERDUE,
    OWN_REFUSED,
    OWN_RELEASE_REFUSED,
    OWN_RESTORE_AGAIN,
    OrderKind,
    OrderState,
    OwnGround,
)
from zhisun.gateways.banking.wire import BankLane
from zhisun.gateways.port import OrderKind as WireKind
from zhisun.kernel.errors import InputError, NotPermitted, RuleViolation, StateConflict

pytestmark = pytest.mark.django_db

OVER = AT + HALF_HOUR
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def test_it_takes_the_duty_officer_and_he_is_not_the_one_who_asked() -> None:
    number = asked(in_danger())
    for nobody in ("wangqiang", "gaofei"):
        with pytest.raises(NotPermitted):
            approved(number, by=nobody)
    own = asked(in_danger(), by="chenjing", account_no=ANOTHER)
    with pytest.raises(InputError, match="own_hold_two_persons"):
        approved(own, by="chenjing")
    assert the_hold(approved(number)).ends_at == OVER


def test_the_bank_is_told_the_end_with_the_hold_and_the_paper_names_the_remedy() -> None:
    number = approved(asked(in_danger()))
    [parcel] = collect(CCB, by=BANK, at=AT)
    message = BankLane().decode_order(parcel.body)
    assert (message.kind, message.account_no, message.account_name) == (
        WireKind.STOP,
        CARD,
        "周敏",
    )
    assert (message.expires_at, len(message.attachments)) == (OVER, 1)
    [paper] = issued_for(number, by=officer("chenjing"))
    assert paper.number == the_hold(number).document_no
    assert "护止" in paper.number


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"account_no": BODY + str((int(CARD[-1]) + 1) % 10)}, "own_account_check_digit"),
        ({"account_no": " "}, "own_account_missing"),
        ({"account_name": "张伟"}, "own_account_of_another"),
        ({"account_name": ""}, "own_account_name_missing"),
        ({"institution_code": ABC}, "own_account_of_another_bank"),
        ({"institution_code": PAPER_BANK}, "own_hold_needs_line"),
        ({"institution_code": CARRIER}, "institution_holds_no_money"),
        ({"minutes": "9"}, "own_hold_term"),
        ({"minutes": "121"}, "own_hold_term"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(changes: dict[str, Any], error: str) -> None:
    a_channel()
    number = in_danger()
    with pytest.raises((InputError, RuleViolation), match=error):
        asked(number, **changes)
    assert not OwnHold.objects.exists()
    assert the(number).accounts == ()


def test_an_account_is_held_once_and_never_against_a_case() -> None:
    number = in_danger()
    first = asked(number)
    with pytest.raises(StateConflict) as caught:
        asked(number)
    assert caught.value.facts["hold_no"] == first
    incident = an_incident()
    order_no = approved_order(drafted_order(incident))
    order: dict[str, Any] = {
        "institution_code": ABC,
        "account_no": "6228480402564890018",
    }
    with pytest.raises(StateConflict, match="own_account_in_case") as stands:
        asked(number, **order)
    assert stands.value.facts["order_no"] == order_no


def test_it_is_neither_the_payees_account_nor_another_persons() -> None:
    number = in_danger()
    other = a_signal(person=Named(phone="13799990003", name="周敏"), under_way=True, severity=5)
    another = receive(other, by=ANYBODY, at=AT).dispatch_no
    asked(number)
    with pytest.raises(InputError, match="own_account_of_another_person"):
        asked(another)
    payee = ANOTHER
    receive(a_signal(counterpart=payee, seen_at=AT), by=ANYBODY, at=AT)
    with pytest.raises(InputError, match="own_account_is_payee"):
        asked(number, account_no=payee)


def a_case_order(kind: OrderKind = OrderKind.STOP) -> str:
    """A draft of a case about the account that is to be protected."""
    paid = replace(SAID, to_institution_code=CCB, to_account=CARD, to_name="周敏")
    return drafted_order(
        an_incident(paid), institution_code=CCB, account_no=CARD, account_name="周敏", kind=kind
    )


@pytest.mark.parametrize("far", ["asked", "approved", "fetched", "held"])
def test_a_case_takes_the_account_over_and_its_letter_goes_second(far: str) -> None:
    hold = asked(in_danger())
    for step in (approved, fetched, answered)[
        : ["asked", "approved", "fetched", "held"].index(far)
    ]:
        step(hold)
    order = approved_order(a_case_order())
    state = the_hold(hold).state
    left = [BankLane().decode_order(parcel.body) for parcel in collect(CCB, by=BANK, at=AT)]
    if far == "asked":
        assert (state, len(left)) == (OrderState.DECLINED, 1)
    elif far == "approved":
        assert (state, len(left)) == (OrderState.RECALLED, 1)
    else:
        assert [each.kind for each in left] == [WireKind.STOP_RELEASE, WireKind.STOP]
        assert the_hold(release_of(hold)).ground == OwnGround.CASE
    assert order in history(hold, by=officer("chenjing"))[0].reason or far in {"fetched", "held"}


def test_a_question_of_a_case_takes_nothing_over() -> None:
    hold = held(in_danger())
    approved_order(a_case_order(OrderKind.QUERY_HOLDER))
    assert the_hold(hold).state is OrderState.ACTIVE
    assert not OwnHold.objects.filter(original__hold_no=hold).exists()


def test_no_protection_is_approved_once_a_case_has_the_account() -> None:
    hold = asked(in_danger())
    order = a_case_order()
    approved(asked(in_danger(), account_no=ANOTHER))
    Order.objects.filter(order_no=order).update(state=OrderState.SENT)
    with pytest.raises(StateConflict, match="own_account_in_case") as stands:
        approved(hold)
    assert stands.value.facts["order_no"] == order
    assert the_hold(hold).state is OrderState.DRAFTED


def test_a_payment_account_has_no_check_digit() -> None:
    number = asked(in_danger(), institution_code=PAY, account_no="pay-1234567")
    assert the_hold(answered(fetched(approved(number)))).state is OrderState.ACTIVE


def test_two_stops_of_an_account_in_a_dispatch_and_no_third() -> None:
    number = in_danger()
    for _time in range(2):
        hold = held(number)
        give_back_own(hold, OwnGround.OWNER_SAFE, "已脱险", by=officer("gaofei"), at=AT)
        answered(fetched(release_of(hold)), "0000")
        assert the_hold(hold).state is OrderState.RELEASED
    with pytest.raises(RuleViolation, match="third_own_hold"):
        asked(number)


def test_it_comes_back_by_itself_with_a_paper_of_its_own() -> None:
    number = held(in_danger())
    assert the_hold(number).held_fen == 4_000_000
    run_clocks(at=OVER - timedelta(seconds=1))
    assert collect(CCB, by=BANK, at=OVER) == ()
    run_clocks(at=OVER)
    run_clocks(at=OVER + MINUTE)
    release = release_of(number)
    assert OwnHold.objects.filter(kind=OrderKind.STOP_RELEASE).count() == 1
    assert the_hold(release).ground == OwnGround.DUE
    answered(fetched(release, at=OVER), "0000", at=OVER)
    assert the_hold(number).state is OrderState.RELEASED
    [paper] = issued_for(release, by=officer("chenjing"))
    assert "护解" in paper.number
    verbs = [act.verb for act in history(number, by=officer("chenjing"))]
    assert {f"stop_payment.own_hold_{what}" for what in ("drafted", "approved", "released")} <= {
        *verbs
    }


def test_a_late_answer_does_not_prolong_it() -> None:
    late = AT + timedelta(minutes=20)
    number = fetched(approved(asked(in_danger())))
    answered(number, at=late)
    assert the_hold(number).ends_at == OVER


def test_what_nobody_fetched_in_time_is_not_carried_out_any_more() -> None:
    number = approved(asked(in_danger()))
    assert collect(CCB, by=BANK, at=OVER) == ()
    assert the_hold(number).state is OrderState.RECALLED


@pytest.mark.parametrize("asker", ["gaofei", "chenjing", "mahai", "wangqiang"])
def test_one_officer_gives_it_back_early(asker: str) -> None:
    number = held(in_danger())
    who = officer(asker)
    if asker == "mahai":
        assert Duty.RESTORE_ACCOUNT.value in who.duties
        OwnHold.objects.update(area="370811010")
    release = give_back_own(number, OwnGround.APPEAL, "查实本人正常付款", by=who, at=AT)
    assert give_back_own(number, OwnGround.APPEAL, "再问", by=who, at=AT) == release
    row = the_hold(release)
    assert (row.state, row.requested_by) == (OrderState.APPROVED, asker)
    assert row.approved_by in {"gaofei", "chenjing"} - {asker}


def test_a_refused_release_rings_and_is_asked_for_again() -> None:
    number = held(in_danger())
    run_clocks(at=OVER)
    answered(fetched(release_of(number), at=OVER), "1100", at=OVER)
    assert the_hold(number).bell == OWN_RELEASE_REFUSED
    run_clocks(at=OVER + OWN_RESTORE_AGAIN - MINUTE)
    assert OwnHold.objects.count() == 2
    again = OVER + OWN_RESTORE_AGAIN + MINUTE
    run_clocks(at=again)
    answered(fetched(release_of(number), at=again), "1900", at=again)  # it ended there by itself
    row = the_hold(number)
    assert (row.state, row.bell) == (OrderState.RELEASED, "")


def test_a_refusal_and_a_silence_ring() -> None:
    number = answered(fetched(approved(asked(in_danger()))), "0301", failure_cause="户名不符")
    row = the_hold(number)
    assert (row.state, row.bell, row.failure_cause) == (
        OrderState.REFUSED,
        OWN_REFUSED,
        "户名不符",
    )
    silent = fetched(approved(asked(in_danger())))
    run_clocks(at=AT + timedelta(minutes=6))
    assert the_hold(silent).bell == OWN_OVERDUE


def test_what_is_held_after_it_was_given_back_is_given_back_again() -> None:
    number = fetched(approved(asked(in_danger())))
    give_back_own(number, OwnGround.OWNER_SAFE, "已脱险", by=officer("gaofei"), at=AT)
    answered(fetched(release_of(number)), "0900")
    first = release_of(number)
    answered(number, "0000", at=AT + MINUTE)
    row = the_hold(number)
    assert (row.state, row.bell) == (OrderState.RELEASED, OWN_LATE)
    assert release_of(number) != first


@pytest.mark.parametrize(
    "wrong",
    [
        {"approved_by": ""},
        {"approved_by": "gaofei"},
        {"approved_at": None},
        {"document_no": ""},
        {"ends_at": None},
        {"ends_at": AT},
        {"ends_at": AT + OWN_HOLD_LONGEST + timedelta(seconds=1)},
        {"source_no": ""},
        {"kind": OrderKind.FREEZE},
    ],
)
def test_the_database_holds_the_rule_whoever_writes(wrong: dict[str, Any]) -> None:
    number = held(in_danger())
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnHold.objects.filter(hold_no=number).update(**wrong)


def test_the_database_keeps_two_from_standing_on_one_account() -> None:
    row = OwnHold.objects.get(hold_no=held(in_danger()))
    row.pk, row.hold_no, row.application_id = None, "B20260911999999", "0" * 36
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
