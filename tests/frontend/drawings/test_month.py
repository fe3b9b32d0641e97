"""A month as a calendar: where its days stand and what was worked on them."""

from datetime import date

import pytest
from django.utils import translation

from frontend.drawings.month import draw_month, hours_short


def days_of(drawing):
    return {day.number: day for week in drawing.weeks for day in week if day}


def test_month_begins_under_its_weekday_and_has_all_its_days():
    drawing = draw_month(date(2026, 10, 17), {}, covered=None)
    assert [day and day.number for day in drawing.weeks[0]] == [None, None, None, 1, 2, 3, 4]
    assert [day and day.number for day in drawing.weeks[-1]] == [26, 27, 28, 29, 30, 31, None]
    assert {day.look for day in days_of(drawing).values()} == {"out"}


@pytest.mark.parametrize(("month", "weeks", "last"), [
    (date(2027, 2, 1), 4, 28), (date(2028, 2, 1), 5, 29), (date(2026, 8, 1), 6, 31)
])  # fmt: skip
def test_february_and_months_of_six_weeks(month, weeks, last):
    drawing = draw_month(month, {}, covered=None)
    assert (len(drawing.weeks), max(days_of(drawing)), {len(week) for week in drawing.weeks}) == (
        weeks, last, {7}
    )  # fmt: skip


def test_hours_stand_on_their_days_and_what_is_not_covered_is_hatched():
    with translation.override("pl"):
        drawing = draw_month(
            date(2026, 10, 1),
            {date(2026, 10, 5): 120, date(2026, 10, 7): 80},
            covered=(date(2026, 10, 5), date(2026, 10, 31)),
            asked=[date(2026, 10, 8)],
        )
    days = days_of(drawing)
    assert (days[4].look, days[5].look, days[6].look) == ("out", "work", "")
    assert (days[5].hours, days[7].hours, drawing.minutes) == ("2", "1:20", 200)
    assert (days[8].asks, days[7].asks) == (True, False)


@pytest.mark.parametrize(("minutes", "short"), [
    (60, "1"), (90, "1,5"), (75, "1,25"), (105, "1,75"), (80, "1:20"), (5, "0:05"), (30, "0,5"), (600, "10")
])  # fmt: skip
def test_hours_are_short_and_exact(minutes, short):
    with translation.override("pl"):
        assert hours_short(minutes) == short
