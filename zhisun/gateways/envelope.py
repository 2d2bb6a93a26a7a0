"""The XML envelope of every message: `<Response>` down, `<Request>` up, Head and Body.

Source: domain.md §2.1 (Base64 message list), §2.3 (head, serial number, application number).
Whatever arrives is hostile until parsed: no document type, no entities, UTF-8 only, bounded.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from zhisun.gateways.blocks import DEEPEST, Block, refused
from zhisun.kernel.moments import compact

Draw = Callable[[int], int]
"""A random number below its argument, such as `secrets.randbelow`."""

DOWN, UP = "Response", "Request"
LARGEST_BYTES = 16 * 1024 * 1024
MOST_ELEMENTS = 500_000
PLATFORM = "111111000000"  # domain.md §2.3, address of the platform in upstream messages
POLICE = "100000000005"  # domain.md §2.3, a sender of police orders
NO_CUSTODIAN = "0" * 12

_SERIAL = re.compile(r"[0-9A-Z]{12}_[0-9A-Z]{12}[0-9A-Z]{28}")
_APPLICATION = re.compile(r"[0-9]{4}[0-9A-Z]{32}")
_CASE = re.compile(r"[0-9A-Z]{20}")
_CODE = re.compile(r"[A-Z]?[0-9]{5,6}")
_INSTITUTION = re.compile(r"[0-9A-Z]{12}")
_DECLARED = re.compile(r"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]*)["']""")
_HEAD_OF_OURS = ("TxCode", "MessageFrom", "TransSerialNumber")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message: its direction, its head and its body."""

    root: str
    tx_code: str
    sender: str
    serial_no: str
    body: Block
    head: Mapping[str, str] = field(default_factory=dict)  # Mode, To and whatever else it had


def parse(message: bytes, *, largest: int = LARGEST_BYTES) -> Envelope:
    """The envelope in `message`.

    Raises GatewayRefused on anything but one bounded, well-formed UTF-8 message without
    document type or entities that has a head with code, sender and serial number.
    """
    root = _element(_text(message, largest))
    if root.tag not in {DOWN, UP}:
        raise refused("message_element_invalid", str(root.tag)[:60])
    whole = _block(root)
    heads, bodies = whole.blocks("Head"), whole.blocks("Body")
    if len(heads) != 1 or len(bodies) > 1:
        raise refused("message_element_missing", "Head" if len(heads) != 1 else "Body")
    tx_code, sender, serial_no = (_needed(heads[0], name) for name in _HEAD_OF_OURS)
    if not _CODE.fullmatch(tx_code):
        raise refused("message_element_invalid", "TxCode")
    body = bodies[0] if bodies else Block()
    return Envelope(
        str(root.tag), tx_code, sender, checked_serial(serial_no), body, _rest(heads[0])
    )


def render(envelope: Envelope) -> bytes:
    """The bytes of one message. Raises GatewayRefused on what XML or the head cannot carry."""
    head = Block()
    head.put("TxCode", envelope.tx_code)
    head.put("MessageFrom", envelope.sender)
    head.put("TransSerialNumber", checked_serial(envelope.serial_no))
    head.fill(envelope.head)
    inside = f"<Head>{head.render()}</Head><Body>{envelope.body.render()}</Body>"
    root = envelope.root
    return f'<?xml version="1.0" encoding="UTF-8"?><{root}>{inside}</{root}>'.encode()


def downstream(tx_code: str, serial_no: str, body: Block) -> bytes:
    """A message to an institution; the sender is the one the serial number begins with."""
    return render(Envelope(DOWN, tx_code, serial_no[:12], serial_no, body))


def upstream(tx_code: str, serial_no: str, body: Block) -> bytes:
    """A message from an institution: signed, not encrypted (mode 01, domain.md §2.1)."""
    head = {"Mode": "01", "To": PLATFORM}
    return render(Envelope(UP, tx_code, serial_no[:12], serial_no, body, head))


def trans_serial(sender: str, at: datetime, draw: Draw, *, custodian: str = NO_CUSTODIAN) -> str:
    """A TransSerialNumber: sender, `_`, custodian, `T`, yyyyMMddHHmmss and 13 random digits."""
    return checked_serial(f"{sender}_{custodian}T{compact(at)}{draw(10**13):013d}")


def checked_serial(serial_no: str) -> str:
    """`serial_no` when it has the 53 characters of domain.md §2.3. Raises GatewayRefused."""
    if not _SERIAL.fullmatch(serial_no):
        raise refused("message_serial_invalid", "TransSerialNumber")
    return serial_no


def police_application_id(tx_code: str, case_no: str, draw: Draw) -> str:
    """An ApplicationID of the police: business number, 12 digits, case number of 20."""
    if not _CASE.fullmatch(case_no):
        raise refused("message_element_invalid", "CaseNumber")
    return f"{tx_code[-4:]}{draw(10**12):012d}{case_no}"


def institution_application_id(tx_code: str, at: datetime, draw: Draw) -> str:
    """An ApplicationID of an institution: business number, yyyyMMddHHmmss, 18 random digits."""
    return f"{tx_code[-4:]}{compact(at)}{draw(10**18):018d}"


def checked_application_id(application_id: str, business_no: str = "") -> str:
    """`application_id` when it has 36 characters and begins with the business number."""
    if not _APPLICATION.fullmatch(application_id) or not application_id.startswith(business_no):
        raise refused("message_application_id_invalid", "ApplicationID")
    return application_id


def checked_institution(code: str, element: str) -> str:
    """A bank's 12 digits or a payment firm's `Z` and 11 digits. Raises GatewayRefused."""
    if not _INSTITUTION.fullmatch(code):
        raise refused("message_element_invalid", element)
    return code


def packed(messages: Iterable[bytes]) -> Block:
    """Several messages as `<Message>`s, each Base64 of its own XML."""
    listed = Block()
    for message in messages:
        listed.put("Message", base64.b64encode(message).decode())
    return listed


def unpacked(listed: Block) -> tuple[bytes, ...]:
    """The messages of a `<MessageList>`. Raises GatewayRefused."""
    return tuple(from_base64(text, "Message") for text in listed.take_texts("Message"))


def from_base64(text: str, element: str) -> bytes:
    """The bytes of a Base64 text; line breaks are allowed, anything else is refused."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise refused("message_element_invalid", element) from error


