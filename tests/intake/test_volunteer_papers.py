"""Volunteers come in as far on their way as the list tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from base.audit.actor import Robot
from intake.domain.volunteer_papers import CHECKS
from intake.domain.volunteer_sheet import VOLUNTEERS
from tests.factories.organisations import CentreFactory
from volunteers.models import Volunteer
from volunteers.queries import cleared_on

BY = Robot("test")
pytestmark = pytest.mark.django_db


def brought_in(**cells):
    centre = CentreFactory()
    cells = {"first_name": "Halina", "languages": "polski ojczysty", "import_key": "n:1"} | cells
    values = {
        name: VOLUNTEERS.by_name[name].reader.read(text)
        for name, text in cells.items()
        if name != "import_key"
    }
    row = VOLUNTEERS.build(values | {"import_key": cells["import_key"]}, None)
    assert VOLUNTEERS.check(row) == {}
    VOLUNTEERS.register(centre, row, BY)
    return centre, row


def days_ago(days):
    return f"{timezone.localdate() - timedelta(days=days):%d.%m.%Y}"


def test_a_volunteer_who_came_all_the_way_is_active_and_cleared():
    way = {"consent_on": days_ago(20), "interviewed_on": days_ago(19), "trained_on": days_ago(9)}
    brought_in(**way, **dict.fromkeys(CHECKS, days_ago(8)))

    volunteer = Volunteer.objects.get()
    assert (volunteer.state, volunteer.trainings.count(), volunteer.clearance_items.count()) == (
        "active",
        1,
        8,
    )
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
    brought_in(**{name: days_ago(days) for name, days in way.items()})

    assert Volunteer.objects.get().state == state


def test_the_same_row_again_changes_nothing():
    way = {"consent_on": days_ago(20), "interviewed_on": days_ago(19), "trained_on": days_ago(9)}
    centre, row = brought_in(**way)
    before = Volunteer.objects.values().get()

    VOLUNTEERS.register(centre, row, BY)

    volunteer = Volunteer.objects.get()
    assert Volunteer.objects.values().get() == before
    assert (volunteer.trainings.count(), volunteer.consents.count()) == (1, 1)


def test_a_day_to_come_is_told_beside_its_cell():
    tomorrow = timezone.localdate() + timedelta(days=1)
    values = {"first_name": "Halina", "languages": (), "consent_on": tomorrow, "checked_krk": tomorrow}

    problems = VOLUNTEERS.check(VOLUNTEERS.build(values, None))

    assert {"consent_on", "checked_krk"} <= problems.keys()
