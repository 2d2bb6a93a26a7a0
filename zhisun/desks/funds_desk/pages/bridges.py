"""What may have passed between silent accounts (断点推断): proposals, taken over or dismissed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk import looks
from zhisun.desks.funds_desk.forms import Typed, refused
from zhisun.desks.funds_desk.pages.acting import CORRECTABLE, asked_by_htmx
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institutions
from zhisun.domains.money_trails.selectors.bridges import bridges
from zhisun.domains.money_trails.services.bridge import accept_bridge, dismiss_bridge
from zhisun.domains.stop_payment.selectors.orders import orders_of
from zhisun.shell.revealing import sees_whole
from zhisun.shell.seat import DeskRequest, demand_readable, desk

FIT_WORDS = {
    "exact": gettext_lazy("到账没有转走，对方付出的金额正好相等"),
    "part": gettext_lazy("到账没有转走，对方付出的是其中一部分"),
    "more": gettext_lazy("到账没有转走，对方付出的更多，应另有来路"),
}
"""Why two sides are taken for one; keys are names of `engines.tracing.matching.Fit`."""


@desk(duty=Duty.SEE_TRAIL)
def page(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The proposals of a case: a part of its money page for htmx, else a page. Ten queries."""
    return _answer(request, _proposed(request, incident_no))


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def accept(request: DeskRequest, incident_no: str, key: str) -> HttpResponse:
    """Take one over as a movement added by hand; on an error the form stays as it was typed."""
    reason = request.POST.get("reason", "")
    return _tried(
        request,
        incident_no,
        f"accept-{key}",
        lambda: accept_bridge(incident_no, key, reason, by=request.actor, at=request.at),
        done=_("已作为推断补录，正在重新追踪；在补录流水里可以撤销。"),
    )


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def dismiss(request: DeskRequest, incident_no: str, key: str) -> HttpResponse:
    """Say that one is wrong."""
    reason = request.POST.get("reason", "")
    return _tried(
        request,
        incident_no,
        f"dismiss-{key}",
        lambda: dismiss_bridge(incident_no, key, reason, by=request.actor, at=request.at),
        done=_("已记录不采用，这条不再显示。"),
    )


def _tried(
    request: DeskRequest, incident_no: str, form: str, verb: Callable[[], object], *, done: str
) -> HttpResponse:
    try:
        demand_readable(request.POST.dict())
        verb()
    except CORRECTABLE as error:
        typed = refused(form, request.POST.dict(), error)
        context = _proposed(request, incident_no, typed=typed)
        return _answer(request, context, status=error.status)
    if asked_by_htmx(request):
        return _answer(request, _proposed(request, incident_no, done=done))
    return redirect("funds_desk:bridges", incident_no=incident_no)


def _proposed(
    request: DeskRequest, incident_no: str, *, typed: Typed | None = None, done: str = ""
) -> dict[str, Any]:
    reader = request.actor
    incident = incident_facts(incident_no, by=reader)
    found = bridges(incident_no, by=reader)
    forms = {f"{form}-{each.key}" for each in found for form in ("accept", "dismiss")}
    orders = orders_of(incident_no, by=reader) if found else []
    own = looks.owns_case(incident, orders, reader, at=request.at)
    return {
        "incident": incident,
        "bridges": found,
        "fit_words": FIT_WORDS,
        "acts": Duty.ADD_TRANSFER in reader.duties,
        "forms": (
            ("accept", _("采用为补录"), _("采用的理由"), "plain"),
            ("dismiss", _("不采用"), _("不采用的理由"), "plain"),
        ),
        "banks": {each.code: each.short_name for each in institutions()} if found else {},
        "reveals": Duty.REVEAL in reader.duties,
        "numbers": sees_whole(request, incident_no, own=own),
        "typed": (typed or Typed()).shown_among(forms),
        "done": done,
    }


def _answer(request: DeskRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    part = "bridges_part.html" if asked_by_htmx(request) else "bridges.html"
    return render(request, f"funds_desk/{part}", context, status=status)
