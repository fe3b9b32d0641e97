"""Scopes, lists, filters and sorts of employers and mentors."""

import pytest
from django.utils import timezone

from base.accounts.enums import Role
from base.places.week import Week
from mentors import queries
from mentors.models import MentorEmployee, Participation
from mentors.queries import MentorFilter
from tests.factories.accounts import MembershipFactory
from tests.factories.mentors import MentorEmployeeFactory, ParticipationFactory, mentor_with
from tests.factories.organisations import CentreFactory, EmployerFactory

pytestmark = pytest.mark.django_db
STAFF = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.FINANCE)


def found(**wanted) -> list[str]:
    return sorted(m.label for m in queries.narrowed(MentorEmployee.objects.all(), MentorFilter(**wanted)))


@pytest.mark.parametrize("role", Role)
def test_scope_at_the_centre_is_for_its_staff(role):
    mentor = MentorEmployeeFactory()
    MentorEmployeeFactory()
    membership = MembershipFactory(organisation=mentor.centre, role=role)
    sees = role in STAFF
    assert list(queries.mentors_in_scope(membership)) == ([mentor] if sees else [])
    assert list(queries.participations_in_scope(membership)) == ([mentor.participation] if sees else [])


def test_scope_at_the_firm_is_the_firm_for_the_employer_and_oneself_for_a_mentor():
    mentor = MentorEmployeeFactory()
    colleague = MentorEmployeeFactory(participation=mentor.participation)
    MentorEmployeeFactory(participation__centre=mentor.centre)
    dana = MembershipFactory(organisation=mentor.participation.employer, role=Role.EMPLOYER)
    mirek = MembershipFactory(organisation=mentor.participation.employer, role=Role.MENTOR)
    mentor.user = mirek.user
    mentor.save()
    assert set(queries.mentors_in_scope(dana)) == {mentor, colleague}
    assert list(queries.participations_in_scope(dana)) == [mentor.participation]
    assert list(queries.mentors_in_scope(mirek)) == [mentor]
    assert list(queries.participations_in_scope(mirek)) == []
    dana.ended_at = timezone.now()
    assert list(queries.mentors_in_scope(dana)) == []
    assert list(queries.mentors_in_scope(None)) == list(queries.participations_in_scope(None)) == []


def test_filters_narrow():
    first = mentor_with(label="M-901", search_text="m-901 huta", search_contact="stanislaw zak")
    mentor_with(label="M-902", state="paused", trade="it", languages=())
    assert found(states=["active"]) == ["M-901"]
    assert found(trade="it") == ["M-902"]
    assert found(language="en") == ["M-901"]
    assert found(participation=first.participation_id) == ["M-901"]
    assert found(text="HUTA") == ["M-901"]
    assert (found(text="żak"), found(text="żak", contacts=True)) == ([], ["M-901", "M-902"])


@pytest.mark.parametrize("sort", queries.SORTS)
def test_every_sort_shows_everybody(sort):
    labels = sorted(mentor_with().label for _ in range(3))
    assert sorted(m.label for m in queries.in_order(MentorEmployee.objects.all(), sort)) == labels


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_a_fixed_number_of_queries(count, django_assert_num_queries):
    for _ in range(count):
        mentor_with()
    with django_assert_num_queries(2):
        rows = [
            (bool(one.participation.employer.name), one.site, len(one.spoken))
            for one in queries.for_list(MentorEmployee.objects.all())
        ]
    assert rows == [(True, None, 2)] * count
    with django_assert_num_queries(1):
        parts = queries.participations_for_list(Participation.objects.all())
        assert [(bool(part.employer.name), part.mentor_count) for part in parts] == [(True, 1)] * count


@pytest.mark.parametrize("sort", queries.PARTICIPATION_SORTS)
def test_employers_are_found_and_sorted(sort):
    centre = CentreFactory()
    for name in ("Zakład", "Apteka"):
        ParticipationFactory(centre=centre, employer=EmployerFactory(name=name))
    rows = queries.participations_for_list(Participation.objects.all(), sort=sort)
    assert sorted(row.employer.name for row in rows) == ["Apteka", "Zakład"]
    one = queries.participations_for_list(Participation.objects.all(), text="zaklad", states=["active"])
    assert [row.employer.name for row in one] == ["Zakład"]
    none = queries.participations_for_list(Participation.objects.all(), states=["ended"])
    assert list(none) == []


def test_active_are_those_with_consent_whose_employer_takes_part():
    ready = mentor_with()
    centre = ready.centre
    mentor_with(participation__centre=centre, consent=False)
    mentor_with(participation__centre=centre, state="paused")
    mentor_with(participation__centre=centre, participation__state="ended")
    mentor_with()
    assert list(queries.active_mentors(centre)) == [ready]


def test_look_ups_of_the_centre():
    mentor = mentor_with(import_key="a")
    centre, part = mentor.centre, mentor.participation
    assert [queries.by_import_key(centre, key) for key in ("a", "", "b")] == [mentor, None, None]
    assert queries.participation_of(centre, part.employer) == part
    assert queries.participation_of(CentreFactory(), part.employer) is None
    assert queries.languages_spoken(MentorEmployee.objects.all()) == ["en", "pl"]


def test_what_is_missing_is_told_in_order():
    mentor = mentor_with(consent=False, languages=(), week=Week.empty(), participation__state="applied")
    codes = [missing.code for missing in queries.what_is_missing(mentor)]
    assert codes == ["consent", "language", "week", "agreement"]
    assert queries.what_is_missing(mentor_with()) == []


def test_page_shows_everything_in_a_fixed_number_of_queries(django_assert_num_queries):
    mentor_with()
    with django_assert_num_queries(3):
        shown = queries.for_page(MentorEmployee.objects.all()).get()
        assert queries.what_is_missing(shown) == []
        assert shown.centre.name
