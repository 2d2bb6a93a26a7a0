"""Downstream bodies of the payment lane (domain.md §2.11).

Only A00101, A00201, A00105/107, A00205/207 and A00311 are documented; the other codes and the
elements shared with the bank lane are taken by analogy (decision 0003).
"""

from collections.abc import Mapping
from dataclasses import replace

from zhisun.gateways import elements, envelope
from zhisun.gateways.blocks import refused
from zhisun.gateways.codes import PAYMENT_ORDERS, PROLONGED, RELEASED, TRADE_ORDERS
from zhisun.gateways.elements import AMOUNTS, EXPIRES, ORIGINAL, REASON, REMARK, STARTS
from zhisun.gateways.layout import (
    PARAGRAPH,
    PERIOD_END,
    PERIOD_START,
    TEXT,
    TIME,
    WHOLE,
    Field,
    coded,
)
from zhisun.gateways.port import AccountKind, OrderKind, OrderMessage

SUBJECT_TYPE = coded((AccountKind.PAYMENT, "01"), (AccountKind.MERCHANT, "02"))
COMPANY = (
    Field("OnlinePayCompanyID", "institution_code", TEXT, 12, needed=True),
    Field("OnlinePayCompanyName", "institution_name", TEXT),
)
SUBJECT = Field("SubjectType", "account_kind", SUBJECT_TYPE, 2)
NAME = Field("AccountName", "account_name", TEXT, 60)
DATA_TYPE = Field("DataType", "data_type", TEXT, 2, needed=True)
NEEDED_REASON = Field("Reason", "reason", TEXT, PARAGRAPH, needed=True)
NEEDED_TERM = (
    Field("StartTime", "starts_at", TIME, 14, needed=True),
    Field("ExpireTime", "expires_at", TIME, 14, needed=True),
)
LIMIT = (
    Field("FreezeType", "full_freeze", coded((True, "02"), (False, "01")), 2, needed=True),
    Field("Balance", "amount_fen", WHOLE, 20),
    Field("Currency", "currency", TEXT, 3, needed=True),
)
PERIOD = (
    Field("InquiryMode", "inquiry_mode", TEXT, 2),
    Field("InquiryPeriodStart", "period_start", PERIOD_START, 14),
    Field("InquiryPeriodEnd", "period_end", PERIOD_END, 14),
)


def _data(at: str, longest: int) -> tuple[Field, ...]:
    return (DATA_TYPE, Field("Data", at, TEXT, longest, needed=True), NAME)


ACCOUNT = (*COMPANY, SUBJECT, *_data("account_no", 64))
TRADE = (*COMPANY, *_data("trade_serial", 64), Field("AccountNumber", "account_no", TEXT, 64))
_STOP = (
    NEEDED_REASON,
    REMARK,
    *elements.TRANSFER_OUT,
    *AMOUNTS,
    *NEEDED_TERM,
)
_FREEZE = (NEEDED_REASON, REMARK, *LIMIT, *NEEDED_TERM)
_CHANGE = (ORIGINAL, STARTS, EXPIRES, REASON, REMARK)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "A00101": (*ACCOUNT, *_STOP),
    "A00103": (*ACCOUNT, *_CHANGE),
    "A00105": (*TRADE, *_STOP),
    "A00107": (*TRADE, *_CHANGE),
    "A00201": (*ACCOUNT, *_FREEZE),
    "A00203": (*ACCOUNT, *_CHANGE),
    "A00205": (*TRADE, *_FREEZE),
    "A00207": (*TRADE, *_CHANGE),
    "A00301": (*ACCOUNT, *PERIOD, REASON, REMARK),
    "A00303": (*ACCOUNT, REASON, REMARK),
    "A00305": (*ACCOUNT, *NEEDED_TERM, REASON, REMARK),
    "A00307": (*ACCOUNT, ORIGINAL, EXPIRES, REASON, REMARK),
    "A00309": (
        *COMPANY,
        SUBJECT,
        *_data("credential_number", 64),
        Field("AccountCredentialType", "credential_type", TEXT, 2),
        REASON,
        REMARK,
    ),
    "A00311": (*TRADE, *PERIOD, REASON, REMARK),
}

