"""What was right when it was drafted may be wrong when it is decided or answered."""

from datetime import timedelta

import pytest

from tests.builders.city import ABC, AT, PAPER_BANK, a_city, officer
from tests.builders.orders import (
    ANYBODY,
    CARD,
    SAID,
    T0,
    a_movement,
    an_answer,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
    kinds_of,
    the,
)
from zhisun.domains.audit.models import Entry
from zhisun.domains.cases.policy.report import Amendment, Correction, NewTransfer
from zhisun.domains.cases.services.amend import amend
from zhisun.domains.cases.services.filing import close, file_case
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.stop_payment.jobs import run_clocks
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.reactions import REACTIONS
from zhisun.domains.stop_payment.selectors.answers import answers_to
from zhisun.domains.stop_payment.selectors.board import alarms
from zhisun.domains.stop_payment.services import correct as correction
from zhisun.domains.stop_payment.services.answer import record_answer
from zhisun.domains.stop_payment.services.approve import approve, decline
from zhisun.domains.stop_payment.services.deliver import collect
from zhisun.domains.stop_payment.services.paper import record_reply, record_sending
from zhisun.domains.stop_payment.services.take import take, take_next
from zhisun.domains.stop_payment.terms import OrderKind, OrderState
from zhisun.gateways.port import Holder
from zhisun.kernel.errors import NotFound, NotPermitted, RuleViolation, StateConflict

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FILED_NO = "济公(反诈)立字〔2026〕9号"


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def settle() -> None:
    while dispatch(REACTIONS, at=AT):
        pass


def a_held_stop(incident_no: str = "", *, account_no: str = CARD, waiver: str = "") -> str:
    order_no = drafted(incident_no or an_incident(), account_no=account_no, waiver=waiver)
    return answered(fetched(approved(order_no)), balance_fen=2_800_000, starts_at=AT)


def an_extension(stop: str) -> str:
    return drafted(the(stop).incident_no, kind=OrderKind.STOP_EXTEND, original_no=stop)


def test_an_extension_is_not_approved_once_its_stop_has_ended() -> None:
    extension = an_extension(a_held_stop())
    with pytest.raises(RuleViolation, match="hold_ended"):
        approved(extension, at=AT + 48 * HOUR)


def test_a_stop_that_was_released_is_not_extended() -> None:
    stop = a_held_stop()
    extension = an_extension(stop)
    release = drafted(the(stop).incident_no, kind=OrderKind.STOP_RELEASE, original_no=stop)
    answered(fetched(approved(release)))
    with pytest.raises(StateConflict, match="original_not_active"):
        approved(extension)


def test_an_extension_nobody_fetched_before_the_end_is_taken_back() -> None:
    extension = approved(an_extension(a_held_stop()))
    run_clocks(at=AT + 48 * HOUR)
    assert the(extension).state is OrderState.RECALLED
    assert collect(ABC, by=ANYBODY, at=AT + 48 * HOUR) == ()


def test_a_case_that_was_withdrawn_freezes_nothing_and_lets_go() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    file_case(incident_no, filed_no=FILED_NO, by=officer("chenjing"), at=AT)
    freeze = drafted(incident_no, kind=OrderKind.FREEZE, original_no=stop)
    close(incident_no, reason="事主虚报", by=officer("chenjing"), at=AT)
    with pytest.raises(RuleViolation, match="freeze_before_filing"):
        approved(freeze, by="chenjing")
    settle()
    assert ("stop_release", CARD, "drafted") in kinds_of(incident_no)


def test_a_freeze_takes_over_every_stop_of_the_account() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    file_case(incident_no, filed_no=FILED_NO, by=officer("chenjing"), at=AT)
    extension = answered(fetched(approved(an_extension(stop))))
    freeze = drafted(incident_no, kind=OrderKind.FREEZE)
    answered(fetched(approved(freeze, by="chenjing")), frozen_fen=2_800_000)
    assert the(extension).state is OrderState.REPLACED


def test_a_freeze_that_is_refused_leaves_the_stop_standing() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    file_case(incident_no, filed_no=FILED_NO, by=officer("chenjing"), at=AT)
    freeze = drafted(incident_no, kind=OrderKind.FREEZE, original_no=stop)
    answered(fetched(approved(freeze, by="chenjing")), "0600")
    assert the(stop).state is OrderState.ACTIVE
    with_paper = correction.Correction(
        institution_code=ABC, account_no=CARD, account_name="张伟", reason="补盖章"
    )
    again = correction.correct(freeze, with_paper, by=officer("limin"), at=AT)
    assert the(again).original_no == stop


def test_a_freeze_begins_when_it_is_approved_not_when_the_stop_ends() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    file_case(incident_no, filed_no=FILED_NO, by=officer("chenjing"), at=AT)
    freeze = drafted(incident_no, kind=OrderKind.FREEZE, original_no=stop)
    assert Order.objects.get(order_no=freeze).starts_at == AT


