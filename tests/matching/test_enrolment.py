"""Whole lists into a programme at once."""

import pytest

from base.audit.actor import Robot
from base.audit.queries import history_of
from base.common.errors import Refusal
from matching.domain.enrolment import enrol_all
from matching.domain.programmes import create_programme
from matching.enums import PoolSide
from matching.queries import outside
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.mentors import mentor_with
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import volunteer_with

BY = Robot("test")
pytestmark = pytest.mark.django_db


def programme_led_by(centre, kind="friendship"):
    return create_programme(centre, key=f"{kind}-all", name="All", kind=kind, by=BY)


def test_enrol_all_adds_each_family_of_the_centre_once():
    centre, elsewhere = CentreFactory(), CentreFactory()
    mine = [household_with(centre=centre) for _ in range(3)]
    household_with(centre=centre, state="archived")
    household_with(centre=elsewhere)
    programme = programme_led_by(centre)

    assert outside(programme, centre).seekers == 3
    assert enrol_all(programme, side=PoolSide.SEEKERS, centre=centre, by=BY) == 3
    assert enrol_all(programme, side=PoolSide.SEEKERS, centre=centre, by=BY) == 0
    assert {seeker.household_id for seeker in programme.seekers.all()} == {one.pk for one in mine}
    assert outside(programme, centre).seekers == 0


def test_enrol_all_leaves_out_volunteers_who_left():
    centre = CentreFactory()
    stays, left = volunteer_with(centre=centre), volunteer_with(centre=centre, state="left")
    programme = programme_led_by(centre)

    assert enrol_all(programme, side=PoolSide.HELPERS, centre=centre, by=BY) == 1
    assert [helper.volunteer_id for helper in programme.helpers.all()] == [stays.pk]
    assert left.helpers.count() == 0


def test_enrol_all_at_work_adds_employed_members_and_mentors():
    centre = CentreFactory()
    employment = EmploymentFactory(member__household__centre=centre)
    household_with(centre=centre)
    mentor = mentor_with(centre=centre)
    programme = programme_led_by(centre, kind="workplace")

    assert enrol_all(programme, side=PoolSide.SEEKERS, centre=centre, by=BY) == 1
    assert enrol_all(programme, side=PoolSide.HELPERS, centre=centre, by=BY) == 1
    assert programme.seekers.get().member_id == employment.member_id
    assert programme.helpers.get().mentor_id == mentor.pk


def test_enrol_all_is_written_down_once_with_its_count():
    centre = CentreFactory()
    household_with(centre=centre)
    programme = programme_led_by(centre)

    enrol_all(programme, side=PoolSide.SEEKERS, centre=centre, by=BY)
    enrol_all(programme, side=PoolSide.SEEKERS, centre=centre, by=BY)

    [written] = [one for one in history_of(programme) if one.act == "matching.programme.enrol_all"]
    assert written.details == {"programme": programme.key, "side": "seekers", "count": 1}


def test_enrol_all_refuses_a_centre_that_does_not_share():
    programme = programme_led_by(CentreFactory())

    with pytest.raises(Refusal, match="does not share"):
        enrol_all(programme, side=PoolSide.SEEKERS, centre=CentreFactory(), by=BY)
    assert programme.seekers.count() == 0
