"""The door institutions knock at: four verbs, the same over HTTPS and over framed TCP.

Both ends use these pure functions; sockets, credentials and tables are theirs.

    verb     path (POST)                    request body       answer body
    poll     /gateway/v1/<lane>/poll        000001 Poll        000002 Batch
    ack      /gateway/v1/<lane>/ack         000003 Ack         000004 Receipt
    answer   /gateway/v1/<lane>/answer      one upstream       000004 Receipt
    report   /gateway/v1/<lane>/report      100401, 100403–5   000004 Receipt

A poll may wait up to 25 s (WaitSeconds), so that an order leaves within milliseconds of its
approval. A batch carries a fence; its acknowledgement repeats it, so that a late one of an
earlier lease changes nothing. Our reply 100402 to a report travels in a later batch.

HTTPS carries the bodies as they are with the five headers below. The TCP front carries a
wrapper whose Head has the verb as TxCode, the same five facts, and in its Body the very same
bytes as Base64. Both directions are signed; the signature of a reply covers the request's
nonce, so that an old reply cannot be played again.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from zhisun.gateways import envelope
from zhisun.gateways.blocks import Block, refused
from zhisun.gateways.codes import Platform
from zhisun.gateways.envelope import DOWN, UP, Draw, Envelope
from zhisun.gateways.signing import Signer, material
from zhisun.kernel.errors import GatewayRefused, InputError
from zhisun.kernel.moments import compact, from_compact

LANES = ("banking", "payment", "telecom", "platforms")
POLL, ACK, ANSWER, REPORT = VERBS = ("poll", "ack", "answer", "report")
LONGEST_WAIT_SECONDS = 25
LARGEST_BATCH = 100
LARGEST_REPLY_BYTES = 4 * envelope.LARGEST_BYTES
"""Base64 inside Base64: a full batch of orders with papers is far larger than one order."""
CLOCK_TOLERANCE = timedelta(minutes=5)

POLL_CODE, BATCH_CODE, ACK_CODE, RECEIPT_CODE = "000001", "000002", "000003", "000004"
WRAPPED: Mapping[str, str] = MappingProxyType(
    {POLL: "000011", ACK: "000013", ANSWER: "000015", REPORT: "000017"}
)
"""TxCode of the TCP wrapper of each verb; the wrapped reply has 000012."""
WRAPPED_REPLY = "000012"

CONTENT_TYPE = "application/xml; charset=utf-8"
INSTITUTION_HEADER = "X-Zhisun-Institution"
TIMESTAMP_HEADER = "X-Zhisun-Timestamp"  # yyyyMMddHHmmss, Asia/Shanghai
NONCE_HEADER = "X-Zhisun-Nonce"
SIGNATURE_HEADER = "X-Zhisun-Signature"

HTTP_STATUS: Mapping[str, int] = MappingProxyType(
    {
        Platform.DONE: 200,
        Platform.MALFORMED: 400,
        Platform.REPEATED: 200,
        Platform.SYSTEM_UNKNOWN: 401,
        Platform.FRONT_UNKNOWN: 401,
        Platform.SYSTEM_FORBIDDEN: 403,
        Platform.FRONT_FORBIDDEN: 403,
        Platform.TOO_OFTEN: 429,
        Platform.CLOSED: 503,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request at either front, before its signature is believed."""

    lane: str
    verb: str
    institution_code: str
    timestamp: str
    nonce: str
    signature: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Poll:
    """An institution asks for waiting orders."""

    institution_code: str
    most: int
    wait_seconds: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Waiting orders under one lease."""

    fence: int
    messages: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Ack:
    """What the institution has stored durably."""

    institution_code: str
    fence: int
    application_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the platform made of an acknowledgement, an answer or a report."""

    code: str
    remark: str = ""


def path(lane: str, verb: str) -> str:
    """The path of a verb on the HTTPS front; the TCP front signs it as well."""
    return f"/gateway/v1/{lane}/{verb}"


# Signatures


def signed(call: Call, signer: Signer, key: bytes) -> Call:
    """`call` with its signature (what an institution does)."""
    signature = signer.sign(_material("POST", call, call.body), key)
    return Call(
        lane=call.lane,
        verb=call.verb,
        institution_code=call.institution_code,
        timestamp=call.timestamp,
        nonce=call.nonce,
        signature=signature,
        body=call.body,
    )


