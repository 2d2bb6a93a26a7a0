"""Issuing the 《协助快速处置通知书》 of a case (签发), and the list of those issued."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk.forms import Typed, refused
from zhisun.desks.funds_desk.notices import notices
from zhisun.desks.funds_desk.pages.acting import CORRECTABLE, asked_by_htmx
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.stop_payment.selectors.orders import orders_of
from zhisun.domains.stop_payment.services.assist import issue_assistance_notice
from zhisun.shell.seat import DeskRequest, demand_readable, desk


@desk(duty=Duty.SEE_TRAIL)
def page(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The notices of a case: a part of its money page for htmx, else a page. At most ten queries.

    news: the orders it is about; when all are of other cases, nothing is sent or swapped.
    """
    news = set(request.GET.get("news", "").split())
    context = _notices(request, incident_no)
    if news and not news & set(context["order_nos"]):
        return HttpResponse(status=204)
    return _answer(request, context)


@require_POST
@desk(duty=Duty.APPROVE_ORDER)
def issue(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Issue one notice to one institution; on an error the form stays as it was typed."""
    values = request.POST.dict()
    try:
        demand_readable(values)
        number = issue_assistance_notice(
            incident_no,
            values.get("institution", ""),
            values.get("case_summary", ""),
            by=request.actor,
            at=request.at,
        )
    except CORRECTABLE as error:
        context = _notices(request, incident_no, typed=refused("notice", values, error))
        return _answer(request, context, status=error.status)
    if asked_by_htmx(request):
        return _answer(request, _notices(request, incident_no, issued=number))
    return redirect("funds_desk:notices", incident_no=incident_no)


def _notices(
    request: DeskRequest, incident_no: str, *, typed: Typed | None = None, issued: str = ""
) -> dict[str, Any]:
    incident = incident_facts(incident_no, by=request.actor)
    orders = orders_of(incident_no, by=request.actor)
    return notices(request, incident, orders, typed=typed, issued=issued)


def _answer(request: DeskRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    part = "notices_part.html" if asked_by_htmx(request) else "notices.html"
    return render(request, f"funds_desk/{part}", context, status=status)
