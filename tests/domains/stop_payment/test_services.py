"""An order's life on a real database."""

from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from tests.builders.city import ABC, AT, a_city, officer
from tests.builders.orders import (
    BANK,
    CARD,
    T0,
    a_movement,
    an_answer,
    an_incident,
    answered,
    application_id,
    approved,
    drafted,
    fetched,
    the,
)
from zhisun.domains.audit.selectors import history
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.documents.selectors import document_numbered, issued_for
from zhisun.domains.outbox.models import Event, Parcel
from zhisun.domains.stop_payment.models import Answer, Order
from zhisun.domains.stop_payment.selectors.answers import answers_to
from zhisun.domains.stop_payment.services.answer import record_answer
from zhisun.domains.stop_payment.services.approve import approve, approve_together, decline, recall
from zhisun.domains.stop_payment.services.assist import issue_assistance_notice
from zhisun.domains.stop_payment.services.correct import Correction, correct
from zhisun.domains.stop_payment.services.deliver import acknowledge, collect
from zhisun.domains.stop_payment.services.moves import move_all
from zhisun.domains.stop_payment.services.take import put_back, take, take_next
from zhisun.domains.stop_payment.terms import FOLLOWS, OrderKind, OrderState
from zhisun.gateways.banking.wire import BankLane
from zhisun.kernel.errors import InputError, NotFound, NotPermitted, RuleViolation, StateConflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def test_an_order_goes_from_draft_to_held_money_with_six_stamps() -> None:
    order_no = fetched(approved(drafted(an_incident())), at=AT + timedelta(seconds=5))
    answered(order_no, balance_fen=2_800_000, at=AT + timedelta(seconds=9))
    order = the(order_no)
    assert (order.state, order.held_fen) == (OrderState.ACTIVE, 2_800_000)
    stamps = [order.transferred_at, order.called_at, order.approved_at, order.sent_at]
    stamps += [order.acknowledged_at, order.answered_at]
    assert None not in stamps
    assert stamps == sorted(stamps)  # type: ignore[type-var]  # none of them is None


def test_what_the_bank_reads_is_the_order() -> None:
    order_no = approved(drafted(an_incident()))
    message = BankLane().decode_order(collect(ABC, by=BANK, at=AT)[0].body)
    order = the(order_no)
    assert message.account_no == CARD
    assert message.account_name == "张伟"
    assert message.amount_fen == 2_800_000
    assert message.transferred_at == T0
    assert (message.handler.name, message.assistant.name) == ("李敏", "王强")
    assert message.attachments[0].content.startswith(b"%PDF")
    assert message.remark == order.document_no


def test_nobody_approves_their_own_request() -> None:
    order_no = drafted(an_incident(), by="wangqiang")
    with pytest.raises(InputError, match="two_persons_needed"):
        approve(order_no, by=officer("wangqiang"), at=AT)


def test_the_officer_named_on_the_report_cannot_approve_either() -> None:
    incident_no = an_incident(by="chenjing")
    order_no = drafted(incident_no, by="limin")
    with pytest.raises(InputError, match="two_persons_needed"):
        approve(order_no, by=officer("chenjing"), at=AT)


def test_a_call_taker_cannot_approve_and_another_city_sees_nothing() -> None:
    order_no = drafted(an_incident(), by="wangqiang")
    with pytest.raises(NotPermitted):
        approve(order_no, by=officer("limin"), at=AT)
    with pytest.raises(NotFound):
        approve(order_no, by=officer("outsider"), at=AT)


def test_the_second_of_two_approvers_is_told() -> None:
    order_no = approved(drafted(an_incident()))
    with pytest.raises(StateConflict):
        approve(order_no, by=officer("zhaoqian"), at=AT)
    assert Parcel.objects.count() == 1


def stops(incident_no: str, *cards: str) -> list[str]:
    return [drafted(incident_no, account_no=card) for card in cards]


SECOND, THIRD, FOURTH = "6228480402564890026", "6228480402564890034", "6228480402564890042"


