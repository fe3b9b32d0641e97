"""The map of counties: shades, what is told and what is not, what stands where, how much it weighs."""

import itertools
import re
from math import hypot

import pytest
from django.template import Context, Template
from django.utils import translation

from base.places.counties import all_counties, counties_of
from base.places.gazetteer import VOIVODESHIPS
from frontend.drawings.county_map import Frame, count_words, draw_county_map, path_of, shade_of
from frontend.drawings.map_labels import (
    APART,
    LARGE,
    RADIUS,
    SMALL,
    name_box,
    pin_box,
    place_names,
    place_pins,
)

KRAKOW = {"1261": 47, "1206": 18, "1212": 4, "1201": 1, "1202": 3}


def render(**context):
    source = (
        '{% load drawings %}{% county_map counts "Families, by county" "families" '
        "voivodeships=codes pins=pins %}"
    )
    text = Template(source).render(Context({"codes": (), "pins": (), **context}))
    return re.sub(r"\s+", " ", text)


def table_rows(text):
    return re.findall(r'<th scope="row">(.*?)</th><td class="num">(.*?)</td>', text)


# --- counts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "shade", "words"),
    [
        (0, "d0", "0"),
        (1, "d1", "fewer than 5"),
        (4, "d1", "fewer than 5"),
        (5, "d2", "5"),
        (9, "d2", "9"),
        (10, "d3", "10"),
        (29, "d3", "29"),
        (30, "d4", "30"),
        (900, "d4", "900"),
    ],
)
def test_count_has_a_shade_and_words(count, shade, words):
    assert (shade_of(count), count_words(count)) == (shade, words)


def test_each_county_of_the_voivodeship_says_its_count():
    drawing = draw_county_map(KRAKOW)
    assert len(drawing.areas) == 22
    told = {area.words.partition(":")[0]: (area.shade, area.words) for area in drawing.areas}
    assert told["Kraków"] == ("d4", "Kraków: 47")
    assert told["powiat krakowski"] == ("d3", "powiat krakowski: 18")
    assert told["powiat olkuski"] == ("d1", "powiat olkuski: fewer than 5")
    assert told["Tarnów"] == ("d0", "Tarnów: 0")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_page_is_the_same_whatever_the_small_counts_are(language):
    other = KRAKOW | {"1212": 1, "1201": 4, "1202": 2}
    with translation.override(language):
        assert render(counts=KRAKOW) == render(counts=other)


def test_table_lists_most_first_and_the_small_ones_by_name():
    assert table_rows(render(counts=KRAKOW)) == [
        ("Kraków", "47"),
        ("powiat krakowski", "18"),
        ("powiat bocheński", "fewer than 5"),
        ("powiat brzeski", "fewer than 5"),
        ("powiat olkuski", "fewer than 5"),
        ("each other county here", "0"),
    ]


def test_table_tells_what_is_not_drawn():
    rows = table_rows(render(counts=KRAKOW | {"1465": 8}, codes=["12"]))
    assert rows[-1] == ("elsewhere", "8")


def test_table_of_nothing_has_one_row():
    assert table_rows(render(counts={}, codes=["16"])) == [("each county here", "0")]


def test_table_names_the_voivodeship_of_namesakes():
    rows = dict(table_rows(render(counts={"2003": 5, "2402": 6})))
    assert rows["powiat bielski (podlaskie)"] == "5"
    assert rows["powiat bielski (śląskie)"] == "6"


def test_words_name_the_most_and_the_pins():
    drawing = draw_county_map(KRAKOW, pins=[(1, 50.07, 20.04, "Ukrainian, Saturday")])
    assert drawing.words == "Most: Kraków 47, powiat krakowski 18. Numbered: 1 Ukrainian, Saturday."
    assert draw_county_map({"1201": 4}).words == "No county has five or more."
    assert draw_county_map({}).words == "Nobody in these counties."


def test_title_is_the_drawings_name_and_escaped():
    text = render(counts=KRAKOW, pins=[(1, 50.07, 20.04, "<b>")])
    assert 'role="img" aria-label="Families, by county. Most: Kraków 47' in text
    assert "<title>&lt;b&gt;</title>" in text
    assert "<b>" not in text


# --- what is drawn --------------------------------------------------------------------------------------


def test_voivodeships_are_those_that_count_somebody_or_all():
    assert len(draw_county_map({"1261": 1, "1661": 0, "9901": 3}).areas) == 22
    assert len(draw_county_map({"1261": 1, "1661": 1}).areas) == 22 + 12
    assert len(draw_county_map({}).areas) == 380


def test_borders_show_between_voivodeships_only():
    assert draw_county_map({"1261": 1}).borders == ""
    assert draw_county_map({"1261": 1, "2469": 1}).borders.startswith("M")


def test_path_goes_by_steps_and_skips_those_too_small_to_see():
    frame = Frame(west=0, north=0, scale=10, height=100)
    line = ((100, 100), (150, 80), (151, 81), (151, 120), (90, 121))
    assert path_of(line, frame, closed=True) == "M10 10l5-2 0 4-6 0z"


