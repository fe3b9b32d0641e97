"""A whole import is taken back, until its people were used: then nothing of it is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from families.domain.households import data_of, revise_household
from families.domain.priorities import PriorityData, add_priority
from families.enums import PriorityKind
from families.models import Household, Member
from intake.domain.importing import import_upload, request_import
from intake.domain.sheets.kinds import SHEETS
from intake.domain.undoing import request_undo, undo_upload
from intake.domain.uploads import cancel_upload, forget_uploads
from intake.enums import Fate, Kind, UploadState
from intake.models import ImportedPerson, Upload
from tests.factories.intake import GOOD, ROBOT, ready, row
from tests.factories.mentors import ParticipationFactory
from tests.factories.organisations import CentreFactory, EmployerFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]

FIRST = row(own_number="R/1")
OTHER = row(contact_name="Natalia Mazur", phone="600 200 400")
#: What a newer list says of `FIRST`: of every kind of column some.
NEWER = row(
    own_number="R/1", address="ul. Długa 5", needs="urzędy i pisma", week="sob 10-14", children="4",
    travel_km="9", languages="ukraiński ojczysty, polski B1", note="Woli rano.", postcode="09-402",
    place_name="Płock", waiting_since="01.10.2025", wants_polish="nie", phone="600 100 299",
    email="olena@example.org",
)  # fmt: skip


@pytest.fixture
def centre():
    return CentreFactory()


def imported(upload):
    return import_upload(request_import(upload, by=ROBOT), by=ROBOT)


def undone(upload):
    return undo_upload(request_undo(upload, by=ROBOT), by=ROBOT)


def refusal_of(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value


def fates(upload):
    return list(upload.rows.order_by("number").values_list("fate", "person_label"))


def edited(household, **changes):
    household.refresh_from_db()
    return revise_household(household, data=replace(data_of(household), **changes), by=ROBOT)


# --- taken back ----------------------------------------------------------------------------------------


def test_everybody_an_import_added_leaves(centre):
    upload = undone(imported(ready(centre, row(), OTHER)))
    assert (upload.state, upload.imported) == (UploadState.UNDONE, 0)
    assert fates(upload) == [(Fate.UNDONE, "K-1"), (Fate.UNDONE, "K-2")]
    assert (Household.objects.count(), Member.objects.count(), ImportedPerson.objects.count()) == (0, 0, 0)
    assert upload.undone_at is not None


@pytest.mark.parametrize("kind", [Kind.VOLUNTEERS, Kind.MENTORS])
def test_volunteers_and_mentors_leave_too(centre, kind):
    employer = EmployerFactory(name=GOOD[Kind.MENTORS]["employer"])
    ParticipationFactory(centre=centre, employer=employer)
    papers = {"consent_on": "01.10.2025", "interviewed_on": "02.10.2025", "trained_on": "03.10.2025"}
    one = GOOD[kind] | (papers if kind == Kind.VOLUNTEERS else {})
    upload = imported(ready(centre, one, kind=kind))
    assert len(SHEETS[kind].known_people(centre)) == 1
    assert undone(upload).state == UploadState.UNDONE
    assert SHEETS[kind].known_people(centre) == []


def test_list_can_be_sent_again_afterwards_and_nobody_gets_a_label_of_old(centre):
    undone(imported(ready(centre, row(), OTHER)))
    upload = imported(ready(centre, row(), OTHER))
    assert fates(upload) == [(Fate.IMPORTED, "K-3"), (Fate.IMPORTED, "K-4")]


def test_whoever_was_changed_is_as_before_word_for_word(centre):
    imported(ready(centre, FIRST, OTHER))
    kind = SHEETS[Kind.FAMILIES]
    edited(Household.objects.get(label="K-1"), note="Mówi cicho.")
    before = kind.values_of(centre, None)
    said = ImportedPerson.objects.get(label="K-1").said
    upload = imported(ready(centre, NEWER, row(contact_name="Jan Lis", phone="600 300 500")))
    assert (upload.updated, upload.imported) == (1, 1)
    changed = kind.values_of(centre, ["K-1"])["K-1"]
    assert {name for name in changed if changed[name] != before["K-1"].get(name)} >= {
        "address", "needs", "week", "children", "travel_km", "languages", "note", "postcode", "place_name",
        "waiting_since", "wants_polish", "phone", "email",
    }  # fmt: skip
    upload = undone(upload)
    assert fates(upload) == [(Fate.UNDONE, "K-1"), (Fate.UNDONE, "K-3")]
    assert kind.values_of(centre, None) == before
    assert ImportedPerson.objects.get(label="K-1").said == said
    # The newer file is news again, and the older one is not.
    assert ready(centre, NEWER).changed == 1
    assert ready(centre, FIRST).repeated == 1


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (Kind.VOLUNTEERS, {"offers": "urzędy i pisma", "room": "3", "languages": "polski ojczysty",
                           "week": "", "note": "Ma auto.", "travel_km": "30", "gender": "kobieta"}),
        (Kind.MENTORS, {"job_title": "brygadzista", "trade": "produkcja", "languages": "polski ojczysty, "
                        "angielski B1", "week": "pn-pt 8-10", "room": "2", "phone": "600 100 777"}),
    ],
)  # fmt: skip
def test_volunteers_and_mentors_are_as_before_too(centre, kind, changes):
    ParticipationFactory(centre=centre, employer=EmployerFactory(name=GOOD[Kind.MENTORS]["employer"]))
    imported(ready(centre, GOOD[kind], kind=kind))
    before = SHEETS[kind].values_of(centre, None)
    upload = imported(ready(centre, GOOD[kind] | changes, kind=kind))
    assert upload.updated == 1
    (after,) = SHEETS[kind].values_of(centre, None).values()
    (known,) = before.values()
    filled = {name for name, text in changes.items() if text}
    assert {name for name in {*after, *known} if after.get(name) != known.get(name)} >= filled
    undone(upload)
    assert SHEETS[kind].values_of(centre, None) == before


def test_undo_is_on_record_for_the_list_and_for_each_person(centre):
    undone(imported(ready(centre, row(), OTHER)))
    acts = Record.objects.filter(act__contains="und").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["intake.upload.undo_asked", "intake.upload.undone"]
    assert Record.objects.filter(act="families.household.unregistered").count() == 2
    assert Record.objects.get(act="intake.upload.undone").details == {"removed": 2, "put_back": 0}


# --- too late ------------------------------------------------------------------------------------------


def nothing_is_undone(upload, people):
    upload.refresh_from_db()
    assert upload.state == UploadState.DONE
    assert Household.objects.count() == people
    assert not Record.objects.filter(act__endswith="unregistered").exists()


def test_import_whose_people_were_used_stays_and_names_them(centre):
    upload = imported(ready(centre, row(), OTHER))
    edited(Household.objects.get(label="K-2"), travel_km=9)
    refusal = refusal_of(lambda: request_undo(upload, by=ROBOT))
    assert refusal.code == "used"
    assert "K-2" in refusal.message
    assert "K-1" not in refusal.message
    nothing_is_undone(upload, 2)


def test_whatever_points_to_somebody_keeps_the_import(centre):
    upload = imported(ready(centre, row(), OTHER))
    data = PriorityData(kind=PriorityKind.ALONE, reason="eksmisja")
    add_priority(Household.objects.get(label="K-1"), data=data, by=ROBOT)
    assert refusal_of(lambda: request_undo(upload, by=ROBOT)).code == "used"


def test_whoever_was_changed_again_keeps_the_import(centre):
    imported(ready(centre, FIRST))
    upload = imported(ready(centre, NEWER))
    edited(Household.objects.get(), travel_km=20)
    assert refusal_of(lambda: request_undo(upload, by=ROBOT)).code == "used"
    nothing_is_undone(upload, 1)


def test_somebody_used_after_it_was_asked_for_keeps_the_whole_import(centre):
    upload = request_undo(imported(ready(centre, row(), OTHER)), by=ROBOT)
    edited(Household.objects.get(label="K-2"), travel_km=9)
    assert refusal_of(lambda: undo_upload(upload, by=ROBOT)).code == "used"
    nothing_is_undone(upload, 2)
    assert fates(upload) == [(Fate.IMPORTED, "K-1"), (Fate.IMPORTED, "K-2")]


def test_what_was_before_is_kept_for_two_weeks(centre):
    added = imported(ready(centre, FIRST))
    changed = imported(ready(centre, NEWER))
    assert changed.rows.get().before["address"] == "ul. Wielicka 12"
    forget_uploads(timezone.now() + timedelta(days=15))
    assert changed.rows.get().before == {}
    assert refusal_of(lambda: request_undo(changed, by=ROBOT)).code == "forgotten"
    other = imported(ready(centre, OTHER))
    forget_uploads(timezone.now() + timedelta(days=15))
    assert undone(other).state == UploadState.UNDONE
    assert refusal_of(lambda: request_undo(added, by=ROBOT)).code == "used"


# --- interrupted ---------------------------------------------------------------------------------------


def test_cancelled_undo_changes_nothing(centre):
    upload = request_undo(imported(ready(centre, row())), by=ROBOT)
    cancel_upload(Upload.objects.get(pk=upload.pk), by=ROBOT)
    upload = undo_upload(upload, by=ROBOT)
    nothing_is_undone(upload, 1)
    assert undone(upload).state == UploadState.UNDONE


def test_killed_undo_goes_on_when_asked_again(centre):
    upload = request_undo(imported(ready(centre, row())), by=ROBOT)
    assert refusal_of(lambda: request_undo(upload, by=ROBOT)).code == "state"
    Upload.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    assert undone(upload).state == UploadState.UNDONE
    assert undo_upload(upload, by=ROBOT).state == UploadState.UNDONE


def test_only_what_was_imported_is_taken_back(centre):
    upload = ready(centre, row())
    assert refusal_of(lambda: request_undo(upload, by=ROBOT)).code == "state"
    assert undo_upload(upload, by=ROBOT).state == UploadState.READY
