"""The shapes of the 380 counties: all there, each where it belongs."""

from collections import defaultdict

import pytest

from base.places import counties, gazetteer
from base.places.counties import (
    UnknownCounty,
    all_counties,
    atlas,
    counties_of,
    county,
    towns_of,
    voivodeship_borders,
)
from base.places.gazetteer_table import COORDINATE_UNITS, table
from base.places.projection import project
from scripts.build_gazetteer import contains

# A place in each county that shares its name with another: nobody's opinion but the map's.
NAMESAKES = {
    "bielski": {"2003": (52.77, 23.19), "2402": (49.91, 19.01)},
    "brzeski": {"1202": (49.97, 20.61), "1601": (50.86, 17.47)},
    "grodziski": {"1405": (52.10, 20.63), "3005": (52.23, 16.37)},
    "krośnieński": {"0802": (52.05, 15.10), "1807": (49.56, 21.68)},
    "nowodworski": {"1414": (52.43, 20.69), "2210": (54.21, 19.12)},
    "opolski": {"0612": (51.15, 21.97), "1609": (50.64, 17.62)},
    "ostrowski": {"1416": (52.80, 21.90), "3017": (51.65, 17.81)},
    "tomaszowski": {"0618": (50.45, 23.42), "1016": (51.53, 20.01)},
    "średzki": {"0218": (51.16, 16.59), "3025": (52.23, 17.28)},
    "świdnicki": {"0219": (50.84, 16.49), "0617": (51.22, 22.70)},
}


def holds(county, x, y):
    return sum(contains(list(ring), x, y) for ring in county.rings) % 2 == 1


def area_km2(county):
    """By the shoelace formula; holes run about inside of an outer ring and count off."""
    areas = []
    for ring in county.rings:
        twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))
        inner = any(contains(list(other), *ring[0]) for other in county.rings if other is not ring)
        areas.append(-abs(twice) / 200 if inner else abs(twice) / 200)
    return sum(areas)


def test_file_is_small():
    assert counties.FILE.stat().st_size < 40_000


def test_every_county_of_the_gazetteer_has_one_shape():
    assert [shape.code for shape in all_counties()] == sorted(table().counties)
    assert len(all_counties()) == 380
    assert sum(shape.is_city for shape in all_counties()) == 66
    assert all(len(set(ring)) >= 3 for shape in all_counties() for ring in shape.rings)


def test_each_shape_holds_most_of_its_places():
    data = table()
    points = defaultdict(list)
    for row, commune in enumerate(data.commune_of):
        degrees = data.latitudes[row] / COORDINATE_UNITS, data.longitudes[row] / COORDINATE_UNITS
        points[data.communes[commune][0][:4]].append(project(*degrees))
    astray = {
        shape.title: sum(holds(shape, *point) for point in points[shape.code][:40])
        for shape in all_counties()
        if 2 * sum(holds(shape, *point) for point in points[shape.code][:40]) <= len(points[shape.code][:40])
    }
    assert astray == {}


@pytest.mark.parametrize("name", NAMESAKES)
def test_counties_of_one_name_are_told_apart(name):
    codes = NAMESAKES[name]
    assert [shape.code for shape in all_counties() if shape.name == name] == sorted(codes)
    for code, degrees in codes.items():
        assert [other for other in codes if holds(county(other), *project(*degrees))] == [code]


def test_city_is_a_hole_of_the_county_around_it():
    market_square = project(50.0617, 19.9373)
    assert holds(county("1261"), *market_square)
    assert not holds(county("1206"), *market_square)


@pytest.mark.parametrize(
    ("code", "official_km2"), [("1261", 327), ("1465", 517), ("1217", 472), ("2003", 1385)]
)
def test_areas_are_those_statistics_give(code, official_km2):
    assert area_km2(county(code)) == pytest.approx(official_km2, rel=0.02)


def test_the_whole_is_as_large_as_poland():
    assert sum(map(area_km2, all_counties())) == pytest.approx(312_700, rel=0.01)


def test_border_lies_between_two_counties_or_at_the_edge():
    assert {len(sides) for sides in atlas().beside.values()} == {1, 2}


def test_county_is_found_by_its_code_and_by_a_commune_of_it():
    krakow = county("126101")
    assert krakow is county("1261")
    assert (krakow.title, krakow.voivodeship_code, krakow.is_city) == ("Kraków", "12", True)
    around = county("1206")
    assert (around.name, around.title, around.is_city) == ("krakowski", "powiat krakowski", False)


@pytest.mark.parametrize("code", ["", "12", "9999"])
def test_unknown_code_is_refused(code):
    with pytest.raises(UnknownCounty):
        county(code)


def test_counties_of_a_voivodeship():
    sizes = {code: len(counties_of(code)) for code in gazetteer.VOIVODESHIPS}
    assert (sizes["12"], sizes["14"], sizes["16"], sum(sizes.values())) == (22, 42, 12, 380)
    assert counties_of("99") == ()


def test_borders_are_those_between_the_voivodeships_asked_for():
    assert voivodeship_borders(["12"]) == ()
    assert voivodeship_borders(["12", "32"]) == ()
    assert 0 < len(voivodeship_borders(["12", "24"])) < len(voivodeship_borders(gazetteer.VOIVODESHIPS))


def test_towns_stand_in_their_county_largest_first():
    towns = towns_of(["12"])
    assert [town.name for town in towns[:3]] == ["Kraków", "Tarnów", "Nowy Sącz"]
    everywhere = towns_of(gazetteer.VOIVODESHIPS)
    assert everywhere[0].name == "Warszawa"
    assert [town.name for town in everywhere if not holds(county(town.county_code), town.x, town.y)] == []