def test_one_hold_that_cannot_be_renewed_holds_up_no_other() -> None:
    doubtful = a_held_stop(account_no="6228480402564890019", waiver="柜台流水如此")
    sound = a_held_stop(an_incident(said(amount_fen=2_900_000)))
    Order.objects.filter(order_no=doubtful).update(waiver="")
    run_clocks(at=AT + 37 * HOUR)
    assert "card_check_digit_wrong" in {alarm.bell for alarm in alarms(ANYBODY)}
    assert ("stop_extend", CARD, "drafted") in kinds_of(the(sound).incident_no)


def test_what_was_overruled_for_a_stop_is_overruled_for_its_renewal() -> None:
    stop = a_held_stop(account_no="6228480402564890019", waiver="柜台流水如此")
    run_clocks(at=AT + 37 * HOUR)
    extension = next(o for o in kinds_of(the(stop).incident_no) if o[0] == "stop_extend")
    assert extension[2] == "drafted"


def test_an_extension_that_was_declined_is_not_drafted_every_minute() -> None:
    stop = a_held_stop()
    extension = an_extension(stop)
    Order.objects.filter(order_no=extension).update(state=OrderState.DECLINED)
    run_clocks(at=AT + 37 * HOUR)
    assert [k for k, _a, _s in kinds_of(the(stop).incident_no)].count("stop_extend") == 1


def test_a_release_that_was_declined_does_not_keep_the_hold_from_being_renewed() -> None:
    stop = a_held_stop()
    release = drafted(the(stop).incident_no, kind=OrderKind.STOP_RELEASE, original_no=stop)
    decline(release, "确与案件有关", by=officer("wangqiang"), at=AT)
    run_clocks(at=AT + 37 * HOUR)
    assert ("stop_extend", CARD, "drafted") in kinds_of(the(stop).incident_no)


def test_a_hold_that_lapses_rings() -> None:
    a_held_stop()
    run_clocks(at=AT + 49 * HOUR)
    assert "hold_ended" in {alarm.bell for alarm in alarms(ANYBODY)}


def test_an_order_no_bank_comes_for_rings_as_well() -> None:
    approved(drafted(an_incident()))
    run_clocks(at=AT + 25 * HOUR)
    assert [alarm.bell for alarm in alarms(ANYBODY)] == ["call_2"]


def test_an_order_that_never_left_cannot_be_answered() -> None:
    order_no = approved(drafted(an_incident()))
    answer = an_answer(order_no, balance_fen=5)
    with pytest.raises(NotFound):
        record_answer(answer, b"<xml/>", by=ANYBODY, at=AT)
    fetched(order_no)
    assert record_answer(answer, b"<xml/>", by=ANYBODY, at=AT)
    assert the(order_no).state is OrderState.ACTIVE


def test_a_paper_reply_before_the_paper_left_is_refused_not_swallowed() -> None:
    order_no = approved(drafted(an_incident(), institution_code=PAPER_BANK, waiver="村镇银行"))

    def reply() -> None:
        record_reply(
            order_no,
            "1200",
            balance_fen=300,
            starts_at=AT,
            remark="余额不足",
            by=officer("wangqiang"),
            at=AT,
        )

    with pytest.raises(StateConflict, match="move_not_allowed"):
        reply()
    record_sending(order_no, "专人", sent_at=AT, by=officer("wangqiang"), at=AT)
    reply()
    assert the(order_no).held_fen == 300


def test_an_order_sent_by_hand_while_the_line_is_down_does_not_leave_twice() -> None:
    order_no = approved(drafted(an_incident()))
    record_sending(order_no, "传真", sent_at=AT, by=officer("wangqiang"), at=AT)
    assert collect(ABC, by=ANYBODY, at=AT) == ()
    other = approved(drafted(the(order_no).incident_no, kind=OrderKind.QUERY_DETAIL))
    collect(ABC, by=ANYBODY, at=AT)
    with pytest.raises(StateConflict, match="order_has_left"):
        record_sending(other, "传真", sent_at=AT, by=officer("wangqiang"), at=AT)


def test_the_pile_of_a_funds_officer_holds_no_freeze() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    file_case(incident_no, filed_no=FILED_NO, by=officer("chenjing"), at=AT)
    freeze = drafted(incident_no, kind=OrderKind.FREEZE, original_no=stop)
    assert take_next(by=officer("wangqiang"), at=AT) is None
    with pytest.raises(NotPermitted):
        take(freeze, by=officer("wangqiang"), at=AT)
    assert take_next(by=officer("chenjing"), at=AT) == freeze