def verify(call: Call, signer: Signer, key: bytes, at: datetime) -> None:
    """Believe a call, or raise GatewayRefused (200005). Keeping nonces is the server's matter."""
    try:
        sent_at = from_compact(call.timestamp)
    except (InputError, OverflowError) as error:
        raise _disbelieved("signature_stale", call) from error
    if abs(at - sent_at) > CLOCK_TOLERANCE:
        raise _disbelieved("signature_stale", call)
    if not signer.verify(_material("POST", call, call.body), call.signature, key):
        raise _disbelieved("signature_wrong", call)


def sign_reply(call: Call, body: bytes, signer: Signer, key: bytes) -> str:
    """The signature of our reply to a call: over its path, nonce and our bytes."""
    return signer.sign(_material("REPLY", call, body), key)


def verify_reply(call: Call, body: bytes, signature: str, signer: Signer, key: bytes) -> None:
    """Believe the platform's reply (what an institution does), or raise GatewayRefused."""
    if not signer.verify(_material("REPLY", call, body), signature, key):
        raise _disbelieved("signature_wrong", call)


# HTTPS


def headers(call: Call) -> dict[str, str]:
    """The headers of a call on the HTTPS front."""
    return {
        "Content-Type": CONTENT_TYPE,
        INSTITUTION_HEADER: call.institution_code,
        TIMESTAMP_HEADER: call.timestamp,
        NONCE_HEADER: call.nonce,
        SIGNATURE_HEADER: call.signature,
    }


def from_http(lane: str, verb: str, received: Mapping[str, str], body: bytes) -> Call:
    """The call in an HTTPS request. `received` finds headers whatever their letter case."""
    if lane not in LANES or verb not in VERBS:
        raise refused("front_verb_unknown", "", verb=verb[:20])
    return Call(
        lane=lane,
        verb=verb,
        institution_code=received.get(INSTITUTION_HEADER, ""),
        timestamp=received.get(TIMESTAMP_HEADER, ""),
        nonce=received.get(NONCE_HEADER, ""),
        signature=received.get(SIGNATURE_HEADER, ""),
        body=body,
    )


# TCP: one frame (framing.py) holds one wrapper


def wrap(call: Call, serial_no: str) -> bytes:
    """The TCP message of a call."""
    head = {
        "Lane": call.lane,
        "Timestamp": call.timestamp,
        "Nonce": call.nonce,
        "Signature": call.signature,
    }
    code = WRAPPED[call.verb]
    whole = Envelope(UP, code, call.institution_code, serial_no, envelope.packed([call.body]), head)
    return envelope.render(whole)


def unwrap(message: bytes) -> Call:
    """The call in a TCP message. Raises GatewayRefused."""
    whole = envelope.parse(message)
    verbs = {code: verb for verb, code in WRAPPED.items()}
    if whole.tx_code not in verbs or whole.head.get("Lane") not in LANES:
        raise refused("front_verb_unknown", "TxCode", verb=whole.tx_code)
    return Call(
        lane=whole.head["Lane"],
        verb=verbs[whole.tx_code],
        institution_code=whole.sender,
        timestamp=whole.head.get("Timestamp", ""),
        nonce=whole.head.get("Nonce", ""),
        signature=whole.head.get("Signature", ""),
        body=_only_message(whole),
    )


def wrap_reply(body: bytes, signature: str, serial_no: str) -> bytes:
    """The TCP message of a reply."""
    head = {"Signature": signature}
    packed = envelope.packed([body])
    return envelope.render(Envelope(DOWN, WRAPPED_REPLY, serial_no[:12], serial_no, packed, head))


def unwrap_reply(message: bytes) -> tuple[bytes, str]:
    """Body and signature of a TCP reply (what an institution does). Raises GatewayRefused."""
    whole = envelope.parse(message, largest=LARGEST_REPLY_BYTES)
    if whole.tx_code != WRAPPED_REPLY:
        raise refused("front_verb_unknown", "TxCode", verb=whole.tx_code)
    return _only_message(whole), whole.head.get("Signature", "")


# Bodies


def render_poll(poll: Poll, at: datetime, draw: Draw) -> bytes:
    """000001 (what an institution does)."""
    body = Block()
    body.put("MaxCount", str(poll.most))
    body.put("WaitSeconds", str(poll.wait_seconds))
    return envelope.upstream(
        POLL_CODE, envelope.trans_serial(poll.institution_code, at, draw), body
    )


