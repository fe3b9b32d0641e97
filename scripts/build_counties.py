"""Turn the State Register's boundaries of counties into the product's compact shapes.

    python scripts/build_counties.py COUNTIES.geojson

COUNTIES is the layer of counties of Państwowy Rejestr Granic (GUGiK) with the property `nazwa`. It has no
codes, and some counties share a name: a boundary's TERYT code is that of the county of its name whose places,
in the gazetteer beside this file, lie inside it most. A border between two counties is kept once, as an arc,
and thinned as one, so that neighbours still meet. Running it twice writes the same bytes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import hypot
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from base.places.gazetteer_table import FIRST_CITY_COUNTY, Table, table  # noqa: E402 - found by the line above
from base.places.projection import project  # noqa: E402
from scripts.build_gazetteer import contains  # noqa: E402

TARGET = ROOT / "base" / "places" / "data" / "counties-pl.txt.xz"
HEADER = "counties-pl 1"
TOLERANCE = 1.5  # in units of 100 m: how far a thinned border may stray

# Towns people find their way by, largest first, beside the cities with the rights of a county: the gazetteer
# knows no populations, and for towns of one post code it cannot tell a county's seat from a village.
TOWNS = {
    "02": ("Lubin", "Głogów", "Świdnica", "Bolesławiec", "Oleśnica", "Dzierżoniów", "Kłodzko"),
    "04": ("Inowrocław", "Brodnica", "Świecie", "Rypin"),
    "06": ("Puławy", "Świdnik", "Kraśnik", "Łuków", "Biłgoraj", "Tomaszów Lubelski"),
    "08": ("Nowa Sól", "Żary", "Żagań", "Świebodzin", "Międzyrzecz"),
    "10": ("Pabianice", "Zgierz", "Tomaszów Mazowiecki", "Bełchatów", "Radomsko", "Kutno", "Sieradz"),
    "12": ("Chrzanów", "Oświęcim", "Olkusz", "Nowy Targ", "Bochnia", "Gorlice", "Zakopane", "Miechów"),
    "14": ("Pruszków", "Legionowo", "Ciechanów", "Otwock", "Mława", "Mińsk Mazowiecki", "Wyszków"),
    "16": ("Kędzierzyn-Koźle", "Nysa", "Brzeg", "Kluczbork", "Prudnik", "Strzelce Opolskie"),
    "18": ("Stalowa Wola", "Mielec", "Dębica", "Jarosław", "Sanok", "Jasło"),
    "20": ("Augustów", "Bielsk Podlaski", "Zambrów", "Grajewo", "Hajnówka", "Sokółka"),
    "22": ("Tczew", "Wejherowo", "Starogard Gdański", "Chojnice", "Kwidzyn", "Kościerzyna"),
    "24": ("Racibórz", "Zawiercie", "Cieszyn", "Lubliniec", "Żywiec"),
    "26": ("Ostrowiec Świętokrzyski", "Starachowice", "Skarżysko-Kamienna", "Sandomierz", "Busko-Zdrój"),
    "28": ("Ełk", "Iława", "Ostróda", "Giżycko", "Kętrzyn", "Szczytno"),
    "30": ("Piła", "Ostrów Wielkopolski", "Gniezno", "Śrem", "Krotoszyn", "Września"),
    "32": ("Stargard", "Kołobrzeg", "Szczecinek", "Wałcz", "Goleniów", "Gryfino"),
}

Point = tuple[int, int]
Line = tuple[Point, ...]
Degrees = list[list[tuple[float, float]]]  # the rings of one county, outer ones and holes alike


def read_outlines(path: Path) -> list[tuple[str, Degrees]]:
    """Name without the word "powiat", and rings, of each boundary."""
    outlines = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry: dict[str, Any] = feature["geometry"]
        coordinates = geometry["coordinates"]
        polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
        rings = [[(float(x), float(y)) for x, y in ring] for polygon in polygons for ring in polygon]
        outlines.append((feature["properties"]["nazwa"].removeprefix("powiat "), rings))
    return outlines


def coded(outlines: Sequence[tuple[str, Degrees]], data: Table) -> dict[str, Degrees]:
    """The rings of each county code. Raises ValueError where a boundary or a code is left over."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in data.counties.items():
        codes[name].append(code)
    points = points_of({code for alike in codes.values() if len(alike) > 1 for code in alike}, data)
    found: dict[str, Degrees] = {}
    for name, rings in outlines:
        votes = Counter({code: sum(inside(rings, *point) for point in points[code]) for code in codes[name]})
        code = votes.most_common(1)[0][0] if votes else ""
        if not code or code in found or (len(votes) > 1 and not votes[code]):
            raise ValueError(f"no county code of its own for the boundary of {name}")
        found[code] = rings
    if missing := data.counties.keys() - found.keys():
        raise ValueError(f"no boundary for {sorted(missing)}")
    return found


def points_of(codes: set[str], data: Table) -> dict[str, list[tuple[float, float]]]:
    """Longitude and latitude of every place of these counties."""
    points: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for row, commune in enumerate(data.commune_of):
        code = data.communes[commune][0][:4]
        if code in codes:
            points[code].append((data.longitudes[row] / 10_000, data.latitudes[row] / 10_000))
    return points


def inside(rings: Degrees, longitude: float, latitude: float) -> bool:
    """Inside an odd number of rings: within the county and not within a hole of it."""
    return sum(contains(ring, longitude, latitude) for ring in rings) % 2 == 1


