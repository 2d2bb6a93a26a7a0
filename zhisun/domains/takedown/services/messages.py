"""A takedown in the gateways' words, and its bytes."""

from zhisun.domains.directory.selectors import OfficerRow
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.terms import NO_CASE
from zhisun.gateways.envelope import POLICE, police_application_id, trans_serial
from zhisun.gateways.port import Attachment, Officer
from zhisun.gateways.takedown import wire
from zhisun.gateways.takedown.codes import ORDER_CODE
from zhisun.gateways.takedown.port import Measure, TakedownMessage, TargetKind


def application_id(number: int, case_no: str) -> str:
    """The ApplicationID: business number, our running number, case number (36)."""
    return police_application_id(ORDER_CODE, case_no or NO_CASE, lambda _size: number)


def encoded(
    takedown: Takedown, officers: tuple[OfficerRow, OfficerRow], paper: Attachment
) -> bytes:
    """The downstream bytes of an approved takedown. Raises GatewayRefused."""
    # The serial number is drawn from the order, so that a message made again is the same message.
    number = int(takedown.application_id[4:16])
    serial_no = trans_serial(POLICE, takedown.approved_at or takedown.drafted_at, lambda _: number)
    return wire.encode_order(message(takedown, officers, paper), serial_no)


def message(
    takedown: Takedown, officers: tuple[OfficerRow, OfficerRow], paper: Attachment
) -> TakedownMessage:
    """The neutral message of an approved takedown, with its two officers and its paper."""
    handler, assistant = officers
    approved_at = takedown.approved_at or takedown.drafted_at
    original = takedown.original if takedown.measure == Measure.RELEASE.value else None
    ends_at = takedown.ends_at or (approved_at + takedown.lasts if takedown.lasts else None)
    return TakedownMessage(
        application_id=takedown.application_id,
        case_no=takedown.application_id[16:],
        institution_code=takedown.institution_code,
        institution_name=takedown.institution_name,
        target_kind=TargetKind(takedown.target_kind),
        target=takedown.form,
        measure=Measure(takedown.measure),
        applied_at=approved_at,
        org_code=handler.unit_code,
        org_name=handler.unit_name,
        handler=_named(handler),
        assistant=_named(assistant),
        original_application_id=original.application_id if original else "",
        starts_at=approved_at,
        ends_at=ends_at,
        reason=takedown.reason,
        evidence=takedown.evidence,
        document_no=takedown.document_no,
        attachments=(paper,),
    )


def _named(officer: OfficerRow) -> Officer:
    return Officer(name=officer.title, id_number=officer.badge_no, phone=officer.phone)
