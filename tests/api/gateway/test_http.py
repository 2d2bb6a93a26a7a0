"""The HTTPS front as an institution's client meets it."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.gateway.knocking import Knocker, a_held_stop, an_order_waiting
from tests.builders.city import a_city
from tests.builders.orders import application_id, the
from zhisun.api.gateway.counter import LARGEST_BODY
from zhisun.domains.stop_payment.terms import OrderState
from zhisun.gateways import front
from zhisun.gateways.front import Call

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> Knocker:
    a_city()
    return Knocker(at=timezone.now())


def sent(call: Call) -> tuple[int, str, bytes]:
    """Status, signature and body of the reply to a call."""
    response = Client(enforce_csrf_checks=True).post(
        front.path(call.lane, call.verb),
        data=call.body,
        content_type=front.CONTENT_TYPE,
        headers=front.headers(call),
    )
    assert response.headers["Content-Type"] == front.CONTENT_TYPE
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, response.headers[front.SIGNATURE_HEADER], response.content


def told(bank: Knocker, call: Call) -> tuple[int, str]:
    """Status and platform code of a receipt whose signature the bank believes."""
    status, signature, body = sent(call)
    return status, bank.code_in(body, signature, call)


def test_an_order_goes_out_and_its_answer_comes_in(bank: Knocker) -> None:
    order_no = an_order_waiting(bank.at)
    status, _signature, body = sent(bank.poll())
    batch = front.parse_batch(body)
    assert (status, len(batch.messages)) == (200, 1)
    acknowledged = bank.ack(batch.fence, application_id(order_no))
    assert told(bank, acknowledged) == (200, "100000")
    assert told(bank, bank.answer(a_held_stop(order_no, at=bank.at))) == (200, "100000")
    assert the(order_no).state == OrderState.ACTIVE


def test_a_wrong_signature_is_401_and_signed(bank: Knocker) -> None:
    call = bank.poll()
    assert told(bank, replace(call, signature="0" * 64)) == (401, "200005")


def test_no_headers_at_all_is_401(bank: Knocker) -> None:
    response = Client().post(front.path("banking", "poll"), data=b"", content_type="text/xml")
    assert response.status_code == 401
    assert front.parse_receipt(response.content).code == "200005"
    assert bank.code not in response.content.decode()


def test_a_replayed_call_is_401(bank: Knocker) -> None:
    call = bank.poll()
    assert sent(call)[0] == 200
    assert told(bank, call) == (401, "200005")


def test_another_lane_is_403_a_bad_message_400_an_unknown_order_404(bank: Knocker) -> None:
    assert told(bank, replace(bank, lane="payment").poll()) == (403, "200007")
    assert told(bank, bank.call(front.ANSWER, b"<a>")) == (400, "200001")
    stranger = replace(a_held_stop(an_order_waiting(bank.at)), application_id="0101" + "9" * 32)
    assert told(bank, bank.answer(stranger)) == (404, "200010")


def test_an_answer_larger_than_a_form_may_be_is_read(bank: Knocker) -> None:
    order_no = an_order_waiting(bank.at)
    sent(bank.poll())
    body = bank.answer(a_held_stop(order_no, at=bank.at)).body
    padded = body.replace(b"<Body>", b"<Body>" + b" " * (5 << 20))
    assert told(bank, bank.call(front.ANSWER, padded)) == (200, "100000")


def test_a_message_above_the_limit_is_refused(bank: Knocker) -> None:
    call = bank.call(front.ANSWER, b" " * (LARGEST_BODY + 10))
    assert told(bank, call)[1] == "200001"


def test_only_post_and_only_known_verbs(bank: Knocker) -> None:
    del bank
    assert Client().get(front.path("banking", "poll")).status_code == 405
    assert Client().post("/gateway/v1/banking/recall").status_code == 404
    assert Client().post("/gateway/v1/police/poll").status_code == 404
