"""The numbers of an incident whole, for a reason (查看完整号码)."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.shell.revealing import show_whole
from zhisun.shell.seat import DeskRequest, desk


@require_POST
@desk(duty=Duty.REVEAL)
def show(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Write down why, then show them. Raises InputError without a reason."""
    incident = incident_facts(incident_no, by=request.actor)
    show_whole(request, incident_no, area=incident.area)
    return redirect("intake_desk:incident", incident_no)
