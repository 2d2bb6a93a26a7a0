"""Downstream bodies of the bank lane (domain.md §2.4)."""

from collections.abc import Mapping

from zhisun.gateways import elements, envelope
from zhisun.gateways.blocks import refused
from zhisun.gateways.codes import BANK_ORDERS
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

PERSONS = ((AccountKind.PERSONAL, "01"), (AccountKind.CORPORATE, "02"))
ACCOUNT_TYPE = coded(*PERSONS)
SUBJECT_TYPE = coded((AccountKind.PERSONAL, "1"), (AccountKind.CORPORATE, "2"))
EXECUTE = "1"  # InterceptionOrderId of a dynamic query: 0 解除, 1 执行

BANK = (
    Field("BankID", "institution_code", TEXT, 12, needed=True),
    Field("BankName", "institution_name", TEXT),
)
ACCOUNT = (
    *BANK,
    Field("AccountType", "account_kind", ACCOUNT_TYPE, 2, needed=True),
    Field("AccountName", "account_name", TEXT, 60, needed=True),
    Field("AccountNumber", "account_no", TEXT, 30, needed=True),
)
SUBJECT = Field("SubjectType", "account_kind", SUBJECT_TYPE, 1, needed=True)
CARD = (
    SUBJECT,
    *BANK,
    Field("AccountName", "account_name", TEXT, 60),
    Field("CardNumber", "account_no", TEXT, 30, needed=True),
)
CREDENTIAL = (
    Field("IDType", "credential_type", TEXT, 2),
    Field("IDNumber", "credential_number", TEXT, 30),
)
WITHDRAWAL = Field("WithdrawalRemark", "remark", TEXT, PARAGRAPH)
EXTENSION = (
    Field("PostponeStartTime", "starts_at", TIME, 14, needed=True),
    Field("ExpireTime", "expires_at", TIME, 14, needed=True),
    Field("ExtendRemark", "remark", TEXT, PARAGRAPH),
)
APPLICATION_TYPE = Field("ApplicationType", "application_type", TEXT, 2, needed=True)
FREEZE_LIMIT = (
    Field("FreezeType", "full_freeze", coded((True, "02"), (False, "01")), 2, needed=True),
    Field("Balance", "amount_fen", WHOLE, 20),
    Field("Currency", "currency", TEXT, 3, needed=True),
)
INQUIRY_MODE = Field("InquiryMode", "inquiry_mode", TEXT, 2, needed=True)


def _needed(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(Field(f.element, f.at, f.form, f.longest, needed=True) for f in fields)


FIELDS: Mapping[OrderKind, tuple[Field, ...]] = {
    OrderKind.STOP: (
        APPLICATION_TYPE,
        Field("OriginalApplicationID", "original_application_id", TEXT, 36),
        *elements.TRANSFER_OUT,
        *_needed(AMOUNTS),
        *ACCOUNT,
        REASON,
        REMARK,
        *_needed((STARTS, EXPIRES)),
    ),
    OrderKind.STOP_RELEASE: (ORIGINAL, *ACCOUNT, WITHDRAWAL),
    OrderKind.STOP_EXTEND: (ORIGINAL, *ACCOUNT, *EXTENSION),
    OrderKind.FREEZE: (
        APPLICATION_TYPE,
        REASON,
        REMARK,
        *ACCOUNT,
        *CREDENTIAL,
        *FREEZE_LIMIT,
        Field("FreezeStartTime", "starts_at", TIME, 14, needed=True),
        *_needed((EXPIRES,)),
    ),
    OrderKind.FREEZE_RELEASE: (ORIGINAL, *ACCOUNT, *CREDENTIAL, WITHDRAWAL),
    OrderKind.FREEZE_EXTEND: (
        APPLICATION_TYPE,
        ORIGINAL,
        REASON,
        *ACCOUNT,
        *CREDENTIAL,
        *FREEZE_LIMIT,
        *EXTENSION,
    ),
    OrderKind.QUERY_DETAIL: (
        *CARD,
        INQUIRY_MODE,
        Field("InquiryPeriodStart", "period_start", PERIOD_START, 14),
        Field("InquiryPeriodEnd", "period_end", PERIOD_END, 14),
        REASON,
        REMARK,
    ),
    OrderKind.QUERY_HOLDER: (*CARD, REASON, REMARK),
    OrderKind.QUERY_MOVEMENTS: (
        *CARD,
        Field("InterceptionStartTime", "starts_at", TIME, 14, needed=True),
        Field("InterceptionEndTime", "expires_at", TIME, 14, needed=True),
        REASON,
        REMARK,
    ),
    OrderKind.QUERY_MOVEMENTS_RELEASE: (
        ORIGINAL,
        *CARD,
        Field("InterceptionEndTime", "expires_at", TIME, 14),
        WITHDRAWAL,
    ),
    OrderKind.QUERY_ALL_ACCOUNTS: (
        *BANK,
        SUBJECT,
        Field("AccountCredentialType", "credential_type", TEXT, 2, needed=True),
        Field("AccountCredentialNumber", "credential_number", TEXT, 30, needed=True),
        Field("AccountSubjectName", "account_name", TEXT, 60, needed=True),
        INQUIRY_MODE,
        REASON,
        REMARK,
    ),
}
KINDS: Mapping[str, OrderKind] = {code: kind for kind, code in BANK_ORDERS.items()}


def encode(order: OrderMessage, serial_no: str) -> bytes:
    """The downstream message of one order. Raises GatewayRefused on what it cannot carry."""
    if order.account_kind not in {AccountKind.PERSONAL, AccountKind.CORPORATE}:
        raise refused("message_kind_not_carried", "AccountType", kind=order.account_kind)
    tx_code = BANK_ORDERS[order.kind]
    envelope.checked_application_id(order.application_id, tx_code[-4:])
    envelope.checked_institution(order.institution_code, "BankID")
    body = elements.write_order(FIELDS[order.kind], order, _needs(order))
    if order.kind is OrderKind.QUERY_MOVEMENTS:
        body.put("InterceptionOrderId", EXECUTE)
    return envelope.downstream(tx_code, serial_no, body)


def decode(message: bytes) -> OrderMessage:
    """The order in one downstream message. Raises GatewayRefused."""
    whole = envelope.parse(message)
    kind = KINDS.get(whole.tx_code)
    if kind is None or whole.root != envelope.DOWN:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    if kind is OrderKind.QUERY_MOVEMENTS and whole.body.take("InterceptionOrderId") != EXECUTE:
        raise refused("message_element_invalid", "InterceptionOrderId")
    order = OrderMessage(kind=kind, **elements.read_order(FIELDS[kind], whole.body))
    envelope.checked_application_id(order.application_id, whole.tx_code[-4:])
    envelope.checked_institution(order.institution_code, "BankID")
    elements.require(_needs(order))
    return order


def _needs(order: OrderMessage) -> dict[str, bool]:
    """A limited freeze says its limit; a query of rows, unless quick, its period."""
    freezes = order.kind in {OrderKind.FREEZE, OrderKind.FREEZE_EXTEND}
    rows = order.kind is OrderKind.QUERY_DETAIL and order.inquiry_mode in {"02", "03"}
    return {
        "Balance": not freezes or order.full_freeze or order.amount_fen != 0,
        "InquiryPeriodStart": not rows or order.period_start is not None,
        "InquiryPeriodEnd": not rows or order.period_end is not None,
    }
