"""The 380 counties of Poland as shapes on the plane of `base.places.projection`, cities with the rights of a
county among them. A county's code is the first four digits of its communes' codes (TERYT).

Data: Państwowy Rejestr Granic, GUGiK, see data/README.md. Read once per process; nothing asks the network.
"""

import itertools
import lzma
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from base.places.gazetteer import county_name
from base.places.gazetteer_table import FIRST_CITY_COUNTY

FILE = Path(__file__).resolve().parent / "data" / "counties-pl.txt.xz"
HEADER = "counties-pl 1"

Point = tuple[int, int]
Line = tuple[Point, ...]


class UnknownCounty(LookupError):
    """No county of Poland has this code."""


@dataclass(frozen=True, slots=True)
class County:
    """A county and its rings, in units of 100 m, y to the south. Rings are open (the last point does not
    repeat the first) and fill by the even-odd rule: a city inside its county is a hole of it."""

    code: str
    rings: tuple[Line, ...]

    @property
    def voivodeship_code(self) -> str:
        return self.code[:2]

    @property
    def is_city(self) -> bool:
        return self.code[2:] >= FIRST_CITY_COUNTY

    @property
    def name(self) -> str:
        """As the gazetteer has it: "krakowski", "Kraków"."""
        return county_name(self.code)

    @property
    def title(self) -> str:
        """The county beside the city of its name: "powiat krakowski", "Kraków". Polish in every language."""
        return self.name if self.is_city else f"powiat {self.name}"


@dataclass(frozen=True, slots=True)
class Town:
    """A town people find their way by, as a point on the plane."""

    name: str
    county_code: str
    x: int
    y: int


class Atlas:
    """The file in memory: borders, each kept once, the counties they make, and towns."""

    def __init__(self, text: str) -> None:
        header, arcs, outlines, towns = text.splitlines()
        if header != HEADER:
            raise ValueError(f"the counties' file begins with {header!r}, not {HEADER!r}")
        self.arcs = tuple(_unpacked(entry) for entry in arcs.split("\t"))
        self.beside: defaultdict[int, set[str]] = defaultdict(set)  # arc -> the counties it bounds
        self.counties = {entry[:4]: self._county(entry[:4], entry[5:]) for entry in outlines.split("\t")}
        self.towns = tuple(
            Town(name, code, int(x), int(y))
            for code, x, y, name in (entry.split(" ", 3) for entry in towns.split("\t"))
        )

    def _county(self, code: str, outline: str) -> County:
        rings = []
        for numbers in outline.split(";"):
            points: list[Point] = []
            for number in map(int, numbers.split(",")):
                arc = self.arcs[abs(number) - 1]
                self.beside[abs(number) - 1].add(code)
                points += (arc if number > 0 else arc[::-1])[:-1]
            rings.append(tuple(points))
        return County(code, tuple(rings))


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """The whole file; the first call reads it, every other one is free."""
    return Atlas(lzma.decompress(FILE.read_bytes()).decode())


def county(code: str) -> County:
    """The county of a TERYT code of four digits or more (a commune's): "1261" or "126101" is Kraków.
    Raises UnknownCounty."""
    try:
        return atlas().counties[code[:4]]
    except KeyError:
        raise UnknownCounty(f"no county has the code {code!r}") from None


def all_counties() -> tuple[County, ...]:
    """All 380, by code."""
    return tuple(atlas().counties.values())


def counties_of(voivodeship_code: str) -> tuple[County, ...]:
    """The counties of a voivodeship ("12"), by code; empty for a code that is not one."""
    return tuple(county for county in all_counties() if county.voivodeship_code == voivodeship_code)


def voivodeship_borders(voivodeship_codes: Collection[str]) -> tuple[Line, ...]:
    """The borders between any two of these voivodeships, in pieces."""
    data = atlas()
    codes = set(voivodeship_codes)
    between = ({code[:2] for code in data.beside[arc]} for arc in range(len(data.arcs)))
    return tuple(arc for arc, two in zip(data.arcs, between, strict=True) if len(two) == 2 and two <= codes)


def towns_of(voivodeship_codes: Collection[str]) -> tuple[Town, ...]:
    """Towns to name on a map of these voivodeships, the largest first: the cities with the rights of a
    county, then others well known."""
    return tuple(town for town in atlas().towns if town.county_code[:2] in voivodeship_codes)


def _unpacked(entry: str) -> Line:
    """An arc from its first point and the steps that follow."""
    numbers = iter(map(int, entry.split(" ")))
    steps: Iterator[Point] = zip(numbers, numbers, strict=True)
    return tuple(itertools.accumulate(steps, lambda here, step: (here[0] + step[0], here[1] + step[1])))
