"""Asking for a takedown (起草封停指令)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhisun.desks.telecom_desk import forms
from zhisun.desks.telecom_desk.forms import Typed
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import institutions_of
from zhisun.domains.directory.terms import Lane
from zhisun.domains.takedown.services.draft import draft
from zhisun.domains.takedown.terms import Measure, TargetKind
from zhisun.kernel.errors import InputError, NotFound, RuleViolation, StateConflict
from zhisun.shell.seat import DeskRequest, demand_readable, desk

ELSEWHERE = frozenset({Measure.RELEASE, Measure.HOLD_OWN_PHONE})
"""Asked for on the page of what is released, and on the page of a dispatch."""

WHO = frozenset({Lane.TELECOM, Lane.PLATFORM, Lane.PAPER})


@desk(duty=Duty.DRAFT_TAKEDOWN)
def page(request: DeskRequest) -> HttpResponse:
    """The form, and what comes of it: the new takedown's page, or the form with its errors."""
    if request.method != "POST":
        return render(request, "telecom_desk/new.html", _context(_from_address(request)))
    values = request.POST.dict()
    try:
        demand_readable(values)
        number = draft(forms.new_takedown(values), by=request.actor, at=request.at)
    except (InputError, RuleViolation, StateConflict) as error:
        typed = forms.refused("new", values, error)
        return render(request, "telecom_desk/new.html", _context(typed), status=error.status)
    except NotFound as error:  # an incident number nobody here knows
        asked = InputError(error.code, **(error.facts | {"field": "incident_no"}))
        typed = forms.refused("new", values, asked)
        return render(request, "telecom_desk/new.html", _context(typed), status=asked.status)
    return redirect("telecom_desk:takedown", takedown_no=number)


def _from_address(request: DeskRequest) -> Typed:
    """What another page filled in beforehand."""
    known = {name: value for name, value in request.GET.dict().items() if name in FILLED}
    return Typed("new", known)


FILLED = forms.FIELDS["new"]


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the fields of a takedown offer, as pairs of value and words. One query."""
    measures = [measure for measure in Measure if measure not in ELSEWHERE]
    rows = institutions_of(WHO)
    return {
        "target_kind": [(str(kind.value), str(kind.label)) for kind in TargetKind],
        "measure": [
            ("", _("请选择")),
            *((str(each.value), str(each.label)) for each in measures),
        ],
        "institution": [("", _("请选择")), *((row.code, row.name) for row in rows)],
        "lasts": forms.term_choices(),
    }


def _context(typed: Typed) -> dict[str, Any]:
    return {"typed": typed, "offered": choices()}
