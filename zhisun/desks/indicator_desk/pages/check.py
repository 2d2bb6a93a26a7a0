"""Asking about a value before anybody enters it (查验): how it reads, what it would hit."""

from django.http import HttpResponse
from django.shortcuts import render

from zhisun.desks.indicator_desk import forms, looks
from zhisun.desks.indicator_desk.forms import Typed
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators import selectors
from zhisun.domains.indicators.policy import too_broad
from zhisun.domains.indicators.terms import IndicatorKind
from zhisun.kernel.errors import InputError
from zhisun.shell.seat import DeskRequest, desk


@desk(duty=Duty.SEE_INDICATORS)
def page(request: DeskRequest) -> HttpResponse:
    """The question and its answer; nothing is changed. Two queries with the seat's four."""
    values = request.GET.dict()
    kind, value = values.get("kind", ""), values.get("value", "").strip()
    context = {
        "looks": looks,
        "typed": Typed("check", values),
        "kinds": looks.kind_choices(),
        "answered": False,
        "reveals": Duty.REVEAL.value in request.actor.duties,
    }
    if kind not in IndicatorKind.values or not value:
        return render(request, "indicator_desk/check.html", context)
    named = IndicatorKind(kind)
    try:
        form, harm = selectors.checked_form(named, value)
    except InputError as error:
        told = InputError(error.code, **({"field": "value"} | error.facts))
        context["typed"] = forms.refused("check", values, told)
        return render(request, "indicator_desk/check.html", context, status=error.status)
    context |= {
        "answered": True,
        "form": form,
        "harm": harm,
        "broad": not harm and too_broad(named, form),
        "known": selectors.known(named, form),
    }
    return render(request, "indicator_desk/check.html", context)
