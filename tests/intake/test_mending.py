"""Rows set right by hand, left out, taken in again."""

import pytest
from django.core.exceptions import ValidationError

from base.common.errors import Refusal
from intake.domain.mending import leave_row, mend_cell, take_row
from intake.enums import Fate, UploadState
from intake.models import RememberedAnswer, Upload
from tests.factories.intake import ROBOT, ready, row
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return CentreFactory()


def two(centre, **cells):
    return ready(
        centre,
        row(**cells),
        row(contact_name="Iryna Bondar", phone="600 100 300", postcode="31-503", **cells),
    )


def fates(upload):
    return list(upload.rows.order_by("number").values_list("fate", flat=True))


def test_cell_written_anew_is_read_in_its_row_alone(centre):
    upload = two(centre, languages="klingoński")
    first = upload.rows.get(number=2)
    assert mend_cell(first, "languages", " ukraiński ojczysty ", by=ROBOT) == 1
    assert fates(upload) == [Fate.GOOD, Fate.BAD]
    first.refresh_from_db()
    assert (first.mended, first.cells["languages"]) == (
        {"languages": "ukraiński ojczysty"}, "ukraiński ojczysty",
    )  # fmt: skip
    assert first.questions.count() == 0
    upload.refresh_from_db()
    assert (upload.good, upload.bad) == (1, 1)


def test_cell_can_be_emptied(centre):
    upload = two(centre, travel_km="daleko")
    mend_cell(upload.rows.get(number=2), "travel_km", "", by=ROBOT)
    assert fates(upload) == [Fate.GOOD, Fate.ASKED]


def test_cells_alike_are_written_anew_together_and_remembered(centre):
    upload = two(centre, travel_km="daleko")
    assert mend_cell(upload.rows.get(number=2), "travel_km", "12", by=ROBOT, alike=True) == 2
    assert fates(upload) == [Fate.GOOD, Fate.GOOD]
    assert RememberedAnswer.objects.get().meant == "12"
    later = ready(centre, row(contact_name="Ewa Rudnik", phone="600 100 209", travel_km="daleko"))
    assert fates(later) == [Fate.GOOD]


def test_cells_alike_that_name_somebody_are_not_remembered(centre):
    upload = two(centre, address="u mamy")
    mend_cell(upload.rows.get(number=2), "address", "ul. Długa 5", by=ROBOT, alike=True)
    assert RememberedAnswer.objects.count() == 0
    assert {one.readings["address"] for one in upload.rows.all()} == {"ul. Długa 5"}


def test_cell_mended_by_hand_is_not_overruled_by_its_like(centre):
    upload = two(centre, travel_km="daleko")
    first, second = upload.rows.order_by("number")
    mend_cell(second, "travel_km", "3", by=ROBOT)
    mend_cell(first, "travel_km", "12", by=ROBOT, alike=True)
    second.refresh_from_db()
    assert second.cells["travel_km"] == "3"


@pytest.mark.parametrize("text", ["x" * 2_001, "PESEL 44051401359"])
def test_text_that_is_not_kept_is_told_beside_the_cell(centre, text):
    upload = two(centre)
    with pytest.raises(ValidationError) as error:
        mend_cell(upload.rows.get(number=2), "note", text, by=ROBOT)
    assert list(error.value.message_dict) == ["text"]
    assert upload.rows.get(number=2).mended == {}


def test_row_left_out_does_not_go_in_and_can_be_taken_again(centre):
    upload = two(centre)
    leave_row(upload.rows.get(number=2), by=ROBOT)
    upload.refresh_from_db()
    assert (fates(upload), upload.good, upload.left) == ([Fate.LEFT, Fate.GOOD], 1, 1)
    take_row(upload.rows.get(number=2), by=ROBOT)
    assert fates(upload) == [Fate.GOOD, Fate.GOOD]


def test_row_left_out_is_nobodys_twin(centre):
    upload = ready(centre, row(), row())
    assert fates(upload) == [Fate.GOOD, Fate.REPEATED]
    leave_row(upload.rows.get(number=2), by=ROBOT)
    assert fates(upload) == [Fate.LEFT, Fate.GOOD]
    take_row(upload.rows.get(number=2), by=ROBOT)
    assert fates(upload) == [Fate.GOOD, Fate.REPEATED]


def test_row_set_right_is_found_by_its_twins(centre):
    upload = ready(centre, row(languages=""), row())
    assert fates(upload) == [Fate.BAD, Fate.GOOD]
    mend_cell(upload.rows.get(number=2), "languages", row()["languages"], by=ROBOT)
    assert fates(upload) == [Fate.GOOD, Fate.REPEATED]


@pytest.mark.parametrize("state", [UploadState.READING, UploadState.IMPORTING, UploadState.DONE])
def test_list_that_is_not_ready_is_not_mended(centre, state):
    upload = two(centre)
    Upload.objects.filter(pk=upload.pk).update(state=state)
    first = upload.rows.get(number=2)
    for act in (lambda: mend_cell(first, "note", "x", by=ROBOT), lambda: leave_row(first, by=ROBOT)):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "state"


def test_column_we_do_not_have_is_refused(centre):
    with pytest.raises(Refusal) as refusal:
        mend_cell(two(centre).rows.get(number=2), "nationality", "x", by=ROBOT)
    assert refusal.value.code == "columns"