def _text(message: bytes, largest: int) -> str:
    if len(message) > largest or message.count(b"<") > 2 * MOST_ELEMENTS:
        raise refused("message_too_large", "", largest=largest)
    try:
        text = message.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused("message_encoding_refused", "") from error
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in {"utf-8", "utf8"}:
        raise refused("message_encoding_refused", "", encoding=declared[1])
    return text


def _element(text: str) -> Element:
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise refused("message_markup_forbidden", "") from error
    except (ParseError, ValueError, LookupError) as error:
        raise refused("message_not_xml", "") from error
    return root


def _block(root: Element) -> Block:
    """The tree as blocks, walked without recursion so that depth cannot hurt us."""
    whole = Block()
    waiting = [(root, whole, 1)]
    while waiting:
        element, block, depth = waiting.pop()
        for child in element:
            tag = str(child.tag)
            if depth >= DEEPEST or not tag[:1].isalpha():
                raise refused("message_element_invalid", tag[:60])
            if len(child):
                waiting.append((child, block.open(tag), depth + 1))
            else:
                block.put(tag, (child.text or "").strip())
    return whole


def _needed(head: Block, name: str) -> str:
    text = head.take(name)
    if not text:
        raise refused("message_element_missing", name)
    return text


def _rest(head: Block) -> dict[str, str]:
    return {name: text for name, text in head.drain().items() if "/" not in name}
