"""Numbers stay in order when many register at once, and the database itself holds what it can."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection

from base.audit.actor import SYSTEM
from families.domain.households import register_household
from families.models import Household, Member
from mentors.domain.mentors import register_mentor
from mentors.models import MentorEmployee
from tests.factories.families import HouseholdFactory, MemberFactory, household_data
from tests.factories.mentors import MentorEmployeeFactory, ParticipationFactory, mentor_data
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import VolunteerFactory, volunteer_data
from volunteers.domain.volunteers import register_volunteer
from volunteers.models import Volunteer

pytestmark = pytest.mark.database
AT_ONCE, EACH = 4, 3


def register_at_once(register) -> None:
    gate = threading.Barrier(AT_ONCE)

    def work(_):
        try:
            gate.wait(timeout=10)
            for _ in range(EACH):
                register()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(work, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
def test_households_registered_at_once_get_numbers_without_gaps():
    centre = CentreFactory()
    register_at_once(lambda: register_household(centre, data=household_data(), by=SYSTEM))
    numbers = sorted(Household.objects.values_list("number", flat=True))
    assert numbers == list(range(1, AT_ONCE * EACH + 1))


@pytest.mark.django_db(transaction=True)
def test_one_import_key_registered_at_once_is_one_household():
    centre = CentreFactory()
    register_at_once(lambda: register_household(centre, data=household_data(import_key="a"), by=SYSTEM))
    assert Household.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_volunteers_and_mentors_registered_at_once_get_numbers_without_gaps():
    participation = ParticipationFactory()
    centre = participation.centre
    register_at_once(
        lambda: (
            register_volunteer(centre, data=volunteer_data(), by=SYSTEM),
            register_mentor(participation, data=mentor_data(), by=SYSTEM),
        )
    )
    wanted = list(range(1, AT_ONCE * EACH + 1))
    assert sorted(Volunteer.objects.values_list("number", flat=True)) == wanted
    assert sorted(MentorEmployee.objects.values_list("number", flat=True)) == wanted


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make",
    [
        lambda: [HouseholdFactory(centre=c, number=1) for c in [CentreFactory()] * 2],
        lambda: [HouseholdFactory(centre=c, import_key="a") for c in [CentreFactory()] * 2],
        lambda: HouseholdFactory(state="lost"),
        lambda: HouseholdFactory(wish_strength="must"),
        lambda: [MemberFactory(household=h) for h in [HouseholdFactory()] * 2],
        lambda: MemberFactory(age_band="8"),
        lambda: MemberFactory(left_on="2026-01-01"),
        lambda: [VolunteerFactory(centre=c, number=1) for c in [CentreFactory()] * 2],
        lambda: VolunteerFactory(room=0),
        lambda: VolunteerFactory(state="lost"),
        lambda: [MentorEmployeeFactory(participation=p, number=1) for p in [ParticipationFactory()] * 2],
        lambda: MentorEmployeeFactory(room=21),
        lambda: ParticipationFactory(state="lost"),
    ],
)
def test_database_refuses_rows_that_cannot_be(make):
    with pytest.raises(IntegrityError):
        make()


@pytest.mark.django_db
def test_rows_without_an_import_key_are_many():
    centre = CentreFactory()
    HouseholdFactory.create_batch(2, centre=centre)
    VolunteerFactory.create_batch(2, centre=centre)
    assert (Household.objects.count(), Volunteer.objects.count(), Member.objects.count()) == (2, 2, 0)
