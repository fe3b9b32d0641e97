"""Words in a note about what Splot does not keep: asked about, never stored without a word."""

import pytest
from django.core.exceptions import ValidationError

from families.models import Household
from intake.domain.answering import answer_question
from intake.domain.importing import import_upload, request_import
from intake.domain.privacy import KEEP, LEAVE
from intake.domain.recognition.private_words import private_words, without_parts
from intake.domain.uploads import judge_upload
from intake.enums import Fate, Scope
from intake.models import RememberedAnswer
from tests.factories.intake import ROBOT, lines_of, ready, row, told
from tests.factories.organisations import CentreFactory

PRIVATE = [
    ("choruje na cukrzycę", "health"),
    ("niewidoma", "health"),
    ("syn z autyzmem", "health"),
    ("dziecko niepełnosprawne", "health"),
    ("jest w ciąży", "health"),
    ("має інвалідність", "health"),
    ("obywatelka Ukrainy", "origin"),
    ("Białorusinka", "origin"),
    ("romskie pochodzenie", "origin"),
    ("prawosławna", "belief"),
    ("świadek Jehowy, świadkowie Jehowy", "belief"),
    ("ochrona międzynarodowa", "status"),
    ("ma kartę pobytu do maja", "status"),
    ("uchodźczyni", "status"),
    ("status UKR", "status"),
    ("FA123456", "papers"),
    ("ur. 12.03.1985", "birth"),
]
NEAR_MISSES = [
    "wizyty u lekarza",
    "polskie szkoły",
    "ukraiński ojczysty",
    "wciąż szuka mieszkania",
    "ciężko się dodzwonić",
    "opieka zdrowotna",
    "brak telefonu",
    "pomoc w sprawie karty pobytu",
    "wniosek o kartę pobytu",
    "szkoła katolicka",
    "pracowała z uchodźcami",
    "doświadczenie: praca z osobami niepełnosprawnymi",
    "poradnictwo obywatelskie",
    "wizyta u urzędnika we wtorek",
    "woli rano, w chłodne dni wieczorem",
    "mówi po rosyjsku i ukraińsku",
    "uzależnione od grafiku pracy",
    "dzwonić po 17",
    "Roma Kowalska odbiera telefon",
    "FV 12/2026",
]


@pytest.mark.parametrize(("text", "code"), PRIVATE)
def test_private_words_are_found(text, code):
    assert [one.code for one in private_words(text)] == [code]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses_are_not(text):
    assert private_words(text) == ()


def test_only_the_part_with_such_words_is_named_and_left_out():
    text = "dzwonić po 17, choruje na cukrzycę; obywatelka Ukrainy. Woli panią"
    found = private_words(text)
    assert [(one.code, one.parts) for one in found] == [
        ("health", ("choruje na cukrzycę",)),
        ("origin", ("obywatelka Ukrainy",)),
    ]
    left = without_parts(text, tuple(part for one in found for part in one.parts))
    assert left == "dzwonić po 17, Woli panią"


@pytest.mark.parametrize("heading", ["Nr karty", "Numer rodziny"])
def test_number_under_a_heading_of_numbers_is_no_paper(heading):
    assert private_words("AB123456", heading) == ()
    assert private_words("AB123456", "Inne")


# --- in the rows of a list -----------------------------------------------------------------------------

SICK = "dzwonić po 17, choruje na cukrzycę"


@pytest.fixture
def centre(db):
    return CentreFactory()


def notes():
    return list(Household.objects.values_list("note", flat=True))


def test_private_words_are_asked_about_and_stay_out_until_somebody_answers(centre):
    upload = ready(centre, row(note=SICK))
    asked = upload.questions.get()
    assert (asked.column, asked.topic.split("@")[0], asked.said) == (
        "note",
        "private:health",
        "choruje na cukrzyce",
    )
    assert not asked.may_be_note
    assert upload.rows.get().fate == Fate.ASKED
    import_upload(request_import(upload, scope=Scope.ALL, by=ROBOT), by=ROBOT)
    assert notes() == ["dzwonić po 17"]


@pytest.mark.parametrize(
    ("meant", "note"), [(LEAVE, "dzwonić po 17"), (KEEP, SICK), ("woli panią", "dzwonić po 17, woli panią")]
)
def test_answer_about_private_words_is_of_this_row_only(centre, meant, note):
    other = row(note=SICK, contact_name="Iryna Bondar", phone="600 100 300", address="ul. Inna 3")
    upload = ready(centre, row(note=SICK), other)
    asked = upload.questions.first()
    answer_question(upload, topic=asked.topic, said=asked.said, meant=meant, by=ROBOT)
    upload.refresh_from_db()
    assert [one.fate for one in upload.rows.all()] == [Fate.GOOD, Fate.ASKED]
    assert not RememberedAnswer.objects.exists()
    assert upload.answers == []
    import_upload(request_import(upload, scope=Scope.GOOD, by=ROBOT), by=ROBOT)
    assert notes() == [note]


def test_answer_that_is_private_again_is_no_answer(centre):
    upload = ready(centre, row(note=SICK))
    asked = upload.questions.get()
    with pytest.raises(ValidationError):
        answer_question(upload, topic=asked.topic, said=asked.said, meant="ma cukrzycę", by=ROBOT)


def test_private_words_under_a_heading_nobody_knows_are_asked_about_too(centre):
    lines = lines_of([row(), row(contact_name="Iryna Bondar", phone="600 100 300")])
    lines = [[*lines[0], "Inne"], [*lines[1], "niewidoma"], [*lines[2], "odbiera syn"]]
    upload = judge_upload(told(centre, lines))
    assert [one.topic.split("@")[0] for one in upload.questions.all()] == ["private:health"]
    assert [one.kept for one in upload.rows.all()] == [{}, {"Inne": "odbiera syn"}]


def test_number_taken_out_leaves_nothing_behind(centre):
    lines = lines_of([row(contact_name="Ewa 85031212343 Pesel", note="PESEL: 85031212341")])
    lines = [[*lines[0], "Inne"], [*lines[1], "850312 12343"]]
    upload = judge_upload(told(centre, lines))
    staged = upload.rows.get()
    assert (staged.cells["contact_name"], staged.kept, list(upload.questions.all())) == ("Ewa Pesel", {}, [])
    import_upload(request_import(upload, scope=Scope.GOOD, by=ROBOT), by=ROBOT)
    assert list(Household.objects.values_list("contact_name", "note")) == [("Ewa Pesel", "")]
