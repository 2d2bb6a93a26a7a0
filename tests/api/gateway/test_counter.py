"""What an institution may do at the counter, and what nobody may."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.api.gateway.knocking import (
    Knocker,
    a_held_stop,
    a_report,
    an_order_waiting,
    key_of,
    serial_of,
)
from tests.builders.city import ABC, AT, CCB, ICBC, PAPER_BANK, PAY, a_city, officer
from tests.builders.orders import an_answer, an_incident, application_id, the
from zhisun.api.gateway.counter import LARGEST_BODY, serve, serve_again
from zhisun.domains.stop_payment.selectors.answers import answers_to
from zhisun.domains.stop_payment.terms import OrderKind, OrderState
from zhisun.gateways import front
from zhisun.gateways.banking.wire import LANE as BANK_LANE
from zhisun.gateways.front import Batch, Call, Receipt
from zhisun.gateways.payment.wire import LANE as PAYMENT_LANE
from zhisun.gateways.port import AccountKind
from zhisun.gateways.reports import decode_reply
from zhisun.gateways.signing import signer
from zhisun.kernel.errors import GatewayRefused
from zhisun.kernel.moments import from_compact

pytestmark = pytest.mark.django_db
ABC_DESK = Knocker()


@pytest.fixture(autouse=True)
def city() -> None:
    a_city()


def reply_to(call: Call) -> bytes:
    """The reply, whose signature the institution believes."""
    served = serve(call, at=from_compact(call.timestamp))
    key = key_of(call.institution_code)
    front.verify_reply(call, served.reply.body, served.signature, signer(), key)
    return served.reply.body


def batch_of(call: Call) -> Batch:
    return front.parse_batch(reply_to(call))


def receipt_of(call: Call) -> Receipt:
    return front.parse_receipt(reply_to(call))


def refused(call: Call) -> Receipt:
    """The receipt of somebody who may not hold the key to read its signature."""
    return front.parse_receipt(serve(call, at=AT).reply.body)


def two_orders() -> list[str]:
    incident_no = an_incident()
    query: dict[str, Any] = {"kind": OrderKind.QUERY_DETAIL, "amount_fen": 0, "inquiry_mode": "01"}
    return [
        an_order_waiting(incident_no=incident_no),
        an_order_waiting(incident_no=incident_no, **query),
    ]


# Fetching


def test_an_approved_order_is_fetched_whole_and_stamped_sent() -> None:
    order_no = an_order_waiting()
    (message,) = batch_of(ABC_DESK.poll()).messages
    order = BANK_LANE.decode_order(message)
    assert (order.account_name, order.amount_fen) == ("张伟", 2_800_000)
    assert order.application_id == application_id(order_no)
    assert (the(order_no).state, the(order_no).sent_at) == (OrderState.SENT, AT)


def test_an_empty_mailbox_is_an_empty_batch() -> None:
    assert batch_of(ABC_DESK.poll()) == Batch(0, ())


def test_two_polls_get_disjoint_messages() -> None:
    two_orders()
    first, second = (batch_of(ABC_DESK.poll(most=1)) for _ in range(2))
    assert len(first.messages) == len(second.messages) == 1
    assert first.messages != second.messages
    assert first.fence < second.fence
    assert batch_of(ABC_DESK.poll()).messages == ()


def test_a_message_nobody_acknowledged_comes_again_under_a_new_fence() -> None:
    order_no = an_order_waiting()
    first = batch_of(ABC_DESK.poll())
    again = batch_of(ABC_DESK.later(seconds=21).poll())
    assert again.messages == first.messages
    assert again.fence > first.fence
    assert the(order_no).sent_at == AT


def test_a_late_acknowledgement_of_an_earlier_lease_changes_nothing() -> None:
    order_no = an_order_waiting()
    stale = batch_of(ABC_DESK.poll()).fence
    later = ABC_DESK.later(seconds=21)
    fresh = batch_of(later.poll()).fence
    number = application_id(order_no)
    assert receipt_of(later.ack(stale, number)).code == "100000"
    assert the(order_no).state == OrderState.SENT
    assert receipt_of(later.ack(fresh, number)).code == "100000"
    assert the(order_no).state == OrderState.ACKNOWLEDGED


def test_an_acknowledged_message_never_comes_again() -> None:
    order_no = an_order_waiting()
    fence = batch_of(ABC_DESK.poll()).fence
    receipt_of(ABC_DESK.ack(fence, application_id(order_no)))
    assert batch_of(ABC_DESK.later(hours=1).poll()).messages == ()


def test_a_payment_firm_fetches_in_its_own_words() -> None:
    an_order_waiting(
        institution_code=PAY, account_no="wx13700001111", account_kind=AccountKind.PAYMENT
    )
    (message,) = batch_of(Knocker(code=PAY, lane="payment").poll()).messages
    assert PAYMENT_LANE.decode_order(message).account_no == "wx13700001111"


def test_a_poll_that_waits_is_served_again_without_a_second_signature() -> None:
    empty = serve(ABC_DESK.poll(wait_seconds=20), at=AT)
    assert empty.wait_seconds == 20
    an_order_waiting()
    full = serve_again(empty, at=AT + timedelta(seconds=3))
    assert (len(front.parse_batch(full.reply.body).messages), full.wait_seconds) == (1, 0)
    front.verify_reply(full.call, full.reply.body, full.signature, signer(), key_of(ABC))


# Answering


def test_an_answer_moves_its_order() -> None:
    order_no = an_order_waiting()
    receipt_of(ABC_DESK.ack(batch_of(ABC_DESK.poll()).fence, application_id(order_no)))
    assert receipt_of(ABC_DESK.answer(a_held_stop(order_no))) == Receipt("100000")
    assert (the(order_no).state, the(order_no).held_fen) == (OrderState.ACTIVE, 2_800_000)


def test_an_answer_told_twice_counts_once_and_is_success_both_times() -> None:
    order_no = an_order_waiting()
    batch_of(ABC_DESK.poll())
    for _ in range(2):  # each sending has its own serial number and signature
        assert receipt_of(ABC_DESK.answer(a_held_stop(order_no))).code == "100000"
    assert len(answers_to(order_no, by=officer("wangqiang"))) == 1


def test_an_answer_may_overtake_its_acknowledgement() -> None:
    order_no = an_order_waiting()
    fence = batch_of(ABC_DESK.poll()).fence
    receipt_of(ABC_DESK.answer(a_held_stop(order_no)))
    assert receipt_of(ABC_DESK.ack(fence, application_id(order_no))).code == "100000"
    assert the(order_no).state == OrderState.ACTIVE
    assert batch_of(ABC_DESK.later(hours=1).poll()).messages == ()


def test_an_answer_to_an_order_that_never_was_is_refused() -> None:
    unknown = replace(a_held_stop(an_order_waiting()), application_id="0101" + "9" * 32)
    assert receipt_of(ABC_DESK.answer(unknown)) == Receipt("200010", "order_unknown")


# Strangers and neighbours


def test_a_bank_never_fetches_another_banks_orders() -> None:
    an_order_waiting()
    assert batch_of(Knocker(code=ICBC).poll()).messages == ()


def test_a_bank_cannot_answer_another_banks_order_nor_learn_that_it_exists() -> None:
    order_no = an_order_waiting()
    batch_of(ABC_DESK.poll())
    meddler = Knocker(code=ICBC)
    assert receipt_of(meddler.answer(a_held_stop(order_no))) == Receipt("200010", "order_unknown")
    assert (the(order_no).state, the(order_no).held_fen) == (OrderState.SENT, 0)


def test_a_bank_cannot_acknowledge_for_another() -> None:
    order_no = an_order_waiting()
    fence = batch_of(ABC_DESK.poll()).fence
    receipt_of(Knocker(code=ICBC).ack(fence, application_id(order_no)))
    assert the(order_no).state == OrderState.SENT


@pytest.mark.parametrize("verb", [front.POLL, front.ACK, front.ANSWER, front.REPORT])
def test_a_message_in_anothers_name_is_refused_whoever_signs_it(verb: str) -> None:
    order_no = an_order_waiting()
    calls = {
        front.POLL: ABC_DESK.poll(),
        front.ACK: ABC_DESK.ack(1, application_id(order_no)),
        front.ANSWER: ABC_DESK.answer(a_held_stop(order_no)),
        front.REPORT: ABC_DESK.report(a_report()),
    }
    told = receipt_of(Knocker(code=CCB).call(verb, calls[verb].body))
    assert told.code == "200007"
    assert the(order_no).state == OrderState.APPROVED


def test_who_signs_with_another_key_is_told_no_more_than_a_stranger() -> None:
    an_order_waiting()
    wrong_key = refused(Knocker(key=b"not this one").poll())
    stranger = refused(Knocker(code="999999999999").poll())
    nonsense = refused(replace(ABC_DESK.poll(), institution_code="\x00'; drop table"))
    assert wrong_key == stranger == nonsense == Receipt("200005", "signature_wrong")


def test_a_call_played_again_is_refused() -> None:
    an_order_waiting()
    call = ABC_DESK.poll()
    assert len(batch_of(call).messages) == 1
    assert receipt_of(call) == Receipt("200005", "call_replayed")


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_more_than_five_minutes_off_is_refused(minutes: int) -> None:
    assert refused(ABC_DESK.later(minutes=minutes).poll()) == Receipt("200005", "signature_stale")


@pytest.mark.parametrize(
    "knocker", [Knocker(code=PAY), Knocker(lane="payment"), Knocker(code=PAPER_BANK)]
)
def test_nobody_speaks_on_a_lane_that_is_not_his(knocker: Knocker) -> None:
    assert receipt_of(knocker.poll()) == Receipt("200007", "lane_not_yours")


# Bad messages

HEAD = f"<Head><TxCode>100102</TxCode><MessageFrom>{ABC}</MessageFrom></Head>"
BAD = {
    "not XML": b"GET / HTTP/1.1",
    "cut off": b"<Request><Head>",
    "empty": b"",
    "no head": b"<Request><Body/></Request>",
    "no serial number": f"<Request>{HEAD}<Body/></Request>".encode(),
    "an outside entity": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Request>&x;</Request>'
    ),
    "a billion laughs": (
        b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Request>&b;</Request>'
    ),
    "Chinese in GBK": '<?xml version="1.0" encoding="GBK"?><Request>止付</Request>'.encode("gbk"),
    "UTF-16": '<?xml version="1.0" encoding="UTF-16"?><Request/>'.encode("utf-16"),
}


@pytest.mark.parametrize("verb", front.VERBS)
@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_a_bad_message_is_refused_as_such(verb: str, body: bytes) -> None:
    assert receipt_of(ABC_DESK.call(verb, body)).code == "200001"


def test_a_message_above_the_limit_is_refused_unread() -> None:
    call = ABC_DESK.call(front.ANSWER, b" " * (LARGEST_BODY + 1))
    assert receipt_of(call) == Receipt("200001", "message_too_large")


def test_an_answer_with_a_damaged_amount_changes_nothing() -> None:
    order_no = an_order_waiting()
    batch_of(ABC_DESK.poll())
    sound = ABC_DESK.answer(a_held_stop(order_no)).body
    damaged = sound.replace(b">30000.00<", b">30,000.00e9<")
    assert damaged != sound
    assert receipt_of(ABC_DESK.call(front.ANSWER, damaged)).code == "200001"
    assert the(order_no).state == OrderState.SENT


def test_an_order_of_the_other_lane_is_not_an_answer() -> None:
    answer = an_answer(an_order_waiting())
    body = PAYMENT_LANE.encode_answer(replace(answer, institution_code=ABC), serial_of(ABC, AT))
    assert receipt_of(ABC_DESK.call(front.ANSWER, body)).code == "200001"


# Reports of institutions


def test_a_banks_own_report_waits_on_the_call_board_and_is_answered() -> None:
    report = a_report()
    assert receipt_of(ABC_DESK.report(report)) == Receipt("100000")
    (message,) = batch_of(ABC_DESK.poll()).messages
    reply = decode_reply(message)
    assert (reply.application_id, reply.result) == (report.application_id, "0000")


def test_a_report_told_twice_is_one_call_and_one_reply() -> None:
    report = a_report()
    assert [receipt_of(ABC_DESK.report(report)).remark for _ in range(2)] == ["", "report_repeated"]
    assert len(batch_of(ABC_DESK.poll()).messages) == 1


def test_a_broken_house_asks_to_try_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table directory_institution rename to lost")
    assert refused(ABC_DESK.poll()) == Receipt("200009", "try_again")


def test_a_reply_is_of_no_use_for_another_call() -> None:
    served, other = serve(ABC_DESK.poll(), at=AT), ABC_DESK.poll()
    with pytest.raises(GatewayRefused, match="signature_wrong"):
        front.verify_reply(other, served.reply.body, served.signature, signer(), key_of(ABC))
