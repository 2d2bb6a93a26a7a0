"""Upstream bodies of the payment lane.

No feedback body of this lane is public: code + 1, the bank lane's elements and (DataType, Data)
for the object are taken by analogy (decision 0003).
"""

from collections.abc import Mapping
from typing import Any

from zhisun.gateways import elements, envelope, layout
from zhisun.gateways.banking import answers as banking
from zhisun.gateways.blocks import Block, refused
from zhisun.gateways.codes import answered, answering
from zhisun.gateways.layout import TEXT, Field
from zhisun.gateways.payment.orders import CHANGE_OF, CHANGES, KINDS
from zhisun.gateways.port import AnswerMessage, OrderKind

OBJECT = Field("Data", "account_no", TEXT, 64)
FIELDS: Mapping[OrderKind, tuple[Field, ...]] = {
    kind: (OBJECT, *(field for field in fields if field.at != "account_no"))
    for kind, fields in banking.FIELDS.items()
}


def encode(answer: AnswerMessage, serial_no: str) -> bytes:
    """The upstream message of one answer; its code follows from the order's ApplicationID."""
    code = f"A0{answer.application_id[:4]}"
    if KINDS.get((code, _change(code, answer.kind))) is not answer.kind:
        raise refused("message_application_id_invalid", "ApplicationID")
    envelope.checked_application_id(answer.application_id)
    elements.institution(answer.institution_code, "MessageFrom", serial_no, sender=True)
    fields = (*elements.ANSWER_HEAD, *FIELDS[answer.kind], *elements.ANSWER_TAIL)
    body = layout.write(fields, answer, Block())
    if code in CHANGES:
        body.put("ApplicationType", CHANGE_OF[answer.kind])
    _write_parts(answer, body)
    return envelope.upstream(answering(code), serial_no, body.fill(answer.extra))


def decode(message: bytes) -> AnswerMessage:
    """The answer in one upstream message. Raises GatewayRefused."""
    whole = envelope.parse(message)
    code = answered(whole.tx_code)
    change = whole.body.take("ApplicationType") if code in CHANGES else ""
    kind = KINDS.get((code, change))
    if kind is None or whole.root != envelope.UP:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    elements.institution(whole.sender, "MessageFrom", whole.serial_no, sender=True)
    fields = (*elements.ANSWER_HEAD, *FIELDS[kind], *elements.ANSWER_TAIL)
    values = layout.parts(layout.read(fields, whole.body), {"holder": banking.holder})
    values |= _read_parts(kind, values.get("account_no", ""), whole.body)
    values |= elements.rest(whole.body)
    answer = AnswerMessage(
        kind=kind, serial_no=whole.serial_no, institution_code=whole.sender, **values
    )
    envelope.checked_application_id(answer.application_id, code[-4:])
    return answer


def _change(code: str, kind: OrderKind) -> str:
    return CHANGE_OF.get(kind, "") if code in CHANGES else ""


def _write_parts(answer: AnswerMessage, body: Block) -> None:
    if answer.kind is OrderKind.QUERY_DETAIL:
        if answer.accounts:
            listed = body.open("Accounts")
            elements.write_accounts(answer.accounts, answer.movements, listed)
    else:
        banking.write_parts(answer, body)


def _read_parts(kind: OrderKind, account_no: str, body: Block) -> dict[str, Any]:
    if kind is OrderKind.QUERY_DETAIL:
        accounts, movements = elements.read_accounts(body.inside("Accounts", "Account"))
        return {"accounts": accounts, "movements": movements}
    return banking.read_parts(kind, account_no, body)
