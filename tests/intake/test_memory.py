"""What a centre's lists taught us, and how it is forgotten."""

import pytest

from base.audit.models import Record
from intake.domain.answering import answer_question
from intake.domain.memory import forget_answer, forget_heading, remember_headings, remembered_headings
from intake.domain.staging import map_columns
from intake.domain.uploads import judge_upload
from intake.enums import Fate, Kind, UploadState
from intake.models import KnownHeading, RememberedAnswer
from intake.queries import memory_of
from tests.factories.intake import ROBOT, ready, row, told
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
HEADINGS = ["Z kim rozmawiamy", "Co umie", "Jak daleko"]
TARGETS = [{"targets": ["contact_name"]}, {"targets": ["languages"]}, {"targets": ["travel_km"]}]


@pytest.fixture
def centre():
    return CentreFactory()


def list_of(centre, name="Olena Kowal"):
    return told(centre, [HEADINGS, [name, "ukraiński ojczysty", "12 km"]])


def test_headings_a_person_let_in_are_offered_next_time(centre):
    upload = list_of(centre)
    assert upload.state == UploadState.COLUMNS
    remember_headings(map_columns(upload, TARGETS, by=ROBOT))
    later = list_of(centre, "Iryna Bondar")
    assert [column["targets"] for column in later.columns] == [one["targets"] for one in TARGETS]
    assert later.state == UploadState.READING
    assert list_of(CentreFactory()).state == UploadState.COLUMNS


def test_headings_of_one_kind_say_nothing_of_another(centre):
    remember_headings(map_columns(list_of(centre), TARGETS, by=ROBOT))
    assert remembered_headings(centre, Kind.VOLUNTEERS) == {}
    assert len(remembered_headings(centre, Kind.FAMILIES)) == 3


def test_heading_told_otherwise_gives_way(centre):
    remember_headings(map_columns(list_of(centre), TARGETS, by=ROBOT))
    later = judge_upload(list_of(centre, "Iryna Bondar"))
    remember_headings(map_columns(later, [*TARGETS[:2], {"targets": ["note"]}], by=ROBOT))
    meanings = {one.heading: one.meaning["targets"] for one in memory_of(centre).headings}
    assert meanings == {
        "co umie": ["languages"],
        "jak daleko": ["note"],
        "z kim rozmawiamy": ["contact_name"],
    }


def test_heading_that_is_forgotten_is_asked_about_again(centre):
    remember_headings(map_columns(list_of(centre), TARGETS, by=ROBOT))
    for heading in KnownHeading.objects.all():
        forget_heading(heading, by=ROBOT)
    assert list_of(centre, "Iryna Bondar").state == UploadState.COLUMNS
    assert Record.objects.filter(act="intake.heading.forgotten", organisation_id=centre.pk).count() == 3


def test_answer_that_is_forgotten_is_asked_again_also_in_lists_that_wait(centre):
    upload = ready(centre, row(travel_km="daleko"))
    question = upload.questions.get()
    answer_question(upload, topic=question.topic, said=question.said, meant="12", by=ROBOT)
    assert upload.rows.get().fate == Fate.GOOD
    (answer,) = memory_of(centre).answers
    assert [one.pk for one in forget_answer(answer, by=ROBOT)] == []
    upload.refresh_from_db()
    assert (upload.state, upload.rows.get().fate, upload.asked) == (UploadState.READY, Fate.ASKED, 1)
    assert RememberedAnswer.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_memory_takes_one_query_for_each_of_its_lists(centre, people, django_assert_num_queries):
    for number in range(people):
        KnownHeading.objects.create(centre=centre, kind=Kind.FAMILIES, heading=f"h{number}")
        RememberedAnswer.objects.create(centre=centre, topic="level", said=f"w{number}", meant="B1")
    memory = memory_of(centre)
    with django_assert_num_queries(2):
        assert (len(list(memory.headings)), len(list(memory.answers))) == (people, people)
