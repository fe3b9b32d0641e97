"""What a row means, what is wrong with it in words, and who is here already."""

from datetime import date

import pytest

from base.common import enums
from base.places.errors import UnreadableText
from base.places.languages import Level, Spoken
from base.places.week import Week
from families.domain.households import register_household
from intake.domain import readers, vocabulary
from intake.domain.headings import SENSITIVE, plain, read_headings
from intake.domain.judging import Judge
from intake.domain.lines import Line
from intake.domain.sheets import SHEETS
from intake.enums import Fate, Flaw, Kind
from mentors.domain.participations import end_participation, register_employer
from tests.factories.families import household_data
from tests.factories.intake import ROBOT, row
from tests.factories.mentors import organisation_data, participation_data
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return CentreFactory()


@pytest.fixture
def families(centre):
    return Judge(SHEETS[Kind.FAMILIES], centre)


def problems(judge, kind=Kind.FAMILIES, **changes):
    return judge.judge(2, row(kind, **changes), {}).problems


# --- whole rows --------------------------------------------------------------------------------------


def test_good_family_is_read_whole(families):
    verdict = families.judge(2, row(), {})
    data = verdict.data
    assert (verdict.fate, verdict.problems, verdict.warnings) == (Fate.GOOD, {}, {})
    assert (data.contact_name, data.language, data.channel) == ("Olena Kowal", "uk", "phone_call")
    assert (data.place.postcode, data.place.name, data.travel_km) == ("30-619", "Kraków", 5)
    assert data.week == Week.parse("pn-pt po 17")
    assert data.needs == {"school", "offices_papers"}
    assert (data.wants_polish, data.waiting_since) == (True, date(2025, 10, 12))
    contact, *children = data.members
    assert contact.languages == (Spoken("uk", Level.NATIVE), Spoken("pl", Level.A2))
    assert [child.age_band for child in children] == ["3-6", "7-9"]


def test_good_volunteer_is_read_whole(centre):
    data = Judge(SHEETS[Kind.VOLUNTEERS], centre).judge(2, row(Kind.VOLUNTEERS), {}).data.data
    assert (data.first_name, data.last_name, data.channel, data.room) == ("Halina", "Nowak", "email", 2)
    assert data.offers == {"school", "free_time"}


def test_good_mentor_belongs_to_the_employer_named(centre):
    part = register_employer(centre, data=participation_data(), by=ROBOT)
    judge = Judge(SHEETS[Kind.MENTORS], centre)
    by_name = judge.judge(2, row(Kind.MENTORS), {}).data
    by_nip = judge.judge(3, row(Kind.MENTORS, employer=organisation_data().nip, first_name="Ewa"), {}).data
    assert (by_name.participation, by_nip.participation) == (part, part)
    assert by_name.data.trade == "welding_metal"


def test_mentor_of_an_employer_not_here_is_told_which_one_is_meant(centre):
    register_employer(centre, data=participation_data(), by=ROBOT)
    judge = Judge(SHEETS[Kind.MENTORS], centre)
    assert problems(judge, Kind.MENTORS, employer="Chemia Oswiecin SA") == {
        "employer": [
            "“Chemia Oswiecin SA” is no employer of your centre yet. Add it first."
            " Did you mean: Chemia Oświęcim S.A.?"
        ]
    }


def test_mentor_of_an_employer_whose_part_has_ended_waits(centre):
    part = register_employer(centre, data=participation_data(), by=ROBOT)
    end_participation(part, reason="moved away", by=ROBOT)
    judge = Judge(SHEETS[Kind.MENTORS], centre)
    assert problems(judge, Kind.MENTORS) == {"employer": ["This employer's part has ended. Reopen it first."]}


# --- cells -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        ("postcode", "31-1O3", "31-1O3: the letter O instead of zero; 31-103?"),
        ("languages", "ukraiński B7", "“ukraiński B7”: B7 is not a level; use A0-C2 or native."),
        ("languages", "", "Please fill this in."),
        ("waiting_since", "31.09.2025", "“31.09.2025”: that month has 30 days."),
        ("waiting_since", "wiosna", "“wiosna” is not a day; write it such as 12.10.2026."),
        ("waiting_since", "12.13.2025", "“12.13.2025”: a year has twelve months."),
        ("children", "4.7", "“4.7”: the spreadsheet made one number of two ages. Write them as “4; 7”."),
        ("children", "34", "Somebody of eighteen or more belongs to the column of adults."),
        ("adults", "9", "Somebody under eighteen belongs to the column of children."),
        ("travel_km", "daleko", "“daleko” is not a whole number."),
        ("wants_polish", "może", "“może” is none of: yes, no."),
        ("phone", "12", "The phone number entered is not valid."),
    ],
)  # fmt: skip
def test_problem_is_told_in_words_under_its_column(families, column, text, sentence):
    assert problems(families, **{column: text}) == {column: [sentence]}


def test_every_problem_of_a_row_is_told_at_once(families):
    found = problems(families, postcode="31-1O3", languages="klingoński B1", waiting_since="31.09.2025")
    assert sorted(found) == ["languages", "postcode", "waiting_since"]


