"""The rounds of returning (资金返还): by state, with the clock that runs; opening one."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.case_desk.tones import TONES
from zhisun.desks.case_desk.typed import Opened, asked, refused
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import titles
from zhisun.domains.restitution.selectors import counts, rounds
from zhisun.domains.restitution.selectors.rung import rung
from zhisun.domains.restitution.services.victims import open_round
from zhisun.domains.restitution.terms import NOTICE_OVER, PAYMENT_OVERDUE, RestitutionState
from zhisun.kernel.errors import ZhisunError
from zhisun.shell.seat import DeskRequest, demand_readable, desk

NUMBERS = re.compile(r"[\s,，、;；]+")
"""What stands between two incident numbers."""


@desk(duty=Duty.SEE_RETURNS)
def page(request: DeskRequest) -> HttpResponse:
    """The list; `open=open` for the form that opens a round. Nine queries of its own."""
    opened = asked(request.GET.dict())
    told = {name: request.GET.get(name, "") for name in ("incident_nos", "follows")}
    return _shown(request, Opened(opened.form, values=told))


@require_POST
@desk(duty=Duty.PREPARE_RETURN)
def open_one(request: DeskRequest) -> HttpResponse:
    """Open a round over what is frozen for the named incidents (立项)."""
    typed = Opened("open", values=request.POST.dict())
    numbers = [each for each in NUMBERS.split(typed.value("incident_nos").upper()) if each]
    follows = typed.value("follows").strip().upper()
    try:
        demand_readable({name: typed.value(name) for name in ("incident_nos", "follows")})
        number = open_round(numbers, follows=follows, by=request.actor, at=request.at)
    except ZhisunError as error:
        again = refused(typed, error, fields=("incident_nos", "follows"))
        return _shown(request, again, status=error.status)
    return redirect("case_desk:round", number)


def _shown(request: DeskRequest, opened: Opened, *, status: int = 200) -> HttpResponse:
    asked_for = request.GET.get("state", "")
    state = asked_for if asked_for in RestitutionState.values else ""
    lines = rounds(by=request.actor, state=state)
    context = {
        "lines": lines,
        "tabs_of": _tabs(request, state),
        "rung": rung(by=request.actor),
        "bells": {
            NOTICE_OVER: _("公告期满，请处理异议后呈报"),
            PAYMENT_OVERDUE: _("三个工作日已过，还没有登记付款"),
        },
        "titles": titles({line.handler for line in lines}),
        "tones": TONES,
        "here": reverse("case_desk:returns") + (f"?state={state}" if state else ""),
        "opened": opened,
        "may_open": Duty.PREPARE_RETURN in request.actor.duties,
        "at": request.at,
    }
    return render(request, "case_desk/returns.html", context, status=status)


def _tabs(request: DeskRequest, chosen: str) -> list[tuple[Any, ...]]:
    """All rounds, then those of each state that has any or is looked at."""
    found = counts(by=request.actor)
    here = reverse("case_desk:returns")
    shown = [each for each in RestitutionState if found[each] or each == chosen]
    return [
        (_("全部"), here, not chosen, sum(found.values()), "1"),
        *(
            (str(each.label), f"{here}?state={each}", each == chosen, found[each], str(key))
            for key, each in enumerate(shown, start=2)
        ),
    ]
