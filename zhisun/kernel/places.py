"""Points on the ground (坐标) and how far apart they are.

A Chinese map gives GCJ-02, a receiver WGS-84; taken for each other they are some 500 m apart. So
a point always says which it is. The shift is not published; the formula is the one of the public
eviltransform and coordtransform libraries, right to a few metres within the country.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, isfinite, pi, radians, sin, sqrt

EARTH_METRES = 6_371_008.8
"""Mean radius (IUGG)."""

AXIS, ECCENTRICITY = 6_378_245.0, 0.00669342162296594323
"""Krasovsky 1940, on which the shift is defined."""

WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""Outside of these degrees nothing is shifted."""


POLE, ROUND = 90, 180


class Datum(StrEnum):
    """Against what a point was measured."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


@dataclass(frozen=True, slots=True)
class Position:
    """A point in degrees."""

    latitude: float
    longitude: float
    datum: Datum = Datum.WGS84

    @property
    def sound(self) -> bool:
        """Whether such a point exists."""
        known = isfinite(self.latitude) and isfinite(self.longitude)
        return known and abs(self.latitude) <= POLE and abs(self.longitude) <= ROUND


def wgs84(point: Position) -> Position:
    """The same point as a receiver gives it."""
    if point.datum is Datum.WGS84:
        return point
    north, east = _shift(point.latitude, point.longitude)
    return Position(point.latitude - north, point.longitude - east)


def metres(one: Position, other: Position) -> float:
    """The distance over the ground, by the haversine formula on a sphere (at most 0.6 % off)."""
    a, b = wgs84(one), wgs84(other)
    across = radians(b.longitude - a.longitude)
    along = radians(b.latitude - a.latitude)
    flat = cos(radians(a.latitude)) * cos(radians(b.latitude))
    half = sin(along / 2) ** 2 + flat * sin(across / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(half)))


def _shift(latitude: float, longitude: float) -> tuple[float, float]:
    """How many degrees GCJ-02 lies to the north and east of WGS-84 there."""
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        return 0.0, 0.0
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    bent = 1 - ECCENTRICITY * sin(radians(latitude)) ** 2
    meridian = AXIS * (1 - ECCENTRICITY) / (bent * sqrt(bent))
    parallel = AXIS / sqrt(bent) * cos(radians(latitude))
    return north / meridian * 180 / pi, east / parallel * 180 / pi
