"""From a file to rows that were read: staged, which sheets, which columns, and the ways out."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import Workbook

from base.audit.models import Record
from base.common.errors import Refusal
from families.models import Household
from intake.domain import laying
from intake.domain.mending import mend_cell
from intake.domain.rows import read_rows
from intake.domain.staging import SameFile, choose_sheets, map_columns, stage_upload
from intake.domain.steps import Stopped
from intake.domain.uploads import (
    cancel_upload,
    discard_upload,
    fail_upload,
    forget_uploads,
    judge_upload,
    restart_reading,
)
from intake.enums import Fate, Kind, UploadState
from intake.models import StagedRow, Upload
from tests.factories.intake import ROBOT, ready, row, staged, told, xlsx_of
from tests.factories.organisations import CentreFactory, EmployerFactory

pytestmark = pytest.mark.django_db

PESEL = "44051401359"
BAD = row(contact_name="Iryna Bondar", phone="600 100 300", languages="")
OTHER = row(contact_name="Natalia Mazur", phone="600 100 400")


@pytest.fixture
def centre():
    return CentreFactory()


def refusal_of(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def counts(upload):
    return upload.total, upload.good, upload.asked, upload.bad, upload.repeated


def words_kept(upload):
    kept = ("texts", "mended", "answers", "cells", "problems", "warnings", "readings", "kept", "traits")
    return [one.number for one in upload.rows.all() if any(getattr(one, name) for name in kept)]


def targets(upload):
    return {column["heading"]: column["targets"] for column in upload.columns}


def stored(upload):
    return str(list(StagedRow.objects.values()) + list(Upload.objects.values()))


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def sent(centre, content, name="l.xlsx"):
    return stage_upload(centre, kind=Kind.FAMILIES, content=content, file_name=name, by=ROBOT)


JUNE = [["Osoba do kontaktu", "Języki", "Telefon"], ["Olena Kowal", "ukraiński ojczysty", "600 100 200"]]
JULY = [
    ["Telefon", "Osoba do kontaktu", "Języki", "PESEL"],
    ["600 100 300", "Iryna Bondar", "rosyjski ojczysty", PESEL],
]


# --- in ----------------------------------------------------------------------------------------------


def test_list_is_staged_and_read(centre):
    upload = staged(centre, row(), BAD, OTHER, row())
    assert (upload.state, counts(upload)) == (UploadState.READING, (4, 0, 0, 0, 0))
    assert set(upload.rows.values_list("fate", flat=True)) == {Fate.UNREAD}
    upload = judge_upload(upload)
    assert (upload.state, counts(upload)) == (UploadState.READY, (4, 2, 0, 1, 1))
    assert Household.objects.count() == 0


def test_list_that_is_not_being_read_is_left_as_it_is(centre):
    upload = discard_upload(staged(centre, row()), by=ROBOT)
    assert judge_upload(upload).state == UploadState.DISCARDED
    assert upload.rows.get().fate == Fate.UNREAD


def test_rows_are_kept_as_they_were_typed_under_the_headings_of_the_file(centre):
    upload = told(centre, [["Lista"], [], ["Kto", "Języki", "Kolor"], ["Olena Kowal", "uk A1", "red"]])
    assert [column["heading"] for column in upload.columns] == ["Kto", "Języki", "Kolor"]
    staged_row = upload.rows.get()
    assert (staged_row.number, staged_row.texts) == (4, ["Olena Kowal", "uk A1", "red"])


def test_staging_is_on_record_with_counts_and_without_names(centre):
    upload = staged(centre, row(), BAD)
    act = Record.objects.get(act="intake.upload.staged")
    assert act.details == {"kind": "families", "rows": 2, "sha256": upload.sha256}


def test_same_file_leads_to_the_one_that_is_open(centre):
    first = ready(centre, row())
    with pytest.raises(SameFile) as same:
        staged(centre, row())
    assert same.value.upload == first
    assert staged(CentreFactory(), row()).state == UploadState.READING
    discard_upload(first, by=ROBOT)
    assert staged(centre, row()).state == UploadState.READING


def test_finished_file_is_taken_again(centre):
    Upload.objects.filter(pk=ready(centre, row()).pk).update(state=UploadState.DONE)
    assert staged(centre, row()).state == UploadState.READING


def test_database_holds_one_open_upload_of_a_file(centre):
    upload = ready(centre, row())
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(centre=centre, kind=upload.kind, sha256=upload.sha256, file_name="x")


# --- what is not taken -------------------------------------------------------------------------------


def test_sensitive_column_is_named_and_nothing_of_it_is_stored(centre):
    lines = [["Osoba do kontaktu", "PESEL", "Języki"], ["Olena", "CANARY-1", "polski B1"]]
    upload = told(centre, lines)
    pesel = upload.columns[1]
    assert (pesel["heading"], pesel["sensitive"], pesel["samples"]) == ("PESEL", True, [])
    assert upload.rows.get().texts == ["Olena", "", "polski B1"]
    assert "CANARY" not in stored(upload)


def test_column_that_is_sensitive_on_one_sheet_is_left_out_on_all(centre):
    numbered = [["Osoba do kontaktu", "Języki", "Numer"]]
    numbered += [[f"Olena {name}ko", "ukraiński ojczysty", f"R/{name}"] for name in "abcdefghijklmnop"]
    secret = [["Osoba do kontaktu", "Języki", "Numer"]]
    secret += [[f"Iryna {name}uk", "ukraiński ojczysty", PESEL] for name in "abc"]
    upload = sent(centre, workbook(czerwiec=numbered, lipiec=secret))
    assert [column["sensitive"] for column in upload.columns] == [False, False, True]
    assert "R/a" not in stored(upload)


def test_two_columns_of_one_heading_stay_apart(centre):
    lines = [
        ["Osoba do kontaktu", "Języki", "Uwagi", "Uwagi"],
        ["Olena Kowal", "ukraiński ojczysty", "a", "b"],
    ]
    upload = told(centre, lines)
    assert upload.rows.get().texts == ["Olena Kowal", "ukraiński ojczysty", "a", "b"]
    assert judge_upload(upload).rows.get().cells["note"].split() == ["a", "b"]


def test_pesel_in_any_cell_title_or_name_of_a_file_is_not_stored(centre):
    lines = [[f"Lista {PESEL}"], [], ["Osoba do kontaktu", "Uwagi", "Języki"]]
    lines += [["Olena", f"pesel {PESEL}", "polski B1"], ["Iryna", "", "polski B1"]]
    content = xlsx_of(lines)
    upload = judge_upload(
        stage_upload(centre, kind=Kind.FAMILIES, content=content, file_name=f"{PESEL}.xlsx", by=ROBOT)
    )
    assert "[PESEL]" in upload.rows.order_by("number")[0].texts[1]
    assert PESEL not in stored(upload)


@pytest.mark.parametrize("content", ["", "Osoba do kontaktu;Języki\n"])
def test_list_without_rows_is_refused_and_nothing_is_stored(centre, content):
    assert refusal_of(lambda: sent(centre, content.encode(), "l.csv")).startswith("file_")
    assert Upload.objects.count() == 0


def test_too_many_rows_are_refused(centre, monkeypatch):
    monkeypatch.setattr(laying, "MOST_ROWS", 1)
    assert refusal_of(lambda: staged(centre, row(), OTHER)) == "file_rows"


def test_employer_cannot_register_people(db):
    assert refusal_of(lambda: staged(EmployerFactory(), row())) == "not_a_centre"


# --- which sheets ------------------------------------------------------------------------------------


def test_several_lists_in_a_file_are_asked_about(centre):
    upload = sent(centre, workbook(czerwiec=JUNE, lipiec=JULY))
    assert (upload.state, upload.total) == (UploadState.SHEETS, 2)
    assert [(sheet["name"], sheet["rows"]) for sheet in upload.sheets] == [("czerwiec", 1), ("lipiec", 1)]
    assert refusal_of(lambda: choose_sheets(upload, [7], by=ROBOT)) == "sheets"
    assert refusal_of(lambda: map_columns(upload, upload.columns, by=ROBOT)) == "state"


def test_chosen_sheets_stay_with_their_own_columns(centre):
    upload = choose_sheets(sent(centre, workbook(czerwiec=JUNE, lipiec=JULY)), [0], by=ROBOT)
    assert (upload.state, upload.total) == (UploadState.READING, 1)
    assert list(targets(upload)) == ["Osoba do kontaktu", "Języki", "Telefon"]
    assert upload.rows.get().texts == JUNE[1]
    assert [sheet["chosen"] for sheet in upload.sheets] == [True, False]
    assert judge_upload(upload).rows.get().cells["contact_name"] == "Olena Kowal"


def test_two_sheets_are_one_list_whatever_the_order_of_their_columns(centre):
    upload = sent(centre, workbook(czerwiec=JUNE, lipiec=JULY))
    upload = judge_upload(choose_sheets(upload, [0, 1], by=ROBOT))
    names = [(one.sheet, one.number, one.cells["contact_name"]) for one in upload.rows.all()]
    assert names == [(0, 2, "Olena Kowal"), (1, 2, "Iryna Bondar")]
    assert PESEL not in stored(upload)
    assert [column["sensitive"] for column in upload.columns] == [False, False, False, True]


def test_sheet_that_explains_is_not_asked_about(centre):
    guide = [["Ulica", "Dzielnica", "Opiekun"], *([f"Długa {n}", "Stare Miasto", "Ewa"] for n in range(9))]
    upload = sent(centre, workbook(Opis=guide, Rodziny=JUNE))
    assert (upload.state, upload.total) == (UploadState.READING, 1)
    assert [sheet["name"] for sheet in upload.sheets if sheet["chosen"]] == ["Rodziny"]
    assert set(upload.rows.values_list("sheet", flat=True)) == {len(upload.sheets) - 1}


# --- which columns -----------------------------------------------------------------------------------


def test_list_without_an_obligatory_column_asks_for_it_first(centre):
    upload = told(centre, [["Osoba do kontaktu", "Coś"], ["Olena Kowal", "zielony"]])
    assert upload.state == UploadState.COLUMNS
    missing = [{"targets": ["note"]}, {"targets": ["languages"]}]
    assert refusal_of(lambda: map_columns(upload, missing, by=ROBOT)) == "obligatory"
    upload = map_columns(upload, [{"targets": ["contact_name"]}, {"targets": ["languages"]}], by=ROBOT)
    assert upload.state == UploadState.READING
    assert targets(upload) == {"Osoba do kontaktu": ["contact_name"], "Coś": ["languages"]}


def test_columns_of_a_list_that_is_ready_can_be_told_otherwise(centre):
    upload = judge_upload(
        told(
            centre,
            [["Osoba do kontaktu", "Języki", "Kolor"], ["Olena Kowal", "ukraiński ojczysty", "12 km"]],
        )
    )
    assert upload.rows.get().kept == {"Kolor": "12 km"}
    told_anew = [{"targets": column["targets"]} for column in upload.columns[:2]] + [
        {"targets": ["travel_km"]}
    ]
    upload = judge_upload(map_columns(upload, told_anew, by=ROBOT))
    assert (upload.state, upload.rows.get().cells["travel_km"], upload.rows.get().kept) == (
        UploadState.READY, "12 km", {},
    )  # fmt: skip
    assert (upload.columns[2]["confidence"], upload.columns[2]["why"]) == ("sure", "told")


@pytest.mark.parametrize(
    "columns", [[], [{"targets": ["nationality"]}] * 23, [{"targets": ["contact_name"]}] * 3]
)
def test_columns_that_are_not_of_this_list_are_refused(centre, columns):
    upload = ready(centre, row())
    assert refusal_of(lambda: map_columns(upload, columns, by=ROBOT)) == "columns"
    assert upload.rows.get().fate == Fate.GOOD


def test_sensitive_column_stays_left_out_whatever_is_told(centre):
    lines = [["Osoba do kontaktu", "PESEL", "Języki"], ["Olena Kowal", PESEL, "polski B1"]]
    upload = judge_upload(told(centre, lines))
    told_anew = [{"targets": ["contact_name"]}, {"targets": ["note"]}, {"targets": ["languages"]}]
    assert map_columns(upload, told_anew, by=ROBOT).columns[1]["targets"] == []


# --- out ---------------------------------------------------------------------------------------------


def test_reading_that_is_cancelled_goes_back_to_its_columns(centre):
    upload = staged(centre, row(), OTHER)
    worker = Upload.objects.get(pk=upload.pk)
    cancel_upload(upload, by=ROBOT)
    assert judge_upload(worker).state == UploadState.COLUMNS
    assert set(upload.rows.values_list("fate", flat=True)) == {Fate.UNREAD}
    assert refusal_of(lambda: cancel_upload(upload, by=ROBOT)) == "state"


def test_worker_left_over_from_an_earlier_reading_writes_nothing(centre):
    upload = ready(centre, row(), OTHER)
    columns = [{"targets": column["targets"]} for column in upload.columns]
    worker = map_columns(upload, columns, by=ROBOT)
    newer = Upload.objects.get(pk=upload.pk)
    cancel_upload(newer, by=ROBOT)
    map_columns(newer, columns, by=ROBOT)
    with pytest.raises(Stopped):
        read_rows(worker)
    assert set(newer.rows.values_list("fate", flat=True)) == {Fate.UNREAD}
    assert judge_upload(newer).state == UploadState.READY


def test_import_that_is_cancelled_while_its_worker_lives_is_told_to_stop(centre):
    upload = ready(centre, row())
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.IMPORTING, touched_at=timezone.now())
    assert cancel_upload(upload, by=ROBOT).cancel_asked is True
    assert upload.state == UploadState.IMPORTING


@pytest.mark.parametrize(
    ("busy", "after"), [(UploadState.IMPORTING, UploadState.READY), (UploadState.UNDOING, UploadState.DONE)]
)
def test_step_whose_worker_was_killed_is_cancelled_at_once(centre, busy, after):
    upload = ready(centre, row())
    Upload.objects.filter(pk=upload.pk).update(state=busy, touched_at=timezone.now() - timedelta(minutes=3))
    assert cancel_upload(upload, by=ROBOT).state == after


def test_reading_whose_worker_was_killed_goes_on_where_it_stopped(centre):
    upload = staged(centre, row(), OTHER)
    assert refusal_of(lambda: restart_reading(upload, by=ROBOT)) == "state"
    Upload.objects.filter(pk=upload.pk).update(touched_at=timezone.now() - timedelta(minutes=3))
    upload = judge_upload(restart_reading(upload, by=ROBOT))
    assert (upload.state, upload.good) == (UploadState.READY, 2)


def test_reading_that_failed_is_blanked_and_the_file_can_be_sent_again(centre):
    upload = staged(centre, row())
    fail_upload(upload)
    upload.refresh_from_db()
    assert (upload.state, words_kept(upload)) == (UploadState.FAILED, [])
    assert staged(centre, row()).state == UploadState.READING


def test_reading_that_failed_after_somebody_set_rows_right_loses_nothing(centre):
    upload = ready(centre, row(travel_km="daleko"))
    mend_cell(upload.rows.get(), "travel_km", "12", by=ROBOT)
    upload.refresh_from_db()
    columns = [{"targets": column["targets"]} for column in upload.columns]
    fail_upload(map_columns(upload, columns, by=ROBOT))
    upload.refresh_from_db()
    assert (upload.state, upload.rows.get().mended) == (UploadState.COLUMNS, {"travel_km": "12"})
    assert judge_upload(map_columns(upload, columns, by=ROBOT)).good == 1


def test_failure_of_an_earlier_turn_leaves_the_list_alone(centre):
    upload = ready(centre, row())
    fail_upload(upload)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY


def test_discarded_list_is_blanked_and_can_be_sent_in_again(centre):
    upload = ready(centre, row(travel_km="daleko"), BAD)
    assert upload.questions.count() > 0
    discard_upload(upload, by=ROBOT)
    assert (upload.state, words_kept(upload)) == (UploadState.DISCARDED, [])
    assert upload.questions.count() == 0
    assert {len(column["samples"]) for column in upload.columns} == {0}
    assert ready(centre, row(travel_km="daleko"), BAD).state == UploadState.READY


def test_list_being_imported_is_not_discarded(centre):
    upload = ready(centre, row())
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.IMPORTING)
    assert refusal_of(lambda: discard_upload(upload, by=ROBOT)) == "importing"


def test_what_nobody_decides_about_is_forgotten_after_two_weeks(centre):
    upload = ready(centre, row(), row(contact_name="Iryna Bondar", travel_km="daleko"))
    now = timezone.now()
    assert forget_uploads(now + timedelta(days=13)) == 0
    assert forget_uploads(now + timedelta(days=15)) == 1
    upload.refresh_from_db()
    assert (upload.state, words_kept(upload), upload.questions.count()) == (UploadState.DISCARDED, [], 0)
    assert "Olena" not in stored(upload)
    assert forget_uploads(now + timedelta(days=15)) == 0
