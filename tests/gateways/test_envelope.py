import base64
import secrets
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.gateways import envelope
from zhisun.gateways.blocks import Block
from zhisun.kernel.errors import GatewayRefused

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BANK = "102100099996"
SERIAL = envelope.trans_serial(BANK, AT, secrets.randbelow)
HEAD = (
    f"<Head><TxCode>100102</TxCode><MessageFrom>{BANK}</MessageFrom>"
    f"<TransSerialNumber>{SERIAL}</TransSerialNumber></Head>"
)
LAUGHS = "".join(
    f'<!ENTITY lol{n} "{"&lol" + str(n - 1) + ";" if n else "lol"}{"&lol0;" * 10 if n else ""}">'
    for n in range(8)
)


def refusal_of(message: bytes) -> str:
    with pytest.raises(GatewayRefused) as refusal:
        envelope.parse(message)
    assert refusal.value.facts["platform_code"] == "200001"
    return refusal.value.code


def test_a_serial_number_has_fifty_three_characters_and_names_its_sender() -> None:
    assert len(SERIAL) == 53
    assert SERIAL.startswith("102100099996_000000000000T20261121160000")


def test_application_numbers_have_thirty_six_characters() -> None:
    police = envelope.police_application_id("100101", "T3708002026112100001", lambda _: 7)
    assert police == "0101000000000007T3708002026112100001"
    assert len(envelope.institution_application_id("100401", AT, secrets.randbelow)) == 36


@pytest.mark.parametrize(
    "wrong",
    ["", SERIAL[:-1], SERIAL + "0", SERIAL.replace("_", "-")],
    ids=["empty", "short", "long", "parted"],
)
def test_a_serial_number_of_another_shape_is_refused(wrong: str) -> None:
    with pytest.raises(GatewayRefused, match="message_serial_invalid"):
        envelope.checked_serial(wrong)


@pytest.mark.parametrize(
    "declared",
    [
        f"<!DOCTYPE Request [{LAUGHS}]>",
        '<!DOCTYPE Request [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Request SYSTEM "http://203.0.113.1/evil.dtd">',
        "<!DOCTYPE Request>",
    ],
)
def test_a_document_type_is_refused_whatever_it_declares(declared: str) -> None:
    message = f"{declared}<Request>{HEAD}<Body><Remark>&x;</Remark></Body></Request>"
    assert refusal_of(message.encode()) == "message_markup_forbidden"


@pytest.mark.parametrize(
    "message",
    [
        f'<?xml version="1.0" encoding="GBK"?><Request>{HEAD}<Body/></Request>'.encode(),
        f"<Request>{HEAD}<Body><Remark>止付</Remark></Body></Request>".encode("gbk"),
        f"<Request>{HEAD}<Body/></Request>".encode("utf-16"),
    ],
)
def test_only_utf_8_is_read(message: bytes) -> None:
    assert refusal_of(message) == "message_encoding_refused"


def test_a_message_beyond_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(GatewayRefused, match="message_too_large"):
        envelope.parse(b"<Request>" + b" " * 100, largest=100)


def test_a_forest_of_tiny_elements_is_refused_before_it_is_read() -> None:
    assert refusal_of(b"<a>" * 1_100_000) == "message_too_large"


def test_a_tower_of_elements_is_refused() -> None:
    tower = "<a>" * 5000 + "</a>" * 5000
    assert refusal_of(f"<Request>{HEAD}<Body>{tower}</Body></Request>".encode()) == (
        "message_element_invalid"
    )


@pytest.mark.parametrize("element", ["TxCode", "MessageFrom", "TransSerialNumber"])
def test_a_head_without_one_of_its_three_is_refused(element: str) -> None:
    broken = HEAD.replace(element, "Other")
    assert refusal_of(f"<Request>{broken}<Body/></Request>".encode()) == "message_element_missing"


@given(st.lists(st.binary(max_size=50), max_size=5))
def test_a_list_of_messages_arrives_as_it_left(messages: list[bytes]) -> None:
    body = Block()
    body.append("MessageList", envelope.packed(messages))
    whole = envelope.parse(envelope.downstream("000002", SERIAL, body))
    found = whole.body.blocks("MessageList")
    assert [m for block in found for m in envelope.unpacked(block)] == [m for m in messages if m]


def test_base64_may_be_broken_into_lines_but_not_hold_anything_else() -> None:
    lines = base64.encodebytes(b"x" * 100).decode()
    assert envelope.from_base64(lines, "Content") == b"x" * 100
    with pytest.raises(GatewayRefused, match="message_element_invalid"):
        envelope.from_base64("@@@@", "Content")


def test_a_head_keeps_what_we_do_not_know() -> None:
    message = f"<Request>{HEAD.replace('</Head>', '<Mode>01</Mode></Head>')}<Body/></Request>"
    whole = envelope.parse(message.encode())
    assert whole.head == {"Mode": "01"}
    assert envelope.parse(envelope.render(whole)).head == {"Mode": "01"}
