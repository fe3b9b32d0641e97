"""The same list asked for at the same moment, the same people in two lists: everybody is added once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from base.common.errors import Refusal
from families.models import Household
from intake.domain.uploads import import_upload, request_import, stage_upload
from intake.enums import Kind, UploadState
from intake.models import Upload
from tests.factories.intake import ROBOT, csv_of, ready, row
from tests.factories.organisations import CentreFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
PEOPLE = [row(contact_name=f"Olena {n}", phone=f"600 100 {n}") for n in range(201, 207)]


def at_once(*acts):
    """Every act in a thread of its own, all let go together; what each returned or refused with."""
    gate = threading.Barrier(len(acts))

    def work(act):
        try:
            gate.wait(timeout=10)
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(work, acts))


def test_list_worked_on_by_two_workers_is_imported_once():
    upload = request_import(ready(CentreFactory(), *PEOPLE), by=ROBOT)
    copies = [Upload.objects.get(pk=upload.pk) for _ in range(3)]
    at_once(*(lambda one=one: import_upload(one, by=ROBOT) for one in copies))
    upload.refresh_from_db()
    assert (upload.state, upload.imported, Household.objects.count()) == (UploadState.DONE, 6, 6)


def test_same_people_in_two_lists_at_once_are_added_once():
    centre = CentreFactory()
    lists = [ready(centre, *PEOPLE), ready(centre, *PEOPLE[::-1])]
    asked = [request_import(one, by=ROBOT) for one in lists]
    at_once(*(lambda one=one: import_upload(one, by=ROBOT) for one in asked))
    counts = Upload.objects.values_list("imported", "repeated")
    assert Household.objects.count() == 6
    assert [sum(column) for column in zip(*counts, strict=True)] == [6, 6]


def test_import_pressed_twice_at_once_is_begun_once():
    upload = ready(CentreFactory(), *PEOPLE)
    copies = [Upload.objects.get(pk=upload.pk) for _ in range(2)]
    answers = at_once(*(lambda one=one: request_import(one, by=ROBOT) for one in copies))
    assert sorted(str(answer) for answer in answers) == [upload.label, "already"]


def test_file_sent_twice_at_once_is_taken_once():
    centre, content = CentreFactory(), csv_of(PEOPLE)
    send = lambda: stage_upload(  # noqa: E731
        centre, kind=Kind.FAMILIES, content=content, file_name="l.csv", by=ROBOT
    )
    answers = at_once(send, send)
    assert sorted(str(answer) for answer in answers) == [Upload.objects.get().label, "same_file"]