def test_what_is_approved_together_is_what_would_have_been_approved_alone() -> None:
    mine = stops(incident_no := an_incident(), CARD, SECOND, THIRD)
    approve_together(mine, by=officer("wangqiang"), at=AT)
    alone = Order.objects.get(order_no=approved(drafted(incident_no, account_no=FOURTH)))
    for place, order_no in enumerate(mine):
        order = Order.objects.get(order_no=order_no)
        assert (order.state, order.approved_by) == (OrderState.APPROVED, "wangqiang")
        assert (order.approved_at, order.starts_at, order.expires_at, order.due_at) == (
            *(alone.approved_at, alone.starts_at, alone.expires_at, alone.due_at),
        )
        (paper,) = issued_for(order_no, by=officer("wangqiang"))
        assert paper.number == order.document_no
        assert paper.number.endswith(f"{place + 1:05d}号")
        told = [entry.verb for entry in history(order_no, by=officer("wangqiang"))]
        assert told.count("stop_payment.approved") == 1
    read = [BankLane().decode_order(parcel.body) for parcel in collect(ABC, by=BANK, at=AT)]
    assert [message.account_no for message in read] == [CARD, SECOND, THIRD, FOURTH]
    assert all(message.attachments[0].content.startswith(b"%PDF") for message in read)


def test_of_what_cannot_all_be_approved_together_nothing_is() -> None:
    incident_no = an_incident()
    mine = stops(incident_no, CARD, SECOND)
    own = drafted(incident_no, by="wangqiang", account_no=THIRD)
    with pytest.raises(InputError, match="two_persons_needed"):
        approve_together([*mine, own], by=officer("wangqiang"), at=AT)
    assert [the(order_no).state for order_no in mine] == [OrderState.DRAFTED] * 2
    assert not Parcel.objects.exists()
    query = drafted(incident_no, kind=OrderKind.QUERY_DETAIL)
    with pytest.raises(InputError, match="orders_of_one_packet"):
        approve_together([mine[0], query], by=officer("wangqiang"), at=AT)
    with pytest.raises(NotFound):
        approve_together([mine[0], "Z0"], by=officer("wangqiang"), at=AT)
    approve_together(mine, by=officer("wangqiang"), at=AT)
    assert [the(order_no).document_no[-6:] for order_no in mine] == ["00001号", "00002号"]


