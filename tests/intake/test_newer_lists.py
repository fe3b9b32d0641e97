"""A newer list that says only what is new: enough of those who are here, not of anybody else."""

import pytest

from intake.domain.importing import import_upload, request_import
from intake.domain.staging import map_columns, stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Fate, Kind, Scope, UploadState
from tests.factories.intake import ROBOT, ready, row
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
NEW_HOURS = {"contact_name": "Olena Kowal", "phone": "600 100 200", "week": "sob 9-12"}
STRANGER = {"contact_name": "Nino Beridze", "phone": "600 100 299"}
PERHAPS = {"contact_name": "Olena Kowall", "postcode": "30-619", "place_name": "Kraków"}


@pytest.fixture
def centre():
    """Where Olena Kowal is known."""
    centre = CentreFactory()
    import_upload(request_import(ready(centre, row()), by=ROBOT), by=ROBOT)
    return centre


def test_somebody_here_already_needs_nothing_of_what_a_newer_list_leaves_out(centre):
    household = centre.households.get()
    upload = ready(centre, NEW_HOURS)
    found = upload.rows.get()

    assert (found.fate, found.person_label, found.problems) == (Fate.CHANGED, household.label, {})
    assert list(found.differences) == ["week"]

    import_upload(request_import(upload, by=ROBOT), by=ROBOT)
    before, household = household, centre.households.get()

    assert household.week != before.week
    assert household.members.get(is_contact=True).languages.count() == 2


def test_list_of_names_and_hours_alone_is_read_once_a_person_says_so(centre):
    content = "Imię i nazwisko;Telefon;Wolne godziny\nOlena Kowal;600 100 200;sob 9-12\n".encode()
    upload = stage_upload(centre, kind=Kind.FAMILIES, content=content, file_name="h.csv", by=ROBOT)

    assert upload.state == UploadState.COLUMNS

    map_columns(upload, upload.columns, by=ROBOT)

    assert judge_upload(upload).rows.get().fate == Fate.CHANGED


def test_somebody_new_needs_what_a_newer_list_leaves_out(centre):
    upload = ready(centre, STRANGER, PERHAPS, NEW_HOURS)

    assert list(upload.rows.order_by("number").values_list("fate", flat=True)) == [
        Fate.BAD,
        Fate.ASKED,
        Fate.CHANGED,
    ]

    import_upload(request_import(upload, scope=Scope.ALL, by=ROBOT), by=ROBOT)

    assert centre.households.count() == 1
