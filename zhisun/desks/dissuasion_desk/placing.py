"""Where things stand on the map of the desk: drawn by us, without tiles and without a network.

Points are those of the drawing, from its upper left corner; north is up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, pi, radians, sin, sqrt

from zhisun.domains.directory.selectors import UnitRow
from zhisun.domains.dissuasion.selectors.ground import Standing
from zhisun.kernel.places import Position, wgs84

WIDE, HIGH, EDGE = 1000, 640, 60
METRES_A_DEGREE = 111_195
"""Of latitude, on a sphere."""

LEAST_SPAN = 0.01
"""Degrees: one lonely unit stands in the middle of a kilometre, not of nothing."""

AROUND, STEP, TURN = 52.0, 26.0, 2.4
"""Dispatches at a unit stand on a spiral around it: its beginning, its growth, its angle."""

CELL_WIDE, CELL_HIGH = 160, 130
LETTER, LINE, CLOCK = 15, 18, 130
"""How wide a Chinese sign of a label is, how high its line, and how long 超时 11:03:10."""

BAR = 220
"""The longest the scale may be."""

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class UnitMark:
    """A unit on the drawing. label: its name where there is room for it."""

    row: UnitRow
    x: float
    y: float
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class DispatchMark:
    """A dispatch on the drawing. exact: at its own place, else beside the unit that has it.

    leftward: it stands left of its unit, and so does what is written beside it.
    """

    standing: Standing
    x: float
    y: float
    overdue: bool
    exact: bool
    leftward: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map. beside: units without a place and what they have; `None` has what nobody has.

    schematic: no unit has a place, they stand by county. scale: length and metres of the bar.
    """

    units: tuple[UnitMark, ...]
    dispatches: tuple[DispatchMark, ...]
    beside: tuple[tuple[UnitRow | None, tuple[Standing, ...]], ...]
    schematic: bool
    scale: tuple[float, int] | None


@dataclass(frozen=True, slots=True)
class _Frame:
    """How degrees become points."""

    west: float
    north: float
    a_degree: float
    narrow: float

    def spot(self, place: Position) -> Spot:
        known = wgs84(place)
        x = EDGE + (known.longitude - self.west) * self.narrow * self.a_degree
        return x, EDGE + (self.north - known.latitude) * self.a_degree


def drawing(units: Sequence[UnitRow], found: Sequence[Standing], *, at: datetime) -> Drawing:
    """Place units and dispatches. Every dispatch is on the drawing or beside it, once."""
    told = [each.position for each in units] + [each.position for each in found]
    places = [place for place in told if place is not None]
    spots: dict[str, Spot] = {}
    frame = None
    if places:
        frame = _frame(places)
        spots = {each.code: frame.spot(each.position) for each in units if each.position}
    else:
        spots = dict(_by_county(units))
    marks, left = _marks(found, spots, frame, at=at)
    return Drawing(
        units=tuple(_labelled(units, spots, found)),
        dispatches=tuple(marks),
        beside=tuple(_beside(units, spots, left)),
        schematic=frame is None,
        scale=_scale(frame) if frame else None,
    )


def _frame(places: Iterable[Position]) -> _Frame:
    known = [wgs84(place) for place in places]
    souths, wests = [p.latitude for p in known], [p.longitude for p in known]
    middle = (min(souths) + max(souths)) / 2, (min(wests) + max(wests)) / 2
    narrow = max(cos(radians(middle[0])), 0.01)
    high = max(max(souths) - min(souths), LEAST_SPAN)
    wide = max((max(wests) - min(wests)) * narrow, LEAST_SPAN)
    a_degree = min((WIDE - 2 * EDGE) / wide, (HIGH - 2 * EDGE) / high)
    # what is left over of the drawing stands evenly on both sides
    spare = (WIDE - 2 * EDGE) / a_degree / narrow / 2, (HIGH - 2 * EDGE) / a_degree / 2
    return _Frame(middle[1] - spare[0], middle[0] + spare[1], a_degree, narrow)


