"""The 《协助快速处置通知书》: one paper to one institution about all its accounts in a case."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institution as institution_row
from zhisun.domains.directory.selectors import officer as officer_row
from zhisun.domains.documents.services import issue
from zhisun.domains.documents.terms import Action, DocumentKind, Json
from zhisun.domains.outbox.services import publish
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.terms import FREEZES, NEVER_LEFT, STOPS, OrderState
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError

NOT_GIVEN = NEVER_LEFT | {OrderState.DRAFTED}


@transaction.atomic(durable=True)
def issue_assistance_notice(
    incident_no: str, institution_code: str, case_summary: str, *, by: Actor, at: datetime
) -> str:
    """Issue the notice over every order given to an institution in a case; its number (签发).

    Raises NotPermitted, NotFound, InputError without an order, a summary or a second officer.
    """
    incident = incident_facts(incident_no, by=by)
    require(by, Duty.APPROVE_ORDER, incident.area)
    if by.name == incident.handled_by:
        raise InputError("two_persons_needed", order_no=incident_no)
    if not case_summary.strip():
        raise InputError("case_summary_missing", field="case_summary")
    institution = institution_row(institution_code)
    orders = Order.objects.filter(incident_id=incident.key, institution_code=institution_code)
    lines = _account_lines(orders.exclude(state__in=NOT_GIVEN).order_by("level", "pk"))
    if not lines:
        raise InputError("nothing_ordered_there", institution=institution.name)
    handler, assistant = officer_row(incident.handled_by), officer_row(by.name)
    facts: dict[str, Json] = {
        "institution_name": institution.name,
        "accounts": list(lines.values()),
        "actions": sorted({action for line in lines.values() for action in line["actions"]}),
        "case_summary": case_summary.strip(),
        "reply_by": (at + timedelta(hours=institution.feedback_hours)).isoformat(),
        "victim_name": incident.victim_name,
        "case_no": incident.case_no,
        "incident_no": incident_no,
        "handler_title": handler.title,
        "handler_badge": handler.badge_no,
        "assistant_title": assistant.title,
        "assistant_badge": assistant.badge_no,
        "issuer": assistant.unit_name,
    }
    paper = issue(DocumentKind.ASSISTANCE, facts, area=incident.area, by=by, at=at)
    publish("stop_payment.assistance_issued", incident_no, area=incident.area, at=at)
    return paper.number


def _account_lines(orders: QuerySet[Order]) -> dict[str, dict[str, Any]]:
    """One line an account, its largest amount and everything asked about it."""
    lines: dict[str, dict[str, Any]] = {}
    for order in orders:
        line = lines.setdefault(
            order.account_no,
            {
                "account_no": order.account_no,
                "account_name": order.account_name,
                "institution_name": order.institution_name,
                "amount_fen": 0,
                "transferred_at": order.transferred_at.isoformat(),
                "actions": [],
            },
        )
        line["amount_fen"] = max(line["amount_fen"], order.amount_fen)
        line["actions"] = sorted({*line["actions"], _action(order)})
    return lines


def _action(order: Order) -> str:
    if order.kind in FREEZES:
        return Action.FREEZE.value
    return Action.STOP.value if order.kind in STOPS else Action.QUERY.value
