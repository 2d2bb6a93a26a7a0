"""Whose numbers a reader of a round sees whole (查看完整号码): for a reason, for ten minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhisun.desks.case_desk.typed import demand_keepable
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.selectors import history
from zhisun.domains.directory.selectors import titles
from zhisun.domains.restitution.selectors import dossier
from zhisun.domains.subjects.services import reveal
from zhisun.shell.seat import DeskRequest, desk

SEEN_FOR = timedelta(minutes=10)
"""How long numbers stay whole after a reason was given. Local rule."""

REASONS = (_("核对返还账户"), _("核对冻结账户"), _("制作文书"), _("审核、批准"))
"""What they are usually needed for; any other reason can be written."""

MOST_REVEALS = 5
"""Lines that say who saw the numbers; the audit has them all."""

_KEPT = "returns_revealed"


def sees_names(request: DeskRequest) -> bool:
    """Whether the reader sees names whole."""
    return Duty.REVEAL in request.actor.duties


def sees_whole(request: DeskRequest, restitution_no: str) -> bool:
    """Whether the reader sees the numbers of this round whole now."""
    until = request.session.get(_KEPT, {}).get(restitution_no, "")
    return sees_names(request) and bool(until) and datetime.fromisoformat(until) > request.at


@require_POST
@desk(duty=Duty.REVEAL)
def show(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """Write down why, then show them. Raises InputError without a reason."""
    found = dossier(restitution_no, by=request.actor, masked=True)
    reason = request.POST.get("reason", "").strip() or request.POST.get("other", "")
    demand_keepable({"other": reason})
    reveal(
        "numbers",
        restitution_no,
        area=found.area,
        reason=reason,
        by=request.actor,
        at=request.at,
    )
    until = (request.at + SEEN_FOR).isoformat()
    request.session[_KEPT] = request.session.get(_KEPT, {}) | {restitution_no: until}
    return redirect("case_desk:round", restitution_no)


def reveals(request: DeskRequest, restitution_no: str) -> Sequence[tuple[datetime, str, str]]:
    """Who saw the numbers whole, when and why; the last ones first. Two queries."""
    acts = history(restitution_no, by=request.actor)
    seen = [act for act in acts if act.verb == "subjects.reveal"][:MOST_REVEALS]
    names = titles({act.actor for act in seen}) if seen else {}
    return [(act.at, names.get(act.actor, act.actor), act.reason) for act in seen]