def _by_county(units: Sequence[UnitRow]) -> Iterator[tuple[str, Spot]]:
    """A schematic: a row for each county, its stations beside each other."""
    across = (WIDE - EDGE) // CELL_WIDE
    rows: list[list[UnitRow]] = []
    counties: dict[str, list[UnitRow]] = {}
    for unit in units:
        counties.setdefault(unit.area[:6], []).append(unit)
    for members in counties.values():
        rows += [members[first : first + across] for first in range(0, len(members), across)]
    high = min(CELL_HIGH, (HIGH - EDGE) / max(len(rows), 1))
    for line, members in enumerate(rows):
        for place, unit in enumerate(members):
            yield unit.code, (EDGE + (place + 0.3) * CELL_WIDE, EDGE + (line + 0.2) * high)


def _marks(
    found: Sequence[Standing], spots: dict[str, Spot], frame: _Frame | None, *, at: datetime
) -> tuple[list[DispatchMark], list[Standing]]:
    marks: list[DispatchMark] = []
    left: list[Standing] = []
    around: dict[str, int] = {}
    for each in found:
        late = each.line.due_at is not None and each.line.due_at < at
        if each.position is not None and frame is not None:
            marks.append(DispatchMark(each, *_kept(frame.spot(each.position)), late, exact=True))
        elif each.unit_code in spots:
            number = around.get(each.unit_code, 0)
            around[each.unit_code] = number + 1
            x, y = _kept(_beside_unit(spots[each.unit_code], number))
            leftward = _is_left(x, of=spots[each.unit_code][0])
            marks.append(DispatchMark(each, x, y, late, exact=False, leftward=leftward))
        else:
            left.append(each)
    return marks, left


def _beside_unit(spot: Spot, number: int) -> Spot:
    """The place of a unit's n-th dispatch on its spiral; the first stands above it."""
    far = AROUND + STEP * (sqrt(number + 1) - 1)
    angle = -pi / 2 + number * TURN
    return spot[0] + far * cos(angle), spot[1] + far * sin(angle)


def _is_left(x: float, *, of: float) -> bool:
    """Left of its unit, with room for a clock on that side."""
    return x < of - 1 and x > CLOCK


def _kept(spot: Spot) -> Spot:
    """What would stand outside of the drawing stands at its edge."""
    near = EDGE / 4
    return min(max(spot[0], near), WIDE - near), min(max(spot[1], near), HIGH - near)


def _labelled(
    units: Sequence[UnitRow], spots: dict[str, Spot], found: Sequence[Standing]
) -> Iterator[UnitMark]:
    """Names stand under their units, the largest unit first, where no other name stands."""
    taken: list[tuple[float, float, float]] = []
    for unit in units:
        if unit.code not in spots:
            continue
        x, y = spots[unit.code]
        half = len(unit.name) * LETTER / 2
        free = all(abs(y - b) > LINE or abs(x - a) > half + other for a, b, other in taken)
        if free:
            taken.append((x, y, half))
        number = sum(each.unit_code == unit.code for each in found)
        yield UnitMark(unit, x, y, unit.name if free else "", number)


def _beside(
    units: Sequence[UnitRow], spots: dict[str, Spot], left: Sequence[Standing]
) -> Iterator[tuple[UnitRow | None, tuple[Standing, ...]]]:
    unplaced = {unit.code: unit for unit in units if unit.code not in spots}
    nobody = tuple(each for each in left if each.unit_code not in unplaced)
    if nobody:
        yield None, nobody
    for code, unit in unplaced.items():
        yield unit, tuple(each for each in left if each.unit_code == code)


def _scale(frame: _Frame) -> tuple[float, int]:
    """The longest bar of 1, 2 or 5 times a power of ten metres that fits: points, metres."""
    a_metre = frame.a_degree / METRES_A_DEGREE
    fitting = [
        first * 10**zeros
        for zeros in range(7)
        for first in (1, 2, 5)
        if first * 10**zeros * a_metre <= BAR
    ]
    metres = max(fitting, default=1)
    return metres * a_metre, metres
