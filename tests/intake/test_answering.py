"""One answer for all rows alike, remembered for the centre; or for a single row."""

import pytest
from django.core.exceptions import ValidationError

from base.audit.models import Record
from base.common.errors import Refusal
from intake.domain import rows as rows_module
from intake.domain.answering import answer_question
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, LONGEST_SAID, said_of
from intake.domain.uploads import discard_upload, judge_upload
from intake.domain.verdicts import cell_topic
from intake.enums import Fate, UploadState
from intake.models import RememberedAnswer
from intake.queries import questions_of
from tests.factories.intake import ROBOT, ready, row
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
PEOPLE = ("Olena Kowal", "Iryna Bondar", "Natalia Mazur", "Halyna Tkaczuk")


@pytest.fixture
def centre():
    return CentreFactory()


def people(**cells):
    return [
        row(contact_name=name, phone=f"600 100 20{n}", postcode=f"30-61{n}", **cells)
        for n, name in enumerate(PEOPLE)
    ]


def far(centre, *others):
    """Four rows that may travel "daleko", and others."""
    return ready(centre, *people(travel_km="daleko"), *others)


def fates(upload):
    return list(upload.rows.order_by("number").values_list("fate", flat=True))


def topic_of(upload, column):
    return upload.questions.filter(column=column).first().topic


