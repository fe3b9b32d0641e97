"""Months that are not as long as one thinks: leap years, nights of clock change, meetings over midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from activities.enums import MeetingState
from stipends.domain.claims import submit_claim
from stipends.domain.computing import Span
from stipends.domain.examination import examine
from stipends.domain.hours import hours_of
from tests.factories.activities import MeetingFactory
from tests.factories.stipends import DANA, drafted, funded_project, meet, workplace

pytestmark = pytest.mark.django_db


def place_in(month, **rule):
    """A workplace without meetings in this month, under a rule of so many grosze a month."""
    funded = funded_project(
        project={"starts_on": month - timedelta(days=400), "ends_on": month + timedelta(days=400)},
        **({"hours_method": "none"} | rule),
    )
    return workplace(funded, month=month, with_meetings=False)


def met(place, start, end):
    """A confirmed meeting between two moments in UTC."""
    start, end = (datetime(*one, tzinfo=UTC) for one in (start, end))
    minutes = int((end - start).total_seconds() // 60)
    return MeetingFactory(
        pair=place.pair, start=start, ends_at=end, minutes=minutes, state=MeetingState.CONFIRMED
    )


@pytest.fixture
def travel():
    """Stand on a day; the clock goes on from there."""
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=True) as clock:
        yield clock


def hours_in(place, month, covered=None):
    whole = Span(month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    return hours_of(place.pair, covered=covered or whole, month=month)


@pytest.mark.parametrize(
    ("month", "night", "minutes"),
    [
        # 01:30 to 03:30 on the wall: three hours in autumn, one in spring.
        (date(2026, 10, 1), ((2026, 10, 24, 23, 30), (2026, 10, 25, 2, 30)), 180),
        (date(2027, 3, 1), ((2027, 3, 28, 0, 30), (2027, 3, 28, 1, 30)), 60),
    ],
)
def test_hours_over_a_clock_change_are_those_that_passed(travel, month, night, minutes):
    travel.move_to(datetime(2027, 4, 20, 12, tzinfo=UTC))
    place = place_in(month, hours_method="share", full_minutes=1_000)
    met(place, *night)
    found = hours_in(place, month)
    assert (found.minutes, found.by_day) == (minutes, {date(*night[1][:3]): minutes})


def test_claim_of_a_month_with_the_longer_night_holds_the_hours_that_passed(travel):
    place = place_in(date(2026, 10, 1), hours_method="share", full_minutes=180)
    met(place, (2026, 10, 24, 23, 30), (2026, 10, 25, 2, 30))
    claim = submit_claim(drafted(place), by=DANA)
    assert (claim.minutes, claim.total_grosze) == (180, 50_000)


@pytest.mark.parametrize(
    ("month", "first", "grosze"),
    [
        (date(2028, 2, 1), 1, 50_000),  # 29 days of 29
        (date(2028, 2, 1), 2, 46_667),  # 28 of 30
        (date(2027, 2, 1), 1, 50_000),
        (date(2027, 2, 1), 2, 45_000),  # 27 of 30
        (date(2028, 3, 1), 2, 50_000),  # 30 of 30
    ],
)
def test_february_of_a_leap_year_has_a_day_more(travel, month, first, grosze):
    travel.move_to(datetime(month.year, month.month + 1, 15, 12, tzinfo=UTC))
    place = place_in(month)
    meet(place.pair, month, minutes=60, first_day=20)
    place.employment.started_on = month.replace(day=first)
    place.employment.save()
    claim = submit_claim(drafted(place), by=DANA)
    assert claim.total_grosze == grosze


def test_meeting_on_the_29th_of_february_counts(travel):
    travel.move_to(datetime(2028, 3, 10, 12, tzinfo=UTC))
    place = place_in(date(2028, 2, 1), hours_method="share", full_minutes=60)
    met(place, (2028, 2, 29, 9, 0), (2028, 2, 29, 10, 0))
    assert submit_claim(drafted(place), by=DANA).total_grosze == 50_000


def test_meeting_over_the_edge_of_months_is_cut_at_midnight_in_poland(travel):
    """22:00 to 02:00 on the last night of October: two hours of each month, and never four of one."""
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    travel.move_to(datetime(2026, 12, 10, 12, tzinfo=UTC))
    place = place_in(october, claim_days=60)
    met(place, (2026, 10, 31, 21, 0), (2026, 11, 1, 1, 0))
    assert hours_in(place, october).by_day == {date(2026, 10, 31): 120}
    assert hours_in(place, november).by_day == {date(2026, 11, 1): 120}
    claim = submit_claim(drafted(place), by=DANA)
    held = claim.hours.get()
    assert (held.start, held.ends_at) == (
        datetime(2026, 10, 31, 21, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)
    )  # fmt: skip


def test_last_day_of_summer_time_begins_before_it_does_in_utc(travel):
    """A covered span from the 25th begins at 22:00 UTC of the 24th, and ends an hour later than usual."""
    october = date(2026, 10, 1)
    place = place_in(october)
    met(place, (2026, 10, 24, 21, 0), (2026, 10, 24, 23, 0))
    met(place, (2026, 10, 25, 22, 0), (2026, 10, 26, 0, 0))
    covered = Span(date(2026, 10, 25), date(2026, 10, 25))
    found = hours_in(place, october, covered)
    assert (found.minutes, found.outside_minutes) == (120, 120)


def test_covered_days_cut_hours_at_both_ends(travel):
    october = date(2026, 10, 1)
    place = place_in(october)
    meet(place.pair, october, minutes=10 * 60)  # an hour on each of the first ten days
    place.participation.agreement_until = date(2026, 10, 8)
    place.participation.save()
    place.employment.started_on = date(2026, 10, 3)
    place.employment.save()
    found = examine(drafted(place))
    assert (found.coverage.span, found.hours.minutes) == (Span(date(2026, 10, 3), date(2026, 10, 8)), 360)
    assert found.hours.outside_minutes == 240
