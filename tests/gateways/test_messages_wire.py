"""A message reaches the carrier as it left, and its receipt comes back so."""

import secrets
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gateways.orders import CASE_NO, digits, extras, moments, texts
from zhisun.gateways.envelope import trans_serial
from zhisun.gateways.messages import codes
from zhisun.gateways.messages.port import TextMessage, TextReceipt
from zhisun.gateways.messages.wire import (
    decode_message,
    decode_receipt,
    encode_message,
    encode_receipt,
)
from zhisun.gateways.takedown.wire import decode_order, decode_reply
from zhisun.kernel.errors import GatewayRefused

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
CARRIER = "C10000000011"
DOWN = trans_serial("100000000005", AT, secrets.randbelow)
UP = trans_serial(CARRIER, AT, secrets.randbelow)
ids = digits(12).map(lambda number: f"0903{number}{CASE_NO}")
messages = st.builds(
    TextMessage,
    application_id=ids,
    institution_code=st.just(CARRIER),
    number=texts(20, least=1),
    text=texts(200, least=1),
    applied_at=moments,
    extra=extras,
)
receipts = st.builds(
    TextReceipt,
    application_id=ids,
    result=st.sampled_from([*codes.RESULTS, "9999"]),
    serial_no=st.just(UP),
    institution_code=st.just(CARRIER),
    delivered_at=st.none() | moments,
    failure_cause=texts(100),
    remark=texts(100),
    operator_name=texts(20),
    operator_phone=texts(12),
    org_name=texts(30),
    extra=extras,
)


@settings(max_examples=40)
@given(messages)
def test_every_message_arrives_as_it_left(message: TextMessage) -> None:
    assert decode_message(encode_message(message, DOWN)) == message


@settings(max_examples=40)
@given(receipts)
def test_every_receipt_arrives_as_it_left(receipt: TextReceipt) -> None:
    assert decode_receipt(encode_receipt(receipt, UP)) == receipt


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_never_a_fault(rubbish: bytes) -> None:
    for decode in (decode_message, decode_receipt):
        with pytest.raises(GatewayRefused):
            decode(rubbish)


@settings(max_examples=10)
@given(messages, receipts)
def test_neither_is_taken_for_a_takedown(message: TextMessage, receipt: TextReceipt) -> None:
    with pytest.raises(GatewayRefused):
        decode_order(encode_message(message, DOWN))
    with pytest.raises(GatewayRefused):
        decode_reply(encode_receipt(receipt, UP))


def test_only_one_code_says_that_it_arrived() -> None:
    assert codes.words(codes.DELIVERED) == "已送达"
    assert "未知" in codes.words("9999")
