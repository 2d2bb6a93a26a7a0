"""Whose numbers an officer sees whole (查看完整号码): of his own work, or for a reason."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.selectors import Act
from zhisun.domains.directory.selectors import titles
from zhisun.domains.subjects.services import reveal
from zhisun.shell.seat import DeskRequest, demand_readable

SEEN_FOR = timedelta(minutes=10)
"""How long numbers stay whole after a reason was given. Local rule."""

REASONS = (
    _("电话联系事主"),
    _("核对指令要素"),
    _("核实身份"),
    _("制作文书"),
)
"""What they are usually needed for; any other reason can be written."""

MOST_REVEALS = 5
"""Lines that say who saw the numbers; the audit has them all."""

_KEPT = "revealed"


def opened(request: DeskRequest) -> frozenset[str]:
    """The incidents whose numbers the reader sees whole now because he said why."""
    kept: dict[str, str] = request.session.get(_KEPT, {})
    return frozenset(
        number for number, until in kept.items() if datetime.fromisoformat(until) > request.at
    )


def sees_whole(request: DeskRequest, incident_no: str, *, own: bool) -> bool:
    """Whether the reader sees the numbers of this incident whole now.

    own: they belong to what he himself works on. Nobody without the duty sees them.
    """
    if Duty.REVEAL not in request.actor.duties:
        return False
    return own or incident_no in opened(request)


def show_whole(request: DeskRequest, incident_no: str, *, area: str) -> None:
    """Write down why, as the form of `shell/components/reveal.html` says, then show them.

    Raises NotPermitted, InputError without a reason.
    """
    reason = request.POST.get("reason", "").strip() or request.POST.get("other", "")
    demand_readable({"other": reason})
    reveal("numbers", incident_no, area=area, reason=reason, by=request.actor, at=request.at)
    still = {
        number: until
        for number, until in request.session.get(_KEPT, {}).items()
        if datetime.fromisoformat(until) > request.at
    }
    request.session[_KEPT] = still | {incident_no: (request.at + SEEN_FOR).isoformat()}


def reveals_among(acts: Iterable[Act]) -> list[tuple[datetime, str, str]]:
    """Who saw the numbers whole, when and why; the newest of an incident's acts, newest first.

    acts: newest first, as `audit.selectors.history` gives them.
    """
    seen = [act for act in acts if act.verb == "subjects.reveal"][:MOST_REVEALS]
    names = titles({act.actor for act in seen}) if seen else {}
    return [(act.at, names.get(act.actor, act.actor), act.reason) for act in seen]
