"""The numbers of a case whole, for a reason (查看完整号码): asked at its orders, money, files."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk.pages.acting import act
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.selectors import statement
from zhisun.domains.stop_payment.selectors.dossier import dossier
from zhisun.shell.revealing import show_whole
from zhisun.shell.seat import DeskRequest, desk


@require_POST
@desk(duty=Duty.REVEAL)
def of_order(request: DeskRequest, order_no: str) -> HttpResponse:
    """Write down why, then show the order afresh with the numbers of its case whole."""
    incident_no = dossier(order_no, by=request.actor).order.incident_no
    return act(request, order_no, lambda: _show(request, incident_no), done="", form="reveal")


@require_POST
@desk(duty=Duty.REVEAL)
def of_case(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The same for the money page."""
    _show(request, incident_no)
    return redirect("funds_desk:money", incident_no=incident_no)


@require_POST
@desk(duty=Duty.REVEAL)
def of_statement(request: DeskRequest, key: int) -> HttpResponse:
    """The same for an uploaded statement."""
    file, _unread, _broken = statement(key, by=request.actor)
    _show(request, file.incident_no)
    return redirect("funds_desk:statement", key=key)


def _show(request: DeskRequest, incident_no: str) -> None:
    incident = incident_facts(incident_no, by=request.actor)
    show_whole(request, incident_no, area=incident.area)
