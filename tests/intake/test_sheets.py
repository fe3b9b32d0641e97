"""The kinds of lists: what Splot has in their words, and columns changed one by one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.models import Record
from base.common.enums import AgeBand
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.week import Week
from families.domain.households import register_household
from families.models import Household
from intake.domain.importing import import_upload, request_import
from intake.domain.sheets.columns import Known, Registered
from intake.domain.sheets.family_sheet import FAMILIES
from intake.domain.sheets.kinds import SHEETS
from intake.domain.sheets.mentor_sheet import MENTORS
from intake.domain.sheets.volunteer_sheet import VOLUNTEERS
from intake.enums import Fate, Kind, Scope
from mentors.models import MentorEmployee
from tests.factories.families import EmploymentFactory, child_data, household_data, member_data
from tests.factories.intake import ROBOT, ready, row
from tests.factories.mentors import MentorEmployeeFactory, MentorLanguageFactory
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import volunteer_data
from volunteers.domain.volunteers import register_volunteer

pytestmark = pytest.mark.django_db
GRANDMOTHER = member_data(
    is_contact=False, first_name="Halyna", age_band=AgeBand.ADULT_61, languages=(Spoken("uk", Level.NATIVE),)
)


def family(*members, **changes):
    centre = CentreFactory()
    data = household_data(members=(member_data(), *members), **changes)
    return centre, register_household(centre, data=data, by=ROBOT)


def updated(kind, person, **values):
    """The columns changed; the answer is what the verb promises."""
    people = type(person).objects
    answer = kind.update_many(person.centre, [(person.label, values)], ROBOT)
    fresh = people.get(pk=person.pk)
    assert answer == [Registered(fresh.label, fresh.version)]
    return fresh


def told(kind, person):
    return kind.values_of(person.centre, [person.label])[person.label]


# --- columns ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_what_names_somebody_is_personal_and_nothing_else(kind):
    personal = {column.name for column in SHEETS[kind].columns if column.personal}
    named = {"splot_label", "own_number", "contact_name", "first_name", "last_name", "phone", "email"}
    assert personal == (named | {"address", "note"}) & SHEETS[kind].by_name.keys()


@pytest.mark.parametrize("kind", Kind)
def test_the_label_of_splot_stands_first_and_in_no_template(kind):
    sheet = SHEETS[kind]
    assert (sheet.columns[0].name, sheet.columns[0].ours) == ("splot_label", True)
    assert sheet.template == tuple(sheet.columns[1:])


@pytest.mark.parametrize("kind", Kind)
def test_a_problem_of_no_column_is_told_beside_one_that_is_always_there(kind):
    assert SHEETS[kind].by_name[SHEETS[kind].column_of("something_else")].required


# --- families ---------------------------------------------------------------------------------------------


def test_known_people_are_told_with_all_they_are_recognised_by():
    centre, _household = family(email="olena@example.org", import_key="n:7")
    expected = Known(
        "K-1", "n:7", "Olena Kowalenko", "+48600100200", "olena@example.org", "31-137", "Kraków", False, 1
    )
    assert FAMILIES.known_people(centre) == [expected]
    Household.objects.update(state="archived")
    assert FAMILIES.known_people(centre) == [replace(expected, archived=True)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("contact_name", "Ołena Kowalczuk"),
        ("phone", "+48601500600"),
        ("email", "nowy@example.org"),
        ("channel", "sms"),
        ("language", "ru"),
        ("address", "ul. Dietla 5"),
        ("languages", (Spoken("ru", Level.NATIVE), Spoken("pl", Level.B1))),
        ("week", Week.parse("sob 10-14")),
        ("needs", frozenset({"work", "housing"})),
        ("wants_polish", "yes"),
        ("gender", "man"),
        ("age", AgeBand.ADULT_41_60),
        ("adults", (AgeBand.ADULT_18_25,)),
        ("children", (AgeBand.CHILD_0_2, AgeBand.CHILD_13_17)),
        ("travel_km", 25),
        ("waiting_since", timezone.localdate().replace(year=2025, day=3)),
        ("note", "Dzwonić po 17"),
    ],
)
def test_one_column_of_a_family_changes_and_no_other(column, value):
    _centre, household = family(child_data(), GRANDMOTHER)
    before = told(FAMILIES, household)
    after = updated(FAMILIES, household, **{column: value})
    assert told(FAMILIES, after) == before | {column: value}
    assert (before.get(column) != value, after.version) == (True, 2)


def test_the_same_values_again_write_nothing():
    _centre, household = family(child_data(), GRANDMOTHER)
    values = told(FAMILIES, household)
    acts = Record.objects.count()
    assert updated(FAMILIES, household, **values).version == 1
    assert Record.objects.count() == acts


def test_a_change_is_on_record_by_the_names_of_fields():
    _centre, household = family()
    updated(FAMILIES, household, phone="+48601500600", note="x")
    record = Record.objects.get(act="families.household.revised")
    assert (record.object_label, record.details) == ("K-1", {"changed": ["phone", "note"]})


def test_none_empties_a_column():
    _centre, household = family(child_data(), email="olena@example.org", note="Uwaga", import_key="n:1")
    after = updated(FAMILIES, household, email=None, note=None, children=None, week=None, needs=None)
    emptied = {"email", "note", "children", "week", "needs"}
    assert emptied.isdisjoint(told(FAMILIES, after))


def test_who_stays_keeps_name_languages_and_job():
    _centre, household = family(
        child_data(first_name="Iwan"), child_data(age_band=AgeBand.CHILD_0_2), GRANDMOTHER
    )
    grandmother = household.members.get(first_name="Halyna")
    EmploymentFactory(member=grandmother)
    after = updated(
        FAMILIES, household, children=(AgeBand.CHILD_7_9, AgeBand.CHILD_13_17), adults=(AgeBand.ADULT_61,)
    )
    current = {(one.first_name, one.age_band) for one in after.current_members}
    assert current == {("Olena", "26-40"), ("Iwan", "7-9"), ("", "13-17"), ("Halyna", "61+")}
    assert after.members.get(first_name="Halyna").employment == grandmother.employment
    left = after.members.exclude(left_on=None).get()
    assert (left.age_band, left.left_on) == ("0-2", timezone.localdate())


def test_a_child_who_grew_into_the_next_band_is_the_same_child():
    _centre, household = family(child_data(first_name="Iwan"), child_data(age_band=AgeBand.CHILD_13_17))
    keys = set(household.members.values_list("pk", flat=True))
    after = updated(FAMILIES, household, children=(AgeBand.CHILD_10_12,), adults=(AgeBand.ADULT_18_25,))
    assert {one.pk for one in after.current_members} == keys
    assert after.members.get(first_name="Iwan").age_band == "10-12"


def test_who_left_by_mistake_comes_back_as_who_they_were():
    _centre, household = family(child_data(first_name="Iwan"), GRANDMOTHER)
    keys = set(household.members.values_list("pk", flat=True))
    before = told(FAMILIES, household)
    away = updated(FAMILIES, household, children=None, adults=(AgeBand.ADULT_18_25,))
    assert [one.first_name for one in away.current_members] == ["Olena", ""]
    back = updated(FAMILIES, away, children=before["children"], adults=before["adults"])
    assert {one.pk for one in back.current_members} == keys
    assert [row.language for row in back.members.get(first_name="Halyna").languages.all()] == ["uk"]
    assert told(FAMILIES, back) == before
    assert "halyna" in back.search_contact


def test_who_left_long_ago_is_not_taken_for_somebody_new():
    _centre, household = family(child_data(first_name="Iwan"))
    away = updated(FAMILIES, household, children=None)
    away.members.exclude(left_on=None).update(left_on=timezone.localdate() - timedelta(days=15))
    back = updated(FAMILIES, away, children=(AgeBand.CHILD_7_9,))
    assert [one.first_name for one in back.current_members] == ["Olena", ""]


def test_only_the_ages_of_one_column_change():
    _centre, household = family(child_data(), GRANDMOTHER)
    assert told(FAMILIES, updated(FAMILIES, household, children=()))["adults"] == (AgeBand.ADULT_61,)


def test_a_name_of_their_own_stays_with_the_contact():
    _centre, household = family()
    household.members.filter(is_contact=True).update(first_name="Lena")
    after = updated(FAMILIES, household, contact_name="Ołena Kowalczuk")
    assert after.members.get(is_contact=True).first_name == "Lena"


@pytest.mark.parametrize(
    ("values", "postcode", "name"),
    [
        ({"postcode": "30-619"}, "30-619", "Kraków"),
        ({"place_name": "Wieliczka"}, "32-020", "Wieliczka"),
        ({"postcode": "32-020", "place_name": "Wieliczka"}, "32-020", "Wieliczka"),
        ({"place": resolve("32-050", "Skawina")}, "32-050", "Skawina"),
    ],
)
def test_a_family_moves(values, postcode, name):
    _centre, household = family()
    after = updated(FAMILIES, household, **values)
    assert (after.place_name, after.latitude != household.latitude) == (name, True)
    assert postcode.startswith(after.postcode[:2])
    assert name.casefold()[:4] in after.search_text or name == "Kraków"


def test_a_place_nobody_knows_is_told_and_changes_nothing():
    _centre, household = family()
    with pytest.raises(ValidationError, match="Nigdzie"):
        updated(FAMILIES, household, place_name="Nigdzie", note="x")
    assert Household.objects.get().version == 1


def test_a_place_taken_back_is_no_place():
    _centre, household = family(place=None)
    after = updated(FAMILIES, household, place=resolve("32-050", "Skawina"))
    assert after.point is not None
    after = updated(FAMILIES, after, postcode=None, place_name=None)
    assert (after.postcode, after.place_name, after.commune_code, after.point) == ("", "", "", None)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"wish_gender": "woman"}, ("woman", "prefer")),
        ({"wish_gender": "woman", "wish_strength": "must"}, ("woman", "must")),
        ({"wish_gender": "any"}, ("any", "none")),
        ({"wish_strength": "must"}, ("any", "none")),
    ],
)
def test_a_wish_has_both_halves(values, expected):
    _centre, household = family()
    after = updated(FAMILIES, household, **values)
    assert (after.wish_gender, after.wish_strength) == expected


def test_a_channel_that_lost_its_contact_is_another_one():
    _centre, household = family(email="olena@example.org")
    after = updated(FAMILIES, household, phone=None)
    assert after.channel == "email"


def test_one_refused_change_changes_nobody():
    centre, first = family()
    second = register_household(centre, data=household_data(phone="600 100 300"), by=ROBOT)
    with pytest.raises(ValidationError):
        FAMILIES.update_many(
            centre, [(first.label, {"note": "x"}), (second.label, {"email": "to nie adres"})], ROBOT
        )
    assert {one.note for one in centre.households.all()} == {""}


@pytest.mark.parametrize(
    ("cells", "fate", "told"),
    [
        ({"children": "19; 12"}, Fate.GOOD, {"children": ("10-12",), "adults": ("18-25",)}),
        ({"children": "19", "adults": "67"}, Fate.GOOD, {"children": (), "adults": ("61+", "18-25")}),
        ({"children": "45"}, Fate.BAD, {}),
        ({"adults": "12"}, Fate.BAD, {}),
    ],
)
def test_a_grown_child_counts_among_the_adults(cells, fate, told):
    centre = CentreFactory()
    upload = ready(centre, row(**({"children": ""} | cells)))
    assert upload.rows.get().fate == fate
    if told:
        request_import(upload, scope=Scope.GOOD, by=ROBOT)
        import_upload(upload, by=ROBOT)
        others = [one.age_band for one in centre.households.get().members.filter(is_contact=False)]
        assert sorted(others) == sorted([*told["children"], *told["adults"]])
        again = ready(centre, row(**({"children": ""} | cells)))
        assert again.rows.get().fate == Fate.REPEATED


# --- volunteers and mentors -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("first_name", "Anna"),
        ("last_name", "Nowak"),
        ("phone", "+48601500600"),
        ("email", "nowy@example.org"),
        ("language", "uk"),
        ("languages", (Spoken("pl", Level.NATIVE),)),
        ("week", Week.parse("sob 10-14")),
        ("travel_km", 25),
        ("offers", frozenset({"work", "housing"})),
        ("room", 3),
        ("gender", "man"),
        ("applied_on", timezone.localdate().replace(year=2025, day=3)),
        ("note", "Dzwonić po 17"),
    ],
)
def test_one_column_of_a_volunteer_changes_and_no_other(column, value):
    volunteer = register_volunteer(CentreFactory(), data=volunteer_data(), by=ROBOT)
    before = told(VOLUNTEERS, volunteer)
    after = updated(VOLUNTEERS, volunteer, **{column: value})
    assert told(VOLUNTEERS, after) == before | {column: value}
    assert (before.get(column) != value, after.version) == (True, 2)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("first_name", "Anna"),
        ("job_title", "Piekarka"),
        ("trade", "food_processing"),
        ("languages", (Spoken("pl", Level.NATIVE), Spoken("en", Level.B2))),
        ("week", Week.parse("sob 10-14")),
        ("room", 3),
        ("note", "Zna halę B"),
    ],
)
def test_one_column_of_a_mentor_changes_and_no_other(column, value):
    mentor = MentorEmployeeFactory()
    MentorLanguageFactory(mentor=mentor)
    before = told(MENTORS, mentor)
    after = updated(MENTORS, mentor, **{column: value})
    assert told(MENTORS, after) == before | {column: value}
    assert (before.get(column) != value, after.version) == (True, mentor.version + 1)


def test_a_mentor_stays_with_the_employer():
    mentor = MentorEmployeeFactory()
    MentorLanguageFactory(mentor=mentor)
    firm = mentor.participation.employer.name
    assert updated(MENTORS, mentor, employer=firm).version == mentor.version
    with pytest.raises(ValidationError, match="stays with the employer"):
        updated(MENTORS, mentor, employer="Inna firma sp. z o.o.")
    assert MentorEmployee.objects.get().version == mentor.version
