"""Deciding on a drafted takedown (审批): a second pair of eyes, a paper, and it leaves."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import override

from zhisun.domains.access.policy import require
from zhisun.domains.directory.selectors import OfficerRow
from zhisun.domains.directory.selectors import institution as institution_row
from zhisun.domains.directory.selectors import officers as officer_rows
from zhisun.domains.directory.terms import Lane
from zhisun.domains.documents.services import IssuedDocument, issue
from zhisun.domains.documents.terms import Json
from zhisun.domains.outbox.services import post, withdraw
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.policy import answer_by
from zhisun.domains.takedown.services.draft import refuse_protected, refuse_without_dispatch
from zhisun.domains.takedown.services.messages import encoded
from zhisun.domains.takedown.services.moves import duty_to_decide, find, locked, move
from zhisun.domains.takedown.services.owing import line_is_down
from zhisun.domains.takedown.terms import (
    LEFT,
    PAPER_OF,
    Measure,
    TakedownState,
    TargetKind,
)
from zhisun.gateways.port import Attachment
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict


@transaction.atomic(durable=True)
def approve(takedown_no: str, *, by: Actor, at: datetime) -> None:
    """Approve a draft: number its paper and put it into the institution's mailbox (审批).

    The white list is asked once more. A person's own phone is not suspended while its carrier's
    line is down, for nothing could give it back, nor once its dispatch is over. Raises
    NotPermitted, NotFound, InputError, StateConflict; GatewayRefused when the lane cannot carry
    it. Then nothing has happened.
    """
    takedown = locked(takedown_no)
    require(by, duty_to_decide(takedown), takedown.area)
    if by.name in {takedown.requested_by, takedown.handler}:
        raise InputError("takedown_two_persons", takedown_no=takedown_no)
    if takedown.measure == Measure.RELEASE:
        _demand_standing(takedown.original)
    else:
        refuse_protected(TargetKind(takedown.target_kind), takedown.target)
    own = takedown.measure == Measure.HOLD_OWN_PHONE
    if own and line_is_down(takedown.institution_code, at=at):
        raise StateConflict("own_phone_line_down", institution=takedown.institution_name)
    try:
        with transaction.atomic():
            signers = (takedown.handler, by.name)
            despatch(takedown, signers, approved_by=by.name, by=by, at=at)
    except IntegrityError as error:
        refuse_without_dispatch(takedown, error)
        raise


@transaction.atomic(durable=True)
def decline(takedown_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Refuse a draft with a reason (不同意). Raises NotPermitted, NotFound, InputError."""
    takedown = find(takedown_no)
    require(by, duty_to_decide(takedown), takedown.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    move(takedown, TakedownState.DECLINED, by=by, at=at, reason=reason.strip())


@transaction.atomic(durable=True)
def recall(takedown_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Take back an approved takedown that nobody has fetched (撤回).

    Raises StateConflict once it has left: then only a release undoes it.
    """
    takedown = find(takedown_no)
    require(by, duty_to_decide(takedown), takedown.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    if takedown.lane != Lane.PAPER and not withdraw(takedown.application_id, at=at):
        raise StateConflict("takedown_has_left", takedown_no=takedown_no)
    move(takedown, TakedownState.RECALLED, by=by, at=at, reason=reason.strip())


def despatch(
    takedown: Takedown,
    signers: tuple[str, str],
    *,
    approved_by: str,
    by: Actor,
    at: datetime,
) -> None:
    """Approve a locked draft, number its paper, post it. Joins the caller's transaction."""
    institution = institution_row(takedown.institution_code)
    handler, assistant = officer_rows(*signers)
    original = takedown.original
    takedown.approved_at = at
    acted_on = original.measure if original and takedown.measure == Measure.RELEASE else ""
    ends_at = None
    if takedown.measure == Measure.HOLD_OWN_PHONE and takedown.lasts is not None:
        ends_at = at + takedown.lasts
    takedown.ends_at = ends_at
    paper = _issued(takedown, (handler, assistant), by=by, at=at)
    move(
        takedown,
        TakedownState.APPROVED,
        by=by,
        at=at,
        approved_by=approved_by,
        approved_at=at,
        document_no=paper.number,
        ends_at=ends_at,
        clock_at=answer_by(Measure(takedown.measure), acted_on, institution.feedback_hours, at),
    )
    if takedown.lane != Lane.PAPER:  # paper leaves by hand: services.by_hand
        attachment = Attachment(filename=paper.filename, content=paper.content)
        body = encoded(takedown, (handler, assistant), attachment)
        post(takedown.institution_code, takedown.application_id, body, at=at)


def _demand_standing(original: Takedown | None) -> None:
    """What is to be released must still stand, or be under way."""
    if original is None or original.state not in LEFT | {TakedownState.ACTIVE}:
        number = original.takedown_no if original else ""
        raise StateConflict("nothing_to_release", takedown_no=number)


@override("zh-hans")  # a paper is Chinese, whatever language the approver's page is in
def _issued(
    takedown: Takedown, officers: tuple[OfficerRow, OfficerRow], *, by: Actor, at: datetime
) -> IssuedDocument:
    handler, assistant = officers
    original = takedown.original
    is_release = takedown.measure == Measure.RELEASE and original is not None
    shown = original.measure if is_release and original else takedown.measure
    until = takedown.ends_at or (at + takedown.lasts if takedown.lasts else None)
    facts: dict[str, Json] = {
        "institution_name": takedown.institution_name,
        "target_kind": str(TargetKind(takedown.target_kind).label),
        "target": takedown.form,
        "measure": str(Measure(shown).label),
        "incident_no": takedown.incident_no,
        "case_no": takedown.application_id[16:] if takedown.incident_no else "",
        "source_no": takedown.source_no,
        "starts_at": at.isoformat(),
        "expires_at": until.isoformat() if until else None,
        "reason": takedown.reason,
        "evidence": takedown.evidence,
        "original_number": original.document_no if is_release and original else None,
        "handler_title": handler.title,
        "handler_badge": handler.badge_no,
        "assistant_title": assistant.title,
        "assistant_badge": assistant.badge_no,
        "issuer": handler.unit_name,
    }
    return issue(
        PAPER_OF[Measure(takedown.measure)],
        facts,
        subject=takedown.takedown_no,
        area=takedown.area,
        by=by,
        at=at,
    )
