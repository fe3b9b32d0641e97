"""The bulk makers make people the verbs would take."""

import pytest
from django.utils import timezone

from families.domain.households import data_of, problems_of_household
from families.models import Household
from families.queries import for_page as households_for_page
from families.queries import waiting_families
from tests.factories.bulk import bulk_households, bulk_volunteers
from tests.factories.organisations import CentreFactory
from volunteers import queries
from volunteers.domain import volunteers as volunteer_verbs
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


def test_bulk_households_are_right_and_wait():
    centre = CentreFactory()
    bulk_households(centre, 60)
    made = households_for_page(Household.objects.all())
    assert [problems_of_household(data_of(household)) for household in made] == [{}] * 60
    assert waiting_families(centre, at=timezone.localdate()).count() == 60
    assert all(household.point for household in made)


def test_bulk_households_go_on_counting_and_repeat_by_seed():
    ours, theirs = CentreFactory(), CentreFactory()
    names = [
        [household.contact_name for household in bulk_households(centre, 5, seed=3)]
        for centre in (ours, ours, theirs)
    ]
    assert names[0] == names[1] == names[2]
    assert [household.label for household in ours.households.order_by("number")] == [
        f"K-{number}" for number in range(1, 11)
    ]


def test_bulk_volunteers_are_right_active_and_mostly_cleared():
    centre = CentreFactory()
    bulk_volunteers(centre, 60, cleared=0.5)
    made = queries.for_page(Volunteer.objects.all())
    problems = [volunteer_verbs.problems_of_volunteer(volunteer_verbs.data_of(one)) for one in made]
    assert problems == [{}] * 60
    assert queries.active_volunteers(centre).count() == 60
    assert 15 < queries.cleared_on(Volunteer.objects.all(), on=timezone.localdate()).count() < 45
