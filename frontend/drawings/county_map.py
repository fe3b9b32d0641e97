"""Counts by county on a map of some voivodeships: demand, supply. Boundaries of our own, no tiles.

A count under five is never told, only that it is one: not in a title, the table, or the table's order.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from base.places.counties import County, Line, Point, all_counties, towns_of, voivodeship_borders
from base.places.gazetteer import VOIVODESHIPS
from base.places.projection import project

from .map_labels import Name, Pin, place_names, place_pins

WIDTH, PADDING = 1000, 14
SMALLEST_TOLD: Final = 5
SHADES: Final = ((30, "d4"), (10, "d3"), (SMALLEST_TOLD, "d2"), (1, "d1"), (0, "d0"))
MOST_NAMED = 3
MANY = 80

Pins = Iterable[tuple[int, float, float, str]]  # number, latitude, longitude, title


@dataclass(frozen=True)
class Area:
    """One county: its shape, shade "d0" to "d4", and what it says."""

    shade: str
    path: str
    words: str


@dataclass(frozen=True)
class CountyMap:
    """A drawing 1000 wide. `rows` are those of the table, `rest` tells that there are more that count none;
    `elsewhere` is what the counties not drawn count together, "" when that is nothing."""

    height: int
    areas: tuple[Area, ...]
    borders: str
    names: tuple[Name, ...]
    pins: tuple[Pin, ...]
    words: str
    legend: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    rest: bool
    elsewhere: str

    @property
    def fine(self) -> bool:
        """So many counties that their lines are drawn thinner."""
        return len(self.areas) > MANY


@dataclass(frozen=True)
class Frame:
    """From the plane to the drawing: the north-west corner and how many units go into one of the drawing."""

    west: float
    north: float
    scale: float
    height: int

    @classmethod
    def around(cls, points: Collection[Point]) -> "Frame":
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        scale = max((max(xs) - min(xs)) / (WIDTH - 2 * PADDING), 0.01)
        height = round((max(ys) - min(ys)) / scale) + 2 * PADDING
        return cls(min(xs) - PADDING * scale, min(ys) - PADDING * scale, scale, height)

    def at(self, x: float, y: float) -> Point:
        return round((x - self.west) / self.scale), round((y - self.north) / self.scale)


def draw_county_map(
    counts: Mapping[str, int], voivodeships: Collection[str] = (), pins: Pins = ()
) -> CountyMap:
    """`counts` by TERYT county code ("1261"); `voivodeships` by code ("12"): by default those that count
    somebody, or all. A pin outside of them widens the drawing."""
    codes = shown_codes(counts, voivodeships)
    counties = [county for county in all_counties() if county.voivodeship_code in codes]
    marks = [(number, title, *project(latitude, longitude)) for number, latitude, longitude, title in pins]
    corners = [point for county in counties for ring in county.rings for point in ring]
    frame = Frame.around(corners + [(x, y) for _number, _title, x, y in marks])
    placed = place_pins(
        [(number, title, *frame.at(x, y)) for number, title, x, y in marks], WIDTH, frame.height
    )
    towns = [(town.name, *frame.at(town.x, town.y)) for town in towns_of(codes)]
    counted = ranked(counties, counts)
    drawn = {county.code for county in counties}
    return CountyMap(
        height=frame.height,
        areas=tuple(draw_area(county, counts.get(county.code, 0), frame) for county in counties),
        borders="".join(path_of(line, frame) for line in voivodeship_borders(codes)),
        names=place_names(towns, placed, WIDTH, frame.height),
        pins=placed,
        words=summary(counted, counts, placed),
        legend=legend(),
        rows=table_rows(counted, counties, counts),
        rest=len(counted) < len(counties),
        elsewhere=elsewhere_words(sum(count for code, count in counts.items() if code not in drawn)),
    )


def shown_codes(counts: Mapping[str, int], voivodeships: Collection[str]) -> set[str]:
    """The voivodeships to draw; codes that are none are left out."""
    asked = set(voivodeships) or {code[:2] for code, count in counts.items() if count}
    return asked & VOIVODESHIPS.keys() or set(VOIVODESHIPS)


def shade_of(count: int) -> str:
    return next(shade for least, shade in SHADES if count >= least)


def count_words(count: int) -> str:
    """The count as it may be told."""
    if 0 < count < SMALLEST_TOLD:
        return _("fewer than 5")
    return str(number_format(count, use_l10n=True))


def elsewhere_words(count: int) -> str:
    return count_words(count) if count else ""


def legend() -> tuple[tuple[str, str], ...]:
    """Shade and words, from none to most."""
    return (
        ("d0", "0"),
        ("d1", _("fewer than 5")),
        ("d2", "5–9"),
        ("d3", "10–29"),
        ("d4", _("30 or more")),
    )


def ranked(counties: Sequence[County], counts: Mapping[str, int]) -> list[County]:
    """The counties that count somebody, most first; all that count fewer than five stand by name."""

    def order(county: County) -> tuple[int, str, str]:
        count = counts[county.code]
        return -count if count >= SMALLEST_TOLD else 0, county.name.casefold(), county.code

    return sorted((county for county in counties if counts.get(county.code, 0)), key=order)


def table_rows(
    counted: Sequence[County], shown: Sequence[County], counts: Mapping[str, int]
) -> tuple[tuple[str, str], ...]:
    """Name and count; the name with its voivodeship where another county shown has the same."""
    alike = Counter(county.title for county in shown)
    rows = []
    for county in counted:
        around = f" ({VOIVODESHIPS[county.voivodeship_code]})" if alike[county.title] > 1 else ""
        rows.append((county.title + around, count_words(counts[county.code])))
    return tuple(rows)


def draw_area(county: County, count: int, frame: Frame) -> Area:
    path = "".join(path_of(ring, frame, closed=True) for ring in county.rings)
    return Area(shade_of(count), path, f"{county.title}: {count_words(count)}")


def path_of(line: Line, frame: Frame, *, closed: bool = False) -> str:
    """The line in whole numbers, each step from the point before; points that fall together are one."""
    points = [frame.at(x, y) for x, y in line]
    (x, y), *others = points
    steps = []
    here = (x, y)
    for there in others:
        if there != here:
            steps.append((there[0] - here[0], there[1] - here[1]))
            here = there
    return f"M{x} {y}" + "".join(step_words(steps)) + ("z" if closed else "")


def step_words(steps: Sequence[Point]) -> Iterable[str]:
    """ "l5-2 9 1": a minus parts two numbers as well as a space does."""
    for place, (x, y) in enumerate(steps):
        east = f"{x}" if x < 0 else f" {x}"
        yield ("l" + east.lstrip() if place == 0 else east) + (f"{y}" if y < 0 else f" {y}")


def summary(counted: Sequence[County], counts: Mapping[str, int], pins: Sequence[Pin]) -> str:
    """The drawing in words, for those who listen."""
    most = [county for county in counted[:MOST_NAMED] if counts[county.code] >= SMALLEST_TOLD]
    if most:
        told = ", ".join(f"{county.title} {count_words(counts[county.code])}" for county in most)
        words = [pgettext("counties on a map", "Most: %(list)s.") % {"list": told}]
    else:
        words = [_("No county has five or more.") if counted else _("Nobody in these counties.")]
    if pins:
        told = ", ".join(f"{pin.number} {pin.title}" for pin in pins)
        words.append(pgettext("pins on a map", "Numbered: %(list)s.") % {"list": told})
    return " ".join(words)
