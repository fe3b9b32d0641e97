"""Funnel, small map and sparkline: numbers in, SVG geometry out."""

from types import SimpleNamespace

from frontend.drawings.funnel import draw_funnel
from frontend.drawings.minimap import draw_minimap
from frontend.drawings.sparkline import draw_sparkline

MARTA = SimpleNamespace(latitude=50.0, longitude=20.0)


def place(latitude: float | None, longitude: float | None) -> SimpleNamespace:
    return SimpleNamespace(latitude=latitude, longitude=longitude)


def test_funnel_narrows_to_a_thread_and_marks_what_stopped_it():
    everyone, language, time, room = draw_funnel([("all", 812), ("language", 240), ("time", 0), ("room", 0)])
    assert everyone.path == "M0 0 100 0V40L0 40z"
    assert language.path == "M0 0 100 3.5V36.5L0 40z"
    assert time.path == "M0 3.5 100 19.2V20.8L0 36.5z"
    assert [stage.stops for stage in (everyone, language, time, room)] == [False, False, True, False]
    assert (room.count, room.path) == (None, "")


def test_funnel_of_nobody_stops_at_once():
    stages = draw_funnel([("all", 0), ("language", 0)])
    assert [(stage.count, stage.stops) for stage in stages] == [(0, True), (None, False)]


def test_minimap_sets_north_above_and_east_to_the_right():
    drawing = draw_minimap(place(50.02, 19.98), MARTA)
    assert float(drawing.seeker.y) < float(drawing.helper.y)
    assert float(drawing.seeker.x) < float(drawing.helper.x)
    assert (drawing.reach, drawing.ruler_km) == ("", "1")


def test_minimap_draws_the_reach_to_the_same_scale_as_the_distance():
    drawing = draw_minimap(place(50.04496, 20.0), MARTA, reach_km=10)  # 5 km to the north
    apart = float(drawing.helper.y) - float(drawing.seeker.y)
    assert round(float(drawing.reach) / apart, 2) == 2.0


def test_minimap_keeps_two_people_of_one_place_apart():
    drawing = draw_minimap(MARTA, MARTA, reach_km=8)
    assert (drawing.seeker.x, drawing.helper.x) == ("110", "130")


def test_minimap_without_a_point_is_none():
    assert draw_minimap(place(None, None), MARTA) is None


def test_sparkline_runs_from_the_lowest_to_the_highest():
    line = draw_sparkline([1, 3, 2])
    assert (line.path, line.end_x, line.end_y) == ("M0 28L40 4L80 16", "80", "16")


def test_sparkline_of_equal_values_is_level_and_of_one_is_none():
    assert draw_sparkline([5, 5]).path == "M0 28L80 28"
    assert draw_sparkline([5]) is None
