"""The white list (白名单): what must never be taken down."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhisun.desks.telecom_desk import forms
from zhisun.desks.telecom_desk.forms import Typed
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.selectors import safe_values
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.indicators.terms import IndicatorKind
from zhisun.kernel.errors import InputError
from zhisun.shell.seat import DeskRequest, demand_readable, desk


@desk(duty=Duty.SEE_TAKEDOWNS)
def page(request: DeskRequest) -> HttpResponse:
    """The list; and, for who keeps it, a form that adds to it."""
    typed, status = Typed("protect"), 200
    if request.method == "POST":
        values = request.POST.dict()
        try:
            demand_readable(values)
            kind, value = values.get("kind", ""), values.get("value", "")
            protect(kind, value, values.get("reason", ""), by=request.actor, at=request.at)
            return redirect("telecom_desk:safe")
        except InputError as error:
            typed, status = forms.refused("protect", values, _at_value(error)), error.status
    words = request.GET.get("words", "").strip()[:80]
    context = {
        "typed": typed,
        "words": words,
        "rows": safe_values(words=words),
        "keeps": Duty.KEEP_INDICATORS.value in request.actor.duties,
        "kinds": [(str(kind.value), str(kind.label)) for kind in IndicatorKind],
    }
    return render(request, "telecom_desk/safe.html", context, status=status)


def _at_value(error: InputError) -> InputError:
    """What the engine cannot read is wrong at the value."""
    return InputError(error.code, **({"field": "value"} | error.facts))
