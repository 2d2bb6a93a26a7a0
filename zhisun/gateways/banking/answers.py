"""Upstream bodies of the bank lane (domain.md §2.5).

Elements of 100304 and 100310 that our words do not name (representative of a company, licence,
coercive measures, priorities) travel in `extra` by their path.
"""

from collections.abc import Mapping
from typing import Any

from zhisun.gateways import elements, envelope, layout
from zhisun.gateways.blocks import Block, refused
from zhisun.gateways.codes import BANK_ORDERS, answering
from zhisun.gateways.elements import (
    ACCOUNT_BALANCE,
    APPLIED,
    AVAILABLE,
    CAUSE,
    EXPIRES,
    FROZEN,
    STARTS,
    UNFROZEN,
    WITHDRAWN,
)
from zhisun.gateways.layout import TEXT, Field
from zhisun.gateways.port import AnswerMessage, Holder, OrderKind

ACCOUNT = Field("AccountNumber", "account_no", TEXT, 30)
CARD = Field("CardNumber", "account_no", TEXT, 30)
FREEZE = (ACCOUNT, APPLIED, FROZEN, ACCOUNT_BALANCE, STARTS, EXPIRES, CAUSE, AVAILABLE)

FIELDS: Mapping[OrderKind, tuple[Field, ...]] = {
    OrderKind.STOP: (ACCOUNT, ACCOUNT_BALANCE, STARTS, EXPIRES, CAUSE),
    OrderKind.STOP_RELEASE: (ACCOUNT, WITHDRAWN, CAUSE),
    OrderKind.STOP_EXTEND: (ACCOUNT, ACCOUNT_BALANCE, STARTS, EXPIRES, CAUSE),
    OrderKind.FREEZE: FREEZE,
    OrderKind.FREEZE_RELEASE: (ACCOUNT, APPLIED, UNFROZEN, ACCOUNT_BALANCE, WITHDRAWN, CAUSE),
    OrderKind.FREEZE_EXTEND: FREEZE,
    OrderKind.QUERY_DETAIL: (),
    OrderKind.QUERY_HOLDER: (CARD, *elements.HOLDER),
    OrderKind.QUERY_MOVEMENTS: (ACCOUNT,),
    OrderKind.QUERY_MOVEMENTS_RELEASE: (ACCOUNT,),
    OrderKind.QUERY_ALL_ACCOUNTS: (),
}
KINDS: Mapping[str, OrderKind] = {answering(code): kind for kind, code in BANK_ORDERS.items()}


def encode(answer: AnswerMessage, serial_no: str) -> bytes:
    """The upstream message of one answer. Raises GatewayRefused."""
    tx_code = BANK_ORDERS[answer.kind]
    envelope.checked_application_id(answer.application_id, tx_code[-4:])
    elements.institution(answer.institution_code, "MessageFrom", serial_no, sender=True)
    fields = (*elements.ANSWER_HEAD, *FIELDS[answer.kind], *elements.ANSWER_TAIL)
    body = layout.write(fields, answer, Block())
    write_parts(answer, body)
    return envelope.upstream(answering(tx_code), serial_no, body.fill(answer.extra))


def decode(message: bytes) -> AnswerMessage:
    """The answer in one upstream message. Raises GatewayRefused."""
    whole = envelope.parse(message)
    kind = KINDS.get(whole.tx_code)
    if kind is None or whole.root != envelope.UP:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    elements.institution(whole.sender, "MessageFrom", whole.serial_no, sender=True)
    fields = (*elements.ANSWER_HEAD, *FIELDS[kind], *elements.ANSWER_TAIL)
    values = layout.parts(layout.read(fields, whole.body), {"holder": holder})
    values |= read_parts(kind, values.get("account_no", ""), whole.body)
    values |= elements.rest(whole.body)
    answer = AnswerMessage(
        kind=kind, serial_no=whole.serial_no, institution_code=whole.sender, **values
    )
    order_code = BANK_ORDERS[kind]
    envelope.checked_application_id(answer.application_id, order_code[-4:])
    return answer


def write_parts(answer: AnswerMessage, body: Block) -> None:
    """The parts that repeat: former freezes, accounts with their rows, pushed rows."""
    kind = answer.kind
    if kind is OrderKind.FREEZE:
        elements.write_former(answer.former_freezes, body)
    elif kind is OrderKind.QUERY_DETAIL and (answer.account_no or answer.accounts):
        statement = layout.write((CARD,), answer, body.open("Accounts"))
        if answer.accounts:
            listed = statement.open("AccountList")
            elements.write_accounts(answer.accounts, answer.movements, listed)
    elif kind is OrderKind.QUERY_ALL_ACCOUNTS and answer.accounts:
        elements.write_accounts(answer.accounts, (), body.open("AccountsList"))
    elif kind is OrderKind.QUERY_MOVEMENTS:
        elements.write_movements(answer.movements, body)


def read_parts(kind: OrderKind, account_no: str, body: Block) -> dict[str, Any]:
    """What `write_parts` wrote, as keywords of AnswerMessage."""
    parts: dict[str, Any] = {}
    if kind is OrderKind.FREEZE:
        parts["former_freezes"] = elements.read_former(body)
    elif kind is OrderKind.QUERY_MOVEMENTS:
        parts["movements"] = elements.read_movements(body, account_no)
    elif kind is OrderKind.QUERY_ALL_ACCOUNTS:
        blocks = body.inside("AccountsList", "Account")
        parts["accounts"], _ = elements.read_accounts(blocks)
    elif kind is OrderKind.QUERY_DETAIL:
        blocks = body.inside("Accounts", "AccountList", "Account")
        parts |= layout.read((CARD,), (*body.blocks("Accounts"), Block())[0])
        parts["accounts"], parts["movements"] = elements.read_accounts(blocks)
    return parts


def holder(**values: str) -> Holder:
    """The holder an answer names; a name may be missing when a firm knows only a phone."""
    return Holder(**({"name": ""} | values))
