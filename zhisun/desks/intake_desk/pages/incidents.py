"""One incident as the call-taker follows it (警情页): facts, orders live, what bars others."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render

from zhisun.desks.intake_desk.forms.moments import shown as time_shown
from zhisun.desks.intake_desk.forms.reports import NO, YES
from zhisun.desks.intake_desk.pages.choices import CHOICES
from zhisun.domains.access.terms import Duty
from zhisun.domains.archives.selectors import Origin, origin_of
from zhisun.domains.audit.selectors import Act, history
from zhisun.domains.cases.policy.gate import completeness
from zhisun.domains.cases.selectors import IncidentFacts, ReportedTransferRow, facts
from zhisun.domains.cases.selectors.incidents import IncidentRow, evidence, incident
from zhisun.domains.cases.terms import FILING_THRESHOLD_FEN, MOVES, IncidentState, Source
from zhisun.domains.stop_payment.selectors.orders import OrderRow, orders_of
from zhisun.domains.stop_payment.terms import GOLDEN_WINDOW, OrderKind, OrderState
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import yuan
from zhisun.shell.messages import text
from zhisun.shell.revealing import REASONS, reveals_among, sees_whole
from zhisun.shell.seat import DeskRequest, desk

TONE_OF = {
    OrderState.DRAFTED: "soon",
    OrderState.DECLINED: "urgent",
    OrderState.APPROVED: "info",
    OrderState.RECALLED: "neutral",
    OrderState.SENT: "info",
    OrderState.ACKNOWLEDGED: "info",
    OrderState.REFUSED: "urgent",
    OrderState.ANSWERED: "ok",
    OrderState.ACTIVE: "ok",
}
"""How a state looks; the rest are quiet."""


VICTIM, NARRATIVE = "victim", "narrative"
FORMS = frozenset({"add", "evidence", "filing", "declining", "closing", "loss", VICTIM, NARRATIVE})
"""Forms of the page that are no correction of a transfer."""


@dataclass(frozen=True, slots=True)
class NotDrafted:
    """An order that could not be drafted, and why."""

    kind: str
    account_no: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Which form of the page stands open, with what was typed into it and what is wrong.

    form: "", one of `FORMS`, or the sequence of the transfer to correct.
    """

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@desk(duty=Duty.SEE_CASES)
def page(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The incident; `new=1` right after its registration, `open` for a form on it."""
    row = incident(incident_no, by=request.actor)
    return shown(request, row, opened(row, request.GET.get("open", "")))


@desk(duty=Duty.SEE_CASES)
def orders(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The orders alone, when one of them has moved."""
    acts = history(incident_no, by=request.actor)
    context = {
        "at": request.at,
        "incident_no": incident_no,
        **orders_shown(facts(incident_no, by=request.actor), request.actor, acts),
    }
    return render(request, "intake_desk/parts/orders.html", context)


@desk(duty=Duty.SEE_CASES)
def file(request: DeskRequest, incident_no: str, key: int) -> HttpResponse:
    """One file of the evidence, to be saved and never run in the page."""
    row, content = evidence(incident_no, key, by=request.actor)
    response = HttpResponse(content, content_type=row.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    response["Content-Security-Policy"] = "sandbox"
    return response


def shown(request: DeskRequest, row: IncidentRow, form: Opened) -> HttpResponse:
    """The whole page with one form open or none. Two queries beyond the incident's own."""
    may = request.actor.duties
    first = row.facts.first_transfer_at
    lost = row.facts.claimed_fen if row.facts.verified_fen is None else row.facts.verified_fen
    acts = history(row.facts.incident_no, by=request.actor)
    context = {
        "row": row,
        "at": request.at,
        "new": "new" in request.GET,
        "opened": form,
        "choices": CHOICES,
        "full": Duty.REVEAL in may,
        "whole": sees_whole(
            request, row.facts.incident_no, own=row.facts.handled_by == request.actor.name
        ),
        "reasons": REASONS,
        "reveals": reveals_among(acts),
        "may_change": Duty.REPORT in may and row.facts.is_open,
        "may_file": Duty.FILE in may and IncidentState.FILED in MOVES[row.state],
        "may_decline": Duty.FILE in may and IncidentState.DECLINED in MOVES[row.state],
        "may_close": Duty.FILE in may and IncidentState.CLOSED in MOVES[row.state],
        "small_loss": lost < FILING_THRESHOLD_FEN,
        "threshold_fen": FILING_THRESHOLD_FEN,
        "golden_until": first + GOLDEN_WINDOW if first else None,
        "origin": _origin(row, request.actor),
        "gates": {each.sequence: each for each in completeness(row.facts).transfers},
        **orders_shown(row.facts, request.actor, acts),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "intake_desk/incident.html", context, status=status)


def _origin(row: IncidentRow, by: Actor) -> Origin | None:
    """Where an old report comes from. A query for those alone."""
    return origin_of(row.facts.incident_no, by=by) if row.source is Source.ARCHIVE else None


def orders_shown(
    of: IncidentFacts, by: Actor, acts: Sequence[Act]
) -> dict[str, Sequence[OrderRow] | object]:
    """The orders of an incident and those that could not be drafted. One query."""
    return {
        "orders": orders_of(of.incident_no, by=by),
        "drafting": of.is_open,
        "not_drafted": _not_drafted(acts),
        "tone_of": TONE_OF,
    }


def opened(row: IncidentRow, name: str) -> Opened:
    """A form as it first opens; correcting a transfer begins with what is known of it."""
    for transfer in row.facts.transfers:
        if str(transfer.sequence) == name:
            return Opened(form=name, values=_texts(transfer))
    told = {VICTIM: _victim_texts(row), NARRATIVE: {"narrative": row.narrative}}
    return Opened(form=name if name in FORMS else "", values=told.get(name, {}))


def _victim_texts(row: IncidentRow) -> dict[str, str]:
    told = asdict(row.victim)
    asked = {True: YES, False: NO, None: ""}
    for name in ("app_installed", "warned_before"):
        told[name] = asked[told[name]]
    return {f"victim.{name}": str(value or "") for name, value in told.items()}


def _texts(row: ReportedTransferRow) -> dict[str, str]:
    told = {
        "to_account": row.to_account,
        "to_name": row.to_name,
        "to_bank_name": row.to_bank_name,
        "amount": yuan(row.amount_fen).removesuffix(".00"),
        "moved_at": time_shown(row.moved_at),
        "method": row.method.value if row.method else "",
        "to_kind": row.to_kind.value,
        "serial": row.serial,
        "from_account": row.from_account,
        "from_name": row.from_name,
        "from_bank_name": row.from_bank_name,
        "merchant": row.merchant,
        "stopped_already": YES if row.stopped_already else "",
    }
    return {f"transfers.0.{name}": value for name, value in told.items()}


def _not_drafted(acts: Sequence[Act]) -> list[NotDrafted]:
    """Once for each order and reason: every amendment tries again."""
    found = {
        (str(act.after["kind"]), str(act.after["account_no"]), _reason(act.after)): None
        for act in acts
        if act.verb == "stop_payment.not_drafted"
    }
    return [
        NotDrafted(str(OrderKind(kind).label), account_no, reason)
        for kind, account_no, reason in found
    ]


def _reason(told: Mapping[str, object]) -> str:
    """The objection's own sentence, with the facts that were written down beside its code."""
    objection = InputError(str(told["code"]))
    objection.facts |= {
        name: fact
        for name, fact in told.items()
        if name not in {"kind", "account_no", "code"} and isinstance(fact, str | int)
    }
    return text(objection)