def refusal_of(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_alike_questions_are_one_with_the_count_of_their_rows(centre):
    upload = far(centre, row(contact_name="Ewa Rudnik", phone="600 100 209", travel_km="kawałek"))
    first, second = questions_of(upload)
    assert [(one.said, one.rows) for one in (first, second)] == [("daleko", 4), ("kawalek", 1)]
    assert (first.example.row.number, first.may_be_note) == (2, True)


def test_one_answer_settles_all_rows_alike_and_no_other(centre):
    upload = far(centre, row(contact_name="Ewa Rudnik", phone="600 100 209", travel_km="kawałek"))
    topic = topic_of(upload, "travel_km")
    assert answer_question(upload, topic=topic, said="Daleko", meant="25", by=ROBOT) == 4
    assert fates(upload) == [Fate.GOOD] * 4 + [Fate.ASKED]
    assert {one.readings["travel_km"] for one in upload.rows.all()[:4]} == {"25"}
    assert (upload.state, upload.good, upload.asked) == (UploadState.READY, 4, 1)
    assert [one.said for one in questions_of(upload)] == ["kawalek"]


@pytest.mark.parametrize(("meant", "kept"), [(AS_NOTE, {"Może dojechać (km)": "daleko"}), (LEFT_OUT, {})])
def test_words_can_go_into_the_note_or_nowhere(centre, meant, kept):
    upload = far(centre)
    answer_question(upload, topic=topic_of(upload, "travel_km"), said="daleko", meant=meant, by=ROBOT)
    assert (fates(upload), upload.rows.first().kept) == ([Fate.GOOD] * 4, kept)


def test_answer_is_remembered_for_later_lists_of_the_centre_and_no_other(centre):
    upload = far(centre)
    answer_question(upload, topic=topic_of(upload, "travel_km"), said="daleko", meant="25", by=ROBOT)
    answer = RememberedAnswer.objects.get()
    assert (answer.centre, answer.said, answer.meant, answer.by_label) == (centre, "daleko", "25", "test")
    later = ready(centre, row(contact_name="Ewa Rudnik", phone="600 100 209", travel_km="DALEKO"))
    assert fates(later) == [Fate.GOOD]
    assert fates(ready(CentreFactory(), row(travel_km="daleko"))) == [Fate.ASKED]


def test_label_of_the_button_is_remembered_with_the_answer(centre):
    upload = ready(centre, row(wants_polish="może"))
    question = upload.questions.get()
    label, meant = question.options[0]
    answer_question(upload, topic=question.topic, said=question.said, meant=meant, by=ROBOT)
    assert RememberedAnswer.objects.get().label == label


def test_answer_about_a_column_that_names_somebody_holds_for_this_list_alone(centre):
    upload = ready(centre, *(one | {"phone": "600 100"} for one in people()))
    topic = topic_of(upload, "phone")
    said = upload.questions.filter(column="phone").first().said
    assert answer_question(upload, topic=topic, said=said, meant=LEFT_OUT, by=ROBOT) == 4
    assert fates(upload) == [Fate.GOOD] * 4
    assert RememberedAnswer.objects.count() == 0
    discard_upload(upload, by=ROBOT)
    assert upload.answers == []


def test_level_of_a_bare_language_holds_for_this_list_alone(centre):
    upload = ready(centre, *people(languages="ukraiński, polski A2"))
    topic = topic_of(upload, "languages")
    assert topic == "level:uk"
    said = upload.questions.first().said
    assert answer_question(upload, topic=topic, said=said, meant="ojczysty", by=ROBOT) == 4
    assert (fates(upload), RememberedAnswer.objects.count()) == ([Fate.GOOD] * 4, 0)
    later = ready(
        centre, row(contact_name="Ewa Rudnik", phone="600 100 209", languages="ukraiński, polski A2")
    )
    assert fates(later) == [Fate.ASKED]


def test_words_for_a_level_are_remembered(centre):
    upload = ready(centre, *people(languages="ukraiński ojczysty, polski dobrze"))
    answer_question(upload, topic="level", said="dobrze", meant="B2", by=ROBOT)
    assert RememberedAnswer.objects.get().said == "dobrze"


def test_answer_for_one_row_leaves_the_others_asking(centre):
    upload = far(centre)
    third = upload.rows.get(number=4)
    topic = topic_of(upload, "travel_km")
    assert answer_question(upload, topic=topic, said="daleko", meant="3", by=ROBOT, row=third) == 1
    assert fates(upload) == [Fate.ASKED, Fate.ASKED, Fate.GOOD, Fate.ASKED]
    assert RememberedAnswer.objects.count() == 0
    answer_question(upload, topic=topic, said="daleko", meant="25", by=ROBOT)
    assert [one.readings["travel_km"] for one in upload.rows.all()] == ["25", "25", "3", "25"]


def test_own_words_that_are_not_understood_either_change_nothing(centre):
    upload = far(centre)
    with pytest.raises(ValidationError) as error:
        answer_question(upload, topic=topic_of(upload, "travel_km"), said="daleko", meant="het het", by=ROBOT)
    assert list(error.value.message_dict) == ["meant"]
    assert (RememberedAnswer.objects.count(), fates(upload)) == (0, [Fate.ASKED] * 4)


@pytest.mark.parametrize("meant", ["", "   ", "x" * 2_001, "44051401359"])
def test_answer_that_says_nothing_or_too_much_is_told_beside_it(centre, meant):
    upload = far(centre)
    with pytest.raises(ValidationError) as error:
        answer_question(upload, topic=topic_of(upload, "travel_km"), said="daleko", meant=meant, by=ROBOT)
    assert list(error.value.message_dict) == ["meant"]


def test_obligatory_column_takes_no_note_for_an_answer(centre):
    upload = ready(centre, row(languages="klingoński"))
    question = upload.questions.first()
    assert question.may_be_note is False
    for meant in (AS_NOTE, LEFT_OUT):
        act = lambda meant=meant: answer_question(  # noqa: E731
            upload, topic=question.topic, said=question.said, meant=meant, by=ROBOT
        )
        assert refusal_of(act) == "needed"


def test_words_go_into_the_note_where_some_rows_can_do_without(centre):
    languages = ("ukraiński ojczysty, polski dobrze", "polski dobrze")
    upload = ready(
        centre, *(one | {"languages": text} for one, text in zip(people(), languages, strict=False))
    )
    assert fates(upload) == [Fate.ASKED, Fate.BAD]
    (question,) = [one for one in questions_of(upload) if one.said == "dobrze"]
    assert (question.rows, question.may_be_note) == (2, True)
    answer_question(upload, topic=question.topic, said="dobrze", meant=AS_NOTE, by=ROBOT)
    first, second = upload.rows.order_by("number")
    assert (first.fate, second.fate, second.problems) == (
        Fate.GOOD, Fate.BAD, {"languages": ["Please fill this in."]},
    )  # fmt: skip
    assert ["dobrze" in one.kept["Języki"] for one in (first, second)] == [True, True]


def test_long_texts_are_told_apart_by_their_ends():
    one, other = said_of("Bardzo " * 60 + "daleko"), said_of("Bardzo " * 60 + "blisko")
    assert (one == other, max(len(one), len(other)) <= LONGEST_SAID, said_of(one)) == (False, True, one)


def test_question_answered_meanwhile_is_told(centre):
    upload = far(centre)
    topic, third = topic_of(upload, "travel_km"), upload.rows.get(number=4)
    answer_question(upload, topic=topic, said="daleko", meant="3", by=ROBOT, row=third)
    act = lambda: answer_question(upload, topic=topic, said="daleko", meant="4", by=ROBOT, row=third)  # noqa: E731
    assert refusal_of(act) == "settled"
    never = lambda: answer_question(upload, topic="number", said="nigdy", meant="4", by=ROBOT)  # noqa: E731
    assert refusal_of(never) == "settled"


def test_answer_can_be_given_otherwise(centre):
    upload = far(centre)
    topic = topic_of(upload, "travel_km")
    answer_question(upload, topic=topic, said="daleko", meant="25", by=ROBOT)
    answer_question(upload, topic=topic, said="daleko", meant="40", by=ROBOT)
    assert {one.readings["travel_km"] for one in upload.rows.all()} == {"40"}
    assert RememberedAnswer.objects.get().meant == "40"


def test_list_that_is_not_ready_takes_no_answer(centre):
    upload = far(centre)
    topic = topic_of(upload, "travel_km")
    for state in (UploadState.READING, UploadState.IMPORTING, UploadState.DONE):
        type(upload).objects.filter(pk=upload.pk).update(state=state)
        act = lambda: answer_question(upload, topic=topic, said="daleko", meant="4", by=ROBOT)  # noqa: E731
        assert refusal_of(act) == "state"


def test_answer_that_touches_many_rows_is_worked_in_by_the_background(centre, monkeypatch):
    monkeypatch.setattr(rows_module, "AT_ONCE", 2)
    monkeypatch.setattr(rows_module, "SMALL", 2)
    upload = far(centre)
    assert (
        answer_question(upload, topic=topic_of(upload, "travel_km"), said="daleko", meant="25", by=ROBOT) == 4
    )
    assert (upload.state, set(fates(upload))) == (UploadState.READING, {Fate.UNREAD})
    upload = judge_upload(upload)
    assert (upload.state, fates(upload)) == (UploadState.READY, [Fate.GOOD] * 4)


def test_answer_that_changes_who_somebody_is_finds_their_twins(centre):
    upload = ready(centre, row(), row(phone="600 100"))
    answer = {"topic": topic_of(upload, "phone"), "said": upload.questions.get().said}
    answer_question(upload, **answer, meant="600 100 200", by=ROBOT, row=upload.rows.get(number=3))
    assert [twin["sure"] for twin in upload.rows.get(number=3).twins] == [True]


def test_answers_are_on_record_without_the_words(centre):
    upload = far(centre)
    topic = topic_of(upload, "travel_km")
    answer_question(upload, topic=topic, said="daleko", meant="25", by=ROBOT)
    act = Record.objects.get(act="intake.question.answered")
    assert act.details == {"topic": topic, "rows": 4, "alone": False}


def test_answer_about_a_whole_cell_is_one_like_any_other(centre):
    upload = ready(centre, row(children="34"))
    topic = cell_topic("children")
    answer_question(upload, topic=topic, said="34", meant=AS_NOTE, by=ROBOT)
    assert (fates(upload), upload.rows.get().kept) == ([Fate.GOOD], {"Wiek dzieci": "34"})


@pytest.mark.parametrize("rows", [1, 3])
def test_questions_take_two_queries_however_many_rows_ask(centre, rows, django_assert_num_queries):
    upload = ready(centre, *people(travel_km="daleko", wants_polish="może")[:rows])
    with django_assert_num_queries(2):
        assert [one.rows for one in questions_of(upload)] == [rows, rows]
