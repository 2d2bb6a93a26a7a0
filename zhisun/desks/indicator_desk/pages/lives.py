"""How long kinds last, and how often sources were right (时效规则、来源准确率)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhisun.desks.indicator_desk import forms, looks
from zhisun.desks.indicator_desk.forms import Typed
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators import selectors
from zhisun.domains.indicators.services.ageing import set_life
from zhisun.kernel.errors import InputError
from zhisun.shell.seat import DeskRequest, demand_readable, desk


@desk(duty=Duty.SEE_INDICATORS)
def page(request: DeskRequest) -> HttpResponse:
    """Both tables; and, for who keeps the base, a form for one kind."""
    typed, status = Typed("life"), 200
    if request.method == "POST":
        values = request.POST.dict()
        try:
            demand_readable(values)
            half, whole = (
                forms.whole(values, f"{name}_days") for name in ("half_life", "lifetime")
            )
            note = values.get("note", "")
            set_life(values.get("kind", ""), half, whole, note, by=request.actor, at=request.at)
            return redirect("indicator_desk:lives")
        except InputError as error:
            typed, status = forms.refused("life", values, error), error.status
    notes = selectors.life_notes()
    context = {
        "looks": looks,
        "typed": typed,
        "lives": [
            (kind.label, life.half_life.days, life.lifetime.days, notes.get(kind.value, ""))
            for kind, life in selectors.lives().items()
        ],
        "sources": selectors.sources(),
        "keeps": Duty.KEEP_INDICATORS.value in request.actor.duties,
        "kinds": looks.kind_choices(),
    }
    return render(request, "indicator_desk/lives.html", context, status=status)
