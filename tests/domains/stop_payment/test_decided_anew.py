"""What an approval looks at again, and what the end of a case takes with it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.builders.city import ABC, AT, a_city, officer
from tests.builders.orders import (
    ANYBODY,
    CARD,
    SAID,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
    kinds_of,
    the,
)
from zhisun.domains.audit.models import Entry
from zhisun.domains.cases.policy.report import Amendment, Correction
from zhisun.domains.cases.services.amend import amend
from zhisun.domains.cases.services.filing import close, file_case
from zhisun.domains.cases.services.filing import decline as decline_case
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.stop_payment.jobs import run_clocks
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.reactions import REACTIONS
from zhisun.domains.stop_payment.selectors.answers import answers_to
from zhisun.domains.stop_payment.selectors.board import alarms, releases_due
from zhisun.domains.stop_payment.services import correct as correction
from zhisun.domains.stop_payment.services.approve import decline
from zhisun.domains.stop_payment.services.take import see_alarm
from zhisun.domains.stop_payment.terms import CASE_OVER, FREEZE_INSTEAD, OrderKind, OrderState
from zhisun.kernel.errors import InputError, StateConflict

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FILED_NO = "济公(反诈)立字〔2026〕12号"


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def settle() -> None:
    while dispatch(REACTIONS, at=AT):
        pass


def a_held_stop() -> str:
    order_no = drafted(an_incident())
    return answered(fetched(approved(order_no)), balance_fen=2_800_000, starts_at=AT)


def a_frozen_account() -> str:
    stop = a_held_stop()
    filed(the(stop).incident_no)
    freeze = drafted(the(stop).incident_no, kind=OrderKind.FREEZE, original_no=stop)
    return answered(fetched(approved(freeze, by="chenjing")), frozen_fen=2_800_000, starts_at=AT)


def later(hold: str, kind: OrderKind) -> str:
    return drafted(the(hold).incident_no, kind=kind, original_no=hold)


def filed(incident_no: str) -> None:
    file_case(incident_no, filed_no=FILED_NO, by=officer("chenjing"), at=AT)


def closed(incident_no: str) -> None:
    close(incident_no, reason="事主虚报", by=officer("chenjing"), at=AT)


def bells() -> set[str]:
    return {alarm.bell for alarm in alarms(ANYBODY)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (OrderKind.STOP_EXTEND, OrderKind.STOP_RELEASE),
        (OrderKind.STOP_RELEASE, OrderKind.STOP_EXTEND),
        (OrderKind.STOP_RELEASE, OrderKind.FREEZE),
        (OrderKind.FREEZE, OrderKind.STOP_RELEASE),
    ],
)
def test_what_keeps_a_hold_and_what_ends_it_do_not_both_leave(
    first: OrderKind, second: OrderKind
) -> None:
    stop = a_held_stop()
    filed(the(stop).incident_no)
    one, other = later(stop, first), later(stop, second)
    approved(one, by="chenjing")
    with pytest.raises(StateConflict, match="original_acted_on") as refused:
        approved(other, by="chenjing")
    assert refused.value.facts["order_no"] == one
    fetched(one)  # and not while the institution has it either
    with pytest.raises(StateConflict, match="original_acted_on"):
        approved(other, by="chenjing")


def test_the_freeze_may_follow_an_extension_that_is_on_its_way() -> None:
    stop = a_held_stop()
    extension = later(stop, OrderKind.STOP_EXTEND)
    approved(extension)
    filed(the(stop).incident_no)
    assert the(approved(later(stop, OrderKind.FREEZE), by="chenjing")).state == "approved"


def test_a_waiting_extension_makes_way_for_the_freeze_of_a_filed_case() -> None:
    stop = a_held_stop()
    run_clocks(at=AT + 37 * HOUR)
    incident_no = the(stop).incident_no
    assert ("stop_extend", CARD, "drafted") in kinds_of(incident_no)
    filed(incident_no)
    settle()
    assert ("freeze", CARD, "drafted") in kinds_of(incident_no)
    extension = Order.objects.get(kind="stop_extend")
    assert extension.state == OrderState.DECLINED
    act = Entry.objects.get(subject=extension.order_no, verb="stop_payment.declined")
    assert act.reason == FREEZE_INSTEAD


@pytest.mark.parametrize(("result", "field"), [("0300", "account_no"), ("0301", "account_name")])
def test_what_was_refused_is_not_asked_again_unchanged(result: str, field: str) -> None:
    refused = answered(fetched(approved(drafted(an_incident()))), result)
    same = correction.Correction(
        institution_code=ABC, account_no=f" {CARD}", account_name="张 伟", reason="已核对"
    )
    with pytest.raises(InputError, match="correction_changes_nothing") as objection:
        correction.correct(refused, same, by=officer("limin"), at=AT)
    assert objection.value.facts["field"] == field
    right = replace(same, account_name="张玮")
    assert the(correction.correct(refused, right, by=officer("limin"), at=AT)).state == "drafted"


def test_an_amount_is_held_against_the_claim_again_at_approval() -> None:
    incident_no = an_incident()
    settle()
    stop = Order.objects.get(kind="stop").order_no
    less = Correction(sequence=1, transfer=replace(SAID, amount_fen=2_000_000))
    change = Amendment(corrected=(less,), claimed_fen=2_000_000)
    amend(incident_no, change, revision=1, by=officer("limin"), at=AT)
    with pytest.raises(InputError, match="amount_above_claim"):
        approved(stop)


def test_an_amount_by_hand_is_held_against_the_claim_again_too() -> None:
    incident_no = an_incident()
    stop = drafted(incident_no)
    change = Amendment(claimed_fen=2_799_999)
    amend(incident_no, change, revision=1, by=officer("limin"), at=AT)
    with pytest.raises(InputError, match="amount_above_claim"):
        approved(stop)


def test_a_later_layer_keeps_the_limit_its_trail_gave() -> None:
    stop = drafted(an_incident(), amount_fen=100, most_fen=2_000_000)
    Order.objects.filter(order_no=stop).update(amount_fen=2_000_001)
    with pytest.raises(InputError, match="amount_above_claim"):
        approved(stop)


@pytest.mark.parametrize("end", [close, decline_case])
def test_a_case_that_is_over_takes_no_order(end: object) -> None:
    incident_no = an_incident()
    waiting = drafted(incident_no)
    end(incident_no, reason="经济纠纷", by=officer("chenjing"), at=AT)  # type: ignore[operator]  # one of two verbs
    for kind in (OrderKind.STOP, OrderKind.QUERY_DETAIL):
        with pytest.raises(StateConflict, match="incident_takes_no_order"):
            drafted(incident_no, kind=kind, window=2)
    with pytest.raises(StateConflict, match="incident_takes_no_order"):
        approved(waiting)


def test_the_end_of_a_case_takes_back_what_has_not_left() -> None:
    incident_no = an_incident()
    draft = drafted(incident_no)
    sent = fetched(approved(drafted(incident_no, kind=OrderKind.QUERY_HOLDER)))
    ready = approved(drafted(incident_no, kind=OrderKind.QUERY_DETAIL))
    closed(incident_no)
    settle()
    settle()
    states = [the(no).state for no in (draft, ready, sent)]
    assert states == [OrderState.DECLINED, OrderState.RECALLED, OrderState.ACKNOWLEDGED]
    assert Entry.objects.filter(reason=CASE_OVER).count() == 2


def test_a_stop_that_is_answered_after_the_case_ended_is_to_be_released() -> None:
    stop = fetched(approved(drafted(an_incident())))
    closed(the(stop).incident_no)
    settle()
    answered(stop, balance_fen=2_800_000, starts_at=AT)
    settle()
    assert ("stop_release", CARD, "drafted") in kinds_of(the(stop).incident_no)
    assert [row.order_no for row in releases_due(ANYBODY)] == [stop]


def test_a_freeze_to_be_released_has_three_days_and_two_bells() -> None:
    freeze = a_frozen_account()
    closed(the(freeze).incident_no)
    settle()
    [due] = releases_due(ANYBODY)
    assert (due.order_no, due.release_due_at) == (freeze, AT + 3 * DAY)
    run_clocks(at=AT + 2 * DAY - HOUR)
    assert not bells() & {"release_due", "release_overdue"}
    run_clocks(at=AT + 2 * DAY)
    assert "release_due" in bells()
    run_clocks(at=AT + 3 * DAY)
    assert "release_overdue" in bells()
    release = Order.objects.get(kind="freeze_release").order_no
    answered(fetched(approved(release, by="chenjing", at=AT), at=AT))
    assert releases_due(ANYBODY) == []


def test_a_stop_is_due_for_release_at_the_latest_when_it_ends_and_is_not_renewed() -> None:
    stop = a_held_stop()
    later(stop, OrderKind.STOP_RELEASE)
    assert the(stop).release_due_at == AT + 2 * DAY
    run_clocks(at=AT + 37 * HOUR)
    assert "stop_extend" not in {kind for kind, _account, _state in kinds_of(the(stop).incident_no)}


def test_who_declines_a_release_keeps_the_hold() -> None:
    stop = a_held_stop()
    release = later(stop, OrderKind.STOP_RELEASE)
    decline(release, "确与案件有关", by=officer("wangqiang"), at=AT)
    assert the(stop).release_due_at is None
    assert releases_due(ANYBODY) == []


def test_after_the_end_of_a_case_declining_the_release_does_not_end_the_task() -> None:
    stop = a_held_stop()
    closed(the(stop).incident_no)
    settle()
    release = Order.objects.get(kind="stop_release").order_no
    decline(release, "再等等", by=officer("wangqiang"), at=AT)
    assert [row.order_no for row in releases_due(ANYBODY)] == [stop]


def test_a_case_filed_after_all_keeps_its_hold_and_gets_its_freeze() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    decline_case(incident_no, reason="证据不足", by=officer("chenjing"), at=AT)
    settle()
    assert ("stop_release", CARD, "drafted") in kinds_of(incident_no)
    filed(incident_no)
    settle()
    assert ("stop_release", CARD, "declined") in kinds_of(incident_no)
    assert ("freeze", CARD, "drafted") in kinds_of(incident_no)
    assert the(stop).release_due_at is None


@pytest.mark.parametrize(
    ("result", "facts"),
    [("1100", {}), ("0301", {}), ("1200", {"balance_fen": 5}), ("0000", {"balance_fen": 6})],
)
def test_answers_that_contradict_each_other_ring(result: str, facts: dict[str, Any]) -> None:
    stop = a_held_stop()
    assert "answer_contradicts" not in bells()
    answered(stop, result, **facts)
    assert "answer_contradicts" in bells()
    assert [row.contradicts for row in answers_to(stop, by=ANYBODY)] == [False, True]
    assert (the(stop).state, the(stop).held_fen) == (OrderState.ACTIVE, 2_800_000)


def test_a_contradiction_that_was_seen_rings_again_when_there_is_another() -> None:
    stop = answered(a_held_stop(), "0301")
    [alarm] = alarms(ANYBODY)
    see_alarm(alarm.key, by=officer("wangqiang"), at=AT)
    answered(stop, "0301")  # the same words again are nothing new
    assert alarms(ANYBODY) == []
    answered(stop, "0300")
    assert [a.bell for a in alarms(ANYBODY)] == ["answer_contradicts"]


def test_refused_and_done_after_all_is_a_contradiction_too() -> None:
    stop = answered(fetched(approved(drafted(an_incident()))), "1100")
    answered(stop, "0000", balance_fen=2_800_000, starts_at=AT)
    assert the(stop).state is OrderState.ACTIVE
    assert "answer_contradicts" in bells()


@pytest.mark.parametrize(("result", "facts"), [("0900", {}), ("0000", {"remark": "重发"})])
def test_the_same_said_in_other_words_does_not_ring(result: str, facts: dict[str, Any]) -> None:
    answered(a_held_stop(), result, **facts)
    assert "answer_contradicts" not in bells()
