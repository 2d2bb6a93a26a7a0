"""Deciding on a drafted order (审批): a second pair of eyes, a paper, and it leaves."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import OfficerRow
from zhisun.domains.directory.selectors import institution as institution_row
from zhisun.domains.directory.selectors import officer as officer_row
from zhisun.domains.directory.terms import Lane
from zhisun.domains.documents.services import IssuedDocument, issue
from zhisun.domains.outbox.services import post, withdraw
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.policy.clocks import lasts_until
from zhisun.domains.stop_payment.policy.objections import overtaken
from zhisun.domains.stop_payment.services.messages import encoded
from zhisun.domains.stop_payment.services.moves import duty_to_decide, find, move
from zhisun.domains.stop_payment.terms import (
    FOLLOWS,
    PAPER_OF,
    OrderKind,
    OrderState,
)
from zhisun.gateways.port import Attachment
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict


@transaction.atomic(durable=True)
def approve(order_no: str, *, by: Actor, at: datetime) -> None:
    """Approve a drafted order: number its paper and put it into the institution's mailbox (审批).

    Raises NotPermitted, NotFound, InputError, StateConflict; RuleViolation when the law has
    overtaken the draft; GatewayRefused when the lane cannot carry the order. Then nothing has
    happened.
    """
    order = find(order_no)
    require(by, duty_to_decide(order), order.area)
    if by.name in {order.requested_by, order.handler}:
        raise InputError("two_persons_needed", order_no=order_no)
    _refuse_if_locked_by_another(order, by=by, at=at)
    incident = incident_facts(order.incident_no, by=by)
    _refuse_if_overtaken(order, incident, at=at)
    institution = institution_row(order.institution_code)
    officers = (officer_row(order.handler), officer_row(by.name))
    kind = OrderKind(order.kind)
    starts_at = max(at, order.starts_at or at)
    order.starts_at = starts_at
    order.expires_at = lasts_until(kind, starts_at, long_freeze=order.long_freeze)
    paper = _issued(order, officers, incident.victim_name, by=by, at=at)
    move(
        order,
        OrderState.APPROVED,
        by=by,
        at=at,
        approved_by=by.name,
        approved_at=at,
        starts_at=starts_at,
        expires_at=order.expires_at,
        document_no=paper.number,
        due_at=at + timedelta(hours=institution.feedback_hours),
        locked_by="",
        locked_until=None,
    )
    _send(order, officers, paper, at=at)


@transaction.atomic(durable=True)
def decline(order_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Refuse a drafted order with a reason (不同意). Raises NotPermitted, InputError."""
    order = find(order_no)
    require(by, duty_to_decide(order), order.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    move(order, OrderState.DECLINED, by=by, at=at, reason=reason, locked_by="", locked_until=None)


@transaction.atomic(durable=True)
def recall(order_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Take back an approved order that nobody has fetched (撤回).

    Raises StateConflict once it has left: then only a release undoes it.
    """
    order = find(order_no)
    require(by, duty_to_decide(order), order.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    if order.lane != Lane.PAPER and not withdraw(order.application_id, at=at):
        raise StateConflict("order_has_left", order_no=order_no)
    move(order, OrderState.RECALLED, by=by, at=at, reason=reason)


def _refuse_if_locked_by_another(order: Order, *, by: Actor, at: datetime) -> None:
    locked = order.locked_until is not None and order.locked_until > at
    if locked and order.locked_by != by.name:
        raise StateConflict("order_taken_by_another", officer=order.locked_by)


def _refuse_if_overtaken(order: Order, incident: IncidentFacts, *, at: datetime) -> None:
    """What was lawful when it was drafted may not be any more."""
    original = order.original if order.kind in FOLLOWS else None
    if original is not None and original.state != OrderState.ACTIVE:
        raise StateConflict("original_not_active", order_no=original.order_no)
    kind = OrderKind(order.kind)
    until = original.held_until if original else None
    if error := overtaken(kind, incident.filed_at, until, at=at):
        raise error


def _issued(
    order: Order,
    officers: tuple[OfficerRow, OfficerRow],
    victim: str,
    *,
    by: Actor,
    at: datetime,
) -> IssuedDocument:
    return issue(
        PAPER_OF[OrderKind(order.kind)],
        _paper_facts(order, officers, victim=victim),
        subject=order.order_no,
        area=order.area,
        by=by,
        at=at,
    )


def _send(
    order: Order, officers: tuple[OfficerRow, OfficerRow], paper: IssuedDocument, *, at: datetime
) -> None:
    if order.lane == Lane.PAPER:
        return  # leaves by hand: services.paper.record_sending
    attachment = Attachment(filename=paper.filename, content=paper.content)
    post(order.institution_code, order.application_id, encoded(order, officers, attachment), at=at)


def _paper_facts(
    order: Order, officers: tuple[OfficerRow, OfficerRow], *, victim: str
) -> Mapping[str, str | int | bool]:
    handler, assistant = officers
    facts: dict[str, str | int | bool | None] = {
        "institution_name": order.institution_name,
        "account_name": order.account_name,
        "account_no": order.account_no,
        "account_kind": order.account_kind,
        "amount_fen": order.amount_fen,
        "currency": "CNY",
        "transferred_at": order.transferred_at.isoformat(),
        "victim_name": victim,
        "case_no": order.case_no,
        "incident_no": order.incident_no,
        "starts_at": order.starts_at.isoformat() if order.starts_at else None,
        "expires_at": order.expires_at.isoformat() if order.expires_at else None,
        "full_freeze": order.full_freeze,
        "fruits": order.with_fruits,
        "handler_title": handler.title,
        "handler_badge": handler.badge_no,
        "assistant_title": assistant.title,
        "assistant_badge": assistant.badge_no,
        "issuer": handler.unit_name,
        "reason": order.reason,
        "original_number": order.original.document_no if order.original else None,
    }
    return {name: fact for name, fact in facts.items() if fact is not None and fact != ""}
