"""The map of counties shaded as one says: which counties, which words, which voivodeships."""

from frontend.drawings.county_map import draw_county_map
from frontend.drawings.shaded_map import draw_shaded_map, main_voivodeships

NOBODY = ("z", "0")


def test_each_county_of_the_voivodeships_is_drawn_as_told():
    drawing = draw_shaded_map({"1261": ("a2", "+12"), "1206": ("few", "few")}, ["12"], otherwise=NOBODY)
    told = {area.words: area.shade for area in drawing.areas}
    assert (len(told), told["Kraków: +12"], told["powiat krakowski: few"], told["Tarnów: 0"]) == (
        22,
        "a2",
        "few",
        "z",
    )
    assert (drawing.borders, drawing.fine) == ("", False)


def test_geometry_is_that_of_the_map_of_counts():
    ours, theirs = draw_shaded_map({}, ["12", "24"], otherwise=NOBODY), draw_county_map({}, ["12", "24"])
    assert [area.path for area in ours.areas] == [area.path for area in theirs.areas]
    assert (ours.borders, ours.height, ours.names) == (theirs.borders, theirs.height, theirs.names)


def test_nowhere_is_nothing():
    drawing = draw_shaded_map({}, ["99"], otherwise=NOBODY)
    assert (drawing.areas, drawing.height) == ((), 0)


def test_voivodeships_are_those_where_a_twentieth_lives():
    assert main_voivodeships({"1261": 90, "1465": 3, "2469": 7, "": 50, "9901": 4}) == ["12", "24"]
    assert main_voivodeships({"1261": 0}) == []