CHANGES = frozenset({"A00103", "A00107", "A00203", "A00207"})
"""One code, two kinds: ApplicationType says whether it prolongs or releases."""
CHANGE_OF: Mapping[OrderKind, str] = {
    OrderKind.STOP_EXTEND: PROLONGED,
    OrderKind.FREEZE_EXTEND: PROLONGED,
    OrderKind.STOP_RELEASE: RELEASED,
    OrderKind.FREEZE_RELEASE: RELEASED,
}
KINDS: Mapping[tuple[str, str], OrderKind] = {
    (code, CHANGE_OF.get(kind, "")): kind
    for orders in (PAYMENT_ORDERS, TRADE_ORDERS)
    for kind, code in orders.items()
}


def tx_code(kind: OrderKind, account_kind: AccountKind) -> str:
    """The code of an order on this lane. Raises GatewayRefused when there is none."""
    if account_kind in {AccountKind.PERSONAL, AccountKind.CORPORATE}:
        raise refused("message_kind_not_carried", "SubjectType", kind=account_kind)
    codes = TRADE_ORDERS if account_kind is AccountKind.TRADE else PAYMENT_ORDERS
    if kind not in codes:
        raise refused("message_kind_not_carried", "TxCode", kind=kind)
    return codes[kind]


def usual_data_type(kind: OrderKind, account_kind: AccountKind) -> str:
    """What the object's number usually is: a payment account, a merchant, an order, a document."""
    if kind is OrderKind.QUERY_ALL_ACCOUNTS:
        return "02"
    if account_kind is AccountKind.TRADE:
        return "A2"
    watches = kind in {OrderKind.QUERY_MOVEMENTS, OrderKind.QUERY_MOVEMENTS_RELEASE}
    if account_kind is AccountKind.MERCHANT:
        return "03" if watches else "02"
    return "01"


def encode(order: OrderMessage, serial_no: str) -> bytes:
    """The downstream message of one order. Raises GatewayRefused on what it cannot carry."""
    code = tx_code(order.kind, order.account_kind)
    envelope.checked_application_id(order.application_id, code[-4:])
    envelope.checked_institution(order.institution_code, "OnlinePayCompanyID")
    data_type = order.data_type or usual_data_type(order.kind, order.account_kind)
    body = elements.write_order(FIELDS[code], replace(order, data_type=data_type), _needs(order))
    if code in CHANGES:
        body.put("ApplicationType", CHANGE_OF[order.kind])
    return envelope.downstream(code, serial_no, body)


def decode(message: bytes) -> OrderMessage:
    """The order in one downstream message. Raises GatewayRefused."""
    whole = envelope.parse(message)
    code = whole.tx_code
    change = whole.body.take("ApplicationType") if code in CHANGES else ""
    kind = KINDS.get((code, change))
    if kind is None or whole.root != envelope.DOWN:
        raise refused("message_kind_unknown", "TxCode", tx_code=code)
    usual = AccountKind.TRADE if code in TRADE_ORDERS.values() else AccountKind.PAYMENT
    values = {"account_kind": usual} | elements.read_order(FIELDS[code], whole.body)
    order = OrderMessage(kind=kind, **values)
    envelope.checked_application_id(order.application_id, code[-4:])
    envelope.checked_institution(order.institution_code, "OnlinePayCompanyID")
    elements.require(_needs(order))
    if order.data_type == usual_data_type(kind, order.account_kind):
        return replace(order, data_type="")
    return order


def _needs(order: OrderMessage) -> dict[str, bool]:
    prolongs = order.kind in {OrderKind.STOP_EXTEND, OrderKind.FREEZE_EXTEND}
    limited = order.kind is OrderKind.FREEZE and not order.full_freeze
    return {
        "Balance": not limited or order.amount_fen != 0,
        "ExpireTime": not prolongs or order.expires_at is not None,
    }
