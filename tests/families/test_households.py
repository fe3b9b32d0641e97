"""Registering, revising, pausing and archiving households."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.enums import AgeBand, ContactChannel, GenderWish, WishStrength
from base.common.errors import Refusal
from base.common.events import subscribe
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.week import Week
from families.domain.households import (
    archive_household,
    data_of,
    pause_household,
    problems_of_household,
    register_household,
    resume_household,
    revise_household,
)
from families.enums import HouseholdState
from families.events import ChildRecorded, HouseholdChanged, HouseholdStateChanged
from families.models import Household
from tests.factories.families import child_data, household_data, member_data
from tests.factories.organisations import CentreFactory, EmployerFactory

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)


@pytest.fixture
def heard():
    events = []
    types = (HouseholdChanged, HouseholdStateChanged, ChildRecorded)
    ends = [subscribe(one, events.append) for one in types]
    yield events
    for end in ends:
        end()


def spoken_by(household: Household) -> list[list[tuple[str, int]]]:
    return [
        [(row.language, row.level) for row in member.languages.all()] for member in household.members.all()
    ]


def test_register_numbers_households_of_each_centre_apart():
    ours, theirs = CentreFactory(), CentreFactory()
    labels = [register_household(c, data=household_data(), by=ALICE).label for c in (ours, ours, theirs)]
    assert labels == ["K-1", "K-2", "K-1"]


def test_register_keeps_all_that_was_told():
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    household = Household.objects.get(pk=household.pk)
    assert str(household.phone) == "+48 600 100 200"
    assert (household.postcode, household.place_name, household.commune_code) == (
        "31-137",
        "Kraków",
        "126101",
    )
    assert household.needs == frozenset({"school"})
    assert str(household.week) == "Mon–Fri 17:00–20:00"
    assert [(m.first_name, m.age_band, m.is_contact) for m in household.members.all()] == [
        ("Olena", "26-40", True),
        ("", "7-9", False),
    ]
    assert spoken_by(household) == [[("uk", Level.NATIVE), ("pl", Level.A2)], []]
    assert (household.state, household.waiting_since) == (HouseholdState.SERVED, timezone.localdate())


def test_register_records_the_act_without_personal_data():
    centre = CentreFactory()
    household = register_household(centre, data=household_data(), by=ALICE)
    record = Record.objects.get(act="families.household.registered")
    assert (record.object_label, record.organisation_id, record.actor_id) == (household.label, centre.pk, 7)
    assert record.details == {"members": 2}


def test_register_tells_of_the_household_and_its_child(heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    child = household.members.get(age_band="7-9")
    assert heard == [
        ChildRecorded(household.pk, child.pk),
        HouseholdChanged(household.pk, household.centre_id),
    ]


def test_register_with_a_known_import_key_gives_the_same_row():
    centre = CentreFactory()
    first = register_household(centre, data=household_data(import_key="sheet:1"), by=ALICE)
    again = register_household(
        centre, data=household_data(import_key="sheet:1", contact_name="Other"), by=ALICE
    )
    assert (again.pk, again.contact_name) == (first.pk, "Olena Kowalenko")
    assert centre.households.count() == 1


@pytest.mark.parametrize("empty", ["", " "])
def test_register_without_an_import_key_makes_a_new_row_each_time(empty):
    centre = CentreFactory()
    for _ in range(2):
        register_household(centre, data=household_data(import_key=empty.strip()), by=ALICE)
    assert centre.households.count() == 2


def test_register_at_an_employer_is_refused():
    with pytest.raises(Refusal, match="Only a centre or an NGO registers people"):
        register_household(EmployerFactory(), data=household_data(), by=ALICE)


def test_register_at_an_archived_centre_is_refused():
    with pytest.raises(Refusal, match="This centre is archived"):
        register_household(CentreFactory(state="archived"), data=household_data(), by=ALICE)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"contact_name": "  "}, ["contact_name"]),
        ({"phone": "12"}, ["phone"]),
        ({"phone": ""}, ["phone"]),
        ({"phone": "", "channel": ContactChannel.IN_PERSON}, []),
        ({"channel": ContactChannel.EMAIL}, ["email"]),
        ({"channel": ContactChannel.LETTER}, ["address"]),
        ({"channel": ContactChannel.LETTER, "address": "Długa 1"}, []),
        ({"channel": "pigeon"}, ["channel"]),
        ({"email": "no"}, ["email"]),
        ({"language": "xx"}, ["language"]),
        ({"needs": frozenset({"money"})}, ["needs"]),
        ({"wish_strength": WishStrength.MUST}, ["wish_gender"]),
        ({"wish_gender": GenderWish.WOMAN}, ["wish_strength"]),
        ({"wish_gender": GenderWish.WOMAN, "wish_strength": WishStrength.MUST}, []),
        ({"travel_km": -1}, ["travel_km"]),
        ({"week": Week.full()}, []),
        ({"waiting_since": timezone.localdate() + timedelta(days=1)}, ["waiting_since"]),
        ({"members": ()}, ["members"]),
        ({"members": (child_data(),)}, ["members"]),
        ({"members": (member_data(is_contact=False),)}, ["members"]),
        ({"members": (member_data(), member_data())}, ["members"]),
        ({"members": (member_data(languages=()),)}, ["members.0.languages"]),
        ({"members": (member_data(is_contact=False), child_data(is_contact=True))},
         ["members.1.is_contact", "members.1.languages"]),
        ({"members": (member_data(), child_data(age_band="8"))}, ["members.1.age_band"]),
        ({"members": (member_data(languages=(Spoken("xx", Level.B1),)),)}, ["members.0.languages"]),
        ({"members": (member_data(languages=(Spoken("uk", Level.B1), Spoken("uk", Level.B2))),)},
         ["members.0.languages"]),
        ({"members": (member_data(), *[child_data()] * 25)}, ["members"]),
        ({}, []),
    ],
)  # fmt: skip
def test_problems_name_the_fields(changes, fields):
    assert sorted(problems_of_household(household_data(**changes))) == fields


def test_register_tells_all_problems_at_once_and_saves_nothing():
    centre = CentreFactory()
    data = household_data(contact_name="", phone="", members=(member_data(languages=()),))
    with pytest.raises(ValidationError) as caught:
        register_household(centre, data=data, by=ALICE)
    assert caught.value.message_dict == {
        "contact_name": ["This field cannot be blank."],
        "phone": ["Write the phone number, or choose another way to reach them."],
        "members.0.languages": ["Write at least one language: without a language nobody can be matched."],
    }
    assert Household.objects.count() == 0
    assert Record.objects.count() == 0


def test_revise_with_its_own_data_changes_nothing():
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    before = Household.objects.values().get()
    revise_household(household, data=data_of(household), by=ALICE)
    assert Household.objects.values().get() == before
    assert Record.objects.filter(act="families.household.revised").count() == 0


def test_revise_writes_what_differs_and_records_its_names():
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    data = replace(
        data_of(household), contact_name="Olena  Nova", place=resolve("32-600", "Oświęcim"), phone="600100200"
    )
    revise_household(household, data=data, by=ALICE)
    assert (household.contact_name, household.place_name, household.version) == ("Olena Nova", "Oświęcim", 2)
    details = Record.objects.get(act="families.household.revised").details
    assert details == {"changed": ["contact_name", "place"]}


def test_revise_matches_members_by_id_and_loses_nobody():
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    contact, child = household.members.all()
    older = replace(data_of(household).members[1], age_band=AgeBand.CHILD_10_12, first_name="Taras")
    data = replace(data_of(household), members=(older, child_data(age_band=AgeBand.CHILD_0_2)))
    revise_household(household, data=data, by=ALICE)
    rows = list(household.members.values_list("pk", "age_band", "first_name", "is_contact"))
    baby = household.members.get(age_band="0-2")
    assert rows == [
        (contact.pk, "26-40", "Olena", True),
        (child.pk, "10-12", "Taras", False),
        (baby.pk, "0-2", "", False),
    ]
    assert spoken_by(household)[0] == [("uk", Level.NATIVE), ("pl", Level.A2)]


def test_revise_changes_languages_row_by_row():
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    contact = replace(
        data_of(household).members[0], languages=(Spoken("pl", Level.B1), Spoken("en", Level.A1))
    )
    revise_household(household, data=replace(data_of(household), members=(contact,)), by=ALICE)
    assert spoken_by(household)[0] == [("pl", Level.B1), ("en", Level.A1)]


def test_revise_hands_the_contact_over_and_lets_a_member_leave():
    data = household_data(members=(member_data(), member_data(first_name="Taras", is_contact=False)))
    household = register_household(CentreFactory(), data=data, by=ALICE)
    olena, taras = data_of(household).members
    data = replace(data_of(household), members=(replace(taras, is_contact=True),), gone=frozenset({olena.id}))
    revise_household(household, data=data, by=ALICE)
    rows = list(household.members.values_list("first_name", "is_contact", "left_on"))
    assert rows == [("Taras", True, None), ("Olena", False, timezone.localdate())]
    assert [member.first_name for member in Household.objects.get().current_members] == ["Taras"]


def test_revise_refuses_to_let_the_last_adult_leave():
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    olena = data_of(household).members[0]
    with pytest.raises(ValidationError) as caught:
        revise_household(
            household, data=replace(data_of(household), members=(), gone=frozenset({olena.id})), by=ALICE
        )
    assert sorted(caught.value.message_dict) == ["members"]
    assert household.members.filter(left_on=None).count() == 2


def test_revise_refuses_a_member_of_another_household():
    centre = CentreFactory()
    ours, theirs = (register_household(centre, data=household_data(), by=ALICE) for _ in range(2))
    with pytest.raises(ValidationError, match="no longer in the household"):
        revise_household(ours, data=data_of(theirs), by=ALICE)


def test_revise_of_a_stale_version_is_refused():
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    revise_household(household, data=replace(data_of(household), note="first"), by=ALICE, version=1)
    with pytest.raises(Refusal) as caught:
        revise_household(household, data=replace(data_of(household), note="second"), by=ALICE, version=1)
    assert caught.value.code == "stale"
    assert Household.objects.get().note == "first"


def test_revise_tells_of_a_child_only_when_it_is_new(heard, django_capture_on_commit_callbacks):
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    with django_capture_on_commit_callbacks(execute=True):
        revise_household(household, data=replace(data_of(household), note="x"), by=ALICE)
    data = replace(data_of(household), members=(child_data(),))
    with django_capture_on_commit_callbacks(execute=True):
        revise_household(household, data=data, by=ALICE)
    new = household.members.latest("pk")
    assert [event for event in heard if isinstance(event, ChildRecorded)] == [
        ChildRecorded(household.pk, new.pk)
    ]


def test_pause_keeps_the_waiting_date_and_says_why(heard, django_capture_on_commit_callbacks):
    day = timezone.localdate() - timedelta(days=50)
    household = register_household(CentreFactory(), data=household_data(waiting_since=day), by=ALICE)
    with django_capture_on_commit_callbacks(execute=True):
        pause_household(household, reason=" visits  family ", by=ALICE)
    resume_household(household, by=ALICE)
    assert (household.state, household.waiting_since, household.state_reason) == ("served", day, "")
    assert heard == [HouseholdStateChanged(household.pk, household.centre_id, "paused")]


def test_archive_and_return_begin_to_wait_anew():
    day = timezone.localdate() - timedelta(days=50)
    household = register_household(CentreFactory(), data=household_data(waiting_since=day), by=ALICE)
    archive_household(household, reason="moved to Gdańsk", by=ALICE)
    assert (household.state, household.state_reason) == ("archived", "moved to Gdańsk")
    resume_household(household, by=ALICE)
    assert (household.state, household.waiting_since) == ("served", timezone.localdate())


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([resume_household], "K-1 is with us already."),
        ([pause_household, pause_household], "K-1 is paused already."),
        ([archive_household, archive_household], "K-1 is archived already."),
        ([archive_household, pause_household], "An archived family cannot be paused. Bring it back first."),
    ],
)
def test_steps_that_do_not_follow_are_refused(steps, sentence):
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)

    def take(step):
        return step(household, by=ALICE, **({} if step is resume_household else {"reason": "r"}))

    for step in steps[:-1]:
        take(step)
    with pytest.raises(Refusal) as caught:
        take(steps[-1])
    assert caught.value.message == sentence


@pytest.mark.parametrize("verb", [pause_household, archive_household])
@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_pause_and_archive_ask_for_a_reason(verb, reason):
    household = register_household(CentreFactory(), data=household_data(), by=ALICE)
    with pytest.raises(ValidationError) as caught:
        verb(household, reason=reason, by=ALICE)
    assert list(caught.value.message_dict) == ["reason"]
    assert Household.objects.get().state == "served"