def flat(ring: Sequence[tuple[float, float]]) -> Line:
    """The ring on the plane, open, without a point that repeats the one before it."""
    points = [project(latitude, longitude) for longitude, latitude in ring]
    line = [
        point for point, before in zip(points, [points[-1], *points[:-1]], strict=True) if point != before
    ]
    return tuple(line)


def junctions(rings: Sequence[Line]) -> set[Point]:
    """Points with more than two neighbours (three borders meet), or one (a spike)."""
    beside: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for here, there in zip(ring, [*ring[1:], ring[0]], strict=True):
            beside[here].add(there)
            beside[there].add(here)
    return {point for point, others in beside.items() if len(others) != 2}


def cut(ring: Line, ends: set[Point]) -> Iterator[Line]:
    """The ring as arcs from junction to junction; one without any begins and ends at its least point."""
    at = [place for place, point in enumerate(ring) if point in ends] or [ring.index(min(ring))]
    whole = [*ring[at[0] :], *ring[: at[0] + 1]]
    for start, end in itertools.pairwise([*(place - at[0] for place in at), len(ring)]):
        yield tuple(whole[start : end + 1])


def thin(line: Line) -> Line:
    """Douglas and Peucker: only the points without which the line would stray beyond the tolerance."""
    if len(line) < 3:
        return line
    first, last = line[0], line[-1]
    strays = [stray(point, first, last) for point in line[1:-1]]
    most = max(strays)
    if most <= TOLERANCE:
        return (first, last)
    middle = strays.index(most) + 1
    return (*thin(line[: middle + 1])[:-1], *thin(line[middle:]))


def stray(point: Point, first: Point, last: Point) -> float:
    """How far a point lies from the straight line between two others, or from the one they both are."""
    east, south = last[0] - first[0], last[1] - first[1]
    length = hypot(east, south)
    if not length:
        return hypot(point[0] - first[0], point[1] - first[1])
    return abs(east * (first[1] - point[1]) - (first[0] - point[0]) * south) / length


def arcs_of(shapes: Mapping[str, Degrees]) -> tuple[list[Line], dict[str, list[list[int]]]]:
    """All borders, each once, and every county's rings as numbers of them from 1, negative when run back."""
    rings = {code: [flat(ring) for ring in shapes[code]] for code in sorted(shapes)}
    ends = junctions([ring for several in rings.values() for ring in several])
    number: dict[Line, int] = {}
    outlines: dict[str, list[list[int]]] = {}
    for code, several in rings.items():
        outlines[code] = []
        for ring in several:
            pieces = []
            for arc in cut(ring, ends):
                back = arc[::-1]
                forth = min(arc, back)
                place = number.setdefault(forth, len(number) + 1)
                pieces.append(place if arc == forth else -place)
            outlines[code].append(pieces)
    return [thin(arc) for arc in number], outlines


def towns_of(data: Table, towns: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, Point]]:
    """County code, name and point: cities with the rights of a county by size, then `towns`."""
    found = []
    for settlement in range(len(data.sizes)):
        name = data.names[data.name_of[data.rows[data.starts[settlement]]]]
        code, commune = data.commune(settlement)
        listed = towns.get(code[:2], ())
        if name != commune or not (code[2:4] >= FIRST_CITY_COUNTY or name in listed):
            continue
        rank = -data.sizes[settlement] if name == data.counties[code[:4]] else listed.index(name)
        rows = data.rows_of(settlement)
        latitude = sum(data.latitudes[row] for row in rows) / len(rows) / 10_000
        longitude = sum(data.longitudes[row] for row in rows) / len(rows) / 10_000
        found.append((rank, name, code[:4], project(latitude, longitude)))
    known = {(code[:2], name) for _rank, name, code, _point in found}
    if missing := {(code, name) for code, names in towns.items() for name in names} - known:
        raise ValueError(f"towns the gazetteer does not have: {sorted(missing)}")
    yield from ((code, name, point) for _rank, name, code, point in sorted(found))


def lines(shapes: Mapping[str, Degrees], data: Table, towns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The file's lines: header, arcs, outlines, towns; see base/places/data/README.md."""
    arcs, outlines = arcs_of(shapes)
    yield HEADER
    yield "\t".join(" ".join(map(str, itertools.chain(*steps(arc)))) for arc in arcs)
    yield "\t".join(
        f"{code} {';'.join(','.join(map(str, ring)) for ring in rings)}" for code, rings in outlines.items()
    )
    yield "\t".join(f"{code} {x} {y} {name}" for code, name, (x, y) in towns_of(data, towns))


def steps(arc: Line) -> Iterator[Point]:
    """The first point, then how far each lies from the one before it."""
    yield arc[0]
    yield from ((x - x0, y - y0) for (x0, y0), (x, y) in itertools.pairwise(arc))


def build(boundary_file: Path, data: Table, towns: Mapping[str, Sequence[str]] = TOWNS) -> bytes:
    text = "\n".join(lines(coded(read_outlines(boundary_file), data), data, towns)) + "\n"
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the compact shapes of Poland's counties.")
    parser.add_argument("counties", type=Path, help="the boundaries of counties, geojson")
    packed = build(parser.parse_args().counties, table())
    TARGET.write_bytes(packed)
    sys.stdout.write(f"{TARGET.name}: {len(packed):,} bytes\n")


if __name__ == "__main__":
    main()
