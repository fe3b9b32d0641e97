"""Many households at once: the same as one after another, and a list taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.domain.records import record
from base.audit.models import Record
from base.common.enums import AgeBand, GenderWish, WishStrength
from base.common.errors import InUse, Refusal
from base.common.events import subscribe
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from families.domain.bulk import (
    ready_household,
    register_households,
    revise_households,
    unregister_households,
)
from families.domain.consents import give_consent
from families.domain.households import MemberData, data_of, register_household, revise_household
from families.enums import ConsentPurpose
from families.events import ChildRecorded, HouseholdChanged, HouseholdsRegistered, HouseholdsUnregistered
from families.models import Household, Member, MemberLanguage
from matching.models import Seeker
from tests.factories.families import EmploymentFactory, child_data, household_data, member_data
from tests.factories.matching import ProgrammeFactory
from tests.factories.organisations import CentreFactory, EmployerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ALICE = Robot("Alice", actor_id=7)
#: What differs between two rows that say the same.
OWN = {"id", "pk", "at", "created_at", "changed_at", "centre_id", "organisation_id", "object_id"}


def many() -> list:
    """Households of every shape, one of them twice."""
    grandmother = member_data(
        is_contact=False,
        first_name="Halyna",
        age_band=AgeBand.ADULT_61,
        languages=(Spoken("uk", Level.NATIVE),),
    )
    return [
        household_data(),
        household_data(import_key="n:1", email="olena@example.org", note=" Dzwonić po 17. "),
        household_data(contact_name="  Nino   Beridze ", phone="", channel="in_person", place=None),
        household_data(import_key="n:1", contact_name="Somebody else"),
        household_data(members=(child_data(), member_data(), grandmother, child_data(age_band="0-2"))),
        household_data(
            wish_gender=GenderWish.WOMAN,
            wish_strength=WishStrength.MUST,
            wants_polish=True,
            waiting_since=timezone.localdate() - timedelta(days=40),
        ),
    ]


def told(centre) -> list:
    """Everything the database holds of a centre's households, without what differs by itself."""
    rows = []
    for household in Household.objects.filter(centre=centre).order_by("number"):
        members = [
            (_plain(member), [_plain(one, "member_id") for one in member.languages.order_by("pk")])
            for member in household.members.order_by("pk")
        ]
        rows.append((_plain(household), [(_without(row, "household_id"), spoken) for row, spoken in members]))
    records = Record.objects.filter(organisation_id=centre.pk).order_by("id")
    return [rows, [_plain(one) for one in records]]


def _plain(row, *more: str) -> dict:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return _without(values, *OWN, *more)


def _without(values: dict, *names: str) -> dict:
    return {name: value for name, value in values.items() if name not in names}


def test_many_at_once_are_the_same_as_one_after_another():
    one_by_one, at_once = CentreFactory(), CentreFactory()
    singles = [register_household(one_by_one, data=data, by=ALICE).label for data in many()]
    bulk = [one.label for one in register_households(at_once, rows=many(), by=ALICE)]
    assert bulk == singles == ["K-1", "K-2", "K-3", "K-2", "K-4", "K-5"]
    assert told(at_once) == told(one_by_one)


def test_many_go_on_counting_and_bring_back_who_is_here():
    centre = CentreFactory()
    here = register_household(centre, data=household_data(import_key="n:9"), by=ALICE)
    rows = [household_data(), household_data(import_key="n:9", contact_name="Other")]
    answer = register_households(centre, rows=rows, by=ALICE)
    assert [one.label for one in answer] == ["K-2", "K-1"]
    here.refresh_from_db()
    assert (here.contact_name, here.version, centre.households.count()) == ("Olena Kowalenko", 1, 2)


def test_one_wrong_row_keeps_all_out():
    centre = CentreFactory()
    with pytest.raises(ValidationError):
        register_households(centre, rows=[household_data(), household_data(phone="12")], by=ALICE)
    assert (centre.households.count(), Record.objects.count()) == (0, 0)


def test_an_employer_registers_nobody():
    with pytest.raises(Refusal, match="Only a centre or an NGO"):
        register_households(EmployerFactory(), rows=[household_data()], by=ALICE)


def test_rows_made_ready_before_can_be_stored_again_after_a_failure():
    ready = [ready_household(household_data(contact_name=name)) for name in ("A A", "B B")]
    first, second = CentreFactory(), CentreFactory()
    register_households(first, rows=ready, by=ALICE)
    register_households(second, rows=ready, by=ALICE)
    assert (first.households.count(), second.households.count()) == (2, 2)
    assert MemberLanguage.objects.filter(member__household__centre=second).count() == 4


