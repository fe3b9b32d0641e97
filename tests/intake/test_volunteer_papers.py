"""Volunteers come in as far on their way as the list tells, and go on with a newer one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from base.audit.actor import Robot
from base.places.languages import Level, Spoken
from intake.domain.sheets.volunteer_papers import CHECKS
from intake.domain.sheets.volunteer_sheet import VOLUNTEERS
from tests.factories.organisations import CentreFactory
from volunteers.domain.volunteers import see_off_volunteer
from volunteers.models import Volunteer
from volunteers.queries import cleared_on

BY = Robot("test")
pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def row_of(**values):
    values = {
        "first_name": "Halina",
        "languages": (Spoken("pl", Level.NATIVE),),
        "import_key": "n:1",
    } | values
    row = VOLUNTEERS.build(values, None)
    assert VOLUNTEERS.check(row).keys() <= {"channel"}
    return row


def brought_in(**values):
    centre = CentreFactory()
    row = row_of(**values)
    VOLUNTEERS.register_many(centre, [row], BY)
    return centre, row


def updated(centre, **values):
    label = centre.volunteers.get().label
    answer = VOLUNTEERS.update_many(centre, [(label, values)], BY)
    volunteer = centre.volunteers.get()
    assert answer == [(label, volunteer.version)]
    return volunteer


WHOLE = {"consent_on": 20, "interviewed_on": 19, "trained_on": 9}


def days(way):
    return {name: ago(number) for name, number in way.items()}


def test_a_volunteer_who_came_all_the_way_is_active_and_cleared():
    brought_in(**days(WHOLE), **dict.fromkeys(CHECKS, ago(8)))

    volunteer = Volunteer.objects.get()
    papers = (volunteer.state, volunteer.trainings.count(), volunteer.clearance_items.count())
    assert papers == ("active", 1, 8)
    assert cleared_on(Volunteer.objects.all(), on=timezone.localdate()).count() == 1


@pytest.mark.parametrize(
    ("way", "state"),
    [
        ({}, "applied"),
        ({"interviewed_on": 9}, "interviewed"),
        ({"interviewed_on": 9, "trained_on": 3}, "in_training"),
        ({"consent_on": 9, "trained_on": 3}, "applied"),
        ({"consent_on": 9, "interviewed_on": 9, "trained_on": 3}, "active"),
    ],
)
def test_a_part_of_the_way_leaves_them_there(way, state):
    brought_in(**days(way))

    assert Volunteer.objects.get().state == state


def test_the_same_row_again_changes_nothing():
    centre, row = brought_in(**days(WHOLE))
    before = Volunteer.objects.values().get()

    VOLUNTEERS.register_many(centre, [row], BY)

    volunteer = Volunteer.objects.get()
    assert Volunteer.objects.values().get() == before
    assert (volunteer.trainings.count(), volunteer.consents.count()) == (1, 1)


def test_a_day_to_come_is_told_beside_its_cell():
    values = {"first_name": "Halina", "languages": (), "consent_on": ago(-1), "checked_krk": ago(-1)}

    problems = VOLUNTEERS.check(VOLUNTEERS.build(values, None))

    assert {"consent_on", "checked_krk"} <= problems.keys()


@pytest.mark.parametrize(
    ("way", "newer", "state"),
    [
        ({}, {"interviewed_on": 5}, "interviewed"),
        ({}, {"consent_on": 5}, "applied"),
        ({"interviewed_on": 9}, {"trained_on": 3}, "in_training"),
        ({"interviewed_on": 9}, {"trained_on": 3, "consent_on": 4}, "active"),
        ({"interviewed_on": 9, "trained_on": 3}, {"consent_on": 1}, "active"),
        ({"consent_on": 9, "trained_on": 3}, {"interviewed_on": 8}, "active"),
        ({}, WHOLE, "active"),
    ],
)
def test_a_newer_list_takes_them_further(way, newer, state):
    centre, _row = brought_in(**days(way))

    volunteer = updated(centre, **days(newer))

    assert volunteer.state == state
    told = VOLUNTEERS.values_of(centre, [volunteer.label])[volunteer.label]
    assert {name: told[name] for name in newer} == days(newer)


def test_a_newer_check_stands_beside_the_older_one():
    centre, _row = brought_in(checked_krk=ago(400))

    volunteer = updated(centre, checked_krk=ago(3))

    assert [one.checked_on for one in volunteer.clearance_items.all()] == [ago(3), ago(400)]


def test_an_interview_of_another_day_is_corrected_and_moves_nobody():
    centre, _row = brought_in(**days(WHOLE))

    volunteer = updated(centre, interviewed_on=ago(15))

    assert (volunteer.state, volunteer.interviewed_on) == ("active", ago(15))


def test_a_second_paper_is_no_second_consent():
    centre, _row = brought_in(**days(WHOLE))

    assert updated(centre, consent_on=ago(2)).consents.count() == 1


def test_nobody_who_left_comes_back_by_a_list():
    centre, _row = brought_in(**days({"interviewed_on": 9}))
    see_off_volunteer(centre.volunteers.get(), reason="Wyjazd", by=BY)

    volunteer = updated(centre, **days({"trained_on": 3, "consent_on": 4}))

    assert (volunteer.state, volunteer.trainings.count()) == ("left", 1)


def test_the_same_days_again_write_nothing():
    centre, _row = brought_in(**days(WHOLE), checked_krk=ago(8))
    before = Volunteer.objects.values().get()

    volunteer = updated(centre, **days(WHOLE), checked_krk=ago(8))

    assert Volunteer.objects.values().get() == before
    counts = (volunteer.trainings.count(), volunteer.consents.count(), volunteer.clearance_items.count())
    assert counts == (1, 1, 1)
