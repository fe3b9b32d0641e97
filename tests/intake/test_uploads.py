"""From a file to people: staged, judged, imported once, forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from families.models import Household
from intake.domain import uploads
from intake.domain.uploads import (
    SameFile,
    discard_upload,
    forget_uploads,
    import_upload,
    judge_upload,
    request_import,
    stage_upload,
)
from intake.enums import Fate, Kind, UploadState
from intake.models import StagedRow, Upload
from tests.factories.intake import ROBOT, ready, row, staged, xlsx_of
from tests.factories.organisations import CentreFactory, EmployerFactory

pytestmark = pytest.mark.django_db

BAD = row(contact_name="Iryna Bondar", phone="600 100 300", languages="")
OTHER = row(contact_name="Natalia Mazur", phone="600 100 400")


@pytest.fixture
def centre():
    return CentreFactory()


def imported(upload):
    return import_upload(request_import(upload, by=ROBOT), by=ROBOT)


def counts(upload):
    return upload.total, upload.good, upload.bad, upload.repeated, upload.imported


def refusal_of(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def words_kept(upload):
    return [
        one.number for one in upload.rows.all() if one.cells or one.problems or one.warnings or one.readings
    ]


# --- in ----------------------------------------------------------------------------------------------


def test_list_is_staged_judged_and_imported(centre):
    upload = staged(centre, row(), BAD, OTHER, row(note="again"))
    assert (upload.state, counts(upload)) == (UploadState.READING, (4, 0, 0, 0, 0))
    upload = judge_upload(upload)
    assert (upload.state, counts(upload)) == (UploadState.READY, (4, 2, 1, 1, 0))
    assert Household.objects.count() == 0
    upload = imported(upload)
    assert (upload.state, counts(upload)) == (UploadState.DONE, (4, 0, 1, 1, 2))
    assert sorted(Household.objects.values_list("label", "contact_name")) == [
        ("K-1", "Olena Kowal"),
        ("K-2", "Natalia Mazur"),
    ]
    fates = upload.rows.order_by("number").values_list("number", "fate", "person_label")
    assert list(fates) == [
        (2, "imported", "K-1"),
        (3, "bad", ""),
        (4, "imported", "K-2"),
        (5, "repeated", ""),
    ]


def test_what_was_imported_is_blanked_and_what_is_to_be_mended_stays(centre):
    upload = imported(ready(centre, row(), BAD, row(note="again")))
    assert words_kept(upload) == [3]
    assert (upload.blanked_at, {column["example"] for column in upload.columns}) == (None, {""})


def test_same_people_in_another_file_change_nothing(centre):
    imported(ready(centre, row(), OTHER))
    before = list(Household.objects.order_by("pk").values("version", "note", "changed_at"))
    again = ready(centre, row(note="new words"), OTHER)
    assert counts(again) == (2, 0, 0, 2, 0)
    assert refusal_of(lambda: request_import(again, by=ROBOT)) == "nothing"
    assert list(Household.objects.order_by("pk").values("version", "note", "changed_at")) == before


def test_same_file_leads_to_what_became_of_it(centre):
    first = ready(centre, row())
    with pytest.raises(SameFile) as same:
        staged(centre, row())
    assert same.value.upload == first
    imported(first)
    with pytest.raises(SameFile):
        staged(centre, row())
    assert staged(CentreFactory(), row()).state == UploadState.READING


def test_same_file_is_read_again_while_rows_of_it_are_to_be_mended(centre):
    imported(ready(centre, row(), BAD))
    assert counts(ready(centre, row(), BAD)) == (2, 0, 1, 1, 0)


def test_database_holds_one_open_upload_of_a_file(centre):
    upload = ready(centre, row())
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(centre=centre, kind=upload.kind, sha256=upload.sha256, file_name="x")


def test_somebody_added_between_preview_and_import_is_not_added_twice(centre):
    first = ready(centre, row())
    imported(ready(centre, row(note="the other list"), OTHER))
    first = imported(first)
    assert counts(first) == (1, 0, 0, 1, 0)
    assert Household.objects.count() == 2


def test_import_goes_on_where_it_stopped(centre, monkeypatch):
    monkeypatch.setattr(uploads, "PART", 2)
    people = [row(contact_name=f"Olena {n}", phone=f"600 100 {n}") for n in range(201, 206)]
    upload = request_import(ready(centre, *people), by=ROBOT)
    assert uploads._import_part(upload, by=ROBOT) is True
    assert (Household.objects.count(), upload.worked, upload.percent) == (2, 2, 40)
    assert refusal_of(lambda: request_import(upload, by=ROBOT)) == "already"
    Upload.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    upload = imported(upload)
    assert (upload.state, upload.imported, Household.objects.count()) == (UploadState.DONE, 5, 5)


def test_part_of_an_import_that_fails_adds_nobody(centre, monkeypatch):
    upload = request_import(ready(centre, row(), OTHER), by=ROBOT)
    register = uploads._import_row

    def fail_at_the_second(staged_row, *args, **kwargs):
        if staged_row.number == 3:
            raise RuntimeError
        register(staged_row, *args, **kwargs)

    monkeypatch.setattr(uploads, "_import_row", fail_at_the_second)
    with pytest.raises(RuntimeError):
        import_upload(upload, by=ROBOT)
    assert (Household.objects.count(), upload.rows.filter(fate=Fate.GOOD).count()) == (0, 2)


def test_import_is_on_record_with_counts_and_without_names(centre):
    imported(ready(centre, row(), BAD))
    acts = Record.objects.filter(act__startswith="intake.").order_by("pk")
    assert [one.act for one in acts] == [
        "intake.upload.staged", "intake.upload.import_asked", "intake.upload.imported",
    ]  # fmt: skip
    assert acts.last().details == {"kind": "families", "imported": 1, "repeated": 0, "bad": 1}


# --- what is not taken -------------------------------------------------------------------------------


def test_sensitive_column_is_named_and_nothing_of_it_is_stored(centre):
    content = xlsx_of(
        [["Osoba do kontaktu", "PESEL", "Języki"], ["Olena", "CANARY-44051401359", "polski B1"]]
    )
    upload = stage_upload(centre, kind=Kind.FAMILIES, content=content, file_name="l.xlsx", by=ROBOT)
    assert upload.left_out == [{"heading": "PESEL", "reason": "sensitive", "nearest": ""}]
    assert "CANARY" not in str(list(StagedRow.objects.values()) + list(Upload.objects.values()))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Telefon;kolor\nAnna;red\n", "file_obligatory"),
        ("kolor;smak\nred;sweet\n", "file_headings"),
        ("Osoba do kontaktu;Języki\n;\n", "file_no_rows"),
    ],
)
def test_list_without_what_is_needed_is_refused_and_nothing_is_stored(centre, content, code):
    act = lambda: stage_upload(  # noqa: E731
        centre, kind=Kind.FAMILIES, content=content.encode(), file_name="l.csv", by=ROBOT
    )
    assert (refusal_of(act), Upload.objects.count()) == (code, 0)


def test_too_many_rows_are_refused(centre, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_ROWS", 1)
    assert refusal_of(lambda: staged(centre, row(), OTHER)) == "file_rows"


def test_employer_cannot_register_people(db):
    assert refusal_of(lambda: staged(EmployerFactory(), row())) == "not_a_centre"


def test_headings_are_found_below_a_title_and_on_the_second_sheet(centre):
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["about this file"])
    second = book.create_sheet("Rodziny")
    for line in (["Rodziny, jesień"], ["Contact person", "Languages"], ["Olena Kowal", "uk native"]):
        second.append(line)
    content = BytesIO()
    book.save(content)
    upload = stage_upload(
        centre, kind=Kind.FAMILIES, content=content.getvalue(), file_name="C:\\lists\\l.xlsx", by=ROBOT
    )
    assert (upload.sheet, upload.file_name, upload.rows.get().number) == ("Rodziny", "l.xlsx", 3)


# --- out ---------------------------------------------------------------------------------------------


def test_discarded_list_is_blanked_and_can_be_sent_in_again(centre):
    upload = discard_upload(ready(centre, row(), BAD), by=ROBOT)
    assert (upload.state, words_kept(upload)) == (UploadState.DISCARDED, [])
    assert refusal_of(lambda: request_import(upload, by=ROBOT)) == "already"
    assert ready(centre, row(), BAD).state == UploadState.READY


def test_rows_left_after_an_import_can_be_deleted(centre):
    upload = discard_upload(imported(ready(centre, row(), BAD)), by=ROBOT)
    assert (upload.state, words_kept(upload)) == (UploadState.DONE, [])


def test_list_being_imported_is_not_discarded(centre):
    upload = request_import(ready(centre, row()), by=ROBOT)
    assert refusal_of(lambda: discard_upload(upload, by=ROBOT)) == "importing"


def test_what_nobody_decides_about_is_forgotten_after_two_weeks(centre):
    waiting, mended = ready(centre, row()), imported(ready(centre, OTHER, BAD))
    now = timezone.now()
    assert forget_uploads(now + timedelta(days=13)) == 0
    assert forget_uploads(now + timedelta(days=15)) == 2
    waiting.refresh_from_db()
    assert (waiting.state, words_kept(waiting), words_kept(mended)) == (UploadState.DISCARDED, [], [])
    assert forget_uploads(now + timedelta(days=15)) == 0
