"""Points and ways, held against figures of others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.kernel.places import Datum, Position, metres, wgs84

LATITUDES, LONGITUDES = st.floats(20, 50), st.floats(80, 130)


def test_a_point_of_a_chinese_map_is_brought_back() -> None:
    """The example of the coordtransform library."""
    found = wgs84(Position(39.915, 116.404, Datum.GCJ02))
    assert (found.latitude, found.longitude) == pytest.approx(
        (39.91359571849836, 116.39775550083061), abs=1e-9
    )
    abroad = Position(48.85, 2.35, Datum.GCJ02)
    assert wgs84(abroad) == Position(48.85, 2.35)


def test_a_degree_of_the_meridian_is_111_km() -> None:
    assert metres(Position(35, 116), Position(36, 116)) == pytest.approx(111_195, abs=1)
    assert metres(Position(60, 10), Position(60, 11)) == pytest.approx(55_597, abs=5)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_a_way_is_as_long_back_and_taking_one_datum_for_another_shows(
    a: float, b: float, c: float, d: float
) -> None:
    here, there = Position(a, b), Position(c, d, Datum.GCJ02)
    assert metres(here, there) == pytest.approx(metres(there, here))
    assert metres(there, there) == 0
    assert 20 < metres(Position(a, b), Position(a, b, Datum.GCJ02)) < 1500


@pytest.mark.parametrize("point", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_what_is_no_point_is_known(point: tuple[float, float]) -> None:
    assert not Position(*point).sound
