"""Distances on the sphere, in kilometres, between points given in degrees."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius of the WGS 84 ellipsoid
DETOUR = 1.3  # an assumption: roads and rails are about a third longer than the straight line


def great_circle_km(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    """The shortest way over the ground from a to b in km (haversine formula)."""
    half_lat = radians(b_lat - a_lat) / 2
    half_lon = radians(b_lon - a_lon) / 2
    h = sin(half_lat) ** 2 + cos(radians(a_lat)) * cos(radians(b_lat)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


def travel_km(a_lat: float, a_lon: float, b_lat: float, b_lon: float, *, detour: float = DETOUR) -> float:
    """A fair guess of the way people travel from a to b in km: the straight line times `detour` (>= 1)."""
    if detour < 1:
        raise ValueError("a detour cannot be shorter than the straight line")
    return great_circle_km(a_lat, a_lon, b_lat, b_lon) * detour
