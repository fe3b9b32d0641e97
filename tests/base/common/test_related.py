"""Who points to a row, in rooms nobody named."""

import pytest

from base.common.related import PART, parts_of, pointed_at
from families.models import Household, Member, MemberLanguage, PriorityInput
from tests.factories.families import (
    EmploymentFactory,
    HouseholdConsentFactory,
    MemberFactory,
    PriorityInputFactory,
    household_with,
)

OWN = (Member, MemberLanguage)


def test_parts_hold_everything_once():
    assert [list(part) for part in parts_of(range(7), 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(parts_of([])) == []


@pytest.mark.django_db
def test_own_rows_are_no_pointers():
    plain = household_with(children=2, consent=False)
    assert pointed_at(Household, [plain.pk], own=OWN) == set()
    assert pointed_at(Household, [plain.pk], own=()) == {plain.pk}


@pytest.mark.django_db
def test_what_points_to_a_row_or_to_its_own_rows_is_found():
    households = [household_with(consent=False) for _ in range(4)]
    consent, priority, job, plain = households
    HouseholdConsentFactory(household=consent)
    PriorityInputFactory(household=priority)
    EmploymentFactory(member=job.members.get())
    keys = [one.pk for one in households]
    assert pointed_at(Household, keys, own=OWN) == {consent.pk, priority.pk, job.pk}
    assert pointed_at(Household, keys, own=(*OWN, PriorityInput)) == {consent.pk, job.pk}
    assert pointed_at(Household, [plain.pk], own=OWN) == set()


@pytest.mark.django_db
def test_of_more_rows_than_fit_a_question_all_are_asked():
    members = [MemberFactory() for _ in range(2)]
    for member in members:
        EmploymentFactory(member=member)
    keys = [members[0].pk, *range(-3 * PART, 0), members[1].pk]
    assert pointed_at(Member, keys, own=(MemberLanguage,)) == {one.pk for one in members}
