"""Where the open dispatches are, for the map."""

from dataclasses import dataclass

from zhisun.domains.directory.selectors import position_of
from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.selectors.board import URGENT_FIRST, DispatchLine, line
from zhisun.domains.dissuasion.terms import WAITING
from zhisun.kernel.actors import Actor
from zhisun.kernel.places import Position

MOST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Standing:
    """One open dispatch, the unit that has it ("" while none has) and its own place if known."""

    line: DispatchLine
    unit_code: str
    position: Position | None


def standing(by: Actor, *, limit: int = MOST_SHOWN) -> list[Standing]:
    """Dispatches without an outcome in the actor's area, the most urgent first. One query."""
    rows = Dispatch.objects.filter(area__startswith=by.area, state__in=sorted(WAITING))
    return [
        Standing(line(row), row.unit_code, position_of(row.latitude, row.longitude, row.datum))
        for row in rows.select_related("person").order_by(*URGENT_FIRST)[:limit]
    ]
