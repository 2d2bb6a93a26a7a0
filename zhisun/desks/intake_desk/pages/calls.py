"""Taking a call sheet and giving it back (受理接警单)."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.services.calls import return_call, take_call
from zhisun.domains.directory.selectors import titles
from zhisun.kernel.errors import StateConflict
from zhisun.shell.seat import DeskRequest, desk


@require_POST
@desk(duty=Duty.REPORT)
def take(request: DeskRequest, sheet_no: str) -> HttpResponse:
    """Take a waiting sheet; the second of two is told who was faster."""
    try:
        take_call(sheet_no, by=request.actor, at=request.at)
    except StateConflict as conflict:
        if conflict.code == "call_taken":
            faster = str(conflict.facts["taken_by"])
            title = titles([faster]).get(faster, faster)
            raise StateConflict("call_taken", sheet_no=sheet_no, taken_by=title) from conflict
        raise
    return _go(request, f"{reverse('intake_desk:desk')}?{urlencode({'sheet': sheet_no})}")


@require_POST
@desk(duty=Duty.REPORT)
def give_back(request: DeskRequest, sheet_no: str) -> HttpResponse:
    """Put a sheet back on the board."""
    return_call(sheet_no, by=request.actor, at=request.at)
    return _go(request, reverse("intake_desk:desk"))


def _go(request: DeskRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
