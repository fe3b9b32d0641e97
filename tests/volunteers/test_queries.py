"""Scopes, lists, filters and sorts of volunteers; what is missing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from base.accounts.enums import Role
from base.audit.actor import Robot
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.week import Week
from tests.factories.accounts import MembershipFactory
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import AgreementFactory, VolunteerFactory, volunteer_data, volunteer_with
from volunteers import queries
from volunteers.domain.volunteers import register_volunteer
from volunteers.models import Volunteer
from volunteers.queries import VolunteerFilter

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def found(**wanted) -> list[str]:
    volunteers = queries.narrowed(Volunteer.objects.all(), VolunteerFilter(**wanted), on=TODAY())
    return sorted(volunteer.label for volunteer in volunteers)


@pytest.mark.parametrize("role", Role)
def test_scope_is_the_own_centre_of_those_who_work_with_people(role):
    centre = CentreFactory()
    ours = VolunteerFactory(centre=centre)
    VolunteerFactory()
    membership = MembershipFactory(organisation=centre, role=role)
    works = role in (Role.ADMINISTRATOR, Role.COORDINATOR)
    assert list(queries.volunteers_in_scope(membership)) == ([ours] if works else [])


def test_scope_of_a_volunteer_is_themselves_at_that_centre():
    bob = MembershipFactory(role=Role.VOLUNTEER)
    himself = VolunteerFactory(centre=bob.organisation, user=bob.user)
    VolunteerFactory(centre=bob.organisation)
    VolunteerFactory(user=bob.user)
    assert list(queries.volunteers_in_scope(bob)) == [himself]
    bob.ended_at = timezone.now()
    assert list(queries.volunteers_in_scope(bob)) == []
    assert list(queries.volunteers_in_scope(None)) == []


def test_search_finds_names_only_for_those_who_may_see_them():
    register_volunteer(CentreFactory(), data=volunteer_data(phone="600100200"), by=Robot("Alice"))
    texts = ("lucja swiatek", "600 100 200", "w-1", "krakow 31-137")
    assert [found(text=text, contacts=True) for text in texts] == [["W-1"]] * 4
    assert [found(text=text) for text in texts] == [[], [], ["W-1"], ["W-1"]]


def test_filters_narrow():
    volunteer_with(label="W-901")
    volunteer_with(
        label="W-902",
        cleared=False,
        state="paused",
        offers={"work"},
        languages=(Spoken("vi", Level.C1),),
        place=resolve("32-600", "Oświęcim"),
    )
    assert found(states=["active"]) == ["W-901"]
    assert found(offer="work") == ["W-902"]
    assert found(language="uk") == ["W-901"]
    assert found(commune=resolve("32-600", "Oświęcim").commune_code) == ["W-902"]
    assert found(cleared=True) == ["W-901"]
    assert found(cleared=False) == ["W-902"]
    assert found() == ["W-901", "W-902"]


@pytest.mark.parametrize("sort", queries.SORTS)
def test_every_sort_shows_everybody(sort):
    labels = sorted(volunteer_with(cleared=False).label for _ in range(3))
    assert sorted(v.label for v in queries.in_order(Volunteer.objects.all(), sort)) == labels


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_two_queries_for_any_length(count, django_assert_num_queries):
    for _ in range(count):
        volunteer_with()
    with django_assert_num_queries(2):
        rows = [
            (one.cleared, one.cleared_until > TODAY(), [spoken.language for spoken in one.spoken])
            for one in queries.for_list(Volunteer.objects.all(), on=TODAY())
        ]
    assert rows == [(True, True, ["pl", "uk"])] * count


def test_page_shows_everything_in_a_fixed_number_of_queries(django_assert_num_queries):
    volunteer_with()
    # One for the volunteer, one for each kind of paper: agreements to sign and standards read among them.
    with django_assert_num_queries(8):
        shown = queries.for_page(Volunteer.objects.all()).get()
        assert queries.what_is_missing(shown, on=TODAY()) == []
        assert [line.state for line in queries.clearance_of(shown, on=TODAY())] == ["valid"] * 8


def test_active_are_those_with_consent():
    centre = CentreFactory()
    ready = volunteer_with(centre=centre, cleared=False)
    volunteer_with(centre=centre, consent=False, cleared=False)
    volunteer_with(centre=centre, state="paused", cleared=False)
    volunteer_with(cleared=False)
    assert list(queries.active_volunteers(centre)) == [ready]


def test_choices_for_filters_come_from_the_list_itself():
    volunteer_with(cleared=False)
    volunteer_with(cleared=False, languages=(Spoken("uk", Level.B1),), place=None)
    assert queries.languages_spoken(Volunteer.objects.all()) == ["uk", "pl"]
    assert [name for _, name in queries.communes_of(Volunteer.objects.all())] == ["Kraków"]


def test_by_import_key_finds_only_a_named_key_of_the_centre():
    volunteer = VolunteerFactory(import_key="a")
    VolunteerFactory(centre=volunteer.centre)
    found_rows = [queries.by_import_key(volunteer.centre, key) for key in ("a", "", "b")]
    assert found_rows == [volunteer, None, None]


def test_what_is_missing_is_told_in_order():
    volunteer = volunteer_with(
        consent=False,
        trained=False,
        cleared=False,
        interviewed_on=None,
        languages=(),
        place=None,
        week=Week.empty(),
        offers=frozenset(),
        serving_since=TODAY() - timedelta(days=30),
    )
    codes = [missing.code for missing in queries.what_is_missing(volunteer, on=TODAY())]
    assert codes == [
        "consent", "interview", "training", "language", "place", "week", "offers", "agreement", "clearance",
    ]  # fmt: skip


def test_agreement_is_due_on_day_31_unless_one_is_in_force():
    centre, today = CentreFactory(), TODAY()
    on_day_31 = VolunteerFactory(centre=centre, serving_since=today - timedelta(days=30))
    VolunteerFactory(centre=centre, serving_since=today - timedelta(days=29))
    signed = VolunteerFactory(centre=centre, serving_since=today - timedelta(days=90))
    agreement = AgreementFactory(volunteer=signed)
    assert list(queries.agreements_due(centre, on=today)) == [on_day_31]
    assert queries.agreements_due(centre, on=today, ahead_days=1).count() == 2
    agreement.valid_until = today - timedelta(days=1)
    agreement.save()
    assert list(queries.agreements_due(centre, on=today)) == [signed, on_day_31]
