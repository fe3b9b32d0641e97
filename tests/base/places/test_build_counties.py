"""The script that packs the counties, on four squares: two of one name, one with a city inside."""

import json
import lzma

import pytest

from base.places.counties import Atlas
from base.places.gazetteer_table import Columns, Table
from base.places.projection import project
from scripts.build_counties import build, junctions, thin

GAZETTEER = "\n".join(
    [
        "gazetteer-pl 1",
        "0201 bielski\t0261 Miasto\t1201 bielski\t1202 wielki",
        "020101 Zachód\t026101 Miasto\t120101 Wschód\t120201 Wielka",
        "Miasto\tWielka\tWschód\tZachód",
        "1 1 1 1",
        "3 0 2 1",
        "0 1 2 3",
        "505000 505000 505000 520000",
        "171000 175000 185000 190000",
    ]
)


def ring(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(name, *rings):
    return {
        "properties": {"nazwa": f"powiat {name}"},
        "geometry": {"type": "Polygon", "coordinates": list(rings)},
    }


CITY = ring(17.4, 50.4, 17.6, 50.6)
FEATURES = [
    feature("bielski", ring(18, 50, 19, 51)),
    feature("bielski", ring(17, 50, 18, 51), CITY),
    feature("Miasto", CITY),
    feature("wielki", ring(18, 51, 20, 53)),
]


@pytest.fixture
def pack(tmp_path):
    def packed(features):
        source = tmp_path / "counties.geojson"
        source.write_text(json.dumps({"features": features}), encoding="utf-8")
        return build(source, Table(Columns(GAZETTEER)), towns={"12": ["Wielka"]})

    return packed


def test_build_gives_each_boundary_the_code_of_the_places_in_it(pack):
    counties = Atlas(lzma.decompress(pack(FEATURES)).decode()).counties
    assert list(counties) == ["0201", "0261", "1201", "1202"]
    assert set(counties["0201"].rings[0]) == {project(*at) for at in ((50, 17), (50, 18), (51, 18), (51, 17))}
    assert set(counties["0201"].rings[1]) == set(counties["0261"].rings[0])
    assert set(counties["1201"].rings[0]) == {project(*at) for at in ((50, 18), (50, 19), (51, 19), (51, 18))}


def test_build_keeps_a_common_border_once(pack):
    data = Atlas(lzma.decompress(pack(FEATURES)).decode())
    shared = sorted(sorted(codes) for codes in data.beside.values() if len(codes) == 2)
    assert shared == [["0201", "0261"], ["0201", "1201"]]


def test_build_lists_cities_first_then_the_towns(pack):
    data = Atlas(lzma.decompress(pack(FEATURES)).decode())
    assert [(town.name, town.county_code) for town in data.towns] == [("Miasto", "0261"), ("Wielka", "1202")]


def test_build_twice_gives_the_same_bytes_whatever_the_order(pack):
    assert pack(FEATURES) == pack(FEATURES) == pack(FEATURES[::-1])


def test_build_refuses_a_boundary_or_a_code_without_the_other(pack):
    with pytest.raises(ValueError, match=r"no boundary for \['1202'\]"):
        pack(FEATURES[:3])
    with pytest.raises(ValueError, match="of its own for the boundary of nowy"):
        pack([*FEATURES, feature("nowy", ring(20, 50, 21, 51))])
    with pytest.raises(ValueError, match="of its own for the boundary of wielki"):
        pack([*FEATURES, feature("wielki", ring(20, 50, 21, 51))])


def test_junctions_are_where_three_borders_meet():
    left, right = ((0, 0), (1, 0), (1, 1), (0, 1)), ((1, 0), (2, 0), (2, 1), (1, 1))
    assert junctions([left, right]) == {(1, 0), (1, 1)}


def test_thin_keeps_what_strays_and_the_ends():
    assert thin(((0, 0), (10, 1), (20, 0))) == ((0, 0), (20, 0))
    assert thin(((0, 0), (10, 2), (20, 0))) == ((0, 0), (10, 2), (20, 0))
    assert thin(((0, 0), (9, 0), (9, 9), (0, 9), (0, 0))) == ((0, 0), (9, 0), (9, 9), (0, 9), (0, 0))
