"""What a centre's lists taught, and people as lists to take out and bring back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.audit.models import Record
from intake.domain.files.tables import tables_of
from intake.domain.staging import stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Fate, Kind
from intake.models import KnownHeading, RememberedAnswer
from tests.factories.families import HouseholdFactory
from tests.factories.intake import ROBOT, ready, row
from tests.factories.lists import imported, known_heading, remembered_answer

pytestmark = pytest.mark.django_db

MEMORY = "import_memory"


def test_headings_and_words_are_told_with_what_they_mean(cast, client_for):
    known_heading(cast.centre)
    remembered_answer(cast.centre)
    known_heading(cast.other_centre, "obcy")
    page = client_for(cast.alice).get(reverse(MEMORY)).content.decode()
    assert ("kontakt" in page, "Phone" in page, "troche" in page, "A2" in page) == (True, True, True, True)
    assert "obcy" not in page


def test_a_heading_and_an_answer_are_forgotten(cast, client_for):
    client = client_for(cast.alice)
    heading, answer = known_heading(cast.centre), remembered_answer(cast.centre)
    client.post(reverse("import_forget_heading", args=[heading.pk]))
    client.post(reverse("import_forget_answer", args=[answer.pk]))
    assert (KnownHeading.objects.count(), RememberedAnswer.objects.count()) == (0, 0)


def test_another_centres_memory_is_not_found(cast, client_for):
    client = client_for(cast.alice)
    heading, answer = known_heading(cast.other_centre), remembered_answer(cast.other_centre)
    assert client.post(reverse("import_forget_heading", args=[heading.pk])).status_code == 404
    assert client.post(reverse("import_forget_answer", args=[answer.pk])).status_code == 404
    assert (KnownHeading.objects.count(), RememberedAnswer.objects.count()) == (1, 1)


def test_memory_asks_as_much_for_three_as_for_one(cast, client_for):
    client = client_for(cast.alice)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(MEMORY))
        return len(found)

    known_heading(cast.centre)
    remembered_answer(cast.centre)
    queries()
    one = queries()
    for word in ("b", "c"):
        known_heading(cast.centre, word)
        remembered_answer(cast.centre, word)
    assert queries() == one


# --- out and back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_people_go_out_as_a_list_and_come_back_unchanged(cast, client_for, ending):
    imported(cast.centre, row(), row(contact_name="Iryna Bondar", phone="600 100 301"))
    response = client_for(cast.alice).get(reverse("people_sheet", args=["families", ending]))
    assert response["Content-Disposition"].endswith(f'.{ending}"')
    upload = stage_upload(
        cast.centre, kind=Kind.FAMILIES, content=response.content, file_name=f"l.{ending}", by=ROBOT
    )
    judge_upload(upload)
    assert list(upload.rows.values_list("fate", flat=True)) == [Fate.REPEATED, Fate.REPEATED]


def test_the_list_goes_out_as_it_is_narrowed_and_it_is_on_record_without_a_name(cast, client_for):
    imported(cast.centre, row(), row(contact_name="Iryna Bondar", phone="600 100 301"))
    HouseholdFactory(centre=cast.other_centre)
    client = client_for(cast.alice)
    response = client.get(reverse("people_sheet", args=["families", "csv"]), {"q": "Bondar"})
    (table,) = tables_of(response.content, "l.csv", knows=lambda text: True)
    assert [line.texts[table.headings.index("Contact person")] for line in table.rows] == ["Iryna Bondar"]
    told = Record.objects.filter(act="intake.people.exported").get()
    assert told.details == {"kind": "families", "rows": 1, "format": "csv", "filters": ["q"]}


def test_lists_of_people_offer_it_to_those_who_bring_lists_in(cast, client_for):
    imported(cast.centre, row())
    address = reverse("people_sheet", args=["families", "csv"])
    assert address in client_for(cast.alice).get(reverse("families")).content.decode()
    mentors = client_for(cast.membership("finance")).get(reverse("mentors"))
    assert reverse("people_sheet", args=["mentors", "csv"]) not in mentors.content.decode()


def test_answers_taken_again_are_told_on_the_page_of_the_list(cast, client_for):
    remembered_answer(cast.centre, "daleko")
    RememberedAnswer.objects.update(topic="cell:travel_km", meant="25", label="25 km")
    upload = ready(cast.centre, row(travel_km="daleko"))
    page = client_for(cast.alice).get(reverse("import_preview", args=[upload.pk])).content.decode()
    told = " ".join(page.partition("import-recalled")[2].partition("</p>")[0].split())
    assert ("<q>daleko</q> = 25 km" in told, reverse(MEMORY) in told) == (True, True)

    RememberedAnswer.objects.all().delete()
    page = client_for(cast.alice).get(reverse("import_preview", args=[upload.pk])).content.decode()
    assert "import-recalled" not in page
