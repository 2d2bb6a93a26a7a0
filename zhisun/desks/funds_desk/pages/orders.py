"""One order, whole: facts, stamps, paper, answers, history, and what can be done with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhisun.desks.funds_desk import forms, looks
from zhisun.desks.funds_desk.actions import actions
from zhisun.desks.funds_desk.decoded import decoded
from zhisun.desks.funds_desk.forms import Typed
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.selectors import Act, history
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institutions, titles
from zhisun.domains.stop_payment.selectors.calls import calls
from zhisun.domains.stop_payment.selectors.dossier import Dossier, dossier, received
from zhisun.domains.stop_payment.selectors.own_holds import OwnHoldRow, own_hold_on
from zhisun.domains.stop_payment.terms import OWN_GIVES_WAY, OrderState
from zhisun.kernel.actors import Actor
from zhisun.shell.revealing import REASONS, opened
from zhisun.shell.seat import DeskRequest, desk

QUEUE = "next"


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act of the order's history, with the name people know."""

    at: datetime
    who: str
    words: str
    reason: str


@desk(duty=Duty.SEE_ORDERS)
def page(request: DeskRequest, order_no: str) -> HttpResponse:
    """The order's own page. At most sixteen queries with the seat's four."""
    return render(request, "funds_desk/order.html", whole(request, order_no))


@desk(duty=Duty.SEE_ORDERS)
def panel(request: DeskRequest, order_no: str) -> HttpResponse:
    """The same as a part of another page; `then=next` while the officer works through drafts."""
    queue = request.GET.get("then") == QUEUE
    return render(request, "funds_desk/order_panel.html", whole(request, order_no, queue=queue))


def whole(
    request: DeskRequest, order_no: str, *, typed: Typed | None = None, queue: bool = False
) -> dict[str, Any]:
    """Everything the order's page shows. Raises NotFound. At most twelve queries."""
    reader, at = request.actor, request.at
    now = dossier(order_no, by=reader)
    incident = incident_facts(now.order.incident_no, by=reader)
    acts = history(order_no, by=reader)
    names = titles(_people(now, acts))
    line = looks.line(now.order, reader=reader, at=at, titles=names, opened=opened(request))
    reveals = Duty.REVEAL in reader.duties
    may = actions(now, reader, filed=incident.filed_at is not None, at=at)
    return {
        "looks": looks,
        "now": now,
        "order": now.order,
        "line": line,
        "incident": incident,
        "answers": [
            decoded(answer, numbers=line.whole, names=reveals)
            for answer in received(order_no, by=reader)
        ],
        "acts": [_act_line(act, names) for act in acts],
        "who": lambda name: _name(name, names),
        "may": may,
        "call": calls([now.order], at=at).get(order_no),
        "reveals": reveals,
        "numbers": line.whole,
        "reasons": REASONS,
        "typed": (typed or Typed()).shown_among(may.forms),
        "queue": queue,
        "done": "",
        "conflict": "",
        "focus": request.GET.get("focus", ""),
        "banks": [(each.code, each.name) for each in institutions()] if may.correct else [],
        "queries": [(value, str(kind.label)) for value, kind in forms.QUERIES.items()],
        "modes": forms.inquiry_modes(),
        "waiting": now.order.state is OrderState.DRAFTED,
        "protected": _protected(now, reader),
    }


def _protected(now: Dossier, reader: Actor) -> OwnHoldRow | None:
    """The protective hold that approving this draft would give back. At most one query."""
    order = now.order
    if order.state is not OrderState.DRAFTED or order.kind not in OWN_GIVES_WAY:
        return None
    return own_hold_on(order.institution_code, order.account_no, by=reader)


def _people(now: Dossier, acts: Iterable[Act]) -> set[str]:
    order = now.order
    named = {order.requested_by, order.handler, order.approved_by, order.locked_by}
    return {name for name in named | {act.actor for act in acts} if name}


def _act_line(act: Act, names: Mapping[str, str]) -> ActLine:
    said = looks.bell_words(act.reason) if act.verb.endswith("alarm_rang") else act.reason
    return ActLine(act.at, _name(act.actor, names), looks.act_words(act.verb), said)


def _name(name: str, names: Mapping[str, str]) -> str:
    if name.startswith("job:"):
        return _("系统")
    if name.startswith("institution:"):
        return _("机构")
    return names.get(name, name)
