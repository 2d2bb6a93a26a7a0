"""Takedowns and answers to bytes and back: the bank lane's envelope, elements of our own."""

from collections.abc import Sequence

from zhisun.gateways import elements, envelope, layout
from zhisun.gateways.blocks import Block, refused
from zhisun.gateways.layout import PARAGRAPH, TEXT, TIME, Field, coded
from zhisun.gateways.port import Officer
from zhisun.gateways.takedown.codes import ANSWER_CODE, ORDER_CODE
from zhisun.gateways.takedown.port import Measure, TakedownMessage, TakedownReply, TargetKind

LONGEST_TARGET = 2000
HEAD = (
    Field("ApplicationID", "application_id", TEXT, 36, needed=True),
    Field("CaseNumber", "case_no", TEXT, 20, needed=True),
    Field("InstitutionID", "institution_code", TEXT, 12, needed=True),
    Field("InstitutionName", "institution_name", TEXT, needed=True),
    Field("TargetType", "target_kind", coded(*((kind, kind.value) for kind in TargetKind)), 20),
    Field("Target", "target", TEXT, LONGEST_TARGET, needed=True),
    Field("Measure", "measure", coded(*((each, each.value) for each in Measure)), 20),
    Field("OriginalApplicationID", "original_application_id", TEXT, 36),
    Field("StartTime", "starts_at", TIME, 14),
    Field("ExpireTime", "ends_at", TIME, 14),
    Field("Reason", "reason", TEXT, PARAGRAPH, needed=True),
    Field("Evidence", "evidence", TEXT, PARAGRAPH),
    Field("DocumentNumber", "document_no", TEXT, 60, needed=True),
)
ANSWER: Sequence[Field] = (
    *elements.ANSWER_HEAD,
    Field("ExecutedTime", "executed_at", TIME, 14),
    Field("ExpireTime", "ends_at", TIME, 14),
    elements.CAUSE,
    *elements.ANSWER_TAIL,
)


def encode_order(order: TakedownMessage, serial_no: str) -> bytes:
    """The downstream message of one takedown. Raises GatewayRefused on what it cannot carry."""
    _check(order)
    body = layout.write((*HEAD, *elements.ORDER_TAIL), order, Block())
    elements.write_attachments(order.attachments, body)
    return envelope.downstream(ORDER_CODE, serial_no, body.fill(order.extra))


def decode_order(message: bytes) -> TakedownMessage:
    """The takedown in one downstream message (what a carrier does). Raises GatewayRefused."""
    whole = envelope.parse(message)
    if whole.tx_code != ORDER_CODE or whole.root != envelope.DOWN:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    values = layout.read((*HEAD, *elements.ORDER_TAIL), whole.body)
    values = layout.parts(values, {"handler": Officer, "assistant": Officer})
    values["attachments"] = elements.read_attachments(whole.body)
    values |= elements.rest(whole.body)
    for element, name in (("TargetType", "target_kind"), ("Measure", "measure")):
        if name not in values:
            raise refused("message_element_missing", element)
    order = TakedownMessage(**values)
    _check(order)
    return order


def encode_reply(reply: TakedownReply, serial_no: str) -> bytes:
    """The upstream message of one answer (what a carrier does). Raises GatewayRefused."""
    envelope.checked_application_id(reply.application_id, ORDER_CODE[-4:])
    elements.institution(reply.institution_code, "MessageFrom", serial_no, sender=True)
    body = layout.write(ANSWER, reply, Block())
    return envelope.upstream(ANSWER_CODE, serial_no, body.fill(reply.extra))


def decode_reply(message: bytes) -> TakedownReply:
    """The answer in one upstream message. Raises GatewayRefused."""
    whole = envelope.parse(message)
    if whole.tx_code != ANSWER_CODE or whole.root != envelope.UP:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    elements.institution(whole.sender, "MessageFrom", whole.serial_no, sender=True)
    values = layout.read(ANSWER, whole.body) | elements.rest(whole.body)
    reply = TakedownReply(serial_no=whole.serial_no, institution_code=whole.sender, **values)
    envelope.checked_application_id(reply.application_id, ORDER_CODE[-4:])
    return reply


def _check(order: TakedownMessage) -> None:
    envelope.checked_application_id(order.application_id, ORDER_CODE[-4:])
    envelope.checked_institution(order.institution_code, "InstitutionID")
    if (order.measure is Measure.RELEASE) != bool(order.original_application_id):
        raise refused("message_element_missing", "OriginalApplicationID")
    if order.original_application_id:
        envelope.checked_application_id(order.original_application_id, ORDER_CODE[-4:])
