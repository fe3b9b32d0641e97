"""Turn the GeoNames table of Polish postal codes into the product's compact gazetteer.

    python scripts/build_gazetteer.py SOURCE.csv.xz COUNTIES.geojson

SOURCE is the GeoNames postal code table (CC BY 4.0). COUNTIES is the State Register of Boundaries' layer of
counties with the property `nazwa`: GeoNames names some counties in English, so the Polish name of a county is
the one inside whose boundary most of its places lie. Running it twice writes the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).resolve().parent.parent / "base" / "places" / "data" / "gazetteer-pl.txt.xz"
HEADER = "gazetteer-pl 1"
FIRST_CITY_COUNTY = "61"  # TERYT: counties 61-99 of a voivodeship are cities with the rights of a county
POLISH_NAMES = {"Warsaw": "Warszawa", "Lodz": "Łódź", "Miasto Łowicz": "Łowicz"}
COORDINATE_UNITS = 10_000  # GeoNames gives four decimals

Ring = list[tuple[float, float]]


class Row(NamedTuple):
    postcode: int
    name: str
    commune_code: str
    latitude: int
    longitude: int


class Boundary(NamedTuple):
    """One closed ring with its box; a county of several rings has several of these."""

    county: str
    west: float
    south: float
    east: float
    north: float
    ring: Ring


def polish(name: str) -> str:
    """The name in Polish, without the word for its kind: "Gmina Mosina" -> "Mosina"."""
    for prefix in ("Gmina ", "gmina ", "Powiat ", "powiat "):
        name = name.removeprefix(prefix)
    name = " ".join(name.replace("N/", "nad ").replace("K/", "koło ").replace(" K. ", " koło ").split())
    return POLISH_NAMES.get(name, name)


def read_boundaries(path: Path) -> list[Boundary]:
    boundaries = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        polygons = (
            geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        )
        for polygon in polygons:
            ring = [(float(point[0]), float(point[1])) for point in polygon[0]]
            longitudes, latitudes = zip(*ring, strict=True)
            box = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
            boundaries.append(Boundary(polish(feature["properties"]["nazwa"]), *box, ring))
    return boundaries


def contains(ring: Ring, longitude: float, latitude: float) -> bool:
    """Ray casting: a point is inside when a ray from it crosses the ring an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def county_names(table: Sequence[dict[str, str]], boundaries: Sequence[Boundary]) -> dict[str, str]:
    """The Polish name of each county code, by the boundary that holds most of its places."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    cities: dict[str, str] = {}
    for row in table:
        code = row["province_code"]
        if code[2:] >= FIRST_CITY_COUNTY:
            cities[code] = polish(row["province"])
            continue
        longitude, latitude = float(row["longitude"]), float(row["latitude"])
        for edge in boundaries:
            in_box = edge.west <= longitude <= edge.east and edge.south <= latitude <= edge.north
            if in_box and edge.county[0].islower() and contains(edge.ring, longitude, latitude):
                votes[code][edge.county] += 1
    return cities | {code: votes[code].most_common(1)[0][0] for code in votes}


def lines(rows: Sequence[Row], counties: dict[str, str], communes: dict[str, str]) -> Iterator[str]:
    """The file's lines: header, three name tables, then one line per column of the rows."""
    names = sorted({row.name for row in rows})
    commune_codes = sorted(communes)
    name_number = {name: number for number, name in enumerate(names)}
    commune_number = {code: number for number, code in enumerate(commune_codes)}
    yield HEADER
    yield "\t".join(f"{code} {counties[code]}" for code in sorted(counties))
    yield "\t".join(f"{code} {communes[code]}" for code in commune_codes)
    yield "\t".join(names)
    steps = [after.postcode - before.postcode for before, after in itertools.pairwise(rows)]
    yield " ".join(map(str, [rows[0].postcode, *steps]))
    yield " ".join(str(name_number[row.name]) for row in rows)
    yield " ".join(str(commune_number[row.commune_code]) for row in rows)
    yield " ".join(str(row.latitude) for row in rows)
    yield " ".join(str(row.longitude) for row in rows)


def build(source: Path, boundary_file: Path) -> bytes:
    with lzma.open(source, "rt", encoding="utf-8", newline="") as stream:
        table = [row for row in csv.DictReader(stream) if row["community_code"]]
    counties = county_names(table, read_boundaries(boundary_file))
    communes = {row["community_code"]: polish(row["community"]) for row in table}
    rows: dict[tuple[int, str, str], Row] = {}
    for entry in table:
        row = Row(
            int(entry["zipcode"].replace("-", "")),
            polish(entry["place"]),
            entry["community_code"],
            round(float(entry["latitude"]) * COORDINATE_UNITS),
            round(float(entry["longitude"]) * COORDINATE_UNITS),
        )
        rows.setdefault(row[:3], row)
    text = "\n".join(lines(sorted(rows.values()), counties, communes)) + "\n"
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the compact gazetteer of Poland.")
    parser.add_argument("source", type=Path, help="the GeoNames table, csv.xz")
    parser.add_argument("counties", type=Path, help="the boundaries of counties, geojson")
    arguments = parser.parse_args()
    packed = build(arguments.source, arguments.counties)
    TARGET.write_bytes(packed)
    sys.stdout.write(f"{TARGET.name}: {len(packed):,} bytes\n")


if __name__ == "__main__":
    main()
