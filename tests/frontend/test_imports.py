"""The pages of lists in: what they show in each state, how many questions they ask, what is on record."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from intake.domain.files.tables import tables_of
from intake.domain.undoing import request_undo, undo_upload
from intake.enums import Fate, Kind, Scope, UploadState
from intake.models import STALE, Upload
from tests.factories.intake import ROBOT, csv_of, ready, row, staged
from tests.factories.lists import imported, with_a_twin, with_two_sheets, without_a_name

pytestmark = pytest.mark.django_db


def bad(number: int) -> dict[str, str]:
    return row(contact_name=f"Iryna {number}", phone=f"600 100 30{number}", languages="")


def send(client, content: bytes, name: str = "list.csv", kind: str = "families"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import_upload"), {"kind": kind, "file": file})


def preview(upload) -> str:
    return reverse("import_preview", args=[upload.pk])


def queries_of(client, url: str, **query: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, query).status_code == 200
    return len(queries)


# --- sending in -------------------------------------------------------------------------------------------


def test_refused_file_is_told_on_the_page_and_nothing_is_stored(cast, client_for):
    response = send(client_for(cast.alice), b"\xd0\xcf\x11\xe0" + b"\0" * 600, "list.xlsx")
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert Upload.objects.count() == 0


def test_file_over_the_limit_is_told_on_the_page(cast, client_for, settings):
    settings.SPLOT_UPLOAD_MAX_BYTES = 1000
    response = send(client_for(cast.alice), b"x" * 5000)
    assert list(response.context["form"].errors) == ["file"]


def test_form_sent_twice_leads_to_the_same_list(cast, client_for):
    client = client_for(cast.alice)
    first, second = send(client, csv_of([row()])), send(client, csv_of([row()]))
    assert first.url == second.url == preview(Upload.objects.get())


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_template_comes_in_the_language_asked_for(cast, client_for, ending):
    url = reverse("import_template", args=["families", ending])
    found = []
    for language in ("pl", "en"):
        content = client_for(cast.alice).get(url, {"language": language}).content
        (table, *_rest) = tables_of(content, f"t.{ending}", knows=lambda text: True)
        found.append({"Osoba do kontaktu", "Contact person"} & set(table.headings))
    assert found == [{"Osoba do kontaktu"}, {"Contact person"}]


# --- each state -------------------------------------------------------------------------------------------


def test_several_sheets_are_asked_about_and_hidden_ones_are_named(cast, client_for):
    upload = with_two_sheets(cast.centre)
    response = client_for(cast.alice).get(preview(upload))
    sheets = response.context["sheets"]
    assert [(one.name, one.rows, one.chosen) for one in sheets.shown] == [
        ("Nowe", 1, True),
        ("Stare", 1, True),
    ]
    assert sheets.hidden == ["Ukryte"]
    page = response.content.decode()
    assert ("Which sheets hold the people?" in page, "Ukryte" in page) == (True, True)


def test_chosen_sheets_are_read_and_no_sheet_is_told(cast, client_for):
    upload, client = with_two_sheets(cast.centre), client_for(cast.alice)
    address = reverse("import_sheets", args=[upload.pk])
    page = client.post(address, follow=True).content.decode()
    assert "Tick at least one sheet." in page
    assert client.post(address, {"sheet": "1"}).url == preview(upload)
    upload.refresh_from_db()
    assert (upload.state, upload.total, [one["chosen"] for one in upload.sheets]) == (
        UploadState.READING,
        1,
        [False, True, False],
    )


def test_a_column_nobody_can_do_without_is_named(cast, client_for):
    response = client_for(cast.alice).get(preview(without_a_name(cast.centre)))
    assert response.context["missing"] == ["Contact person"]
    assert "Read the list with these columns" in response.content.decode()


def test_busy_list_is_asked_for_again_until_it_is_done(cast, client_for):
    upload = staged(cast.centre, row())
    page = client_for(cast.alice).get(preview(upload)).content.decode()
    assert ('hx-trigger="every 1s"' in page, "<progress" in page, "Stop" in page) == (True, True, True)
    assert "It seems to have stopped" not in page
    assert not Record.objects.filter(act="intake.upload.read").exists()


def test_a_killed_worker_is_told_and_the_reading_begins_again(cast, client_for):
    upload, client = staged(cast.centre, row()), client_for(cast.alice)
    again = reverse("import_again", args=[upload.pk])
    told = client.post(again, follow=True)
    assert (told.status_code, "This list is being worked on just now." in told.content.decode()) == (
        200,
        True,
    )
    Upload.objects.update(touched_at=timezone.now() - 2 * STALE)
    assert "It seems to have stopped" in client.get(preview(upload)).content.decode()
    assert client.post(again).url == preview(upload)
    upload.refresh_from_db()
    assert (upload.state, upload.is_stopped) == (UploadState.READING, False)


def test_a_reading_that_is_stopped_says_so_and_offers_to_go_on(cast, client_for):
    upload, client = staged(cast.centre, row()), client_for(cast.alice)
    page = client.post(reverse("import_cancel", args=[upload.pk]), follow=True).content.decode()
    upload.refresh_from_db()
    assert upload.state == UploadState.COLUMNS
    assert ("The reading was stopped" in page, "Go on reading" in page) == (True, True)
    assert ("Which columns are these?" in page, "One column we cannot do without" in page) == (False, False)
    assert client.post(reverse("import_columns", args=[upload.pk])).url == preview(upload)
    upload.refresh_from_db()
    assert upload.state == UploadState.READING


def test_a_column_that_is_missing_is_still_asked_for_first(cast, client_for):
    page = client_for(cast.alice).get(preview(without_a_name(cast.centre))).content.decode()
    assert ("Which columns are these?" in page, "Go on reading" in page) == (True, False)


def test_preview_tells_every_problem_beside_its_cell(cast, client_for):
    upload = ready(cast.centre, row(), row(contact_name="Iryna", phone="600 100 301", languages=""))
    response = client_for(cast.alice).get(preview(upload))
    (shown,) = response.context["rows"]
    cells = {cell.heading: cell for cell in shown.cells}
    assert (shown.number, shown.look, cells["Name"].text, cells["Place"].text) == (
        3,
        "bad",
        "Iryna",
        "30-619 Kraków",
    )
    assert cells["Languages"].problem == "Please fill this in."
    assert "Please fill this in." in response.content.decode()


def test_preview_says_what_an_import_would_do(cast, client_for):
    imported(cast.centre, row())
    upload = ready(
        cast.centre,
        row(note="nowe"),
        row(contact_name="Iryna Bondar", phone="600 100 301"),
        row(contact_name="Ola Lis", phone="600 100 302", week="elastycznie"),
        bad(3),
    )
    assert (upload.good, upload.changed, upload.asked, upload.bad) == (1, 1, 1, 1)
    page = client_for(cast.alice).get(preview(upload)).content.decode()
    assert "Import the 1 good row and 1 change" in page
    assert "Import 3 of all 4, what is unclear becomes a note" in page
    assert "1 row to correct stays behind." in page


def test_a_list_that_only_changes_people_says_so_on_its_button(cast, client_for):
    imported(cast.centre, row())
    upload = ready(cast.centre, row(note="nowe"))
    page = client_for(cast.alice).get(preview(upload)).content.decode()
    assert ("Save 1 change<" in page, "0 good rows" in page, "stays behind" in page) == (True, False, False)


def test_what_was_taken_back_is_counted_and_nobody_is_said_to_be_gone(cast, client_for):
    imported(cast.centre, row())
    upload = imported(cast.centre, row(note="nowe"))
    undo_upload(request_undo(upload, by=ROBOT), by=ROBOT)
    response = client_for(cast.alice).get(preview(upload))
    told = [(one.word, one.number) for one in response.context["tally"]]
    assert told == [("In the file", 1), ("Taken back", 1), ("To correct", 0)]
    page = response.content.decode()
    assert ("What this list added or changed is as it was before." in page, " is gone" in page) == (
        True,
        False,
    )


def test_history_tells_questions_and_rows_to_correct_apart(cast, client_for):
    ready(cast.centre, row(week="elastycznie"), bad(1), bad(2))
    page = client_for(cast.alice).get(reverse("imports")).content.decode()
    cells = re.findall(r'<td data-label="([^"]+)" class="num">([^<]*)</td>', page)
    assert cells == [
        ("Rows", "3"), ("Added", "–"), ("Changed", "–"), ("With a question", "1"), ("To correct", "2"),
    ]  # fmt: skip


def test_preview_shows_words_of_a_hostile_list_as_words(cast, client_for):
    upload = ready(
        cast.centre, row(contact_name="<script>alert(1)</script>", week="x<b>", note="<img src=x>")
    )
    client = client_for(cast.alice)
    for address in (preview(upload), reverse("import_row", args=[upload.pk, upload.rows.get().pk])):
        page = client.get(address, {"show": "all"}).content.decode()
        assert ("<script>alert" in page, "x<b>" in page, "<img src=x>" in page) == (False, False, False)
        assert "&lt;script&gt;alert(1)" in page


def test_rows_of_a_sheet_without_words_have_no_page(cast, client_for):
    upload = imported(cast.centre, row())
    assert upload.rows.get().fate == Fate.IMPORTED
    address = reverse("import_row", args=[upload.pk, upload.rows.get().pk])
    assert client_for(cast.alice).get(address).status_code == 404


def test_an_import_is_told_with_who_when_what_and_whom_it_added(cast, client_for):
    upload = imported(cast.centre, row(), bad(1))
    response = client_for(cast.alice).get(preview(upload), {"show": "all"})
    page = response.content.decode()
    assert [(one.word, one.number) for one in response.context["tally"]] == [
        ("In the file", 2),
        ("Added", 1),
        ("To correct", 1),
    ]
    (label,) = [one.label for one in response.context["rows"] if one.label]
    (person,) = [one.person for one in response.context["rows"] if one.label]
    assert f'<a href="{person}">{label}</a>' in page
    assert upload.sha256 in page
    assert ("Osoba do kontaktu", "Contact person") in response.context["mapping"]
    assert "Take the whole import back" in page
    told = [(step.title, step.who) for step in response.context["history"]]
    assert told == [
        ("Imported", "test"),
        ("Import asked for", "test"),
        ("Sent in", "test"),
    ]


# --- what is done with a list -----------------------------------------------------------------------------


def test_import_asked_for_twice_is_told_so(cast, client_for):
    upload, client = ready(cast.centre, row()), client_for(cast.alice)
    start = reverse("import_start", args=[upload.pk])
    assert client.post(start).url == preview(upload)
    second = client.post(start)
    assert second.url == preview(upload)
    assert "This list is being worked on just now." in client.get(second.url).content.decode()


def test_acts_of_a_tab_that_was_left_open_lead_back_to_the_list(cast, client_for):
    upload, client = imported(cast.centre, row()), client_for(cast.alice)
    first = upload.rows.get()
    question = {"topic": "week", "said": "x", "meant": "pn"}
    acts = [("import_start", {}), ("import_cancel", {}), ("import_answer", question), ("import_columns", {})]
    for name, sent in acts:
        response = client.post(reverse(name, args=[upload.pk]), sent)
        assert response.url == preview(upload), name
    for name in ("import_mend", "import_decide", "import_leave", "import_take"):
        assert client.post(reverse(name, args=[upload.pk, first.pk])).url == preview(upload), name
    page = client.get(preview(upload)).content.decode()
    assert "This list has moved on meanwhile. Here is where it stands." in page
    other = ready(cast.centre, row(note="2"))
    assert client.post(reverse("import_undo", args=[other.pk])).url == preview(other)


@pytest.mark.parametrize(("sent", "scope"), [({}, Scope.GOOD), ({"scope": "all"}, Scope.ALL)])
def test_import_takes_the_rows_of_the_button_that_was_pressed(cast, client_for, sent, scope):
    upload = ready(cast.centre, row())
    client_for(cast.alice).post(reverse("import_start", args=[upload.pk]), sent)
    upload.refresh_from_db()
    assert (upload.state, upload.scope) == (UploadState.IMPORTING, scope)


def test_taking_back_says_what_will_happen_and_asks_first(cast, client_for):
    upload, client = imported(cast.centre, row()), client_for(cast.alice)
    address = reverse("import_undo", args=[upload.pk])
    assert "The one person or family this list added is deleted" in client.get(address).content.decode()
    upload.refresh_from_db()
    assert upload.state == UploadState.DONE
    assert client.post(address).url == preview(upload)
    upload.refresh_from_db()
    assert upload.state == UploadState.UNDOING


def test_taking_back_what_was_used_is_refused_in_words(cast, client_for):
    upload = imported(cast.centre, row())
    household = cast.centre.households.get()
    household.version += 1
    household.save()
    client, address = client_for(cast.alice), reverse("import_undo", args=[upload.pk])
    for response, status in ((client.get(address), 200), (client.post(address), 409)):
        page = response.content.decode()
        assert (response.status_code, household.label in page) == (status, True)
        assert ("This cannot be taken back" in page, "Yes, take it back" in page) == (True, False)
    upload.refresh_from_db()
    assert upload.state == UploadState.DONE


def test_looking_and_taking_rows_away_is_on_record_without_a_name(cast, client_for):
    upload = ready(cast.centre, row(), bad(1))
    client = client_for(cast.alice)
    client.get(preview(upload))
    response = client.get(reverse("import_rows", args=[upload.pk]))
    assert (
        response.headers["Content-Disposition"] == f'attachment; filename="splot-rodziny-I-{upload.pk}.xlsx"'
    )
    records = Record.objects.filter(actor_id=cast.alice.actor_id).order_by("pk")
    assert [(one.act, one.object_label, one.details) for one in records] == [
        ("intake.upload.read", f"I-{upload.pk}", {}),
        ("intake.upload.rows_exported", f"I-{upload.pk}", {"rows": 1}),
    ]


def test_rows_that_are_blanked_cannot_be_taken(cast, client_for):
    upload = imported(cast.centre, row())
    response = client_for(cast.alice).get(reverse("import_rows", args=[upload.pk]))
    assert response.status_code == 404


# --- how much a page asks of the database -----------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_preview_asks_as_much_for_three_rows_as_for_one(cast, client_for, kind):
    client = client_for(cast.alice)
    one = ready(cast.centre, row(kind), kind=kind)
    three = ready(cast.centre, *(row(kind, email=f"a{n}@example.org") for n in range(3)), kind=kind)
    queries_of(client, preview(one), show="all")
    assert queries_of(client, preview(one), show="all") == queries_of(client, preview(three), show="all")


def test_preview_asks_as_much_for_three_questions_and_twins_as_for_one(cast, client_for):
    client, (one, _row) = client_for(cast.alice), with_a_twin(cast.centre)
    asked = [
        row(contact_name=f"Halyna {name}", week=f"{name} elastycznie", note="x")
        for name in ("Bondar", "Lis", "Kos")
    ]
    single, three = ready(cast.centre, asked[0]), ready(cast.centre, *asked)
    assert (single.asked, three.asked) == (1, 3)
    queries_of(client, preview(one))
    assert queries_of(client, preview(single)) == queries_of(client, preview(three))


def test_an_import_asks_as_much_for_three_people_as_for_one(cast, client_for):
    client = client_for(cast.alice)
    one = imported(cast.centre, row())
    three = imported(cast.centre, *(row(contact_name=f"Ola {n}", phone=f"600 200 30{n}") for n in range(3)))
    queries_of(client, preview(one), show="all")
    assert queries_of(client, preview(one), show="all") == queries_of(client, preview(three), show="all")


def test_history_asks_as_much_for_three_lists_as_for_one(cast, client_for):
    client, history = client_for(cast.alice), reverse("imports")
    ready(cast.centre, row())
    queries_of(client, history)
    one = queries_of(client, history)
    ready(cast.centre, row(note="2"))
    ready(cast.centre, row(note="3"))
    assert queries_of(client, history) == one