def test_the_last_movements_count_although_the_dynamic_query_is_over() -> None:
    query = fetched(approved(drafted(an_incident(), kind=OrderKind.QUERY_MOVEMENTS)))
    answered(query)
    run_clocks(at=AT + timedelta(days=101))
    assert the(query).state is OrderState.EXPIRED
    answered(query, movements=(a_movement(),), at=AT + timedelta(days=101))
    assert [a.applied for a in answers_to(query, by=ANYBODY)] == [True, True]


def test_every_act_on_an_order_names_its_law_and_what_was_overruled() -> None:
    stop = drafted(an_incident(), account_no="6228480402564890019", waiver="柜台流水如此")
    row = Entry.objects.get(subject=stop, verb="stop_payment.drafted")
    assert "银发〔2016〕86号" in row.legal_basis
    assert row.reason == "柜台流水如此"
    assert row.after["overruled"] == "card_check_digit_wrong"


def test_a_reason_that_overrules_nothing_is_no_waiver() -> None:
    assert the(drafted(an_incident(), waiver="随手写的")).waiver == ""


def amended(incident_no: str, transfer: NewTransfer) -> None:
    change = Amendment(corrected=(Correction(sequence=1, transfer=transfer),))
    amend(incident_no, change, revision=1, by=officer("limin"), at=AT)
    settle()


def said(**facts: object) -> NewTransfer:
    told = {name: getattr(SAID, name) for name in SAID.__dataclass_fields__}
    return NewTransfer(**(told | facts))


def test_a_draft_against_a_mistyped_account_does_not_stay_on_the_board() -> None:
    incident_no = an_incident()
    settle()
    right = "6228480402564890026"
    amended(incident_no, said(to_account=right))
    assert [(k, a) for k, a, s in kinds_of(incident_no) if s == "drafted"] == [
        ("stop", right),
        ("query_detail", right),
    ]


def test_a_draft_grows_with_the_claim_until_it_is_approved() -> None:
    incident_no = an_incident()
    settle()
    amended(incident_no, said(amount_fen=9_000_000))
    [stop] = [o for o in kinds_of(incident_no) if o[0] == "stop" and o[2] == "drafted"]
    assert stop[1] == CARD
    drafts = Order.objects.filter(kind="stop", state="drafted")
    assert drafts.get().amount_fen == 9_000_000
    approve(drafts.get().order_no, by=officer("wangqiang"), at=AT)
    settle()
    assert Order.objects.filter(kind="stop").count() == 2


def test_a_name_the_bank_tells_becomes_a_stop() -> None:
    incident_no = an_incident(said(to_name=""))
    settle()
    assert ("query_holder", CARD, "drafted") in kinds_of(incident_no)
    query = Order.objects.get(kind="query_holder").order_no
    answered(fetched(approved(query)), holder=Holder(name="张伟"))
    settle()
    settle()
    stop = Order.objects.get(kind="stop")
    assert (stop.state, stop.account_name, stop.amount_fen) == ("drafted", "张伟", 2_800_000)
    assert Order.objects.filter(kind="query_detail", state="drafted").count() == 1


def test_money_in_another_currency_is_asked_after_not_stopped_in_yuan() -> None:
    incident_no = an_incident(said(currency="USD"))
    settle()
    assert kinds_of(incident_no) == []


def test_one_trade_is_stopped_by_its_serial() -> None:
    trade = said(
        to_kind="trade", to_account="", to_name="", serial="P20260911001",
        to_institution_code="Z00831000014", to_bank_name="示例支付一",
    )  # fmt: skip
    incident_no = an_incident(trade)
    settle()
    assert ("stop", "P20260911001", "drafted") in kinds_of(incident_no)
    approved(Order.objects.get(kind="stop").order_no)


def test_the_moment_of_the_transfer_is_not_in_doubt() -> None:
    assert the(drafted(an_incident())).transferred_at == T0


def test_a_bank_that_stumbled_and_did_it_after_all_holds_the_money() -> None:
    order_no = answered(fetched(approved(drafted(an_incident()))), "1100")
    assert the(order_no).state is OrderState.REFUSED
    answered(order_no, "0900")
    assert the(order_no).state is OrderState.REFUSED
    answered(order_no, "0000", balance_fen=2_800_000, starts_at=AT)
    order = the(order_no)
    assert (order.state, order.held_fen) == (OrderState.ACTIVE, 2_800_000)


def test_a_stop_that_stands_only_after_filing_has_its_freeze_drafted_at_once() -> None:
    stop = fetched(approved(drafted(an_incident())))
    incident_no = the(stop).incident_no
    file_case(incident_no, filed_no=FILED_NO, by=officer("chenjing"), at=AT)
    settle()
    answered(stop, balance_fen=2_800_000, starts_at=AT)
    settle()
    assert ("freeze", CARD, "drafted") in kinds_of(incident_no)
