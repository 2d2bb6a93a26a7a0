"""The map: open dispatches and the units that have them (态势图)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from zhisun.desks.dissuasion_desk import looks
from zhisun.desks.dissuasion_desk.placing import HIGH, WIDE, drawing
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import units_within
from zhisun.domains.dissuasion.selectors.ground import MOST_SHOWN, standing
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.shell.seat import DeskRequest, desk


@desk(duty=Duty.DISPATCH)
def page(request: DeskRequest) -> HttpResponse:
    """The map with its table. Three queries beyond the seat's."""
    return render(request, "dissuasion_desk/map.html", context(request))


@desk(duty=Duty.DISPATCH)
def part(request: DeskRequest) -> HttpResponse:
    """The same without the frame, after news."""
    return render(request, "dissuasion_desk/map_part.html", context(request))


def context(request: DeskRequest) -> dict[str, Any]:
    """What the map shows."""
    area, found = request.actor.area, standing(request.actor)
    units = units_within(area)
    return {
        "looks": looks,
        "rules": rules_of(area),
        "drawn": drawing(units, found, at=request.at),
        "found": found,
        "names": {unit.code: unit.name for unit in units},
        "size": (WIDE, HIGH),
        "most": MOST_SHOWN,
    }
