"""Two points, the way between them and how far the helper goes. North is up; no tiles, nothing invented."""

from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Protocol

from django.utils.formats import number_format

from .numbers import px

SIDE = 240
MARGIN = 34
RADIUS = 8
SMALLEST = 0.4
KM_PER_DEGREE = 111.2


class Located(Protocol):
    """Anything with a point on the ground, in degrees."""

    @property
    def latitude(self) -> float | None: ...

    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True)
class Spot:
    """A point in the drawing and where its name stands."""

    x: str
    y: str
    name_y: str


@dataclass(frozen=True)
class MiniMap:
    """A square of 240: two spots, the reach as a radius ("" when unknown), a ruler in km."""

    seeker: Spot
    helper: Spot
    reach: str
    ruler_km: str
    ruler_path: str


def draw_minimap(seeker: Located, helper: Located, reach_km: float | None = None) -> MiniMap | None:
    """The drawing, scaled so that both points and, where it fits, the reach show; None without a point."""
    if None in (seeker.latitude, seeker.longitude, helper.latitude, helper.longitude):
        return None
    east, north = kilometres(helper, seeker)
    apart = hypot(east, north)
    # A reach many times the distance would press the points into one: then the circle leaves the square.
    seen = max(apart, SMALLEST, min(reach_km or 0.0, 2.5 * max(apart, SMALLEST)))
    scale = (SIDE / 2 - MARGIN) / seen
    x_helper, y_helper = SIDE / 2 - east * scale / 2, SIDE / 2 + north * scale / 2
    x_seeker, y_seeker = SIDE / 2 + east * scale / 2, SIDE / 2 - north * scale / 2
    if apart * scale < 2 * RADIUS:
        y_helper, y_seeker = SIDE / 2, SIDE / 2
        x_helper, x_seeker = SIDE / 2 + RADIUS + 2, SIDE / 2 - RADIUS - 2
    seeker_above = y_seeker < y_helper
    ruler = ruler_length(seen)
    return MiniMap(
        seeker=Spot(px(x_seeker), px(y_seeker), px(y_seeker + (-16 if seeker_above else 24))),
        helper=Spot(px(x_helper), px(y_helper), px(y_helper + (24 if seeker_above else -16))),
        reach=px(reach_km * scale) if reach_km else "",
        ruler_km=number_format(f"{ruler:g}"),
        ruler_path=f"M14 {SIDE - 18}v5h{px(ruler * scale)}v-5",
    )


def kilometres(here: Located, there: Located) -> tuple[float, float]:
    """How far east and north `there` lies of `here`, on a plane: exact enough within a voivodeship."""
    latitude = float(here.latitude or 0), float(there.latitude or 0)
    longitude = float(here.longitude or 0), float(there.longitude or 0)
    east = (longitude[1] - longitude[0]) * KM_PER_DEGREE * cos(radians(sum(latitude) / 2))
    return east, (latitude[1] - latitude[0]) * KM_PER_DEGREE


def ruler_length(seen_km: float) -> float:
    """The longest round length, in km, that takes at most half of what is seen."""
    lengths = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]
    return max((length for length in lengths if length <= seen_km / 2), default=lengths[0])
