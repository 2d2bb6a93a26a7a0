"""When the people of each unit are there, what they speak and where it stands (单位值守)."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhisun.desks.dissuasion_desk import looks
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.policy import point_of
from zhisun.domains.directory.selectors import UnitRow, calendar, units_within
from zhisun.domains.directory.services.posts import keep_post
from zhisun.domains.directory.terms import SHIFT_EXAMPLE, Language
from zhisun.kernel.errors import InputError
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, demand_readable, desk


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with what was typed for one unit."""

    unit_code: str
    words: str
    typed: dict[str, str]
    languages: frozenset[str]


@desk(duty=Duty.DISPATCH)
def page(request: DeskRequest) -> HttpResponse:
    """Every unit of the reader's area: who is there now. Two queries of its own."""
    return _shown(request)


@require_POST
@desk(duty=Duty.KEEP_POSTS)
def keep(request: DeskRequest, code: str) -> HttpResponse:
    """Write down hours, languages and point of one unit; an error shows what was typed again."""
    typed = request.POST.dict()
    asked = request.POST.getlist("languages")
    try:
        demand_readable(typed)
        keep_post(
            code,
            shifts=typed.get("shifts", ""),
            languages=[Language(each) for each in asked if each in Language.values],
            position=point_of(
                *(typed.get(name, "") for name in ("latitude", "longitude", "datum"))
            ),
            by=request.actor,
            at=request.at,
        )
    except InputError as error:
        return _shown(request, Problem(code, text(error), typed, frozenset(asked)))
    return redirect("dissuasion_desk:units")


def _shown(request: DeskRequest, problem: Problem | None = None) -> HttpResponse:
    reader = request.actor
    days = calendar()
    units: list[tuple[UnitRow, bool | None]] = [
        (unit, unit.on_shift(request.at, days)) for unit in units_within(reader.area)
    ]
    context = {
        "units": units,
        "spoken": list(Language),
        "datums": looks.datum_choices(),
        "looks": looks,
        "example": SHIFT_EXAMPLE,
        "keeps": Duty.KEEP_POSTS.value in reader.duties,
        "problem": problem,
    }
    status = InputError.status if problem else 200
    return render(request, "dissuasion_desk/units.html", context, status=status)