def test_a_packet_costs_few_queries_more_than_one_order(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    mine = stops(an_incident(), CARD, SECOND, THIRD)
    with django_assert_max_num_queries(21):
        approve_together(mine, by=officer("wangqiang"), at=AT)


def test_drafting_the_same_thing_again_gives_the_same_order() -> None:
    incident_no = an_incident()
    assert drafted(incident_no, window=1) == drafted(incident_no, window=1)
    assert drafted(incident_no) == drafted(incident_no)


def test_approval_numbers_a_paper() -> None:
    order_no = approved(drafted(an_incident()))
    papers = issued_for(order_no, by=officer("wangqiang"))
    assert [paper.number for paper in papers] == [the(order_no).document_no]


def test_an_answer_that_comes_twice_counts_once() -> None:
    order_no = fetched(approved(drafted(an_incident())))
    answer = an_answer(order_no, balance_fen=100)
    assert record_answer(answer, b"<xml/>", by=BANK, at=AT)
    assert not record_answer(answer, b"<xml/>", by=BANK, at=AT + timedelta(minutes=1))
    assert Answer.objects.count() == 1
    assert Event.objects.filter(name="stop_payment.active").count() == 1


def test_an_answer_that_contradicts_the_first_is_kept_and_not_applied() -> None:
    order_no = fetched(approved(drafted(an_incident())))
    answered(order_no, balance_fen=100)
    answered(order_no, "0301")
    assert the(order_no).state is OrderState.ACTIVE
    kept = answers_to(order_no, by=officer("wangqiang"))
    assert [answer.applied for answer in kept] == [True, False]


def test_an_answer_may_overtake_the_acknowledgement() -> None:
    order_no = approved(drafted(an_incident()))
    parcel = collect(ABC, by=BANK, at=AT)[0]
    answered(order_no, balance_fen=100)
    assert acknowledge(ABC, [parcel.key], fence=parcel.fence, by=BANK, at=AT) == 0
    assert the(order_no).state is OrderState.ACTIVE


def test_a_batch_takes_as_many_queries_as_one_order(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    incident_no = an_incident()

    def handed_over(accounts: range) -> list[str]:
        orders = [
            approved(drafted(incident_no, account_no=f"{CARD}{n}", waiver="已核对"))
            for n in accounts
        ]
        with django_assert_num_queries(12):
            parcels = collect(ABC, by=BANK, at=AT)
        keys = [parcel.key for parcel in parcels]
        with django_assert_num_queries(9):
            taken = acknowledge(ABC, keys, fence=parcels[0].fence, by=BANK, at=AT)
        assert taken == len(orders)
        return orders

    orders = handed_over(range(10, 11)) + handed_over(range(11, 16))
    assert {the(order_no).state for order_no in orders} == {OrderState.ACKNOWLEDGED}
    for order_no in orders:
        told = [act.verb for act in history(order_no, by=officer("chenjing"))]
        assert told[:2] == ["stop_payment.acknowledged", "stop_payment.sent"]
        news = Event.objects.filter(key=order_no).order_by("pk").values_list("name", flat=True)
        assert list(news)[-2:] == ["stop_payment.sent", "stop_payment.acknowledged"]


def test_orders_move_together_or_not_at_all() -> None:
    incident_no = an_incident()
    numbers = [
        approved(drafted(incident_no, kind=kind))
        for kind in (OrderKind.STOP, OrderKind.QUERY_DETAIL)
    ]
    first, second = orders = [Order.objects.get(order_no=number) for number in numbers]
    Order.objects.filter(pk=second.pk).update(state=OrderState.RECALLED)  # somebody was faster
    with pytest.raises(StateConflict), transaction.atomic():
        move_all(orders, OrderState.SENT, by=BANK, at=AT, sent_at=AT)
    assert the(first.order_no).state == OrderState.APPROVED
    assert not Event.objects.filter(name="stop_payment.sent").exists()


def test_a_bank_cannot_answer_the_order_of_another() -> None:
    order_no = fetched(approved(drafted(an_incident())))
    with pytest.raises(NotFound):
        answered(order_no, institution_code="102100099996")


def test_movements_keep_coming_while_the_dynamic_query_lives() -> None:
    incident_no = an_incident()
    order_no = fetched(approved(drafted(incident_no, kind=OrderKind.QUERY_MOVEMENTS)))
    answered(order_no)
    answered(order_no, movements=(a_movement(serial="S1"),))
    answered(order_no, movements=(a_movement(serial="S2"),))
    answered(order_no, movements=(a_movement(serial="S2"),))
    assert [a.applied for a in answers_to(order_no, by=officer("limin"))] == [True] * 3


def test_a_third_stop_never_leaves() -> None:
    incident_no = an_incident()
    first = answered(fetched(approved(drafted(incident_no))), balance_fen=5)
    answered(
        fetched(approved(drafted(incident_no, kind=OrderKind.STOP_EXTEND, original_no=first))),
        balance_fen=5,
    )
    assert the(first).state is OrderState.EXTENDED
    with pytest.raises(RuleViolation, match="third_stop"):
        drafted(incident_no)


def test_a_stop_that_was_refused_does_not_use_up_a_stop() -> None:
    incident_no = an_incident()
    for _ in range(3):
        answered(fetched(approved(drafted(incident_no))), "0300")
    assert the(drafted(incident_no)).window == 4


def test_a_freeze_waits_for_filing_and_for_the_county_head() -> None:
    incident_no = an_incident()
    stop = answered(fetched(approved(drafted(incident_no))), balance_fen=2_800_000)
    with pytest.raises(RuleViolation, match="freeze_before_filing"):
        drafted(incident_no, kind=OrderKind.FREEZE, original_no=stop)
    file_case(incident_no, filed_no="济公(反诈)立字〔2026〕1号", by=officer("chenjing"), at=AT)
    freeze = drafted(incident_no, kind=OrderKind.FREEZE, original_no=stop)
    with pytest.raises(NotPermitted):
        approve(freeze, by=officer("wangqiang"), at=AT)
    fetched(approved(freeze, by="chenjing"))
    answered(freeze, frozen_fen=2_800_000)
    assert the(stop).state is OrderState.REPLACED
    assert the(freeze).held_fen == 2_800_000


def test_a_wrong_name_opens_a_correction_not_a_retry() -> None:
    incident_no = an_incident()
    refused = answered(fetched(approved(drafted(incident_no))), "0301", failure_cause="户名不符")
    correction = Correction(
        institution_code=ABC, account_no=CARD, account_name="张炜", reason="受害人核对转账截图"
    )
    again = correct(refused, correction, by=officer("limin"), at=AT)
    assert (the(again).account_name, the(again).window) == ("张炜", 2)
    with pytest.raises(StateConflict, match="nothing_to_correct"):
        correct(refused, correction, by=officer("limin"), at=AT)


def test_an_order_can_be_recalled_only_before_it_left() -> None:
    order_no = approved(drafted(an_incident()))
    recall(order_no, "账号报错", by=officer("wangqiang"), at=AT)
    assert collect(ABC, by=BANK, at=AT) == ()
    other = approved(drafted(the(order_no).incident_no))
    collect(ABC, by=BANK, at=AT)
    with pytest.raises(StateConflict, match="order_has_left"):
        recall(other, "账号报错", by=officer("wangqiang"), at=AT)


def test_declining_needs_a_reason() -> None:
    order_no = drafted(an_incident())
    with pytest.raises(InputError, match="reason_missing"):
        decline(order_no, " ", by=officer("wangqiang"), at=AT)
    decline(order_no, "重复", by=officer("wangqiang"), at=AT)
    assert the(order_no).state is OrderState.DECLINED


def test_two_officers_never_get_one_order() -> None:
    incident_no = an_incident()
    big = drafted(incident_no)
    small = drafted(incident_no, kind=OrderKind.QUERY_DETAIL, amount_fen=1)
    assert take_next(by=officer("wangqiang"), at=AT) == big
    assert take_next(by=officer("zhaoqian"), at=AT) == small
    assert take_next(by=officer("chenjing"), at=AT) is None
    with pytest.raises(StateConflict, match="order_taken_by_another"):
        approve(big, by=officer("zhaoqian"), at=AT)
    put_back(big, by=officer("wangqiang"), at=AT)
    take(big, by=officer("chenjing"), at=AT)
    assert the(big).locked_by == "chenjing"


def test_a_lock_ends_by_itself() -> None:
    order_no = drafted(an_incident())
    take(order_no, by=officer("wangqiang"), at=AT)
    later = AT + timedelta(minutes=4)
    assert take_next(by=officer("zhaoqian"), at=later) == order_no


def test_the_application_id_is_36_characters_and_begins_with_the_business() -> None:
    order_no = drafted(an_incident())
    assert application_id(order_no)[:4] == "0101"
    assert len(application_id(order_no)) == 36


def test_the_assistance_notice_lists_what_was_ordered_of_one_institution() -> None:
    incident_no = an_incident()
    by = officer("wangqiang")
    with pytest.raises(InputError, match="nothing_ordered_there"):
        issue_assistance_notice(incident_no, ABC, "冒充客服退款", by=by, at=AT)
    approved(drafted(incident_no))
    approved(drafted(incident_no, kind=OrderKind.QUERY_DETAIL))
    number = issue_assistance_notice(incident_no, ABC, "冒充客服退款", by=by, at=AT)
    paper = document_numbered(number, by=by)
    assert paper.content.startswith(b"%PDF")
    assert [row.number for row in issued_for(incident_no, by=by)] == [number]


@pytest.mark.parametrize(
    "kind", [kind for kind in OrderKind if kind not in {*FOLLOWS, OrderKind.FREEZE}]
)
def test_every_kind_that_stands_alone_can_leave(kind: OrderKind) -> None:
    order_no = drafted(
        an_incident(), kind=kind, credential_type="01", credential_number="37081119900101123X"
    )
    approved(order_no)
    message = BankLane().decode_order(collect(ABC, by=BANK, at=AT)[0].body)
    assert message.kind.value == kind.value
