"""What a row means, what of it is asked, kept for the note, or wrong in words."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from base.common import enums
from base.common.enums import AgeBand
from base.places.languages import Level, Spoken
from base.places.week import Week
from intake.domain.judging import LONGEST_NOTE, Judge
from intake.domain.readers import choice, vocabulary
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, NO_ANSWERS, Answers
from intake.domain.sheets.kinds import SHEETS
from intake.domain.uploads import judge_upload
from intake.domain.verdicts import cell_topic
from intake.enums import Fate, Flaw, Kind
from mentors.domain.participations import end_participation, register_employer
from tests.factories.intake import ROBOT, ready, row, staged, told
from tests.factories.mentors import organisation_data, participation_data
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
FLAWED = "=SUMA(A1:A3)"


@pytest.fixture
def centre():
    return CentreFactory()


def read(
    centre, kind=Kind.FAMILIES, *, answers=(), unclear_as_notes=False, flaws=None, changes=None, **cells
):
    """The verdict on a good row with these cells changed."""
    upload = staged(centre, row(kind, **cells), kind=kind)
    staged_row = upload.rows.get()
    targets = [column["targets"] for column in upload.columns]
    staged_row.flaws = {str(targets.index([name])): flaw for name, flaw in (flaws or {}).items()}
    for name, value in (changes or {}).items():
        setattr(staged_row, name, value)
    judge = Judge.of(upload)
    judge.answers = Answers.of(answers)
    upload.delete()
    return judge.read(staged_row, unclear_as_notes=unclear_as_notes)


def asked(verdict):
    return {(one.column, one.question.topic, one.question.said): one.may_be_note for one in verdict.asked}


# --- whole rows --------------------------------------------------------------------------------------


def test_good_family_is_read_whole(centre):
    verdict = read(centre)
    data = verdict.data
    assert (verdict.problems, verdict.warnings, verdict.asked, verdict.kept) == ({}, {}, [], {})
    assert (data.contact_name, data.language, data.channel) == ("Olena Kowal", "uk", "phone_call")
    assert (data.place.postcode, data.place.name, data.travel_km) == ("30-619", "Kraków", 5)
    assert data.week == Week.parse("pn-pt po 17")
    assert data.needs == {"school", "offices_papers"}
    assert (data.wants_polish, data.waiting_since) == (True, date(2025, 10, 12))
    contact, *children = data.members
    assert contact.languages == (Spoken("uk", Level.NATIVE), Spoken("pl", Level.A2))
    assert [child.age_band for child in children] == ["3-6", "7-9"]


def test_good_volunteer_is_read_whole(centre):
    data = read(centre, Kind.VOLUNTEERS).data.data
    assert (data.first_name, data.last_name, data.channel, data.room) == ("Halina", "Nowak", "email", 2)
    assert data.offers == {"school", "free_time"}


def test_good_mentor_belongs_to_the_employer_named(centre):
    part = register_employer(centre, data=participation_data(), by=ROBOT)
    by_name = read(centre, Kind.MENTORS).data
    by_nip = read(centre, Kind.MENTORS, employer=organisation_data().nip, first_name="Ewa").data
    assert (by_name.participation, by_nip.participation) == (part, part)
    assert by_name.data.trade == "welding_metal"


def test_employer_not_here_is_a_problem_with_the_one_that_is_meant_as_a_button(centre):
    register_employer(centre, data=participation_data(), by=ROBOT)
    verdict = read(centre, Kind.MENTORS, employer="Chemia Oswiecin SA")
    assert list(verdict.problems) == ["employer"]
    assert "Chemia Oświęcim S.A." in verdict.problems["employer"][0]
    (question,) = verdict.asked
    assert [option.meant for option in question.question.options] == ["Chemia Oświęcim S.A."]
    assert question.may_be_note is False
    meant = [(cell_topic("employer"), "Chemia Oswiecin SA", "Chemia Oświęcim S.A.")]
    other = read(centre, Kind.MENTORS, employer="Chemia Oswiecin SA", first_name="Ewa", answers=meant)
    assert (other.problems, other.asked) == ({}, [])


def test_mentor_of_an_employer_whose_part_has_ended_waits(centre):
    part = register_employer(centre, data=participation_data(), by=ROBOT)
    end_participation(part, reason="moved away", by=ROBOT)
    verdict = read(centre, Kind.MENTORS)
    assert verdict.problems == {"employer": ["This employer's part has ended. Reopen it first."]}


def test_same_text_is_worked_out_once_a_run(centre):
    upload = staged(centre, row(), row(contact_name="Iryna Bondar", phone="600 100 300"))
    judge = Judge.of(upload)
    first, second = (judge.read(one) for one in upload.rows.order_by("number"))
    assert first.values["week"] is second.values["week"]


# --- what is not clear -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "text"),
    [("travel_km", "daleko"), ("wants_polish", "może"), ("needs", "klucze"), ("waiting_since", "wiosną"),
     ("gender", "X"), ("postcode", "31-1"), ("phone", "12"), ("email", "x(at)y.pl")],
)  # fmt: skip
def test_words_that_are_not_clear_are_asked_and_not_taken(centre, column, text):
    verdict = read(centre, **{column: text})
    assert {name for name, _topic, _said in asked(verdict)} == {column}
    assert set(asked(verdict).values()) == {True}
    assert column not in verdict.values or column in verdict.problems


def test_every_doubt_of_a_row_is_told_at_once(centre):
    verdict = read(centre, postcode="31-1", travel_km="daleko", waiting_since="31.09.2025")
    assert {name for name, _topic, _said in asked(verdict)} == {"postcode", "travel_km", "waiting_since"}


def test_unclear_cell_goes_whole_into_the_note_when_all_is_wanted(centre):
    verdict = read(centre, travel_km="gdzieś daleko", note="Pies.", unclear_as_notes=True)
    assert (verdict.asked, verdict.problems) == ([], {})
    assert verdict.data.note == "Pies.\nMoże dojechać (km): gdzieś daleko"
    assert "travel_km" not in verdict.values


def test_place_that_is_not_clear_goes_into_the_note_with_its_post_code(centre):
    verdict = read(centre, postcode="31-1", place_name="Nibywieś", unclear_as_notes=True)
    assert ("place" in verdict.values, verdict.data.note) == (
        False,
        "Kod pocztowy: 31-1\nMiejscowość: Nibywieś",
    )


def test_obligatory_cell_that_is_not_clear_keeps_the_row_out_and_cannot_be_a_note(centre):
    for whole in (False, True):
        verdict = read(centre, languages="klingoński", unclear_as_notes=whole)
        assert list(verdict.problems) == ["languages"]
        assert "Answer the question" in verdict.problems["languages"][0]
        assert set(asked(verdict).values()) == {False}


@pytest.mark.parametrize(
    ("heading", "known"), [("Wiek dzieci", True), ("Dzieci (lata)", True), ("Dzieci", False)]
)
def test_lone_number_is_an_age_where_the_heading_says_so(centre, heading, known):
    lines = [["Osoba do kontaktu", "Języki", heading], ["Olena Kowal", "ukraiński ojczysty", "9"]]
    upload = told(centre, lines)
    upload.columns[2]["targets"] = ["children"]
    verdict = Judge.of(upload).read(upload.rows.get())
    assert (verdict.values.get("children") == (AgeBand("7-9"),), verdict.asked == []) == (known, known)


def test_obligatory_cell_that_is_empty_is_told(centre):
    verdict = read(centre, languages="")
    assert (verdict.problems, verdict.missing) == ({}, {"languages": ["Please fill this in."]})


# --- answers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meant", "km", "note"),
    [("12", 12, ""), (AS_NOTE, None, "Może dojechać (km): daleko"), (LEFT_OUT, None, "")],
)
def test_answer_about_a_whole_cell_is_taken_whatever_the_reader_makes_of_it(centre, meant, km, note):
    verdict = read(centre, travel_km="daleko", answers=[(cell_topic("travel_km"), "Daleko", meant)])
    assert (verdict.asked, verdict.values.get("travel_km"), verdict.values.get("note", "")) == ([], km, note)


def test_what_an_answer_made_of_a_cell_is_shown(centre):
    verdict = read(centre, gender="X", answers=[(cell_topic("gender"), "x", "kobieta")])
    assert (verdict.values["gender"], verdict.readings["gender"]) == ("woman", "woman")


def test_answer_for_a_place_is_read_in_its_stead(centre):
    verdict = read(
        centre, postcode="", place_name="u mamy", answers=[(cell_topic("place_name"), "u mamy", "Skawina")]
    )
    assert (verdict.asked, verdict.values["place"].name) == ([], "Skawina")


def test_answer_of_one_row_prevails_there_and_nowhere_else(centre):
    everybody = [(cell_topic("travel_km"), "daleko", "12")]
    alone = {"answers": [[cell_topic("travel_km"), "daleko", "40"]]}
    assert read(centre, travel_km="daleko", answers=everybody, changes=alone).values["travel_km"] == 40


def test_mended_text_takes_the_place_of_what_was_typed(centre):
    verdict = read(
        centre, travel_km="daleko", phone="12", changes={"mended": {"travel_km": "7", "phone": ""}}
    )
    assert (verdict.asked, verdict.values["travel_km"], verdict.cells["travel_km"]) == ([], 7, "7")
    assert "phone" not in verdict.values


# --- what is kept ------------------------------------------------------------------------------------


def test_what_a_cell_says_of_another_column_is_taken_where_that_says_nothing(centre):
    typed = {"mended": {"phone": "inna@example.org"}}
    verdict = read(centre, email="", changes=typed)
    assert (verdict.values["email"], verdict.readings["email"]) == ("inna@example.org", "inna@example.org")
    other = read(centre, email="olena@example.org", changes=typed)
    assert (other.values["email"], "inna@example.org" in other.data.note) == ("olena@example.org", True)


def test_columns_we_do_not_know_become_lines_of_the_note(centre):
    upload = told(
        centre,
        [
            ["Osoba do kontaktu", "Języki", "Uwagi", "Ulubiony kolor", "Rozmiar buta"],
            ["Olena Kowal", "ukraiński ojczysty", "Pies w domu.", "zielony", "38"],
            ["Iryna Bondar", "ukraiński ojczysty", "", "", "41"],
        ],
    )
    first, second = (Judge.of(upload).read(one) for one in upload.rows.order_by("number"))
    assert first.data.note == "Pies w domu.\nUlubiony kolor: zielony\nRozmiar buta: 38"
    assert first.kept == {"Ulubiony kolor": "zielony", "Rozmiar buta": "38"}
    assert second.data.note == "Rozmiar buta: 41"


def test_words_a_reader_has_no_use_for_become_a_line_of_the_note(centre):
    verdict = read(centre, week="do uzgodnienia")
    assert ("week" in verdict.values, verdict.data.note) == (False, "Wolne godziny: do uzgodnienia")


def test_note_that_would_be_too_long_is_a_problem(centre):
    assert read(centre, note="x" * LONGEST_NOTE).problems == {}
    verdict = read(centre, note="x" * LONGEST_NOTE, week="do uzgodnienia")
    assert list(verdict.problems) == ["note"]
    assert "2,000" in verdict.problems["note"][0]


def test_reading_is_told_only_where_it_differs_from_what_was_typed(centre):
    verdict = read(centre, place_name="Kraków", languages="ukraiński ojczysty, pol. A2")
    assert verdict.readings["languages"] == "Ukrainian native, Polish A2"
    assert "place_name" not in verdict.readings


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("pn-pt 9-13", None), ("pn-pt 9:00-13:00", None), ("weekendy", "Sat and Sun 8:00–21:00")],
)
def test_hours_written_as_we_print_them_are_not_told_again(centre, typed, shown):
    assert read(centre, week=typed).readings.get("week") == shown


# --- what is wrong -----------------------------------------------------------------------------------


def test_problem_between_columns_is_told_and_can_be_noted_or_left_out(centre):
    verdict = read(centre, children="34")
    sentence = "Somebody of eighteen or more belongs to the column of adults."
    assert verdict.problems == {"children": [sentence]}
    assert asked(verdict) == {("children", cell_topic("children"), "34"): True}
    noted = read(centre, children="34", answers=[(cell_topic("children"), "34", AS_NOTE)])
    assert (noted.problems, noted.asked, noted.data.note) == ({}, [], "Wiek dzieci: 34")


def test_what_the_room_refuses_is_told_beside_its_cell(centre):
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%d.%m.%Y}"
    verdict = read(centre, waiting_since=tomorrow)
    assert verdict.problems == {"waiting_since": ["Nobody can wait since a day that has not come yet."]}
    left_out = [(cell_topic("waiting_since"), tomorrow, LEFT_OUT)]
    assert read(centre, waiting_since=tomorrow, answers=left_out).problems == {}


@pytest.mark.parametrize("flaw", [Flaw.FORMULA, Flaw.ERROR])
def test_flawed_cell_is_asked_about_whatever_stands_in_it(centre, flaw):
    verdict = read(centre, travel_km=FLAWED, flaws={"travel_km": flaw})
    ((column, topic, _said),) = asked(verdict)
    assert (column, topic, verdict.problems) == ("travel_km", cell_topic("travel_km"), {})
    assert "travel_km" not in verdict.values
    answers = [(cell_topic("travel_km"), FLAWED, "7")]
    answered = read(centre, travel_km=FLAWED, flaws={"travel_km": flaw}, answers=answers)
    assert (answered.asked, answered.values["travel_km"]) == ([], 7)


@pytest.mark.parametrize(("column", "flaw"), [("languages", Flaw.FORMULA), ("travel_km", Flaw.LONG)])
def test_flawed_cell_that_is_obligatory_or_cut_off_keeps_the_row_out(centre, column, flaw):
    verdict = read(centre, flaws={column: flaw})
    assert verdict.problems == {column: [str(flaw.label)]}
    mended = read(centre, flaws={column: flaw}, changes={"mended": {column: row()[column]}})
    assert mended.problems == {}


# --- fates -------------------------------------------------------------------------------------------


def test_every_row_gets_its_fate_and_its_questions(centre):
    upload = ready(
        centre,
        row(),
        row(contact_name="Iryna Bondar", phone="600 100 300", travel_km="daleko"),
        row(contact_name="Natalia Mazur", phone="600 100 400", languages=""),
        row(),
    )
    fates = list(upload.rows.order_by("number").values_list("number", "fate", "needs_look"))
    assert fates == [
        (2, Fate.GOOD, False), (3, Fate.ASKED, True), (4, Fate.BAD, True), (5, Fate.REPEATED, False),
    ]  # fmt: skip
    question = upload.questions.get()
    assert (question.row.number, question.column, question.said) == (3, "travel_km", "daleko")
    assert (upload.good, upload.asked, upload.bad, upload.repeated) == (1, 1, 1, 1)


def test_reading_a_list_again_asks_nothing_twice(centre):
    upload = ready(centre, row(travel_km="daleko"))
    upload.rows.update(fate=Fate.UNREAD)
    type(upload).objects.filter(pk=upload.pk).update(state="reading")
    upload.refresh_from_db()
    assert judge_upload(upload).questions.count() == 1


# --- vocabulary --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (vocabulary.GENDER, enums.Gender),
        (vocabulary.GENDER_WISH, enums.GenderWish),
        (vocabulary.WISH_STRENGTH, enums.WishStrength),
        (vocabulary.CHANNEL, enums.ContactChannel),
        (vocabulary.HELP_AREA, enums.HelpArea),
        (vocabulary.TRADE, enums.Trade),
    ],
)
def test_every_code_has_its_words(words, codes):
    assert list(words) == codes.values


def test_children_are_kept_as_bands_of_age(centre):
    assert read(centre, children="0 i 17").values["children"] == (AgeBand("0-2"), AgeBand("13-17"))


def test_every_kind_of_list_can_be_judged_without_a_word_of_ours(centre):
    for kind in SHEETS.values():
        assert Judge(kind, centre, [], NO_ANSWERS).read(staged(centre, row()).rows.get()).problems
        centre = CentreFactory()


def test_choice_reads_its_own_words():
    assert choice(vocabulary.GENDER).understand("kobieta", NO_ANSWERS).value == "woman"
