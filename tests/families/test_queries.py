"""Scopes, lists, filters and sorts of families."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from base.accounts.enums import Role
from base.audit.actor import Robot
from base.common.enums import AgeBand
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.week import Week
from families import queries
from families.domain.households import data_of, register_household, revise_household
from families.models import Household
from families.queries import HouseholdFilter
from tests.factories.accounts import MembershipFactory
from tests.factories.families import (
    EmploymentFactory,
    HouseholdFactory,
    MemberFactory,
    MemberLanguageFactory,
    PriorityInputFactory,
    household_data,
    household_with,
)
from tests.factories.organisations import CentreFactory, EmployerFactory

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice")
TODAY = timezone.localdate


def labels(households) -> list[str]:
    return sorted(household.label for household in households)


def found(**wanted) -> list[str]:
    return labels(queries.narrowed(Household.objects.all(), HouseholdFilter(**wanted)))


@pytest.mark.parametrize(
    ("role", "sees"),
    [(role, role in (Role.ADMINISTRATOR, Role.COORDINATOR)) for role in Role],
)
def test_scope_is_the_own_centre_of_those_who_work_with_people(role, sees):
    centre = CentreFactory()
    ours = household_with(centre=centre)
    household_with()
    membership = MembershipFactory(organisation=centre, role=role)
    assert list(queries.households_in_scope(membership)) == ([ours] if sees else [])


def test_scope_of_nobody_and_of_an_ended_membership_is_empty():
    centre = CentreFactory()
    household_with(centre=centre)
    ended = MembershipFactory(organisation=centre, ended_at=timezone.now())
    assert list(queries.households_in_scope(None)) == []
    assert list(queries.households_in_scope(ended)) == []


def test_scope_of_jobs_follows_the_role():
    centre, firm = CentreFactory(), EmployerFactory()
    member = household_with(centre=centre).members.get()
    job = EmploymentFactory(member=member, employer=firm)
    EmploymentFactory()
    roles = {
        Role.COORDINATOR: centre, Role.FINANCE: centre, Role.EMPLOYER: firm, Role.MENTOR: firm,
    }  # fmt: skip
    sees = {
        role: list(queries.employments_in_scope(MembershipFactory(organisation=where, role=role)))
        for role, where in roles.items()
    }
    assert sees == {Role.COORDINATOR: [job], Role.FINANCE: [], Role.EMPLOYER: [job], Role.MENTOR: []}
    assert list(queries.employments_in_scope(None)) == []


def test_search_finds_without_diacritics_and_by_phone_digits():
    data = household_data(contact_name="Żaneta Łukasz", place=resolve("32-600", "Oświęcim"))
    register_household(CentreFactory(), data=data, by=ALICE)
    for text in ("oswiecim", "OŚWIĘCIM 32-600", "k-1", "zaneta lukasz", "600 100 200", "+48600100200", "200"):
        assert found(text=text, contacts=True) == ["K-1"], text
    assert found(text="nobody", contacts=True) == []
    assert found(text="oswiecim nobody", contacts=True) == []


def test_search_without_the_permission_finds_no_name_and_no_phone():
    register_household(CentreFactory(), data=household_data(), by=ALICE)
    assert {text: found(text=text) for text in ("kowalenko", "600100200", "olena", "krakow")} == {
        "kowalenko": [],
        "600100200": [],
        "olena": [],
        "krakow": ["K-1"],
    }


def test_search_follows_a_revision():
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    revise_household(household, data=replace(data_of(household), contact_name="Nova"), by=ALICE)
    assert (found(text="kowalenko", contacts=True), found(text="nova", contacts=True)) == ([], ["K-1"])


def test_search_takes_percent_signs_as_they_are():
    HouseholdFactory()
    assert found(text="%") == []


def test_filters_narrow():
    cracow = household_with(label="K-901", children=1, needs={"school"}, waiting_since=date(2026, 1, 1))
    household_with(
        label="K-902",
        languages=(Spoken("vi", Level.NATIVE),),
        place=resolve("32-600", "Oświęcim"),
        state="paused",
        needs={"work", "company"},
    )
    assert found(states=["served"]) == ["K-901"]
    assert found(need="work") == ["K-902"]
    assert found(language="uk") == ["K-901"]
    assert found(commune=cracow.commune_code) == ["K-901"]
    assert found(children=True) == ["K-901"]
    assert found(children=False) == ["K-902"]
    assert found(waiting_over_days=30) == ["K-901"]
    assert found() == ["K-901", "K-902"]


def test_filter_by_language_and_children_leaves_out_who_left():
    household = household_with(label="K-901", languages=())
    gone = MemberFactory(household=household, is_contact=False, left_on=TODAY())
    MemberLanguageFactory(member=gone, language="vi")
    MemberFactory(
        household=household, age_band=AgeBand.CHILD_0_2, is_contact=False, left_on=TODAY(), first_name=""
    )
    assert (found(language="vi"), found(children=True)) == ([], [])


def test_filter_by_language_leaves_out_what_only_children_speak():
    household = household_with(label="K-901", children=1)
    MemberLanguageFactory(member=household.members.get(age_band="7-9"), language="en")
    assert found(language="en") == []


@pytest.mark.parametrize("sort", queries.SORTS)
def test_every_sort_is_a_total_order(sort):
    households = [household_with() for _ in range(3)]
    assert labels(queries.in_order(Household.objects.all(), sort)) == labels(households)


def test_sort_by_waiting_puts_the_longest_first_also_for_unknown_words():
    old = household_with(waiting_since=date(2026, 1, 1))
    new = household_with(waiting_since=date(2026, 2, 1))
    assert list(queries.in_order(Household.objects.all(), "waiting")) == [old, new]
    assert list(queries.in_order(Household.objects.all(), "-waiting")) == [new, old]
    assert list(queries.in_order(Household.objects.all(), "drop table")) == [old, new]


def rows_of_a_list(count: int, django_assert_num_queries, expected: int) -> list[tuple]:
    for _ in range(count):
        household_with(children=2)
    with django_assert_num_queries(expected):
        return [
            (one.adult_count, one.child_count, [spoken.language for spoken in one.spoken], len(one.children))
            for one in queries.for_list(Household.objects.all())
        ]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_three_queries_for_any_length(count, django_assert_num_queries):
    rows = rows_of_a_list(count, django_assert_num_queries, 3)
    assert rows == [(1, 2, ["uk", "pl"], 2)] * count


def test_page_shows_everything_in_a_fixed_number_of_queries(django_assert_num_queries):
    household = household_with(children=1)
    EmploymentFactory(member=household.members.get(is_contact=True))
    with django_assert_num_queries(5):
        shown = queries.for_page(Household.objects.all()).get()
        assert [m.employment.employer.name for m in shown.members.all() if not m.is_minor]
        assert queries.what_is_missing(shown) == []
        assert list(shown.priority_inputs.all()) == []


def test_waiting_families_are_served_and_agreed():
    centre = CentreFactory()
    old = household_with(centre=centre, waiting_since=date(2026, 1, 1))
    new = household_with(centre=centre, waiting_since=date(2026, 3, 1))
    household_with(centre=centre, state="paused", waiting_since=date(2026, 1, 1))
    household_with(centre=centre, consent=False, waiting_since=date(2026, 1, 1))
    household_with(waiting_since=date(2026, 1, 1))
    assert list(queries.waiting_families(centre, at=date(2026, 3, 1))) == [old, new]
    assert list(queries.waiting_families(centre, at=date(2026, 2, 1))) == [old]


def test_best_languages_are_the_best_level_among_adults_who_are_there():
    household = household_with(languages=(Spoken("uk", Level.B1), Spoken("pl", Level.A1)), children=1)
    other = MemberFactory(household=household, is_contact=False)
    MemberLanguageFactory(member=other, language="pl", level=Level.B2)
    MemberLanguageFactory(member=household.members.get(age_band="7-9"), language="pl", level=Level.C2)
    gone = MemberFactory(household=household, is_contact=False, left_on=TODAY())
    MemberLanguageFactory(member=gone, language="uk", level=Level.NATIVE)
    assert sorted(queries.best_languages(Household.objects.all())) == [
        (household.pk, "pl", Level.B2),
        (household.pk, "uk", Level.B1),
    ]
    assert Household.objects.get().spoken == [Spoken("pl", Level.B2), Spoken("uk", Level.B1)]


def test_a_language_can_be_chosen_as_soon_as_somebody_of_the_centre_speaks_it(django_assert_num_queries):
    here, there = CentreFactory(), CentreFactory()
    alice, carol = (MembershipFactory(organisation=one, role=Role.COORDINATOR) for one in (here, there))
    household_with(centre=here, languages=(Spoken("uk", Level.C1),))
    assert queries.languages_to_choose(alice) == ["uk"]
    with django_assert_num_queries(1):
        queries.languages_to_choose(alice)
    household_with(centre=here, languages=(Spoken("ka", Level.C1),))
    household_with(centre=there, languages=(Spoken("vi", Level.C1),))
    assert queries.languages_to_choose(alice) == ["ka", "uk"]
    assert queries.languages_to_choose(carol) == ["vi"]


def test_choices_for_filters_come_from_the_list_itself():
    household_with()
    household_with(place=resolve("32-600", "Oświęcim"), languages=(Spoken("uk", Level.B1),))
    HouseholdFactory(place=None)
    everything = Household.objects.all()
    assert queries.languages_spoken(everything) == ["uk", "pl"]
    assert [name for _, name in queries.communes_of(everything)] == ["Kraków", "Oświęcim"]


def test_by_import_key_finds_only_a_named_key_of_the_centre():
    household = HouseholdFactory(import_key="a")
    HouseholdFactory(centre=household.centre)
    assert queries.by_import_key(household.centre, "a") == household
    assert queries.by_import_key(household.centre, "") is None
    assert queries.by_import_key(CentreFactory(), "a") is None


def test_priority_sums_count_what_is_in_force():
    household, plain = household_with(), household_with()
    today = TODAY()
    PriorityInputFactory(household=household, weight=2)
    PriorityInputFactory(household=household, weight=1, until=today)
    PriorityInputFactory(household=household, weight=2, until=today - timedelta(days=1))
    sums = dict(queries.priority_sums(Household.objects.all(), on=today))
    assert sums == {household.pk: 3, plain.pk: 0}
    assert queries.priorities_in_force(household, on=today).count() == 2


def test_what_is_missing_is_told_in_order():
    household = household_with(consent=False, languages=(), place=None, week=Week.empty(), needs=frozenset())
    codes = [missing.code for missing in queries.what_is_missing(household)]
    assert codes == ["consent", "language", "place", "week", "needs"]
    assert queries.what_is_missing(household_with()) == []
