import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.gateways import front
from zhisun.gateways.envelope import trans_serial
from zhisun.gateways.signing import BUILT_IN, DEFAULT, SM2, signer
from zhisun.kernel.errors import GatewayMisconfigured, GatewayRefused

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BANK = "102100099996"
KEY = b"invented secret of one bank"
SERIAL = trans_serial("100000000005", AT, secrets.randbelow)
HMAC = signer()


def a_call(body: bytes = b"<Request/>") -> front.Call:
    return front.signed(
        front.Call(
            lane="banking",
            verb=front.POLL,
            institution_code=BANK,
            timestamp=front.stamp(AT),
            nonce=front.nonce(secrets.randbelow),
            signature="",
            body=body,
        ),
        HMAC,
        KEY,
    )


def test_a_signed_call_is_believed() -> None:
    front.verify(a_call(), HMAC, KEY, AT + timedelta(minutes=4))


@pytest.mark.parametrize(
    "forged",
    [
        {"body": b"<Request>other</Request>"},
        {"verb": front.ANSWER},
        {"lane": "payment"},
        {"institution_code": "103100000026"},
        {"nonce": "another"},
        {"signature": "00"},
        {"signature": "签名"},
    ],
)
def test_a_call_changed_on_the_way_is_not_believed(forged: dict[str, str]) -> None:
    with pytest.raises(GatewayRefused, match="signature_wrong") as refusal:
        front.verify(replace(a_call(), **forged), HMAC, KEY, AT)  # type: ignore[arg-type]  # one field each
    assert refusal.value.facts["platform_code"] == "200005"


@pytest.mark.parametrize("timestamp", ["", "x", "20261121155000", "20261121161000", "1" * 14])
def test_an_old_or_unreadable_time_is_not_believed(timestamp: str) -> None:
    with pytest.raises(GatewayRefused, match="signature_stale"):
        front.verify(replace(a_call(), timestamp=timestamp), HMAC, KEY, AT)


def test_a_call_is_the_same_over_https_and_over_tcp() -> None:
    call = a_call(b"\x00 any bytes \xff")
    assert front.unwrap(front.wrap(call, SERIAL)) == call
    assert front.from_http(call.lane, call.verb, front.headers(call), call.body) == call


def test_a_reply_belongs_to_one_call() -> None:
    call, other = a_call(), a_call()
    signature = front.sign_reply(call, b"orders", HMAC, KEY)
    wrapped = front.wrap_reply(b"orders", signature, SERIAL)
    assert front.unwrap_reply(wrapped) == (b"orders", signature)
    front.verify_reply(call, b"orders", signature, HMAC, KEY)
    with pytest.raises(GatewayRefused, match="signature_wrong"):
        front.verify_reply(other, b"orders", signature, HMAC, KEY)


def test_a_poll_may_wait_no_longer_than_twenty_five_seconds() -> None:
    asked = front.Poll(BANK, most=1000, wait_seconds=600)
    read = front.parse_poll(front.render_poll(asked, AT, secrets.randbelow))
    assert read == front.Poll(BANK, front.LARGEST_BATCH, front.LONGEST_WAIT_SECONDS)


@given(st.lists(st.binary(min_size=1, max_size=30), max_size=4), st.integers(0, 10**17))
def test_a_batch_arrives_with_its_fence(messages: list[bytes], fence: int) -> None:
    read = front.parse_batch(front.render_batch(messages, fence, SERIAL))
    assert read == front.Batch(fence, tuple(messages))


def test_an_acknowledgement_repeats_fence_and_numbers() -> None:
    ack = front.Ack(BANK, 42, ("0101" + "1" * 32, "0301" + "2" * 32))
    assert front.parse_ack(front.render_ack(ack, AT, secrets.randbelow)) == ack


def test_a_refusal_becomes_a_receipt_that_names_the_element() -> None:
    refusal = GatewayRefused(
        "message_element_missing", platform_code="200001", element="AccountName"
    )
    receipt = front.parse_receipt(front.render_receipt(front.receipt_of(refusal), SERIAL))
    assert receipt == front.Receipt("200001", "message_element_missing AccountName")


@given(st.binary(max_size=100))
def test_noise_at_the_door_is_refused(noise: bytes) -> None:
    for parse in (front.parse_poll, front.parse_ack, front.unwrap, front.unwrap_reply):
        with pytest.raises(GatewayRefused):
            parse(noise)


def test_sm2_is_legal_only_where_it_is_installed() -> None:
    assert DEFAULT in BUILT_IN
    with pytest.raises(GatewayMisconfigured, match="signer_not_installed"):
        signer(SM2)
