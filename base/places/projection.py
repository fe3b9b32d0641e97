"""Poland on a plane: Albers' equal-area conic, so that a shade covers as much paper as its county does land.

Standard parallels 50° and 54° N, origin 52° N 19.5° E, on a sphere of 6371 km. One unit is 100 m; x grows to
the east and y to the south, as SVG counts. Formulas: Snyder, Map Projections: A Working Manual (USGS, 1987),
14-1 to 14-6.
"""

from math import cos, radians, sin, sqrt
from typing import Final

UNITS_PER_KM: Final = 10
RADIUS = 6371.0 * UNITS_PER_KM
SOUTH, NORTH = radians(50), radians(54)
ORIGIN_LATITUDE, ORIGIN_LONGITUDE = radians(52), radians(19.5)
CONE = (sin(SOUTH) + sin(NORTH)) / 2
CONSTANT = cos(SOUTH) ** 2 + 2 * CONE * sin(SOUTH)


def project(latitude: float, longitude: float) -> tuple[int, int]:
    """x and y of a point given in degrees (WGS 84)."""
    distance = _from_apex(radians(latitude))
    angle = CONE * (radians(longitude) - ORIGIN_LONGITUDE)
    x = distance * sin(angle)
    y = distance * cos(angle) - _from_apex(ORIGIN_LATITUDE)
    return round(x), round(y)


def _from_apex(latitude: float) -> float:
    return RADIUS * sqrt(CONSTANT - 2 * CONE * sin(latitude)) / CONE
