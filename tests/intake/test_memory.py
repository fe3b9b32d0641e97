"""What a centre's lists taught us, and how it is forgotten."""

import pytest

from base.audit.models import Record
from intake.domain.answering import answer_question
from intake.domain.memory import forget_answer, forget_heading, remember_headings, remembered_headings
from intake.domain.staging import map_columns
from intake.domain.uploads import discard_upload, judge_upload
from intake.enums import Fate, Kind, UploadState
from intake.models import KnownHeading, RememberedAnswer
from intake.queries import memory_of, recalled_answers
from tests.factories.intake import ROBOT, ready, row, told
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
HEADINGS = ["Osoba do kontaktu", "Języki", "Gamma"]
TARGETS = [{"targets": ["contact_name"]}, {"targets": ["languages"]}, {"targets": ["travel_km"]}]


@pytest.fixture
def centre():
    return CentreFactory()


def list_of(centre, name="Olena Kowal"):
    return judge_upload(told(centre, [HEADINGS, [name, "ukraiński ojczysty", "do rynku"]]))


def gamma_of(upload):
    """What the third column is taken for."""
    return upload.columns[2]["targets"]


def told_as(centre, target, name="Olena Kowal"):
    columns = [*TARGETS[:2], {"targets": [target]}]
    remember_headings(map_columns(list_of(centre, name), columns, by=ROBOT))


def test_headings_a_person_let_in_are_offered_next_time(centre):
    assert gamma_of(list_of(CentreFactory())) == ["note"]
    told_as(centre, "travel_km")
    later = list_of(centre, "Iryna Bondar")
    assert gamma_of(later) == ["travel_km"]
    assert later.rows.get().cells["travel_km"] == "do rynku"
    assert gamma_of(list_of(CentreFactory())) == ["note"]


def test_headings_of_one_kind_say_nothing_of_another(centre):
    told_as(centre, "travel_km")
    assert remembered_headings(centre, Kind.VOLUNTEERS) == {}
    assert remembered_headings(centre, Kind.FAMILIES)["gamma"]["targets"] == ["travel_km"]


def test_heading_told_otherwise_gives_way(centre):
    told_as(centre, "travel_km")
    told_as(centre, "address", "Iryna Bondar")
    meanings = {one.heading: one.meaning["targets"] for one in memory_of(centre).headings}
    assert meanings == {"gamma": ["address"], "jezyki": ["languages"], "osoba do kontaktu": ["contact_name"]}


def test_heading_that_is_forgotten_is_guessed_again(centre):
    told_as(centre, "travel_km")
    forget_heading(KnownHeading.objects.get(heading="gamma"), by=ROBOT)
    assert gamma_of(list_of(centre, "Iryna Bondar")) == ["note"]
    assert Record.objects.filter(act="intake.heading.forgotten", organisation_id=centre.pk).count() == 1


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


def taken_again(upload):
    upload.refresh_from_db()
    return [(one.said, one.meant) for one in recalled_answers(upload)]


def far(centre, name="Olena Kowal", phone="600 100 200", travel="daleko"):
    return ready(centre, row(contact_name=name, phone=phone, travel_km=travel))


def answered(upload, meant, **more):
    question = upload.questions.first()
    answer_question(upload, topic=question.topic, said=question.said, meant=meant, by=ROBOT, **more)


def test_answers_of_earlier_lists_are_told_where_they_are_taken_again(centre):
    first = far(centre)
    answered(first, "25")
    assert taken_again(first) == []

    later = far(centre, "Ewa Rudnik", "600 100 209")

    assert taken_again(later) == [("daleko", "25")]
    assert taken_again(far(centre, "Iryna Bondar", "600 100 210", "5")) == []
    discard_upload(later, by=ROBOT)
    assert taken_again(later) == []


def test_answer_given_otherwise_here_is_none_of_an_earlier_list(centre):
    answered(far(centre), "25")
    later = far(centre, "Ewa Rudnik", "600 100 209")
    topic = RememberedAnswer.objects.get().topic

    answer_question(later, topic=topic, said="daleko", meant="40", by=ROBOT)

    assert taken_again(later) == []


def test_answer_that_is_forgotten_is_not_told(centre):
    answered(far(centre), "25")
    later = far(centre, "Ewa Rudnik", "600 100 209")
    forget_answer(RememberedAnswer.objects.get(), by=ROBOT)
    assert taken_again(later) == []


def test_answers_taken_again_are_counted_anew_with_other_columns(centre):
    answered(far(centre), "25")
    later = far(centre, "Ewa Rudnik", "600 100 209")
    columns = [
        {"targets": [] if one["targets"] == ["travel_km"] else one["targets"], "lead": one.get("lead", "")}
        for one in later.columns
    ]
    assert taken_again(judge_upload(map_columns(later, columns, by=ROBOT))) == []


def test_row_answered_for_itself_recalls_nothing_of_its_own(centre):
    answered(far(centre), "25")
    later = ready(
        centre,
        row(contact_name="Ewa Rudnik", phone="600 100 209", travel_km="daleko", wants_polish="może"),
    )
    answered(later, "tak", row=later.rows.get())
    assert taken_again(later) == [("daleko", "25")]
