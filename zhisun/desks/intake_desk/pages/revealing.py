"""Whose numbers an officer sees whole (查看完整号码): his own case, or for a reason."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.subjects.services import reveal
from zhisun.shell.seat import DeskRequest, demand_readable, desk

SEEN_FOR = timedelta(minutes=10)
"""How long numbers stay whole after a reason was given. Local rule."""

REASONS = (
    _("电话联系事主"),
    _("核对指令要素"),
    _("核实身份"),
    _("制作文书"),
)
"""What they are usually needed for; any other reason can be written."""

_KEPT = "revealed"


def sees_whole(request: DeskRequest, incident: IncidentFacts) -> bool:
    """Whether the reader sees the numbers of this incident whole now."""
    if Duty.REVEAL not in request.actor.duties:
        return False
    until = request.session.get(_KEPT, {}).get(incident.incident_no, "")
    own = incident.handled_by == request.actor.name
    return own or bool(until and datetime.fromisoformat(until) > request.at)


@require_POST
@desk(duty=Duty.REVEAL)
def show(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Write down why, then show them. Raises InputError without a reason."""
    incident = incident_facts(incident_no, by=request.actor)
    reason = request.POST.get("reason", "").strip() or request.POST.get("other", "")
    demand_readable({"reason": reason})
    reveal(
        "numbers",
        incident_no,
        area=incident.area,
        reason=reason,
        by=request.actor,
        at=request.at,
    )
    until = (request.at + SEEN_FOR).isoformat()
    request.session[_KEPT] = request.session.get(_KEPT, {}) | {incident_no: until}
    return redirect("intake_desk:incident", incident_no)
