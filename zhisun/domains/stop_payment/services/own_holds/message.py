"""A protective hold in the gateways' words, and its bytes: a stop, and its release."""

from zhisun.domains.directory.selectors import OfficerRow
from zhisun.domains.stop_payment.models import OwnHold
from zhisun.domains.stop_payment.policy.own_holds import case_no_of
from zhisun.domains.stop_payment.services.messages import CENTRE_CODE, WIRES
from zhisun.domains.stop_payment.terms import OWN_LIMIT_FEN, OrderKind
from zhisun.gateways.envelope import trans_serial
from zhisun.gateways.port import AccountKind, Attachment, Officer, OrderMessage, Party
from zhisun.gateways.port import OrderKind as WireKind


def encoded(hold: OwnHold, officers: tuple[OfficerRow, OfficerRow], paper: Attachment) -> bytes:
    """The downstream bytes of an approved hold or release. Raises GatewayRefused."""
    # The serial number is drawn from the order, so that a message made again is the same message.
    number = int(hold.application_id[4:16])
    approved_at = hold.approved_at or hold.drafted_at
    serial_no = trans_serial(CENTRE_CODE, approved_at, lambda _size: number)
    return WIRES[hold.lane].encode_order(message(hold, officers, paper), serial_no)


def message(
    hold: OwnHold, officers: tuple[OfficerRow, OfficerRow], paper: Attachment
) -> OrderMessage:
    """The neutral message. The bank is told the end with the hold, so it ends there as well.

    A stop names a transfer; here none has gone, so it names the account itself and this moment.
    """
    handler, assistant = officers
    approved_at = hold.approved_at or hold.drafted_at
    holds = hold.kind == OrderKind.STOP
    return OrderMessage(
        kind=WireKind(hold.kind),
        application_id=hold.application_id,
        case_no=case_no_of(hold.source_no),
        institution_code=hold.institution_code,
        institution_name=hold.institution_name,
        account_no=hold.account_no,
        account_name=hold.account_name,
        account_kind=AccountKind(hold.account_kind),
        applied_at=approved_at,
        org_code=handler.unit_code,
        org_name=handler.unit_name,
        handler=_named(handler),
        assistant=_named(assistant),
        original_application_id=hold.original.application_id if hold.original else "",
        transfer_out=_owner(hold) if holds else Party(),
        amount_fen=OWN_LIMIT_FEN if holds else 0,
        transferred_at=approved_at if holds else None,
        starts_at=approved_at,
        expires_at=hold.ends_at,
        reason=hold.reason,
        remark=hold.document_no,
        attachments=(paper,),
    )


def _owner(hold: OwnHold) -> Party:
    return Party(
        institution_code=hold.institution_code,
        institution_name=hold.institution_name,
        name=hold.account_name,
        number=hold.account_no,
    )


def _named(officer: OfficerRow) -> Officer:
    return Officer(name=officer.title, id_number=officer.badge_no, phone=officer.phone)
