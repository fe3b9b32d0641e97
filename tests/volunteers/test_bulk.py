"""Many volunteers at once, with their way in: the same as one after another, and a list taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.errors import InUse
from base.common.events import subscribe
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from tests.factories.accounts import UserFactory
from tests.factories.matching import ProgrammeFactory
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import volunteer_data
from volunteers.domain.bulk import (
    ready_volunteer,
    register_volunteers,
    revise_volunteers,
    unregister_volunteers,
)
from volunteers.domain.clearance import record_clearance_item
from volunteers.domain.papers import give_consent, record_training
from volunteers.domain.terms import set_clearance_term
from volunteers.domain.volunteers import data_of, link_volunteer, register_volunteer, revise_volunteer
from volunteers.domain.way_in import WayIn, file_way_in
from volunteers.enums import ClearanceKind, ClearanceResult, ConsentPurpose
from volunteers.events import VolunteersRegistered, VolunteersUnregistered
from volunteers.models import ClearanceItem, ClearanceTerm, Training, Volunteer, VolunteerConsent
from volunteers.queries import by_import_key

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ALICE = Robot("Alice", actor_id=7)
#: What differs between two rows that say the same.
OWN = {"id", "at", "created_at", "changed_at", "centre_id", "organisation_id", "object_id", "volunteer_id"}
OWN |= {"recorded_at"}


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def ways() -> list[WayIn]:
    checks = dict.fromkeys(ClearanceKind, ago(8))
    return [
        WayIn(),
        WayIn(interviewed_on=ago(9)),
        WayIn(interviewed_on=ago(9), trained_on=ago(3)),
        WayIn(consent_on=ago(9), trained_on=ago(3)),
        WayIn(consent_on=ago(20), interviewed_on=ago(19), trained_on=ago(9), checks=checks),
        WayIn(consent_on=ago(0), checks={ClearanceKind.CRIMINAL_RECORD: ago(400)}),
    ]


def many() -> list:
    changes = [
        {"import_key": "n:1", "phone": "600 100 200", "note": " Woli SMS. "},
        {"first_name": " Anna  Maria ", "place": None, "applied_on": ago(50)},
        {"import_key": "n:1", "first_name": "Ktoś inny"},
        {"language": "uk"},
        {},
        {},
    ]
    return [(volunteer_data(**change), way) for change, way in zip(changes, ways(), strict=True)]


def one_after_another(centre) -> list[str]:
    labels = []
    for data, way in many():
        known = by_import_key(centre, data.import_key)
        volunteer = known or register_volunteer(centre, data=data, by=ALICE)
        if known is None:
            file_way_in(volunteer, way, by=ALICE)
        labels.append(volunteer.label)
    return labels


def told(centre) -> list:
    rows = []
    for volunteer in Volunteer.objects.filter(centre=centre).order_by("number"):
        parts = ("languages", "consents", "trainings", "clearance_items")
        own = [[_plain(one) for one in getattr(volunteer, part).order_by("pk")] for part in parts]
        rows.append([_plain(volunteer), *own])
    records = Record.objects.filter(organisation_id=centre.pk).order_by("id")
    return [rows, [_plain(one) for one in records]]


def _plain(row) -> dict:
    names = [field.attname for field in row._meta.concrete_fields if field.attname not in OWN]
    values = {name: getattr(row, name) for name in names}
    if moment := values.pop("given_at", None):
        # The consent of today is given now.
        values["given_on"] = timezone.localdate(moment)
    return values


def listed(centre, rows=None):
    made = [ready_volunteer(data, way) for data, way in rows or many()]
    return register_volunteers(centre, rows=made, by=ALICE)


def test_many_at_once_are_the_same_as_one_after_another():
    one_by_one, at_once = CentreFactory(), CentreFactory()
    singles = one_after_another(one_by_one)
    assert [one.label for one in listed(at_once)] == singles == ["W-1", "W-2", "W-1", "W-3", "W-4", "W-5"]
    assert told(at_once) == told(one_by_one)
    assert [one.state for one in at_once.volunteers.order_by("number")] == [
        "applied", "interviewed", "applied", "active", "applied",
    ]  # fmt: skip


def test_a_check_counts_as_long_as_the_terms_of_its_day_say():
    one_by_one, at_once = CentreFactory(), CentreFactory()
    for centre in (one_by_one, at_once):
        for months, days in ((5, 700), (7, 30)):
            term = {"months": months, "valid_from": ago(days), "source": "x"}
            set_clearance_term(centre, kind=ClearanceKind.CRIMINAL_RECORD, **term, by=ALICE)
    one_after_another(one_by_one)
    listed(at_once)
    until = [
        list(
            ClearanceItem.objects.filter(volunteer__centre=centre, kind=ClearanceKind.CRIMINAL_RECORD)
            .order_by("pk")
            .values_list("checked_on", "valid_until")
        )
        for centre in (one_by_one, at_once)
    ]
    assert until[0] == until[1]
    assert len(until[1]) == 2


def test_a_check_without_a_term_is_told_and_nobody_comes_in():
    ClearanceTerm.objects.all().delete()
    centre = CentreFactory()
    with pytest.raises(ValidationError, match="No term of validity"):
        listed(centre)
    assert centre.volunteers.count() == 0


def test_storing_asks_the_database_a_few_things_however_many_there_are(django_assert_max_num_queries):
    centre = CentreFactory()
    made = [ready_volunteer(volunteer_data(import_key=f"n:{at}"), ways()[4]) for at in range(40)]
    with django_assert_max_num_queries(45):
        register_volunteers(centre, rows=made, by=ALICE)


def newer(volunteer):
    """What a newer list says of each: of the last ones nothing new."""
    data = data_of(volunteer)
    match volunteer.number:
        case 1:
            return replace(data, phone="601 500 600", note=" Nowa ", place=resolve("32-020", "Wieliczka"))
        case 2:
            return replace(data, languages=(Spoken("pl", Level.NATIVE), Spoken("en", Level.B1)), room=2)
        case 3:
            return replace(data, applied_on=ago(77), last_name="Nowak")
    return data


def test_many_revised_are_the_same_as_one_after_another():
    one_by_one, at_once = CentreFactory(), CentreFactory()
    for centre in (one_by_one, at_once):
        listed(centre)
    for volunteer in one_by_one.volunteers.order_by("number"):
        revise_volunteer(volunteer, data=newer(volunteer), by=ALICE)
    labels = [one.label for one in at_once.volunteers.order_by("number")]
    answer = revise_volunteers(at_once, changes=[(label, newer) for label in labels], by=ALICE)
    assert [one.label for one in answer] == labels
    assert told(at_once) == told(one_by_one)


def test_a_list_is_told_of_once(django_capture_on_commit_callbacks):
    events, centre = [], CentreFactory()
    ends = [subscribe(one, events.append) for one in (VolunteersRegistered, VolunteersUnregistered)]
    with django_capture_on_commit_callbacks(execute=True):
        made = listed(centre, [(volunteer_data(), WayIn()), (volunteer_data(), WayIn())])
    with django_capture_on_commit_callbacks(execute=True):
        take_back(centre, *made)
    for end in ends:
        end()
    assert events == [
        VolunteersRegistered(centre.pk, tuple(one.pk for one in made)),
        VolunteersUnregistered(centre.pk, ("W-1", "W-2")),
    ]


# --- taken back -------------------------------------------------------------------------------------------


def take_back(centre, *volunteers) -> None:
    unregister_volunteers(centre, people=[(one.label, one.version) for one in volunteers], by=ALICE)


def all_the_way(count: int = 3):
    centre = CentreFactory()
    return centre, listed(centre, [(volunteer_data(), ways()[4]) for _ in range(count)])


def test_who_is_taken_back_is_gone_with_the_papers_of_the_list():
    centre, made = all_the_way()
    take_back(centre, *made[:2])
    assert [one.label for one in centre.volunteers.all()] == ["W-3"]
    counts = [model.objects.count() for model in (VolunteerConsent, Training, ClearanceItem)]
    assert counts == [1, 1, 8]
    assert Record.objects.filter(act="volunteers.volunteer.unregistered").count() == 2


def test_a_label_taken_back_is_nobody_elses():
    centre, made = all_the_way()
    take_back(centre, *made)
    assert register_volunteer(centre, data=volunteer_data(), by=ALICE).label == "W-4"
    assert [one.label for one in listed(centre, [(volunteer_data(), WayIn())])] == ["W-5"]


def used_by_a_consent(volunteer):
    give_consent(volunteer, purpose=ConsentPurpose.CONTACT, text_version="1", language="pl", by=ALICE)


def used_by_a_training(volunteer):
    record_training(volunteer, name="Inne szkolenie", completed_on=ago(1), by=ALICE)


def used_by_a_check(volunteer):
    kind, result = ClearanceKind.CRIMINAL_RECORD, ClearanceResult.NOT_CLEAN
    record_clearance_item(volunteer, kind=kind, result=result, checked_on=ago(1), by=ALICE)


def used_by_a_log_in(volunteer):
    link_volunteer(volunteer, user=UserFactory(), by=ALICE)


def used_by_a_place_in_a_programme(volunteer):
    from matching.models import Helper

    Helper.objects.create(programme=ProgrammeFactory(lead=volunteer.centre), volunteer=volunteer)


@pytest.mark.parametrize(
    "use",
    [
        used_by_a_consent,
        used_by_a_training,
        used_by_a_check,
        used_by_a_log_in,
        used_by_a_place_in_a_programme,
    ],
)
def test_who_was_used_is_named_and_everybody_stays(use):
    centre, made = all_the_way()
    use(Volunteer.objects.get(pk=made[1].pk))
    with pytest.raises(InUse) as refused:
        take_back(centre, *made)
    assert refused.value.labels == ("W-2",)
    assert centre.volunteers.count() == 3