def test_storing_asks_the_database_a_few_things_however_many_there_are(django_assert_max_num_queries):
    ready = [ready_household(household_data(import_key=f"n:{at}")) for at in range(60)]
    centre = CentreFactory()
    with django_assert_max_num_queries(20):
        register_households(centre, rows=ready, by=ALICE)


# --- revised ----------------------------------------------------------------------------------------------


def newer(household):
    """What a newer list says of each: of the last one nothing new."""
    data = data_of(household)
    contact = next(one for one in data.members if one.is_contact)
    others = [one for one in data.members if not one.is_contact]
    match household.number:
        case 1:
            return replace(data, phone="601 500 600", note=" Nowa ", place=resolve("32-020", "Wieliczka"))
        case 2:
            return replace(data, contact_name="Ołena Kowal", members=(replace(contact, first_name="Ołena"),))
        case 3:
            spoken = (Spoken("ka", Level.NATIVE), Spoken("pl", Level.B1))
            return replace(data, members=(replace(contact, languages=spoken), *others))
        case 4:
            baby = MemberData(age_band=AgeBand.CHILD_0_2, first_name="Iwan")
            return replace(data, members=(*data.members, baby), gone=frozenset({others[0].id}))
    return data


def test_many_revised_are_the_same_as_one_after_another():
    one_by_one, at_once = CentreFactory(), CentreFactory()
    for centre in (one_by_one, at_once):
        register_households(centre, rows=many(), by=ALICE)
    for household in one_by_one.households.order_by("number"):
        revise_household(household, data=newer(household), by=ALICE)
    labels = ["K-3", "K-1", "K-5", "K-2", "K-4"]
    answer = revise_households(at_once, changes=[(label, newer) for label in sorted(labels)], by=ALICE)
    assert [(one.label, one.version) for one in answer] == [
        (f"K-{n}", 1 if n == 5 else 2) for n in range(1, 6)
    ]
    assert told(at_once) == told(one_by_one)


def test_revising_asks_the_database_a_few_things_however_many_there_are(django_assert_max_num_queries):
    centre = CentreFactory()
    made = register_households(centre, rows=[household_data() for _ in range(60)], by=ALICE)
    changes = [(one.label, lambda known: replace(data_of(known), note="Nowa")) for one in made]
    with django_assert_max_num_queries(20):
        revise_households(centre, changes=changes, by=ALICE)
    assert set(centre.households.values_list("note", "version")) == {("Nowa", 2)}


def test_a_household_named_twice_is_revised_twice():
    centre = CentreFactory()
    register_households(centre, rows=[household_data()], by=ALICE)
    changes = [
        ("K-1", lambda known: replace(data_of(known), note="Nowa")),
        ("K-1", lambda known: replace(data_of(known), email="olena@example.org")),
    ]
    first, second = revise_households(centre, changes=changes, by=ALICE)
    household = centre.households.get()
    assert (household.note, household.email, household.version) == ("Nowa", "olena@example.org", 3)
    assert (first.version, second.version) == (3, 3)


def test_who_is_gone_cannot_be_revised_and_nobody_else_is():
    centre = CentreFactory()
    register_households(centre, rows=[household_data()], by=ALICE)
    changes = [("K-1", lambda known: replace(data_of(known), note="Nowa")), ("K-9", data_of)]
    with pytest.raises(Refusal, match="K-9 is not here any more"):
        revise_households(centre, changes=changes, by=ALICE)
    assert centre.households.get().note == ""


def test_a_revision_is_told_of_with_its_new_child(django_capture_on_commit_callbacks):
    centre, events = CentreFactory(), []
    (household,) = register_households(centre, rows=[household_data()], by=ALICE)
    ends = [subscribe(one, events.append) for one in (HouseholdChanged, ChildRecorded)]

    def with_baby(known):
        data = data_of(known)
        return replace(data, members=(*data.members, MemberData(age_band=AgeBand.CHILD_0_2)))

    with django_capture_on_commit_callbacks(execute=True):
        revise_households(centre, changes=[("K-1", with_baby)], by=ALICE)
    for end in ends:
        end()
    baby = household.members.get(age_band="0-2")
    assert events == [ChildRecorded(household.pk, baby.pk), HouseholdChanged(household.pk, centre.pk)]