def test_drawing_fits_its_frame():
    for code in VOIVODESHIPS:
        drawing = draw_county_map({}, [code])
        for area in drawing.areas:
            for ring in area.path.split("M")[1:]:
                numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
                points = itertools.accumulate(
                    zip(numbers[::2], numbers[1::2], strict=True), lambda a, b: (a[0] + b[0], a[1] + b[1])
                )
                assert all(0 <= x <= 1000 and 0 <= y <= drawing.height for x, y in points)


def test_pin_outside_widens_the_drawing():
    (pin,) = draw_county_map({}, ["16"], [(1, 52.23, 21.01, "Warszawa")]).pins
    assert pin.at_x > 900
    assert pin.at_y < 100


@pytest.mark.parametrize("language", ["en", "pl"])
def test_numbers_are_written_for_svg_in_every_language(language):
    with translation.override(language):
        text = render(counts=KRAKOW, pins=[(1, 50.07, 20.04, "x")])
    for name in ("x", "y", "dx", "dy", "cx", "cy", "r"):
        assert re.findall(rf' {name}="[^"]*[,\s\xa0][^"]*"', text) == []
    assert re.search(r'viewBox="0 0 1000 \d+"', text)


def test_drawing_twice_is_the_same():
    pins = [(number, 50.06, 19.94, "here") for number in range(1, 6)]
    assert render(counts=KRAKOW, pins=pins) == render(counts=KRAKOW, pins=pins)


@pytest.mark.parametrize("code", VOIVODESHIPS)
def test_voivodeship_weighs_less_than_sixty_kilobytes(code):
    counts = {county.code: 30 for county in counties_of(code)}
    assert len(render(counts=counts).encode()) < 25_000  # the bound is 60 000


def test_poland_weighs_less_than_a_quarter_of_a_megabyte():
    counts = {county.code: 30 for county in all_counties()}
    assert len(render(counts=counts).encode()) < 160_000  # the bound is 250 000


# --- pins and names -------------------------------------------------------------------------------------


def test_pin_alone_stands_on_its_point():
    (pin,) = place_pins([(1, "here", 500, 400)], 1000, 800)
    assert (pin.at_x, pin.at_y, pin.moved) == (500, 400, False)


@pytest.mark.parametrize("point", [(500, 400), (3, 4), (998, 790)])
def test_pins_of_one_place_stand_apart_and_inside(point):
    pins = place_pins([(number, "here", *point) for number in range(1, 21)], 1000, 800)
    assert [pin.number for pin in pins] == list(range(1, 21))
    for one, other in itertools.combinations(pins, 2):
        assert hypot(one.at_x - other.at_x, one.at_y - other.at_y) >= APART > 2 * RADIUS * LARGE
    for pin in pins:
        box = pin_box(pin, LARGE)
        assert box.within(1000, 800)


@pytest.mark.parametrize("code", [*VOIVODESHIPS, ""])
def test_names_cover_neither_each_other_nor_pins(code):
    places = [(1, 50.06, 19.94, "a"), (2, 50.06, 19.94, "b"), (3, 52.23, 21.01, "c"), (4, 51.11, 17.03, "d")]
    drawing = draw_county_map({}, [code] if code else [], places if code in ("12", "") else [])
    assert 3 <= len(drawing.names) <= 12
    for em in (LARGE, SMALL):
        shown = [name for name in drawing.names if name.narrow or em == SMALL]
        for one, other in itertools.combinations(shown, 2):
            assert not name_box(one, em).meets(name_box(other, em)), (one.text, other.text)
        for name, pin in itertools.product(shown, drawing.pins):
            own = (name.x, name.y) == (pin.at_x, pin.at_y)
            assert own or not name_box(name, em).meets(pin_box(pin, em)), (name.text, pin.number)
        assert all(name_box(name, em).within(1000, drawing.height) for name in shown)


def test_largest_town_is_named_and_one_in_its_shadow_is_not():
    names = {name.text: name for name in draw_county_map({}, ["24"]).names}
    assert names["Katowice"].narrow
    assert "Świętochłowice" not in names


def test_name_with_room_in_a_wide_column_only_is_marked():
    towns = [("Aaaaaaaa", 500, 40), ("Bbbbbbbb", 500, 120)]
    assert [name.narrow for name in place_names(towns, [], 1000, 190)] == [True, True]
    assert [name.narrow for name in place_names(towns, [], 1000, 170)] == [True, False]


def test_name_on_a_pin_stands_beside_the_pin():
    pins = place_pins([(1, "here", 500, 400)], 1000, 800)
    (name,) = place_names([("Town", 510, 405)], pins, 1000, 800)
    assert (name.pinned, name.x, name.y, name.anchor) == (True, 500, 400, "middle")
    assert name.dy > RADIUS + 0.8
