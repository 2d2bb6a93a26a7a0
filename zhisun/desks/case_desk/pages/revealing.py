"""The numbers of a round whole, for a reason (查看完整号码)."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhisun.desks.case_desk.typed import demand_keepable
from zhisun.domains.access.terms import Duty
from zhisun.domains.restitution.selectors import dossier
from zhisun.shell.revealing import show_whole
from zhisun.shell.seat import DeskRequest, desk

REASONS = (_("核对返还账户"), _("核对冻结账户"), _("制作文书"), _("审核、批准"))
"""What they are usually needed for; any other reason can be written."""


@require_POST
@desk(duty=Duty.REVEAL)
def show(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """Write down why, then show them. Raises InputError without a reason."""
    found = dossier(restitution_no, by=request.actor, masked=True)
    demand_keepable({"other": request.POST.get("other", "")})
    show_whole(request, restitution_no, area=found.area)
    return redirect("case_desk:round", restitution_no)
