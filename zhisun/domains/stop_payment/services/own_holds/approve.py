"""Deciding on a protective hold (审批): a second pair of eyes, a paper, and it leaves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import OfficerRow
from zhisun.domains.directory.selectors import officers as officer_rows
from zhisun.domains.documents.services import IssuedDocument, issue
from zhisun.domains.documents.terms import Json
from zhisun.domains.outbox.services import post
from zhisun.domains.stop_payment.models import OwnHold
from zhisun.domains.stop_payment.policy.own_holds import end_of
from zhisun.domains.stop_payment.services.own_holds.draft import refuse_in_case
from zhisun.domains.stop_payment.services.own_holds.message import encoded
from zhisun.domains.stop_payment.services.own_holds.moves import locked, move
from zhisun.domains.stop_payment.terms import (
    ON_THE_WAY,
    OWN_DECIDE_WITHIN,
    OWN_PAPER_OF,
    OrderKind,
    OrderState,
)
from zhisun.gateways.port import Attachment
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError


@transaction.atomic(durable=True)
def approve_own_hold(hold_no: str, *, by: Actor, at: datetime) -> None:
    """Approve a draft: fix its end, number its paper, put it into the bank's mailbox (审批).

    Not while an order of a case has left for this account or holds it. Raises NotPermitted,
    NotFound, InputError, StateConflict; GatewayRefused when the lane cannot carry it. Then nothing
    has happened.
    """
    hold = locked(hold_no)
    require(by, Duty.APPROVE_OWN_HOLD, hold.area)
    if by.name in {hold.requested_by, hold.handler}:
        raise InputError("own_hold_two_persons", field="hold", hold_no=hold_no)
    refuse_in_case(hold.institution_code, hold.account_no, ON_THE_WAY | {OrderState.ACTIVE})
    despatch(hold, (hold.handler, by.name), approved_by=by.name, by=by, at=at)


@transaction.atomic(durable=True)
def decline_own_hold(hold_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Refuse a draft with a reason (不同意). Raises NotPermitted, NotFound, InputError."""
    hold = locked(hold_no)
    require(by, Duty.APPROVE_OWN_HOLD, hold.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    move(hold, OrderState.DECLINED, by=by, at=at, reason=reason.strip())


def despatch(
    hold: OwnHold,
    signers: tuple[str, str],
    *,
    approved_by: str,
    by: Actor,
    at: datetime,
) -> None:
    """Approve a locked draft, number its paper, post it. Joins the caller's transaction."""
    handler, assistant = officer_rows(*signers)
    hold.approved_at = at
    hold.ends_at = end_of(at, hold.lasts) if hold.kind == OrderKind.STOP else None
    paper = _issued(hold, (handler, assistant), by=by, at=at)
    move(
        hold,
        OrderState.APPROVED,
        by=by,
        at=at,
        reason=hold.reason,
        approved_by=approved_by,
        approved_at=at,
        document_no=paper.number,
        ends_at=hold.ends_at,
        clock_at=at + OWN_DECIDE_WITHIN,
    )
    attachment = Attachment(filename=paper.filename, content=paper.content)
    body = encoded(hold, (handler, assistant), attachment)
    post(hold.institution_code, hold.application_id, body, at=at)


@override("zh-hans")  # a paper is Chinese, whatever language the approver's page is in
def _issued(
    hold: OwnHold, officers: tuple[OfficerRow, OfficerRow], *, by: Actor, at: datetime
) -> IssuedDocument:
    handler, assistant = officers
    original = hold.original
    facts: dict[str, Json] = {
        "institution_name": hold.institution_name,
        "target_kind": "本人账户",
        "target": hold.account_no,
        "measure": f"保护性止付（户名：{hold.account_name}）",
        "source_no": hold.source_no,
        "starts_at": at.isoformat(),
        "expires_at": hold.ends_at.isoformat() if hold.ends_at else None,
        "reason": hold.reason,
        "evidence": hold.evidence,
        "original_number": original.document_no if original else None,
        "handler_title": handler.title,
        "handler_badge": handler.badge_no,
        "assistant_title": assistant.title,
        "assistant_badge": assistant.badge_no,
        "issuer": handler.unit_name,
    }
    kind = OWN_PAPER_OF[OrderKind(hold.kind)]
    return issue(kind, facts, subject=hold.hold_no, area=hold.area, by=by, at=at)
