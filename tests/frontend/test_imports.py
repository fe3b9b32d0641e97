"""The pages of lists in: what they show, how many questions they ask, what they keep on record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.audit.models import Record
from intake.domain.files import sheets_of
from intake.domain.uploads import import_upload, request_import
from intake.enums import Kind
from intake.models import Upload
from tests.factories.intake import ROBOT, csv_of, ready, row, staged

pytestmark = pytest.mark.django_db


def bad(number: int) -> dict[str, str]:
    return row(contact_name=f"Iryna {number}", phone=f"600 100 30{number}", languages="uk B9")


def send(client, content: bytes, name: str = "list.csv", kind: str = "families"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import_upload"), {"kind": kind, "file": file})


def preview(upload) -> str:
    return reverse("import_preview", args=[upload.pk])


def test_refused_file_is_told_on_the_page_and_nothing_is_stored(cast, client_for):
    response = send(client_for(cast.alice), b"\xd0\xcf\x11\xe0" + b"\0" * 600, "list.xlsx")
    assert response.status_code == 200
    assert response.context["form"].errors == {
        "file": ["This is an old .xls or another Office file. Save it as .xlsx and send it again."]
    }
    assert Upload.objects.count() == 0


def test_file_over_the_limit_is_told_on_the_page(cast, client_for, settings):
    settings.SPLOT_UPLOAD_MAX_BYTES = 1000
    response = send(client_for(cast.alice), b"x" * 5000)
    assert list(response.context["form"].errors) == ["file"]


def test_form_sent_twice_leads_to_the_same_list(cast, client_for):
    client = client_for(cast.alice)
    first, second = send(client, csv_of([row()])), send(client, csv_of([row()]))
    assert first.url == second.url == preview(Upload.objects.get())


def test_import_asked_for_twice_is_told_so(cast, client_for):
    upload = ready(cast.centre, row())
    client = client_for(cast.alice)
    start = reverse("import_start", args=[upload.pk])
    assert [client.post(start).status_code, client.post(start).status_code] == [302, 409]


def test_preview_tells_every_problem_beside_its_cell(cast, client_for):
    upload = ready(cast.centre, row(), row(contact_name="Iryna", phone="1", waiting_since="31.09.2025"))
    response = client_for(cast.alice).get(preview(upload))
    (shown,) = response.context["rows"]
    assert (shown.number, shown.look, [cell.text for cell in shown.cells][:2]) == (
        3,
        "bad",
        ["Iryna", "30-619 Kraków"],
    )
    assert [(cell.heading, cell.problem) for cell in shown.others] == [
        ("Phone", "The phone number entered is not valid."),
        ("Waiting since", "“31.09.2025”: that month has 30 days."),
    ]
    for cell in shown.others:
        assert cell.problem in response.content.decode()


def test_preview_shows_words_of_a_hostile_list_as_words(cast, client_for):
    upload = ready(cast.centre, row(contact_name="<script>alert(1)</script>", languages="x<b>"))
    page = client_for(cast.alice).get(preview(upload)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_busy_list_is_asked_for_again_until_it_is_done(cast, client_for):
    upload = staged(cast.centre, row())
    page = client_for(cast.alice).get(preview(upload)).content.decode()
    assert ('hx-trigger="every 1s"' in page, "<progress" in page) == (True, True)
    assert not Record.objects.filter(act="intake.upload.read").exists()


@pytest.mark.parametrize("kind", Kind)
def test_preview_asks_as_much_for_three_rows_as_for_one(cast, client_for, kind):
    client = client_for(cast.alice)

    def count(upload):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(preview(upload), {"show": "all"})
        return len(queries)

    one = ready(cast.centre, row(kind), kind=kind)
    three = ready(cast.centre, *(row(kind, email=f"a{n}@example.org") for n in range(3)), kind=kind)
    count(one)
    assert count(one) == count(three)


def test_history_asks_as_much_for_three_lists_as_for_one(cast, client_for):
    client = client_for(cast.alice)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("imports"))
        return len(queries)

    ready(cast.centre, row())
    count()
    one = count()
    ready(cast.centre, row(note="2"))
    ready(cast.centre, row(note="3"))
    assert count() == one


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
    upload = import_upload(request_import(ready(cast.centre, row()), by=ROBOT), by=ROBOT)
    response = client_for(cast.alice).get(reverse("import_rows", args=[upload.pk]))
    assert response.status_code == 404


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_template_comes_in_the_language_asked_for(cast, client_for, ending):
    url = reverse("import_template", args=["families", ending])
    polish = client_for(cast.alice).get(url, {"language": "pl"}).content
    english = client_for(cast.alice).get(url, {"language": "en"}).content
    first = [next(iter(sheets_of(c, f"t.{ending}")[0].lines())).texts[1] for c in (polish, english)]
    assert first == ["Osoba do kontaktu", "Contact person"]
