"""Carriers and platforms at the same door as the banks."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.gateway.knocking import Knocker, serial_of
from tests.builders.takedowns import (
    CARRIER,
    PLATFORM,
    a_reply,
    a_telecom_city,
    approved,
    drafted,
    the,
)
from tests.builders.warnings import ANYBODY, warned
from tests.builders.warnings import the as the_dispatch
from zhisun.domains.dissuasion.services.messages import send_sms
from zhisun.domains.takedown.terms import TakedownState
from zhisun.gateways import front
from zhisun.gateways.front import Call
from zhisun.gateways.messages.port import TextReceipt
from zhisun.gateways.messages.wire import decode_message, encode_receipt
from zhisun.gateways.takedown.wire import decode_order, encode_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier() -> Knocker:
    a_telecom_city()
    return Knocker(code=CARRIER, lane="telecom", at=timezone.now(), key=CARRIER.encode())


def sent(call: Call) -> tuple[int, bytes]:
    """Status and body of the reply to a call."""
    response = Client(enforce_csrf_checks=True).post(
        front.path(call.lane, call.verb),
        data=call.body,
        content_type=front.CONTENT_TYPE,
        headers=front.headers(call),
    )
    return response.status_code, response.content


def answer(carrier: Knocker, takedown_no: str, result: str = "0000") -> Call:
    reply = replace(a_reply(takedown_no, result), institution_code=carrier.code)
    body = encode_reply(reply, serial_of(carrier.code, carrier.at))
    return carrier.call(front.ANSWER, body)


def test_a_takedown_goes_out_and_its_answer_comes_in_once(carrier: Knocker) -> None:
    number = approved(drafted(at=carrier.at), at=carrier.at)
    batch = front.parse_batch(sent(carrier.poll())[1])
    message = decode_order(batch.messages[0])
    assert the(number).state is TakedownState.SENT
    assert sent(carrier.ack(batch.fence, message.application_id))[0] == 200
    assert the(number).state is TakedownState.ACKNOWLEDGED
    for _again in range(2):
        status, body = sent(answer(carrier, number))
        assert (status, front.parse_receipt(body).code) == (200, "100000")
    assert the(number).state is TakedownState.ACTIVE


def test_nobody_fetches_or_answers_anothers(carrier: Knocker) -> None:
    number = approved(drafted(at=carrier.at), at=carrier.at)
    platform = replace(carrier, code=PLATFORM, lane="platforms", key=PLATFORM.encode())
    assert front.parse_batch(sent(platform.poll())[1]).messages == ()
    assert sent(answer(platform, number))[0] == 404
    assert sent(replace(carrier, lane="banking").poll())[0] == 403
    assert the(number).state is TakedownState.APPROVED


def test_a_carrier_reports_no_cases(carrier: Knocker) -> None:
    status, body = sent(carrier.call(front.REPORT, b"<Request/>"))
    assert (status, front.parse_receipt(body).code) == (403, "200007")


def test_a_message_goes_out_and_its_receipt_comes_in_once(carrier: Knocker) -> None:
    number = warned(at=carrier.at, seen_at=carrier.at)
    send_sms(number, by=ANYBODY, at=carrier.at)
    batch = front.parse_batch(sent(carrier.poll())[1])
    message = decode_message(batch.messages[0])
    assert sent(carrier.ack(batch.fence, message.application_id))[0] == 200
    receipt = TextReceipt(
        application_id=message.application_id, result="0000", institution_code=carrier.code
    )
    for _again in range(2):
        body = encode_receipt(receipt, serial_of(carrier.code, carrier.at))
        status, said = sent(carrier.call(front.ANSWER, body))
        assert (status, front.parse_receipt(said).code) == (200, "100000")
    told = the_dispatch(number).message
    assert told is not None
    assert told.arrived
