"""Deciding on a drafted order (审批): a second pair of eyes, a paper, and it leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import OfficerRow, institutions_coded
from zhisun.domains.directory.selectors import officers as officer_rows
from zhisun.domains.directory.terms import Lane
from zhisun.domains.documents.services import IssuedDocument, Request, issue_all
from zhisun.domains.outbox.services import post_all, withdraw
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.policy.clocks import lasts_until
from zhisun.domains.stop_payment.policy.objections import overtaken
from zhisun.domains.stop_payment.services.draft import refuse_if_over
from zhisun.domains.stop_payment.services.messages import encoded
from zhisun.domains.stop_payment.services.moves import (
    Change,
    duty_to_decide,
    find,
    find_all,
    move,
    move_each,
)
from zhisun.domains.stop_payment.services.own_holds.giving_over import give_over
from zhisun.domains.stop_payment.terms import (
    FOLLOWS,
    HOLDS,
    ON_THE_WAY,
    PAPER_OF,
    RELEASES,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.gateways.port import Attachment
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.kernel.money import Fen


@transaction.atomic(durable=True)
def approve(order_no: str, *, by: Actor, at: datetime) -> None:
    """Approve a drafted order: number its paper and put it into the institution's mailbox (审批).

    Raises NotPermitted, NotFound, InputError, StateConflict; RuleViolation when the law has
    overtaken the draft; GatewayRefused when the lane cannot carry the order. Then nothing has
    happened.
    """
    _approve([find(order_no)], by=by, at=at)


@transaction.atomic(durable=True)
def approve_together(order_nos: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Approve drafts of one incident and one kind at once (一并审批): all of them, or none.

    Raises as `approve`, of the first order that cannot be approved. Faster than one by one: what
    they have in common is asked once. Two officers who approve the same wait for each other.
    """
    orders = find_all(order_nos)
    if len({(order.incident_no, order.kind) for order in orders}) > 1:
        raise InputError("orders_of_one_packet")
    _approve(orders, by=by, at=at)


def _approve(orders: Sequence[Order], *, by: Actor, at: datetime) -> None:
    """Drafts of one incident and kind, all or none. Joins."""
    for order in orders:
        require(by, duty_to_decide(order), order.area)
        if by.name in {order.requested_by, order.handler}:
            raise InputError("two_persons_needed", order_no=order.order_no)
        _refuse_if_locked_by_another(order, by=by, at=at)
    incident = incident_facts(orders[0].incident_no, by=by)
    for order in orders:
        _refuse_if_overtaken(order, incident, at=at)
    institutions = institutions_coded({order.institution_code for order in orders})
    *handlers, assistant = officer_rows(*(order.handler for order in orders), by.name)
    officers = [(handler, assistant) for handler in handlers]
    for order in orders:
        order.starts_at = max(at, order.starts_at or at)
        kind = OrderKind(order.kind)
        order.expires_at = lasts_until(kind, order.starts_at, long_freeze=order.long_freeze)
    papers = _issued(orders, officers, incident.victim_name, by=by, at=at)
    changes: dict[str, Mapping[str, Change]] = {
        order.order_no: {
            "approved_by": by.name,
            "approved_at": at,
            "starts_at": order.starts_at,
            "expires_at": order.expires_at,
            "document_no": paper.number,
            "due_at": at + timedelta(hours=institutions[order.institution_code].feedback_hours),
            "locked_by": "",
            "locked_until": None,
        }
        for order, paper in zip(orders, papers, strict=True)
    }
    move_each(changes, orders, OrderState.APPROVED, by=by, at=at)
    give_over(orders, by=by, at=at)  # its letter goes first
    _send(orders, officers, papers, at=at)


@transaction.atomic(durable=True)
def decline(order_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Refuse a drafted order with a reason (不同意). Raises NotPermitted, InputError.

    Who refuses a release keeps the hold: it is due no more, unless its case is over.
    """
    order = find(order_no)
    require(by, duty_to_decide(order), order.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    move(order, OrderState.DECLINED, by=by, at=at, reason=reason, locked_by="", locked_until=None)
    if order.kind in RELEASES and incident_facts(order.incident_no, by=by).is_open:
        Order.objects.filter(later=order).update(release_due_at=None)


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
    kind = OrderKind(order.kind)
    _refuse_if_undone_by_another(order)
    original = order.original if kind in FOLLOWS else None
    if original is not None and original.state != OrderState.ACTIVE:
        raise StateConflict("original_not_active", order_no=original.order_no)
    until = original.held_until if original else None
    if error := overtaken(kind, incident.filed_at, until, at=at):
        raise error
    refuse_if_over(kind, incident)
    most_fen = _most_fen(order, incident)
    if kind in HOLDS and not order.full_freeze and order.amount_fen > most_fen:
        raise InputError("amount_above_claim", field="amount", most_fen=most_fen)


def _refuse_if_undone_by_another(order: Order) -> None:
    """Of a hold only one of "keep" and "let go" may be on its way, and each only once.

    Two who decide at once on one hold wait here for each other. An extension and the freeze
    that takes its stop over are no contradiction.
    """
    if order.original is None:
        return
    locked = Order.objects.select_for_update(of=("self",), no_key=True)
    order.original = locked.get(pk=order.original.pk)
    under_way = order.original.later.filter(state__in=ON_THE_WAY).exclude(pk=order.pk)
    for other in under_way.order_by("pk"):
        if {order.kind, other.kind} != {OrderKind.FREEZE, OrderKind.STOP_EXTEND}:
            kind = str(OrderKind(other.kind).label)
            raise StateConflict("original_acted_on", order_no=other.order_no, kind=kind)


def _most_fen(order: Order, incident: IncidentFacts) -> Fen:
    """The most an order may ask now: of a reported account, what is reported of it now.

    What a trail, a hold or a refused order set as the limit stands as it was written.
    """
    if order.origin != Origin.REPORT:
        return order.most_fen or incident.claimed_fen
    paid = (
        transfer.amount_fen
        for transfer in incident.transfers
        if order.account_no in {"".join(transfer.to_account.split()), transfer.serial}
    )
    return sum(paid)


def _issued(
    orders: Sequence[Order],
    officers: Sequence[tuple[OfficerRow, OfficerRow]],
    victim: str,
    *,
    by: Actor,
    at: datetime,
) -> tuple[IssuedDocument, ...]:
    requests = [
        Request(_paper_facts(order, named, victim=victim), subject=order.order_no)
        for order, named in zip(orders, officers, strict=True)
    ]
    kind = PAPER_OF[OrderKind(orders[0].kind)]
    return issue_all(kind, requests, area=orders[0].area, by=by, at=at)


def _send(
    orders: Sequence[Order],
    officers: Sequence[tuple[OfficerRow, OfficerRow]],
    papers: Sequence[IssuedDocument],
    *,
    at: datetime,
) -> None:
    """Post what leaves by wire; the rest leaves by hand: services.paper.record_sending."""
    letters = []
    for order, named, paper in zip(orders, officers, papers, strict=True):
        if order.lane != Lane.PAPER:
            attachment = Attachment(filename=paper.filename, content=paper.content)
            body = encoded(order, named, attachment)
            letters.append((order.institution_code, order.application_id, body))
    post_all(letters, at=at)


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
