"""Entering one indicator by hand (录入线索): it stands at once, or waits as a draft."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhisun.desks.indicator_desk import forms, looks
from zhisun.desks.indicator_desk.forms import Typed
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.services.judge import propose
from zhisun.domains.indicators.services.keep import add
from zhisun.kernel.errors import InputError
from zhisun.shell.seat import DeskRequest, demand_readable, desk


@desk(duty=Duty.PROPOSE_INDICATOR)
def page(request: DeskRequest) -> HttpResponse:
    """The form, and what comes of it: the indicator's page, or the form with its errors."""
    keeps = Duty.KEEP_INDICATORS.value in request.actor.duties
    if request.method != "POST":
        typed = Typed("new", request.GET.dict())
        return render(request, "indicator_desk/new.html", _context(typed, keeps=keeps))
    values = request.POST.dict()
    try:
        demand_readable(values)
        entry = forms.new_indicator(values)
        enter = add if keeps else propose
        key = enter(entry, by=request.actor, at=request.at)
    except InputError as error:
        told = InputError(error.code, **({"field": "value"} | error.facts))
        typed = forms.refused("new", values, told)
        context = _context(typed, keeps=keeps)
        return render(request, "indicator_desk/new.html", context, status=error.status)
    return redirect("indicator_desk:one", indicator=key)


def _context(typed: Typed, *, keeps: bool) -> dict[str, Any]:
    return {
        "typed": typed,
        "keeps": keeps,
        "kinds": looks.kind_choices(),
        "fraud_types": looks.fraud_choices(_("请选择")),
        "severities": [(str(n), str(n)) for n in range(5, 0, -1)],
    }
