"""Numbers behind labels are given once."""

import pytest

from base.organisations.domain.numbers import keep_number, next_number
from base.organisations.queries import people_by_import_key, people_by_label
from tests.factories.families import HouseholdFactory
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db


def test_the_next_number_is_above_all_given_and_all_taken_back():
    centre, other = CentreFactory(), CentreFactory()
    assert next_number(centre, "K", centre.households) == 1
    HouseholdFactory(centre=centre, number=4)
    assert next_number(centre, "K", centre.households) == 5
    for number in (3, 9, 5):
        keep_number(centre, "K", number)
    assert next_number(centre, "K", centre.households) == 10
    assert next_number(centre, "W", centre.volunteers) == 1
    assert next_number(other, "K", other.households) == 1
    HouseholdFactory(centre=centre, number=12)
    assert next_number(centre, "K", centre.households) == 13


def test_people_are_found_by_label_and_by_import_key(django_assert_num_queries):
    centre = CentreFactory()
    made = [
        HouseholdFactory(centre=centre, number=n, import_key=f"n:{n}" if n > 1 else "") for n in (1, 2, 3)
    ]
    HouseholdFactory(number=2, import_key="n:2")
    with django_assert_num_queries(1):
        found = people_by_label(centre.households.all(), ["K-3", "K-1", "K-3", "K-7"])
    assert found == {"K-1": made[0], "K-3": made[2]}
    assert people_by_import_key(centre.households.all(), ["", "n:3", "n:8"]) == {"n:3": made[2]}
    with django_assert_num_queries(0):
        assert people_by_label(centre.households.all(), []) == {}
