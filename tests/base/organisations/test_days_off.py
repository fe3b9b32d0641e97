"""Days on which a centre is closed, and the next day on which it works."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from base.audit.actor import Robot
from base.audit.models import Record
from base.organisations.domain.days_off import add_days_off, remove_day_off
from base.organisations.models import DayOff
from base.organisations.queries import calendar_of, days_off_of, late_from, next_working_day
from base.organisations.working_days import public_holidays
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
BY = Robot("Alice")


@pytest.fixture
def centre():
    with time_machine.travel("2026-12-01T10:00:00Z", tick=False):
        yield CentreFactory()


def test_working_day_is_its_own_next(centre):
    assert next_working_day(centre.pk, date(2026, 12, 1)) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "next_one"),
    [
        (date(2026, 12, 5), date(2026, 12, 7)),  # a Saturday
        (date(2026, 12, 6), date(2026, 12, 7)),
        (date(2026, 12, 24), date(2026, 12, 28)),  # Christmas Eve is free since 2025
        (date(2024, 12, 24), date(2024, 12, 24)),  # and was not before
        (date(2026, 5, 1), date(2026, 5, 4)),
        (date(2026, 6, 4), date(2026, 6, 5)),  # Corpus Christi moves
    ],
)
def test_weekends_and_public_holidays_are_passed_over(centre, day, next_one):
    assert next_working_day(centre.pk, day) == next_one


def test_own_days_off_are_passed_over_and_only_own(centre):
    add_days_off(centre, first=date(2026, 12, 28), last=date(2026, 12, 31), name="closed", by=BY)
    assert next_working_day(centre.pk, date(2026, 12, 24)) == date(2027, 1, 4)
    assert next_working_day(CentreFactory().pk, date(2026, 12, 24)) == date(2026, 12, 28)


def test_what_is_due_on_a_day_off_is_late_when_the_next_working_day_is_over(centre):
    add_days_off(centre, first=date(2026, 12, 28), name="closed", by=BY)
    days = [date(2026, 12, 18) + timedelta(days=number) for number in range(20)]
    for due in days:
        for on in days:
            is_late = next_working_day(centre.pk, due) < on
            assert (due < late_from(centre.pk, on)) is is_late, (due, on)


def test_calendar_answers_for_many_days_in_one_query(centre, django_assert_num_queries):
    add_days_off(centre, first=date(2026, 12, 9), name="training", by=BY)
    with django_assert_num_queries(1):
        found = calendar_of(centre.pk, first=date(2026, 12, 1), last=date(2026, 12, 31))
        days = [found.next(date(2026, 12, number)) for number in (8, 9, 10)]
    assert days == [date(2026, 12, 8), date(2026, 12, 10), date(2026, 12, 10)]


def test_a_day_is_found_however_long_one_is_closed(centre):
    DayOff.objects.bulk_create(
        DayOff(organisation=centre, on=date(2026, 12, 1) + timedelta(days=number), name="x")
        for number in range(200)
    )
    assert next_working_day(centre.pk, date(2026, 12, 1)) == date(2026, 12, 1)


def test_holidays_are_named_in_the_reader_s_language():
    found = {}
    for code in ("pl", "en", "uk", "ru"):
        with translation.override(code):
            found[code] = dict(public_holidays(2026))[date(2026, 11, 11)]
    assert found == {
        "pl": "Narodowe Święto Niepodległości", "en": "National Independence Day",
        "uk": "День незалежності", "ru": "Narodowe Święto Niepodległości",
    }  # fmt: skip


def test_days_already_off_stay_and_the_rest_is_added(centre):
    add_days_off(centre, first=date(2026, 12, 10), name="training", by=BY)
    added = add_days_off(centre, first=date(2026, 12, 9), last=date(2026, 12, 11), name="fair", by=BY)
    assert [row.on.day for row in added] == [9, 11]
    rows = days_off_of(centre.pk, first=date(2026, 12, 1), last=date(2026, 12, 31))
    assert [(row.on.day, row.name) for row in rows] == [(9, "fair"), (10, "training"), (11, "fair")]
    details = Record.objects.get(act="organisations.day_off.added", details__why="fair").details
    assert details == {"first": "2026-12-09", "last": "2026-12-11", "count": 2, "why": "fair"}


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"first": date(2026, 11, 30)}, "first"),
        ({"first": date(2031, 1, 1)}, "first"),
        ({"last": date(2026, 12, 8)}, "last"),
        ({"last": date(2027, 6, 1)}, "last"),
    ],
)
def test_what_cannot_be_is_told_by_field(centre, told, wrong):
    with pytest.raises(ValidationError) as refused:
        add_days_off(centre, **{"first": date(2026, 12, 9), "name": "fair", "by": BY, **told})
    assert list(refused.value.message_dict) == [wrong]
    assert DayOff.objects.count() == 0


def test_a_day_off_twice_is_refused(centre):
    add_days_off(centre, first=date(2026, 12, 9), name="fair", by=BY)
    with pytest.raises(ValidationError, match="closed then already"):
        add_days_off(centre, first=date(2026, 12, 9), name="again", by=BY)


@pytest.mark.database
def test_the_database_keeps_a_day_off_once(centre):
    DayOff.objects.create(organisation=centre, on=date(2026, 12, 9), name="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        DayOff.objects.create(organisation=centre, on=date(2026, 12, 9), name="b")


def test_removed_day_is_worked_again_and_on_record(centre):
    [row] = add_days_off(centre, first=date(2026, 12, 9), name="fair", by=BY)
    with pytest.raises(ValidationError):
        remove_day_off(row, why=" ", by=BY)
    remove_day_off(row, why="we work after all", by=BY)
    assert next_working_day(centre.pk, date(2026, 12, 9)) == date(2026, 12, 9)
    assert Record.objects.filter(act="organisations.day_off.removed", object_id=centre.pk).count() == 1
