"""Messages and receipts to bytes and back: the bank lane's envelope, elements of our own."""

from zhisun.gateways import elements, envelope, layout
from zhisun.gateways.blocks import Block, refused
from zhisun.gateways.layout import PARAGRAPH, TEXT, TIME, Field
from zhisun.gateways.messages.codes import MESSAGE_CODE, RECEIPT_CODE
from zhisun.gateways.messages.port import TextMessage, TextReceipt

LONGEST_NUMBER, LONGEST_MESSAGE = 30, 500
HEAD = (
    Field("ApplicationID", "application_id", TEXT, 36, needed=True),
    Field("InstitutionID", "institution_code", TEXT, 12, needed=True),
    Field("PhoneNumber", "number", TEXT, LONGEST_NUMBER, needed=True),
    Field("MessageText", "text", TEXT, LONGEST_MESSAGE, needed=True),
    Field("ApplicationTime", "applied_at", TIME, 14, needed=True),
)
RECEIPT = (
    *elements.ANSWER_HEAD,
    Field("DeliveredTime", "delivered_at", TIME, 14),
    Field("FailureCause", "failure_cause", TEXT, PARAGRAPH),
    *elements.ANSWER_TAIL,
)


def encode_message(message: TextMessage, serial_no: str) -> bytes:
    """The downstream bytes of one message. Raises GatewayRefused on what they cannot carry."""
    _check(message)
    body = layout.write(HEAD, message, Block())
    return envelope.downstream(MESSAGE_CODE, serial_no, body.fill(message.extra))


def decode_message(message: bytes) -> TextMessage:
    """The message in one downstream message (what a carrier does). Raises GatewayRefused."""
    whole = envelope.parse(message)
    if whole.tx_code != MESSAGE_CODE or whole.root != envelope.DOWN:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    found = TextMessage(**layout.read(HEAD, whole.body), **elements.rest(whole.body))
    _check(found)
    return found


def encode_receipt(receipt: TextReceipt, serial_no: str) -> bytes:
    """The upstream bytes of one receipt (what a carrier does). Raises GatewayRefused."""
    envelope.checked_application_id(receipt.application_id, MESSAGE_CODE[-4:])
    elements.institution(receipt.institution_code, "MessageFrom", serial_no, sender=True)
    body = layout.write(RECEIPT, receipt, Block())
    return envelope.upstream(RECEIPT_CODE, serial_no, body.fill(receipt.extra))


def decode_receipt(message: bytes) -> TextReceipt:
    """The receipt in one upstream message. Raises GatewayRefused."""
    whole = envelope.parse(message)
    if whole.tx_code != RECEIPT_CODE or whole.root != envelope.UP:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    elements.institution(whole.sender, "MessageFrom", whole.serial_no, sender=True)
    values = layout.read(RECEIPT, whole.body) | elements.rest(whole.body)
    receipt = TextReceipt(serial_no=whole.serial_no, institution_code=whole.sender, **values)
    envelope.checked_application_id(receipt.application_id, MESSAGE_CODE[-4:])
    return receipt


def _check(message: TextMessage) -> None:
    envelope.checked_application_id(message.application_id, MESSAGE_CODE[-4:])
    envelope.checked_institution(message.institution_code, "InstitutionID")