@pytest.fixture
def heard():
    events = []
    ends = [subscribe(one, events.append) for one in (HouseholdsRegistered, HouseholdsUnregistered)]
    yield events
    for end in ends:
        end()


def test_a_list_is_told_of_once(heard, django_capture_on_commit_callbacks):
    centre = CentreFactory()
    with django_capture_on_commit_callbacks(execute=True):
        made = register_households(centre, rows=[household_data(), household_data()], by=ALICE)
    with django_capture_on_commit_callbacks(execute=True):
        unregister_households(centre, people=[(one.label, 1) for one in made], by=ALICE)
    assert heard == [
        HouseholdsRegistered(centre.pk, tuple(one.pk for one in made)),
        HouseholdsUnregistered(centre.pk, ("K-1", "K-2")),
    ]


# --- taken back -------------------------------------------------------------------------------------------


def listed(count: int = 3):
    centre = CentreFactory()
    return centre, register_households(centre, rows=[household_data() for _ in range(count)], by=ALICE)


def take_back(centre, *households) -> None:
    unregister_households(centre, people=[(one.label, one.version) for one in households], by=ALICE)


def test_who_is_taken_back_is_gone_with_all_that_came_along():
    centre, (first, second, third) = listed()
    take_back(centre, first, third)
    assert [one.label for one in centre.households.all()] == [second.label]
    assert (Member.objects.count(), MemberLanguage.objects.count()) == (2, 2)
    told = Record.objects.filter(act="families.household.unregistered").order_by("id")
    assert [(one.object_label, one.organisation_id) for one in told] == [
        ("K-1", centre.pk),
        ("K-3", centre.pk),
    ]


def test_a_label_taken_back_is_nobody_elses():
    centre, households = listed()
    take_back(centre, *households)
    assert register_household(centre, data=household_data(), by=ALICE).label == "K-4"
    assert [one.label for one in register_households(centre, rows=[household_data()], by=ALICE)] == ["K-5"]
    other = CentreFactory()
    assert register_household(other, data=household_data(), by=ALICE).label == "K-1"


def used_by_consent(household):
    give_consent(household, purpose=ConsentPurpose.MATCHING, text_version="1", language="pl", by=ALICE)


def used_by_a_job(household):
    EmploymentFactory(member=household.members.get(is_contact=True))


def used_by_a_place_in_a_programme(household):
    Seeker.objects.create(programme=ProgrammeFactory(lead=household.centre), household=household)


def used_by_a_message(household):
    from base.notices.models import Notice

    Notice.objects.create(
        template="invitation", subject="x:1", recipient_kind="families.household", recipient_id=household.pk,
        recipient_label="K", channel="sms", language="pl", not_before=timezone.now(), created_by_label="x",
    )  # fmt: skip


def used_by_a_new_version(household):
    data = household_data(note="Nowa uwaga")
    known = household.members.all()
    members = tuple(replace(one, id=row.pk) for one, row in zip(data.members, known, strict=True))
    revise_household(Household.objects.get(pk=household.pk), data=replace(data, members=members), by=ALICE)


@pytest.mark.parametrize(
    "use",
    [
        used_by_consent,
        used_by_a_job,
        used_by_a_place_in_a_programme,
        used_by_a_message,
        used_by_a_new_version,
    ],
)
def test_who_was_used_is_named_and_everybody_stays(use):
    centre, households = listed()
    use(households[1])
    with pytest.raises(InUse, match="K-2 cannot be taken back") as refused:
        take_back(centre, *households)
    assert (refused.value.labels, refused.value.code) == (("K-2",), "used")
    assert centre.households.count() == 3


def test_being_looked_at_is_no_use():
    centre, households = listed()
    record("families.household.read", by=ALICE, on=households[0], organisation_id=centre.pk)
    take_back(centre, *households)
    assert centre.households.count() == 0


def test_who_is_gone_already_is_named():
    centre, households = listed()
    take_back(centre, households[0])
    with pytest.raises(InUse, match="K-1"):
        take_back(centre, *households)


def test_nobody_of_another_centre_is_taken_back():
    centre, households = listed()
    with pytest.raises(InUse):
        take_back(CentreFactory(), households[0])
    assert centre.households.count() == 3


def test_many_in_use_are_counted_and_the_first_named():
    centre, households = listed(7)
    for one in households:
        used_by_consent(one)
    with pytest.raises(InUse, match=r"7 people cannot.*K-1, K-2, K-3, K-4, K-5, …\."):
        take_back(centre, *households)