def parse_poll(message: bytes) -> Poll:
    """The poll, its wishes cut to what we allow. Raises GatewayRefused."""
    whole = _expected(message, POLL_CODE)
    most = _number(whole.body, "MaxCount", default=LARGEST_BATCH)
    wait = _number(whole.body, "WaitSeconds", default=0)
    return Poll(whole.sender, max(1, min(most, LARGEST_BATCH)), min(wait, LONGEST_WAIT_SECONDS))


def render_batch(messages: Iterable[bytes], fence: int, serial_no: str) -> bytes:
    """000002: waiting orders under the lease `fence`; none is an empty list."""
    body = Block()
    body.put("Fence", str(fence))
    body.append("MessageList", envelope.packed(messages))
    return envelope.downstream(BATCH_CODE, serial_no, body)


def parse_batch(message: bytes) -> Batch:
    """The batch (what an institution does). Raises GatewayRefused."""
    whole = _expected(message, BATCH_CODE, LARGEST_REPLY_BYTES)
    fence = _number(whole.body, "Fence")
    listed = (*whole.body.blocks("MessageList"), Block())[0]
    return Batch(fence, envelope.unpacked(listed))


def render_ack(ack: Ack, at: datetime, draw: Draw) -> bytes:
    """000003 (what an institution does, once the orders are stored durably)."""
    body = Block()
    body.put("Fence", str(ack.fence))
    listed = body.open("Received")
    for application_id in ack.application_ids:
        listed.put("ApplicationID", application_id)
    return envelope.upstream(ACK_CODE, envelope.trans_serial(ack.institution_code, at, draw), body)


def parse_ack(message: bytes) -> Ack:
    """The acknowledgement. Raises GatewayRefused."""
    whole = _expected(message, ACK_CODE)
    fence = _number(whole.body, "Fence")
    listed = (*whole.body.blocks("Received"), Block())[0]
    ids = listed.take_texts("ApplicationID")
    return Ack(whole.sender, fence, tuple(envelope.checked_application_id(one) for one in ids))


def render_receipt(receipt: Receipt, serial_no: str) -> bytes:
    """000004: a platform code and, for people, a remark."""
    body = Block()
    body.put("Code", receipt.code)
    body.put("Remark", receipt.remark)
    return envelope.downstream(RECEIPT_CODE, serial_no, body)


def parse_receipt(message: bytes) -> Receipt:
    """The receipt (what an institution does). Raises GatewayRefused."""
    whole = _expected(message, RECEIPT_CODE)
    return Receipt(whole.body.take("Code"), whole.body.take("Remark"))


def receipt_of(refusal: GatewayRefused) -> Receipt:
    """The receipt that tells an institution of a refusal: its platform code, and why."""
    code = str(refusal.facts.get("platform_code", Platform.MALFORMED))
    element = str(refusal.facts.get("element", ""))
    return Receipt(code, f"{refusal.code} {element}".strip())


def stamp(at: datetime) -> str:
    """An instant as the fronts write it."""
    return compact(at)


def nonce(draw: Draw) -> str:
    """A nonce of 128 random bits."""
    return base64.urlsafe_b64encode(draw(2**128).to_bytes(16, "big")).decode().rstrip("=")


def _material(method: str, call: Call, body: bytes) -> bytes:
    return material(
        method=method,
        path=path(call.lane, call.verb),
        institution_code=call.institution_code,
        timestamp=call.timestamp,
        nonce=call.nonce,
        body=body,
    )


def _disbelieved(code: str, call: Call) -> GatewayRefused:
    return GatewayRefused(
        code, platform_code=Platform.FRONT_UNKNOWN.value, institution=call.institution_code[:12]
    )


def _expected(message: bytes, tx_code: str, largest: int = envelope.LARGEST_BYTES) -> Envelope:
    whole = envelope.parse(message, largest=largest)
    if whole.tx_code != tx_code:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    return whole


def _number(body: Block, name: str, *, default: int | None = None) -> int:
    text = body.take(name)
    if not text and default is not None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 18):  # noqa: PLR2004 int64
        raise refused("message_element_invalid", name)
    return int(text)


def _only_message(whole: Envelope) -> bytes:
    messages = envelope.unpacked(whole.body)
    if len(messages) != 1:
        raise refused("message_element_missing", "Message")
    return messages[0]