def test_flawed_cell_is_a_problem_whatever_stands_in_it(families):
    verdict = families.judge(2, row(), {"phone": Flaw.FORMULA})
    assert verdict.problems == {"phone": ["This is a formula without a result. Write the value itself."]}


def test_reading_is_told_only_where_it_differs_from_what_was_typed(families):
    verdict = families.judge(2, row(place_name="krakow", languages="ukraiński ojczysty, pol. A2"), {})
    assert verdict.readings["languages"] == "Ukrainian native, Polish A2"
    assert "place_name" not in verdict.readings


@pytest.mark.parametrize(
    ("text", "bands"), [("4, 7", ["3-6", "7-9"]), ("0 i 17", ["0-2", "13-17"]), ("2 lata", ["0-2"])]
)
def test_ages_are_read_as_people_write_them(text, bands):
    assert list(readers.read_ages(text)) == bands


@pytest.mark.parametrize("text", ["12.10.2025", "2025-10-12", "12/10/2025", "12.10.25", "12-10-2025 r."])
def test_days_are_read_as_people_write_them(text):
    assert readers.read_day(text) == date(2025, 10, 12)


def test_words_are_read_in_both_languages_and_with_typing_errors_told():
    read = readers.choices(vocabulary.HELP_AREA).read
    assert read("Szkoła; free time") == {"school", "free_time"}
    with pytest.raises(UnreadableText, match="“szkofa”"):
        read("szkofa")


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
def test_every_code_has_its_words_and_each_is_read_back(words, codes):
    assert list(words) == codes.values
    read = readers.choice(words).read
    assert [(read(word.pl), read(word.en)) for word in words.values()] == [(c, c) for c in codes.values]


# --- headings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_heading_of_ours_is_known(kind, language):
    columns = SHEETS[kind].columns
    line = Line(1, tuple(column.heading(language) for column in columns))
    assert list(read_headings(line, SHEETS[kind]).columns.values()) == list(columns)


@pytest.mark.parametrize(
    "heading",
    ["PESEL", "Obywatelstwo", "narodowość", "Wyznanie", "Religion", "Stan zdrowia", "Health",
     "Seria i nr paszportu", "Status uchodźcy", "Karta pobytu", "Data urodzenia",
     "Orzeczenie o niepełnosprawności", "Nationality"],
)  # fmt: skip
def test_what_splot_does_not_keep_is_known_by_its_heading(heading):
    found = read_headings(Line(1, ("Telefon", heading)), SHEETS[Kind.FAMILIES])
    assert [(one.heading, one.reason) for one in found.left_out] == [(heading, "sensitive")]


def test_no_heading_of_ours_is_taken_for_sensitive():
    ours = [text for kind in SHEETS.values() for c in kind.columns for text in (c.pl, c.en, *c.also)]
    assert [text for text in ours if SENSITIVE.search(plain(text))] == []


def test_unknown_heading_is_left_out_with_the_one_that_is_meant():
    found = read_headings(Line(1, ("Telefom", "Ulubiony kolor")), SHEETS[Kind.FAMILIES])
    assert [(one.reason, one.nearest) for one in found.left_out] == [("unknown", "phone"), ("unknown", "")]


# --- here already ------------------------------------------------------------------------------------


def repeats(judge, number, **changes):
    verdict = judge.judge(number, row(**changes), {})
    return verdict.fate, verdict.label, [text for texts in verdict.warnings.values() for text in texts]


def test_family_typed_by_hand_is_recognised_by_name_and_phone(centre):
    register_household(
        centre, data=household_data(contact_name="OLENA  kowal", phone="+48600100200"), by=ROBOT
    )
    judge = Judge(SHEETS[Kind.FAMILIES], centre)
    assert repeats(judge, 2) == (Fate.REPEATED, "K-1", ["Here already as K-1. Nothing changes there."])


def test_second_row_of_the_same_person_is_added_once(families):
    families.judge(2, row(), {})
    assert repeats(families, 5, note="again") == (
        Fate.REPEATED, "", ["The same as row 2 of this file; added once."],
    )  # fmt: skip


def test_same_name_and_place_with_another_phone_is_asked_about(families):
    families.judge(2, row(), {})
    assert repeats(families, 3, phone="600 100 201") == (
        Fate.GOOD, "", ["Perhaps the same person as in row 2?"],
    )  # fmt: skip


def test_another_own_number_makes_another_person(families):
    families.judge(2, row(own_number="R/1"), {})
    assert repeats(families, 3, own_number="R/2")[0] == Fate.GOOD
    assert repeats(families, 4, own_number="r/1", contact_name="Somebody Else")[0] == Fate.REPEATED


def test_people_of_another_centre_are_not_looked_at(families):
    data = household_data(contact_name="Olena Kowal", phone="+48600100200")
    register_household(CentreFactory(), data=data, by=ROBOT)
    assert repeats(families, 2) == (Fate.GOOD, "", [])


@pytest.mark.parametrize(
    ("typed", "told"),
    [("pn-pt 9-13", None), ("pn-pt 9:00-13:00", None), ("weekendy", "Sat and Sun 8:00–21:00")],
)
def test_hours_written_as_we_print_them_are_not_told_again(families, typed, told):
    assert families.judge(2, row(week=typed), {}).readings.get("week") == told
