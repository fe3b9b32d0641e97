"""Two points, the way between them and how far the helper goes. North is up; no tiles, nothing invented."""

from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Protocol

from .numbers import px

SIDE = 240
MARGIN = 34
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
    """A square of 240: two spots, the tag half way, the reach as a radius ("" when unknown), a ruler of whole km."""

    seeker: Spot
    helper: Spot
    tag_x: str
    tag_y: str
    reach: str
    ruler_km: str
    ruler_path: str


def draw_minimap(seeker: Located, helper: Located, reach_km: float | None = None) -> MiniMap | None:
    """The drawing, or None when either point is unknown. Scaled so that both points and, where it fits, the reach show."""
    if None in (seeker.latitude, seeker.longitude, helper.latitude, helper.longitude):
        return None
    here, there = (float(seeker.latitude or 0), float(seeker.longitude or 0)), (
        float(helper.latitude or 0),
        float(helper.longitude or 0),
    )
    east = (here[1] - there[1]) * KM_PER_DEGREE * cos(radians((here[0] + there[0]) / 2))
    north = (here[0] - there[0]) * KM_PER_DEGREE
    apart = hypot(east, north)
    # The reach may be fifty times the distance: then the points matter more than the circle.
    seen = max(apart, 0.4, min(reach_km or 0.0, 1.6 * max(apart, 0.4)))
    scale = (SIDE / 2 - MARGIN) / seen
    # Half way between "centred on the helper" and "centred on both" keeps circle and points in the square.
    x_helper, y_helper = SIDE / 2 - east * scale / 2, SIDE / 2 + north * scale / 2
    x_seeker, y_seeker = x_helper + east * scale, y_helper - north * scale
    if apart * scale < 1:
        x_helper, x_seeker = x_helper + 12, x_seeker - 12
    seeker_above = y_seeker < y_helper
    ruler = ruler_length(seen)
    return MiniMap(
        seeker=Spot(px(x_seeker), px(y_seeker), px(y_seeker + (-16 if seeker_above else 24))),
        helper=Spot(px(x_helper), px(y_helper), px(y_helper + (24 if seeker_above else -16))),
        tag_x=px((x_seeker + x_helper) / 2),
        tag_y=px((y_seeker + y_helper) / 2),
        reach=px(reach_km * scale) if reach_km else "",
        ruler_km=f"{ruler:g}",
        ruler_path=f"M14 {SIDE - 18}v5h{px(ruler * scale)}v-5",
    )


def ruler_length(seen_km: float) -> float:
    """The longest round length, in km, that takes at most half of what is seen."""
    lengths = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]
    return max((length for length in lengths if length <= seen_km / 2), default=lengths[0])
