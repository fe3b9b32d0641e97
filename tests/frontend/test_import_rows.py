"""The page of one row: its cells written anew, and somebody it may be beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.audit.models import Record
from families.models import Household
from intake.domain.importing import import_upload, request_import
from intake.enums import Fate
from intake.models import RememberedAnswer
from tests.factories.intake import ROBOT, ready, row
from tests.factories.lists import imported, with_a_twin

pytestmark = pytest.mark.django_db


def page_of(one) -> str:
    return reverse("import_row", args=[one.upload_id, one.pk])


def post_to(name: str, one) -> str:
    return reverse(name, args=[one.upload_id, one.pk])


def wrong_twice(cast):
    """Two rows whose language has a level there is not."""
    return ready(
        cast.centre,
        row(languages="ukraiński B9"),
        row(contact_name="Iryna Bondar", phone="600 100 301", languages="ukraiński B9"),
    )


def test_a_row_shows_first_what_has_to_be_done(cast, client_for):
    one = wrong_twice(cast).rows.get(number=2)
    response = client_for(cast.alice).get(page_of(one))
    first = response.context["cells"][0]
    assert (first.name, first.typed, bool(first.cell.problem)) == ("languages", "ukraiński B9", True)
    assert "email" in {cell.name for cell in response.context["empty"]}
    record = Record.objects.filter(act="intake.upload.read").get()
    assert (record.object_label, record.details) == (f"I-{one.upload_id}", {})


def test_a_cell_written_anew_holds_for_this_row(cast, client_for):
    upload = wrong_twice(cast)
    one = upload.rows.get(number=2)
    sent = {"cell-languages": "ukraiński B2", "cell-contact_name": one.cells["contact_name"]}
    page = client_for(cast.alice).post(post_to("import_mend", one), sent, follow=True).content.decode()
    assert "1 cell written anew." in page
    assert dict(upload.rows.values_list("number", "fate")) == {2: Fate.GOOD, 3: Fate.BAD}


def test_a_cell_written_anew_wherever_the_same_stands(cast, client_for):
    upload = wrong_twice(cast)
    one = upload.rows.get(number=2)
    sent = {"cell-languages": "ukraiński B2", "alike-languages": "1"}
    client_for(cast.alice).post(post_to("import_mend", one), sent)
    assert set(upload.rows.values_list("fate", flat=True)) == {Fate.GOOD}
    assert RememberedAnswer.objects.get().meant == "ukraiński B2"


def test_a_cell_that_cannot_be_taken_is_told_with_what_was_typed(cast, client_for):
    one = wrong_twice(cast).rows.get(number=2)
    response = client_for(cast.alice).post(post_to("import_mend", one), {"cell-note": "PESEL 44051401359"})
    page = response.content.decode()
    assert (response.status_code, "PESEL 44051401359" in page) == (422, True)
    assert "This is a PESEL or the number of a paper, which Splot does not keep." in page
    one.refresh_from_db()
    assert one.mended == {}


def test_cells_sent_unchanged_are_told_so(cast, client_for):
    one = wrong_twice(cast).rows.get(number=2)
    sent = {"cell-languages": " ukraiński  B9 "}
    page = client_for(cast.alice).post(post_to("import_mend", one), sent, follow=True).content.decode()
    assert "Nothing in these cells was changed." in page


def test_a_row_is_left_out_and_taken_back(cast, client_for):
    upload, client = ready(cast.centre, row()), client_for(cast.alice)
    one = upload.rows.get()
    assert "Leave this row out" in client.get(page_of(one)).content.decode()
    client.post(post_to("import_leave", one))
    one.refresh_from_db()
    assert one.fate == Fate.LEFT
    assert "Take this row back in" in client.get(page_of(one)).content.decode()
    client.post(post_to("import_take", one))
    one.refresh_from_db()
    assert one.fate == Fate.GOOD


# --- side by side -----------------------------------------------------------------------------------------


def test_a_twin_stands_beside_the_row_field_by_field(cast, client_for):
    _upload, one = with_a_twin(cast.centre)
    (household,) = Household.objects.all()
    client = client_for(cast.alice)
    listed = client.get(reverse("import_preview", args=[one.upload_id])).content.decode()
    assert f"Perhaps the same person as {household.label}. The phone is the same." in listed
    response = client.get(page_of(one))
    (both,) = response.context["beside"]
    lines = {line.told.column: line.told for line in both.lines}
    assert (both.twin.key, both.twin.url) == (household.label, reverse("family", args=[household.pk]))
    assert (lines["contact_name"].file, lines["contact_name"].ours) == ("Halyna Bondar", "Olena Kowal")
    assert lines["phone"].same
    choices = [line.is_choice for line in both.lines]
    assert choices == sorted(choices, reverse=True)
    page = response.content.decode()
    assert ('name="take-contact_name" value="ours"' in page, 'name="take-phone"' in page) == (True, False)


def test_where_the_row_says_nothing_there_is_nothing_to_choose(cast, client_for):
    imported(cast.centre, row())
    one = ready(cast.centre, row(contact_name="Halyna Bondar", address="")).rows.get()
    response = client_for(cast.alice).get(page_of(one))
    (both,) = response.context["beside"]
    (line,) = [line for line in both.lines if line.told.column == "address"]
    assert (line.told.file, line.told.ours, line.is_choice) == ("", "ul. Wielicka 12", False)
    page = response.content.decode()
    assert ("ul. Wielicka 12" in page, 'name="take-address"' in page) == (True, False)


def test_the_same_person_is_merged_field_by_field(cast, client_for):
    upload, one = with_a_twin(cast.centre)
    (household,) = Household.objects.all()
    sent = {"same": household.label, "take-contact_name": "ours", "take-note": "file"}
    client_for(cast.alice).post(post_to("import_decide", one), sent)
    one.refresh_from_db()
    assert one.fate == Fate.CHANGED
    upload.refresh_from_db()
    import_upload(request_import(upload, by=ROBOT), by=ROBOT)
    household.refresh_from_db()
    assert (household.contact_name, household.note) == ("Olena Kowal", "dzwonić wieczorem")
    assert Household.objects.count() == 1


def test_a_row_left_out_can_only_be_taken_back_in(cast, client_for):
    upload = ready(cast.centre, row(), row(contact_name="Iryna", phone="600 100 301", languages=""))
    one, client = upload.rows.get(number=3), client_for(cast.alice)
    client.post(post_to("import_leave", one))
    listed = client.get(reverse("import_preview", args=[upload.pk]), {"show": "left"})
    (shown,) = listed.context["rows"]
    assert all(not cell.questions for cell in [*shown.cells, *shown.others])
    assert "Take this row back in" in listed.content.decode()
    assert {chip["option"].value for chip in listed.context["chips"]} == {"good", "left", "all"}
    page = client.get(page_of(one)).content.decode()
    assert ("Take this row back in" in page, "Save what I changed" in page, 'name="cell-' in page) == (
        True,
        False,
        False,
    )


def test_two_different_people_are_two(cast, client_for):
    upload, one = with_a_twin(cast.centre)
    client_for(cast.alice).post(post_to("import_decide", one), {"same": ""})
    one.refresh_from_db()
    assert one.fate == Fate.GOOD
    upload.refresh_from_db()
    import_upload(request_import(upload, by=ROBOT), by=ROBOT)
    assert Household.objects.count() == 2


def test_a_decision_about_a_stranger_is_refused(cast, client_for):
    upload, one = with_a_twin(cast.centre)
    response = client_for(cast.alice).post(post_to("import_decide", one), {"same": "K-999"})
    assert response.url == reverse("import_preview", args=[upload.pk])
    one.refresh_from_db()
    assert one.fate == Fate.ASKED


def test_what_changed_stands_beside_what_splot_has(cast, client_for):
    imported(cast.centre, row())
    upload = ready(cast.centre, row(address="ul. Tumska 1"))
    response = client_for(cast.alice).get(reverse("import_preview", args=[upload.pk]))
    (shown,) = response.context["rows"]
    cells = {cell.heading: cell for cell in [*shown.cells, *shown.others]}
    told = cells["Street and number"]
    assert (shown.look, told.text, told.ours, told.differs) == (
        "new",
        "ul. Tumska 1",
        "ul. Wielicka 12",
        True,
    )
    assert "in Splot: ul. Wielicka 12" in response.content.decode()


def test_what_differs_between_two_rows_is_not_said_of_splot(cast, client_for):
    upload = ready(cast.centre, row(), row(address="ul. Tumska 1"), row(email="olena@example.org"))
    page = client_for(cast.alice).get(reverse("import_preview", args=[upload.pk])).content.decode()
    assert "in the other row: ul. Wielicka 12" in page
    assert "in the other row: nothing" in page
    assert "in Splot:" not in page


def test_a_row_asks_as_much_with_three_questions_as_with_one(cast, client_for):
    client = client_for(cast.alice)
    one = ready(cast.centre, row(week="elastycznie")).rows.get()
    three = ready(
        cast.centre,
        row(contact_name="Iryna Bondar", phone="600 100 301", week="elastycznie", travel_km="daleko",
            needs="w czym trzeba"),
    ).rows.get()  # fmt: skip

    def queries(shown) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(page_of(shown)).status_code == 200
        return len(found)

    assert three.questions.count() > one.questions.count() == 1
    queries(one)
    assert queries(one) == queries(three)
