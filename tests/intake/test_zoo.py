"""A zoo of lists as centres keep them: what comes of each, what is asked, what is never stored; and that in
none of them a text is lost or a value invented."""

import json
from collections import Counter

import pytest

from intake.enums import Fate, UploadState
from intake.models import StagedRow
from intake.queries import questions_of
from tests.intake.zoo import families, mentors, more_families, more_volunteers, strangers, volunteers
from tests.intake.zoo.driving import (
    answer,
    asked,
    bring_in,
    centre_of,
    people_of,
    read,
    what_is_invented,
    what_is_lost,
)

pytestmark = pytest.mark.django_db
ANIMALS = [
    *families.FAMILIES,
    *more_families.FAMILIES,
    *volunteers.VOLUNTEERS,
    *more_volunteers.VOLUNTEERS,
    *mentors.MENTORS,
    *strangers.STRANGERS,
]
LEFT_THE_LIST = (Fate.LEFT, Fate.REPEATED)


@pytest.fixture(params=ANIMALS, ids=lambda animal: f"{animal.kind}: {animal.name}")
def animal(request):
    return request.param


def test_people_come_out_as_somebody_would_have_typed_them(animal):
    centre = centre_of(animal)
    upload = read(animal, centre)
    assert upload.state == UploadState.READY
    assert answer(animal, upload) == animal.answers.keys()
    upload.refresh_from_db()
    fates = Counter(upload.rows.values_list("fate", flat=True))
    problems = {row.number: tuple(row.problems) for row in upload.rows.all() if row.problems}
    assert (dict(fates), problems) == (dict(animal.fates), dict(animal.bad))
    upload = bring_in(upload)
    assert upload.state == UploadState.DONE
    assert people_of(centre, animal.kind) == animal.people


def test_every_text_is_kept_and_nothing_is_invented(animal):
    upload = read(animal, centre_of(animal))
    assert what_is_lost(animal, upload) == []
    assert what_is_invented(upload) == []
    left = [(line["why"], line["text"]) for sheet in upload.sheets for line in sheet["left"]]
    assert left == list(animal.left)


def test_nothing_is_taken_of_what_nobody_answered(animal):
    """Without a single answer no more is known of anybody than with all of them, and the words asked about
    are in the note, or the row stays out."""
    centre = centre_of(animal)
    upload = read(animal, centre)
    if not animal.answers or not upload.rows.exclude(fate=Fate.BAD).exists():
        return
    said = {(row.number, one.said): one.column for row in upload.rows.all() for one in row.questions.all()}
    bring_in(upload)
    for name, cells in people_of(centre, animal.kind).items():
        whole = animal.people.get(name.partition(" (")[0], {})
        for column in cells.keys() - whole.keys():
            assert column in {"note", "phone", "email"}, (name, column, cells[column])
    assert said
    assert set(asked(upload).values()) <= {one.topic for one in questions_of(upload)}


def test_sensitive_columns_are_named_and_never_stored(animal):
    upload = read(animal, centre_of(animal))
    found = {column["heading"]: column for column in upload.columns if column["sensitive"]}
    assert tuple(found) == animal.sensitive
    assert all(column["samples"] == [] and column["targets"] == [] for column in found.values())
    stored = json.dumps(
        list(StagedRow.objects.filter(upload=upload).values()), default=str, ensure_ascii=False
    )
    for lines in animal.sheets.values():
        at = [place for line in lines for place, cell in enumerate(line) if cell in animal.sensitive]
        for line in lines if at else ():
            for place in at:
                cell = line[place] if place < len(line) else None
                long = isinstance(cell, str) and len(cell) > 3 and cell not in animal.sensitive
                assert not (long and cell in stored), cell


def test_same_file_again_is_everybody_who_is_here_already(animal):
    centre = centre_of(animal)
    upload = read(animal, centre)
    answer(animal, upload)
    if animal.twins or animal.bad:
        return
    bring_in(upload)
    before = people_of(centre, animal.kind)
    again = read(animal, centre)
    answer(animal, again)
    again.refresh_from_db()
    assert {row.fate for row in again.rows.all()} == {Fate.REPEATED}
    assert people_of(centre, animal.kind) == before


def test_the_zoo_is_as_large_as_it_says():
    assert len(ANIMALS) >= 46
    assert len({animal.name for animal in ANIMALS}) == len(ANIMALS)
    assert len({animal.content() for animal in ANIMALS}) == len(ANIMALS)
