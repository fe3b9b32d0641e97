"""An import goes in whole or not at all, once, and changes what changed."""

import pytest

from families.models import Household
from intake.domain.importing import import_upload, request_import
from intake.enums import Fate, Scope, UploadState
from intake.models import ImportedPerson
from tests.factories.intake import ROBOT, ready, row
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db

BAD = row(contact_name="Iryna Bondar", phone="600 100 300", languages="")
OTHER = row(contact_name="Natalia Mazur", phone="600 200 400")


@pytest.fixture
def centre():
    return CentreFactory()


def imported(upload, scope=Scope.GOOD):
    return import_upload(request_import(upload, scope=scope, by=ROBOT), by=ROBOT)


def fates(upload):
    return list(upload.rows.order_by("number").values_list("fate", "person_label"))


def test_list_goes_in_and_what_is_to_be_mended_waits(centre):
    upload = imported(ready(centre, row(), BAD, OTHER))
    assert (upload.state, upload.imported, upload.bad) == (UploadState.DONE, 2, 1)
    assert fates(upload) == [(Fate.IMPORTED, "K-1"), (Fate.BAD, ""), (Fate.IMPORTED, "K-2")]
    assert sorted(Household.objects.values_list("label", "contact_name")) == [
        ("K-1", "Olena Kowal"),
        ("K-2", "Natalia Mazur"),
    ]
    assert ImportedPerson.objects.count() == 2


def test_same_file_again_changes_nothing(centre):
    imported(ready(centre, row(), OTHER))
    again = ready(centre, row(), OTHER)
    assert fates(again) == [(Fate.REPEATED, "K-1"), (Fate.REPEATED, "K-2")]
