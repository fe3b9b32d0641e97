"""The days of consents, talks and checks: each is answered for one row and never taken over."""

import pytest
from django.core.exceptions import ValidationError

from intake.domain.answering import answer_question
from intake.domain.mending import mend_cell
from intake.domain.readers import DATE
from intake.domain.readers.consents import CONSENT
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, NO_ANSWERS, ROW_OUT
from intake.enums import Fate, Kind
from intake.models import RememberedAnswer
from intake.queries import questions_of
from tests.factories.intake import ROBOT, ready, row
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
DAY = "01.03.2026"
PEOPLE = ("Halina Nowak", "Teresa Wilk", "Barbara Zych")


@pytest.fixture
def centre():
    return CentreFactory()


def helpers(centre, **cells):
    rows = []
    for n, name in enumerate(PEOPLE):
        first, last = name.split()
        rows.append(
            row(Kind.VOLUNTEERS, first_name=first, last_name=last, email=f"h{n}@example.org", **cells)
        )
    return ready(centre, *rows, kind=Kind.VOLUNTEERS)


def fates(upload):
    return list(upload.rows.order_by("number").values_list("fate", flat=True))


def readings(upload, column):
    return [one.readings.get(column) for one in upload.rows.order_by("number")]


def answer(question, meant, **more):
    return answer_question(
        question.row.upload, topic=question.topic, said=question.said, meant=meant, by=ROBOT, **more
    )


@pytest.mark.parametrize("column", ["consent_on", "interviewed_on", "trained_on", "checked_krk"])
def test_day_of_a_paper_is_answered_for_one_row_only(centre, column):
    upload = helpers(centre, **{column: "tak"})
    assert [one.rows for one in questions_of(upload)] == [1, 1, 1]

    assert answer(upload.questions.order_by("pk").first(), DAY) == 1

    upload.refresh_from_db()
    assert fates(upload) == [Fate.GOOD, Fate.ASKED, Fate.ASKED]
    assert readings(upload, column) == [DAY, None, None]
    assert (upload.answers, RememberedAnswer.objects.count()) == ([], 0)
    assert fates(helpers(centre, room="3", **{column: "tak"})) == [Fate.ASKED] * 3


def test_day_of_one_paper_is_not_that_of_another_in_the_same_row(centre):
    upload = helpers(centre, checked_krk="tak", checked_rspts="tak")
    question = upload.questions.filter(column="checked_krk").order_by("pk").first()

    answer(question, DAY, row=question.row)

    first = upload.rows.order_by("number").first()
    assert (first.readings["checked_krk"], first.readings.get("checked_rspts")) == (DAY, None)
    assert [one.column for one in first.questions.all()] == ["checked_rspts"]


@pytest.mark.parametrize("topic", ["day", "cell:checked_krk"])
def test_answers_remembered_before_do_not_reach_a_paper(centre, topic):
    RememberedAnswer.objects.create(centre=centre, topic=topic, said="tak", meant=DAY, label=DAY)

    upload = helpers(centre, checked_krk="tak")

    assert (fates(upload), readings(upload, "checked_krk")) == ([Fate.ASKED] * 3, [None] * 3)


@pytest.mark.parametrize("meant", [AS_NOTE, LEFT_OUT])
def test_words_beside_a_paper_go_into_the_note_of_one_row(centre, meant):
    upload = helpers(centre, trained_on="tak")

    answer(upload.questions.order_by("pk").first(), meant)

    assert fates(upload) == [Fate.GOOD, Fate.ASKED, Fate.ASKED]
    kept = [one.kept for one in upload.rows.order_by("number")]
    assert kept == [{"Szkolenie (data)": "tak"} if meant == AS_NOTE else {}, {}, {}]


def test_day_that_has_not_come_is_asked_of_each_row_too(centre):
    upload = helpers(centre, checked_krk="01.03.2099")

    assert answer(upload.questions.order_by("pk").first(), DAY) == 1

    assert fates(upload) == [Fate.GOOD, Fate.BAD, Fate.BAD]


def test_mended_paper_is_never_mended_wherever_the_same_stands(centre):
    upload = helpers(centre, checked_krk="tak")

    assert mend_cell(upload.rows.order_by("number").first(), "checked_krk", DAY, alike=True, by=ROBOT) == 1

    upload.refresh_from_db()
    assert fates(upload) == [Fate.GOOD, Fate.ASKED, Fate.ASKED]
    assert (upload.answers, RememberedAnswer.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "text",
    ["nie", "NIE", "no", "brak", "brak zgody", "Nie wyraża zgody", "odmowa", "wycofana 01.03.2026",
     "ні", "cofnięta", "nie zgadza się (01.03.2026)"],
)  # fmt: skip
def test_consent_that_was_not_given_is_asked_and_offers_no_day(text):
    reading = CONSENT.understand(text, NO_ANSWERS)
    assert (reading.value, reading.note) == (None, "")
    assert [(one.topic, [o.meant for o in one.options]) for one in reading.questions] == [
        ("consent", [ROW_OUT])
    ]


@pytest.mark.parametrize(
    "text", ["01.03.2026", "tak", "brak daty", "nie dotyczy", "jeszcze nie", "w trakcie", "Nowak 01.03.2026"]
)
def test_other_words_of_a_consent_are_read_as_of_any_day(text):
    assert CONSENT.understand(text, NO_ANSWERS) == DATE.understand(text, NO_ANSWERS)


def test_row_of_somebody_who_did_not_agree_is_left_out_alone(centre):
    upload = helpers(centre, consent_on="nie")
    assert fates(upload) == [Fate.ASKED] * 3

    assert answer(upload.questions.order_by("pk").first(), ROW_OUT) == 1

    assert fates(upload) == [Fate.LEFT, Fate.ASKED, Fate.ASKED]


def test_who_did_not_agree_goes_in_without_consent_when_a_person_says_so(centre):
    upload = helpers(centre, consent_on="nie")

    answer(upload.questions.order_by("pk").first(), AS_NOTE)

    first = upload.rows.order_by("number").first()
    assert (first.fate, first.kept, first.readings.get("consent_on")) == (
        Fate.GOOD, {"Zgoda na dobieranie (data)": "nie"}, None,
    )  # fmt: skip


def test_row_is_left_out_only_where_that_is_offered(centre):
    upload = helpers(centre, trained_on="tak")
    with pytest.raises(ValidationError):
        answer(upload.questions.order_by("pk").first(), ROW_OUT)
    assert fates(upload) == [Fate.ASKED] * 3
