"""Movements taken from papers (补录流水): the list of a case, adding one, taking one back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk.forms import Typed, added_transfer, refused
from zhisun.desks.funds_desk.pages.acting import CORRECTABLE, asked_by_htmx
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institutions, titles
from zhisun.domains.money_trails.selectors import added_transfers
from zhisun.domains.money_trails.services.add import add_transfer, withdraw_transfer
from zhisun.shell.revealing import REASONS, sees_whole
from zhisun.shell.seat import DeskRequest, demand_readable, desk


@desk(duty=Duty.SEE_TRAIL)
def page(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The movements of a case: a part of its money page for htmx, else a page. Ten queries."""
    return _answer(request, _added(request, incident_no))


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def add(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Add one movement; on an error the form stays as it was typed."""

    def verb() -> None:
        new = added_transfer(request.POST.dict())
        add_transfer(incident_no, new, by=request.actor, at=request.at)

    done = _("已补录，正在重新追踪。")
    return _tried(request, incident_no, "transfer", verb, done=done)


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def withdraw(request: DeskRequest, incident_no: str, key: int) -> HttpResponse:
    """Take back one that was added wrongly; it stays on the list with the reason."""
    reason = request.POST.get("reason", "")
    return _tried(
        request,
        incident_no,
        f"withdraw-{key}",
        lambda: withdraw_transfer(key, reason=reason, by=request.actor, at=request.at),
        done=_("已撤销补录，正在重新追踪。"),
    )


def _tried(
    request: DeskRequest, incident_no: str, form: str, verb: Callable[[], None], *, done: str
) -> HttpResponse:
    try:
        demand_readable(request.POST.dict())
        verb()
    except CORRECTABLE as error:
        typed = refused(form, request.POST.dict(), error)
        return _answer(request, _added(request, incident_no, typed=typed), status=error.status)
    if asked_by_htmx(request):
        return _answer(request, _added(request, incident_no, done=done))
    return redirect("funds_desk:added", incident_no=incident_no)


def _added(
    request: DeskRequest, incident_no: str, *, typed: Typed | None = None, done: str = ""
) -> dict[str, Any]:
    reader = request.actor
    incident = incident_facts(incident_no, by=reader)
    rows = added_transfers(incident_no, by=reader)
    adds = Duty.ADD_TRANSFER.value in reader.duties
    banks = [("", "—"), *((each.code, each.name) for each in institutions())] if adds else []
    who = {row.added_by for row in rows} | {row.withdrawn_by for row in rows if row.withdrawn_by}
    return {
        "incident": incident,
        "rows": rows,
        "counting": sum(row.withdrawn_at is None for row in rows),
        "names": titles(who) if who else {},
        "adds": adds,
        "banks": banks,
        "reveals": Duty.REVEAL.value in reader.duties,
        "numbers": sees_whole(request, incident_no, own=incident.handled_by == reader.name),
        "reasons": REASONS,
        "typed": typed or Typed(),
        "done": done,
    }


def _answer(request: DeskRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    part = "added_part.html" if asked_by_htmx(request) else "added.html"
    return render(request, f"funds_desk/{part}", context, status=status)
