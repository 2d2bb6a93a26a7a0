"""An order in the gateways' words, and its bytes."""

from datetime import datetime

from zhisun.domains.directory.selectors import OfficerRow
from zhisun.domains.directory.terms import Lane
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.gateways.banking.wire import BankLane
from zhisun.gateways.codes import BANK_ORDERS, PAYMENT_ORDERS, TRADE_ORDERS
from zhisun.gateways.envelope import police_application_id, trans_serial
from zhisun.gateways.payment.wire import PaymentLane
from zhisun.gateways.port import AccountKind, Attachment, Officer, OrderMessage, Party
from zhisun.gateways.port import Lane as Wire
from zhisun.gateways.port import OrderKind as WireKind

CENTRE_CODE = "100000000005"
"""The platform's sender code of police orders (domain.md §2.3, sample)."""

WIRES: dict[str, Wire] = {Lane.BANK: BankLane(), Lane.PAYMENT: PaymentLane()}
"""A paper institution has no wire: its orders leave by hand."""


def application_id(
    kind: OrderKind, lane: Lane, account_kind: str, number: int, case_no: str
) -> str:
    """The order's ApplicationID: business number, our running number, case number (36)."""
    codes = BANK_ORDERS
    if lane is Lane.PAYMENT:
        codes = TRADE_ORDERS if account_kind == AccountKind.TRADE else PAYMENT_ORDERS
    tx_code = codes.get(WireKind(kind), BANK_ORDERS[WireKind(kind)])
    return police_application_id(tx_code, case_no, lambda _size: number)


def encoded(order: Order, officers: tuple[OfficerRow, OfficerRow], paper: Attachment) -> bytes:
    """The downstream bytes of an approved order. Raises GatewayRefused."""
    message = order_message(order, officers, paper)
    # The serial number is drawn from the order, so that a message made again is the same message.
    number = int(order.application_id[4:16])
    approved_at: datetime = order.approved_at or order.drafted_at
    serial_no = trans_serial(CENTRE_CODE, approved_at, lambda _size: number)
    return WIRES[order.lane].encode_order(message, serial_no)


def order_message(
    order: Order, officers: tuple[OfficerRow, OfficerRow], paper: Attachment
) -> OrderMessage:
    """The neutral message of an approved order, with its two officers and its paper."""
    handler, assistant = officers
    original = order.original
    return OrderMessage(
        kind=WireKind(order.kind),
        application_id=order.application_id,
        case_no=order.case_no,
        institution_code=order.institution_code,
        institution_name=order.institution_name,
        account_no=order.account_no,
        account_name=order.account_name,
        account_kind=AccountKind(order.account_kind),
        applied_at=order.approved_at or order.drafted_at,
        org_code=handler.unit_code,
        org_name=handler.unit_name,
        handler=_named(handler),
        assistant=_named(assistant),
        original_application_id=original.application_id if original else "",
        transfer_out=_payer(order),
        amount_fen=order.amount_fen,
        transferred_at=order.transferred_at,
        starts_at=order.starts_at,
        expires_at=order.expires_at,
        full_freeze=order.full_freeze,
        inquiry_mode=order.inquiry_mode,
        period_start=order.period_start,
        period_end=order.period_end,
        credential_type=order.credential_type,
        credential_number=order.credential_number,
        trade_serial=order.trade_serial,
        reason=order.reason,
        remark=order.document_no,
        attachments=(paper,),
    )


def _payer(order: Order) -> Party:
    return Party(
        institution_code=order.payer_institution_code,
        institution_name=order.payer_institution_name,
        name=order.payer_name,
        number=order.payer_account,
    )


def _named(officer: OfficerRow) -> Officer:
    return Officer(name=officer.title, id_number=officer.badge_no, phone=officer.phone)
