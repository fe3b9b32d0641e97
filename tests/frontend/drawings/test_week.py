"""Weeks become lanes: where blocks stand, which hours show, what is said in words."""

from django.utils import translation

from base.places.week import Week
from frontend.drawings.week import Block, draw_week, draw_week_line

SEEKER = Week.from_spans([(1, 32, 40), (5, 18, 28)])
HELPER = Week.from_spans([(1, 34, 41)])


def test_two_weeks_draw_both_lanes_and_their_overlap():
    tuesday = draw_week(SEEKER, HELPER, "K-417", "Marta").lanes[1]
    assert tuesday.blocks == (
        Block("60.00%", "26.67%", "seeker"),
        Block("66.67%", "23.33%", "helper"),
        Block("66.67%", "20.00%", "both"),
    )
    assert tuesday.times == ("17:00–20:00",)
    assert tuesday.words == "Tuesday. K-417: 16:00–20:00. Marta: 17:00–20:30"


def test_one_week_prints_its_own_hours():
    drawing = draw_week(SEEKER, None)
    assert drawing.lanes[5].times == ("9:00–14:00",)
    assert [block.kind for lane in drawing.lanes for block in lane.blocks] == ["seeker", "seeker"]
    assert drawing.words == "Free: Tuesday 16:00–20:00; Saturday 9:00–14:00"


def test_a_week_within_the_day_shows_seven_to_twenty_two():
    drawing = draw_week(SEEKER, None)
    assert drawing.hours == 15
    assert drawing.ticks == ("7", "", "9", "", "11", "", "13", "", "15", "", "17", "", "19", "", "21")


def test_a_week_at_night_widens_the_drawing_to_whole_hours():
    drawing = draw_week(Week.from_spans([(0, 9, 12), (4, 44, 48)]), None)
    assert (drawing.ticks[0], drawing.hours) == ("4", 20)
    assert drawing.lanes[0].blocks == (Block("2.50%", "7.50%", "seeker"),)
    assert drawing.lanes[4].times == ("22:00–24:00",)


def test_weeks_that_never_meet_say_so():
    assert draw_week(SEEKER, Week.empty(), "a", "b").words == "No hours in common."
    assert draw_week(Week.empty(), None).words == "No free hours."


def test_week_line_sets_seven_days_beside_each_other():
    drawing = draw_week_line(SEEKER, HELPER)
    tuesday = drawing.lanes[1]
    assert tuesday.blocks[0] == Block("14.44%", "13.37%", "ground")
    assert [block.kind for block in tuesday.blocks] == ["ground", "seeker", "helper", "both"]
    assert tuesday.times == ("17:00–20:00",)
    assert drawing.lanes[6].blocks == (Block("86.63%", "13.37%", "ground"),)
    assert drawing.words == "Together: Tuesday 17:00–20:00"


def test_day_names_come_in_the_language_of_the_page():
    with translation.override("pl"):
        drawing = draw_week(SEEKER, None)
    assert [lane.short for lane in drawing.lanes] == ["pn", "wt", "śr", "czw", "pt", "sb", "nd"]
