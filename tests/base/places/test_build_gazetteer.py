"""The script that packs the gazetteer, on a table of four rows."""

import json
import lzma

import pytest

from base.places.gazetteer_table import Columns, Table
from scripts.build_gazetteer import build, contains, polish

HEADINGS = (
    "country_code,zipcode,place,state,state_code,province,province_code,"
    "community,community_code,latitude,longitude\n"
)
ROWS = """PL,57-100,Strzelin,Lower Silesia,72,Strzelin County,0217,Strzelin,021704,50.78,17.06
PL,57-100,Gościęcice,Lower Silesia,72,Strzelin County,0217,Gmina Strzelin,021704,50.75,17.05
PL,00-002,Warszawa,Mazovia,78,Warszawa,1465,Warsaw,146501,52.2297,21.0122
PL,88-420,Jeziora,Kujawsko-Pomorskie,73,,,,,52.6545,17.7599
"""


def square(name, west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"properties": {"nazwa": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture
def sources(tmp_path):
    table, boundaries = tmp_path / "table.csv.xz", tmp_path / "counties.geojson"
    table.write_bytes(lzma.compress((HEADINGS + ROWS).encode()))
    features = [square("powiat strzeliński", 17, 50, 18, 51), square("powiat Warszawa", 20, 52, 22, 53)]
    boundaries.write_text(json.dumps({"features": features}), encoding="utf-8")
    return table, boundaries


def test_build_packs_what_the_product_reads(sources):
    data = Table(Columns(lzma.decompress(build(*sources)).decode()))
    assert data.counties == {"0217": "strzeliński", "1465": "Warszawa"}
    assert data.communes == [("021704", "Strzelin"), ("146501", "Warszawa")]
    assert data.names == ["Gościęcice", "Strzelin", "Warszawa"]
    assert list(data.postcodes) == [2, 57100, 57100]
    assert [data.names[number] for number in data.name_of] == ["Warszawa", "Gościęcice", "Strzelin"]
    assert list(data.latitudes) == [522297, 507500, 507800]
    assert list(data.longitudes) == [210122, 170500, 170600]


def test_build_twice_gives_the_same_bytes(sources):
    assert build(*sources) == build(*sources)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Gmina Mosina", "Mosina"),
        ("Powiat łaski", "łaski"),
        ("powiat Łódź", "Łódź"),
        ("Warsaw", "Warszawa"),
        ("gmina Miasto Łowicz", "Łowicz"),
        ("Gródek N/Dunajcem", "Gródek nad Dunajcem"),
        ("Kamionka  K/Doręgowic", "Kamionka koło Doręgowic"),
        ("Maszki K. Wojciechowa", "Maszki koło Wojciechowa"),
    ],
)
def test_names_become_polish_and_whole(name, wanted):
    assert polish(name) == wanted


def test_contains_knows_inside_from_outside():
    ring = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0)]
    assert contains(ring, 1.0, 1.0)
    assert not contains(ring, 2.0, 2.0)
    assert not contains(ring, 5.0, 1.0)
