"""The map: every open dispatch is on it or beside it, once, and stands where it is."""

import itertools
from datetime import datetime, timedelta
from math import hypot
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import AT, officer
from tests.builders.warnings import STATION, a_signal, at_the_station, warned
from tests.desks.dissuasion_desk.conftest import Seat
from zhisun.desks.dissuasion_desk.placing import HIGH, LETTER, LINE, WIDE, Drawing, drawing
from zhisun.domains.directory.models import Unit
from zhisun.domains.directory.selectors import UnitRow
from zhisun.domains.directory.terms import UnitKind
from zhisun.domains.dissuasion.selectors.ground import Standing, standing
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.kernel.places import Position

PLACES = st.none() | st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))
CODES = ("370811010000", "370811020000", "370812010000")


def unit(code: str, position: Position | None = None) -> UnitRow:
    return UnitRow(code, f"{code[6:8]}派出所", UnitKind.STATION, code[:9], "", position=position)


def one(
    number: int, code: str = "", position: Position | None = None, minutes: int = 5
) -> Standing:
    due: datetime = AT + timedelta(minutes=minutes)
    line = SimpleNamespace(dispatch_no=f"Q{number}", due_at=due)
    return Standing(cast("Any", line), code, position)


def numbers(drawn: Drawing) -> list[str]:
    on_it = [mark.standing.line.dispatch_no for mark in drawn.dispatches]
    return sorted(on_it + [each.line.dispatch_no for _unit, rows in drawn.beside for each in rows])


@given(
    st.lists(PLACES, min_size=3, max_size=3),
    st.lists(st.tuples(st.sampled_from([*CODES, "", "999"]), PLACES), max_size=40),
)
def test_every_dispatch_is_on_it_or_beside_it_once(
    places: list[Position | None], told: list[tuple[str, Position | None]]
) -> None:
    units = [unit(code, place) for code, place in zip(CODES, places, strict=True)]
    found = [one(number, *each) for number, each in enumerate(told)]
    drawn = drawing(units, found, at=AT)
    assert numbers(drawn) == sorted(each.line.dispatch_no for each in found)
    spots = [(m.x, m.y) for m in drawn.units] + [(m.x, m.y) for m in drawn.dispatches]
    assert all(0 <= x <= WIDE and 0 <= y <= HIGH for x, y in spots)


def test_north_is_up_east_is_right_and_the_scale_is_true() -> None:
    south_west, north_east = Position(36.6, 117.0), Position(36.7, 117.2)
    drawn = drawing([unit(CODES[0], south_west), unit(CODES[1], north_east)], [], at=AT)
    low, high = drawn.units
    assert low.x < high.x
    assert low.y > high.y
    assert drawn.scale is not None
    length, metres = drawn.scale
    assert (low.y - high.y) / length * metres == pytest.approx(11_120, rel=0.01)


def test_without_places_units_stand_by_county_and_dispatches_beside_them() -> None:
    drawn = drawing([unit(code) for code in CODES], [one(1, CODES[0]), one(2, minutes=-1)], at=AT)
    first, second, third = drawn.units
    assert drawn.schematic
    assert first.y == second.y < third.y
    assert [(mark.exact, mark.overdue) for mark in drawn.dispatches] == [(False, False)]
    assert [(row, len(rows)) for row, rows in drawn.beside] == [(None, 1)]


def test_what_stands_at_a_unit_leaves_its_name_free() -> None:
    middle = Position(36.6, 117.0)
    found = [one(number, CODES[0]) for number in range(8)]
    drawn = drawing([unit(CODES[0], middle)], found, at=AT)
    [there] = drawn.units
    half = len(there.label) * LETTER / 2
    name = there.y + 26
    for mark in drawn.dispatches:
        assert abs(mark.x - there.x) > half or abs(mark.y - name) > LINE
        assert mark.leftward == (mark.x < there.x - 1)
    gaps = [hypot(a.x - b.x, a.y - b.y) for a, b in itertools.combinations(drawn.dispatches, 2)]
    assert min(gaps) > 2 * LINE


@pytest.mark.usefixtures("seat")
def test_the_selector_gives_what_waits_in_the_officers_area() -> None:
    mine = at_the_station()
    warned(area="370830", person=Named(phone="13799990009"))
    [found] = standing(officer("mahai"))
    assert (found.line.dispatch_no, found.unit_code, found.position) == (mine, STATION, None)
    assert a_signal().area in found.line.area


def test_the_page_draws_it_and_says_it_again_as_a_table(seat: Seat) -> None:
    number = at_the_station()
    desk = seat("gaofei")
    page = desk.get("/dissuasion/map/").content.decode()
    assert "不表示远近" in page
    assert page.count(f"/dissuasion/dispatches/{number}/") == 2
    Unit.objects.filter(code=STATION).update(latitude=36.6, longitude=117.0, datum="wgs84")
    part = desk.get("/dissuasion/map/part/").content.decode()
    assert "上北下南" in part
    assert "图上没有位置的" in part
