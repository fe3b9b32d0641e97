"""Weeks, days and numbers as lists tell them: taken, asked about, or kept as a note."""

import re
from datetime import date

import pytest
import time_machine
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from base.places.folding import fold
from base.places.week import Week
from intake.domain.readers import DATE, DISTANCE, NUMBER, ROOM, WEEK
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, NO_ANSWERS, Answers


def week_of(text, *answers):
    """The week in Polish, the note, what is asked."""
    reading = WEEK.understand(text, Answers.of(answers))
    shown = reading.value.text("pl") if reading.value else ""
    return shown, reading.note, [question.said for question in reading.questions]


def meanings(text):
    (question,) = WEEK.understand(text, NO_ANSWERS).questions
    return [option.meant for option in question.options]


class AllNotes(Answers):
    def get(self, topic, said):
        return AS_NOTE


# --- the week ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "polish", "note"),
    [
        ("pon., śr. po południu", "pn i śr 12:00–17:00", ""),
        ("wt 16-19", "wt 16:00–19:00", ""),
        ("codziennie oprócz czw, po 17", "pn–śr i pt–nd 17:00–21:00", ""),
        ("codziennie po 17, oprócz czw", "pn–śr i pt–nd 17:00–21:00", ""),
        ("pn-pt po 17, nie w środy", "pn, wt, czw i pt 17:00–21:00", ""),
        ("weekendy, ale nie niedziela", "sb 8:00–21:00", ""),
        ("różnie, nie w piątki", "", "różnie; nie w piątki"),
        ("pn 16,30-19", "pn 16:30–19:00", ""),
        ("wt 16³⁰-19", "wt 16:30–19:00", ""),
        ("pn 8-10,15-17", "pn 8:00–10:00 i 15:00–17:00", ""),
        ("wt 17:00:00-19:00:00", "wt 17:00–19:00", ""),
        ("wt i czw od 16:00 do 19:30", "wt i czw 16:00–19:30", ""),
        ("dni robocze po 17-tej", "pn–pt 17:00–21:00", ""),
        ("pn po siedemnastej", "pn 17:00–21:00", ""),
        ("pn lub wt 17-19", "pn i wt 17:00–19:00", ""),
        ("każdy wtorek 17-19", "wt 17:00–19:00", ""),
        ("codziennie oprócz środy", "pn, wt i czw–nd 8:00–21:00", ""),
        ("codziennie po 17 oprócz piątku i soboty", "pn–czw i nd 17:00–21:00", ""),
        ("pn-pt po 17, śr nie", "pn, wt, czw i pt 17:00–21:00", ""),
        ("вт 17-19, чт вечером", "wt 17:00–19:00, czw 17:00–21:00", ""),
        ("Mon–Fri after 17, Sat 10-14", "pn–pt 17:00–21:00, sb 10:00–14:00", ""),
        # under the headings of days
        ("wt -", "", ""),
        ("wt nie; śr 16-18", "śr 16:00–18:00", ""),
        # words beside the hours
        ("pn 17-19 (online)", "pn 17:00–19:00", "online"),
        ("2x w tygodniu po 17", "codziennie 17:00–21:00", "2x w tygodniu"),
        ("najlepiej wtorek po 17, sob 10-12", "wt 17:00–21:00, sb 10:00–12:00", "najlepiej wtorek po 17"),
        ("praca zmianowa, dostępna w weekendy", "sb i nd 8:00–21:00", "praca zmianowa"),
        # words only
        ("do uzgodnienia", "", "do uzgodnienia"),
        ("różnie", "", "różnie"),
        ("kontakt tel.", "", "kontakt tel"),
        ("raz w tygodniu", "", "raz w tygodniu"),
        ("2 godziny tygodniowo", "", "2 godziny tygodniowo"),
        ("pn-pt nie mogę", "", "pn-pt nie mogę"),
        ("wt 16-18, wt nie", "", "wt 16-18, wt nie"),
    ],
)
def test_week_is_understood_or_kept(text, polish, note):
    assert week_of(text) == (polish, note, [])


@pytest.mark.parametrize(
    ("text", "polish", "note", "asked", "likely"),
    [
        ("pn 17-19, czasem sobota", "pn 17:00–19:00", "", "czasem sobota", ["sb 8:00–21:00"]),
        ("co drugi wtorek", "", "", "co drugi wtorek", ["wt 8:00–21:00"]),
        ("wt po pracy; sob 10-14", "sb 10:00–14:00", "wt po pracy", "po pracy", ["po 16", "po 17", "po 18"]),
        (
            "po lekcjach", "", "", "po lekcjach",
            ["pn-pt po 14", "codziennie po 14", "pn-pt po 15", "pn-pt po 16"],
        ),
        (
            "po pracy", "", "", "po pracy",
            ["pn-pt po 17", "codziennie po 17", "pn-pt po 16", "pn-pt po 18"],
        ),
        ("wt x, śr 16-18", "śr 16:00–18:00", "wt x", "x", ["8-21", "po południu", "wieczorem", "rano"]),
        ("pn, czwatrek 17-20", "", "pn; czwatrek 17-20", "czwatrek", ["czwartek"]),
        ("pn 17:15-19", "", "", "pn 17:15-19", ["pn 17:00-19", "pn 17:30-19"]),
        ("pn 17, wt 18-20", "wt 18:00–20:00", "", "pn 17", ["pn po 17:00", "pn 17:00-19:00"]),
        ("pn 20-17", "", "", "pn 20-17", ["pn 17-20"]),
        ("wt 4-6", "", "wt 4-6", "4-6", ["16:00-18:00", "4:00-6:00"]),
        ("wt 10.12.2026", "", "wt 10.12.2026", "10.12.2026", ["10:00-12:00"]),
        ("pn-pt do uzgodnienia", "", "", "pn-pt do uzgodnienia", ["pn–pt 8:00–21:00"]),
        ("śr 17-19 (co 2 tyg.)", "", "", "śr 17-19 (co 2 tyg.)", []),
        ("od października pn 17-19", "", "", "od października pn 17-19", ["pn 17:00–19:00"]),
        (
            "weekendy i wieczory", "", "", "weekendy i wieczory",
            ["weekendy wieczory", "weekendy; dni robocze wieczory"],
        ),
        ("bez środy", "", "", "bez środy", ["pn, wt i czw–nd 8:00–21:00"]),
        ("śr oprócz środy", "", "", "śr oprócz środy", []),
        ("elastycznie", "", "", "elastycznie", ["codziennie 8-20", "pn-pt 8-20", "codziennie po 16"]),
        ("mamy małe dziecko", "", "", "mamy małe dziecko", []),
        # an answer that says the opposite is never offered
        ("nie mogę w piątki", "", "", "nie mogę w piątki", ["pn–czw, sb i nd 8:00–21:00"]),
        ("nie wcześniej niż po 17", "", "", "nie wcześniej niż po 17", []),
        # hours of no day
        *(
            (text, "", "", text, ["pn–pt 8:00–10:00", "codziennie 8:00–10:00", "sb i nd 8:00–10:00"])
            for text in ("w godz. 8-10", "8-10", "od 8 do 10")
        ),
    ],
)  # fmt: skip
def test_week_asks_about_the_part_that_is_not_clear(text, polish, note, asked, likely):
    with translation.override("pl"):
        assert week_of(text) == (polish, note, [asked])
        assert meanings(text) == likely


def test_week_says_that_an_answer_is_of_every_week():
    (question,) = WEEK.understand("co drugi wtorek 10-12", NO_ANSWERS).questions
    assert [str(option.label) for option in question.options] == ["every week: Tue 10:00–12:00"]


def test_week_takes_an_answer_to_hours_of_no_day():
    assert week_of("8-10", ("week", "8-10", "pn-pt 8-10")) == ("pn–pt 8:00–10:00", "", [])
    assert week_of("8-10", ("week", "8-10", AS_NOTE)) == ("", "8-10", [])


def test_week_takes_the_days_with_the_hours_where_none_are_told():
    assert week_of("po pracy", ("week:days", "po pracy", "pn-pt po 17")) == ("pn–pt 17:00–21:00", "", [])
    (question,) = WEEK.understand("po pracy", NO_ANSWERS).questions
    assert str(question.options[0].label) == "Monday to Friday: after 17"
    # what is meant beside a day is another thing, and so is an answer of before
    assert week_of("po pracy", ("week", "po pracy", "po 17")) == ("", "", ["po pracy"])
    assert week_of("wt po pracy", ("week:days", "po pracy", "pn-pt po 17"))[2] == ["po pracy"]
    assert week_of("pn, po pracy", ("week:days", "po pracy", "pn-pt po 17"))[2] == ["po pracy"]


def test_week_takes_an_answer_in_place_of_the_words():
    assert week_of("pn-pt po pracy; sob 10-14", ("week", "Po pracy", "po 17")) == (
        "pn–pt 17:00–21:00, sb 10:00–14:00", "", [],
    )  # fmt: skip
    assert week_of("pn, czwatrek 17-20", ("week", "czwatrek", "czwartek"))[0] == "pn i czw 17:00–20:00"
    assert week_of("wt x, śr x", ("week:day", "x", "wieczorem"))[0] == "wt i śr 17:00–21:00"
    assert (
        week_of("weekendy, wieczory", ("week", "weekendy, wieczory", "weekendy"))[0] == "sb i nd 8:00–21:00"
    )


def test_week_keeps_the_word_that_limits_an_answered_day():
    assert week_of("pn 17-19, czasem sobota", ("week", "czasem sobota", "sb 10-14")) == (
        "pn 17:00–19:00, sb 10:00–14:00", "czasem sobota", [],
    )  # fmt: skip


def test_week_never_makes_a_whole_day_of_words_that_were_refused():
    assert week_of("pn po pracy, wt 17-19", ("week", "po pracy", AS_NOTE)) == (
        "wt 17:00–19:00", "pn po pracy", [],
    )  # fmt: skip
    assert week_of("pn po pracy, wt 17-19", ("week", "po pracy", LEFT_OUT)) == ("wt 17:00–19:00", "", [])
    assert week_of("pn, czwatrek 17-20", ("week", "czwatrek", AS_NOTE)) == ("", "pn; czwatrek 17-20", [])


def test_week_asks_again_about_an_answer_that_is_no_time():
    assert week_of("elastycznie", ("week", "elastycznie", "zobaczymy"))[0] == ""
    assert week_of("elastycznie", ("week", "elastycznie", "zobaczymy"))[2] == ["zobaczymy"]


WEEK_WORDS = [
    *("pn", "wtorek", "śr.", "sob", "weekendy", "codziennie", "po 17", "17-19", "16.30-18", "4-6", "rano"),
    *("po pracy", "elastycznie", "x", "-", "nie", "tak", "do uzgodnienia", "czasem", "co drugi", "(online)"),
    *("oprócz środy", "2x w tygodniu", "czwatrek", "najlepiej", "kiedy córka śpi", ",", ";", "\n", "i", "17"),
]
cells_of_a_week = st.lists(st.sampled_from(WEEK_WORDS), min_size=1, max_size=8).map(" ".join)
FILLERS = {"nie", "x", "tak", "i", "w"}


@given(cells_of_a_week)
def test_week_loses_no_word(text):
    """What is not read as days and hours stands in the note or in a question."""
    reading = WEEK.understand(text, NO_ANSWERS)
    told = fold(" ".join([reading.note, *(question.said for question in reading.questions)]))
    for word in (
        "pracy",
        "elastycznie",
        "uzgodnienia",
        "czasem",
        "drugi",
        "online",
        "czwatrek",
        "corka",
        "2x",
    ):
        assert fold(text).count(word) == 0 or word in told
    if not reading.value and not reading.questions:
        lost = [word for word in re.findall(r"\w+", fold(text)) if word not in told]
        assert set(lost) <= FILLERS or "nie" in lost or "-" in text


@given(cells_of_a_week)
def test_week_told_that_all_is_a_note_asks_nothing_and_invents_nothing(text):
    plainly, noted = WEEK.understand(text, NO_ANSWERS), WEEK.understand(text, AllNotes())
    assert noted.questions == ()
    assert (noted.value or Week()) == (plainly.value or Week())
    for question in plainly.questions:
        assert fold(question.said) in fold(noted.note)


spans = st.tuples(st.integers(0, 6), st.integers(0, 44), st.integers(1, 4))
weeks = st.lists(spans.map(lambda s: (s[0], s[1], s[1] + s[2])), min_size=1, max_size=6).map(Week.from_spans)


@given(weeks, st.sampled_from(["pl", "en"]))
def test_week_is_understood_as_it_is_shown(week, language):
    with translation.override(language):
        reading = WEEK.understand(WEEK.show(week), NO_ANSWERS)
    assert (reading.value, reading.note, reading.questions) == (week, "", ())


@given(cells_of_a_week)
def test_each_likely_answer_about_a_week_settles_its_question(text):
    for question in WEEK.understand(text, NO_ANSWERS).questions:
        for option in question.options:
            answers = Answers.of([(question.topic, question.said, option.meant)])
            left = WEEK.understand(text, answers).questions
            assert (question.topic, question.said) not in [(one.topic, one.said) for one in left]


# --- days -------------------------------------------------------------------------------------------------

OCTOBER_12 = date(2026, 10, 12)


@pytest.fixture
def november():
    with time_machine.travel("2026-11-21 10:00:00+01:00", tick=False):
        yield


def plain(reader, text, *answers):
    """Value and note; nothing may be asked."""
    reading = reader.understand(text, Answers.of(answers))
    assert reading.questions == ()
    return reading.value, reading.note


def likely(reader, text):
    """The topic, what is asked and the likely answers; nothing may be taken meanwhile."""
    reading = reader.understand(text, NO_ANSWERS)
    assert (reading.value, reading.note) == (None, "")
    (question,) = reading.questions
    assert question.said == text
    return question.topic, [option.meant for option in question.options]


@pytest.mark.parametrize(
    "text",
    [
        *("12.10.2026", "2026-10-12", "12/10/26", "12-10-2026", "12 10 2026", "2026.10.12", "12.10.2026r."),
        *(
            "12 października 2026 r.",
            "12 paź 2026",
            "12.X.2026",
            "12 X 2026",
            "Oct 12, 2026",
            "12 жовтня 2026",
        ),
        *("2026-10-12 14:33:05", "2026-10-12T14:33:05Z", "12.10.2026 14:33", "12.10.2026 o godz. 14.30"),
        *("2026/10/12 9:14:05 PM GMT+2", "2026-10-12T21:14:05+02:00"),
        *("od 12.10.2026", "pn 12.10.2026", "46307", "46307.5"),
    ],
)
def test_day_is_understood(text, november):
    assert plain(DATE, text) == (OCTOBER_12, "")


def test_day_of_the_month_comes_first_and_old_years_stay_old(november):
    assert plain(DATE, "10/12/2026") == (date(2026, 12, 10), "")
    assert plain(DATE, "12.10.85") == (date(1985, 10, 12), "")
    assert plain(DATE, "12.10.2026 (kopia)") == (OCTOBER_12, "kopia")


@pytest.mark.parametrize(
    "text", ["w trakcie", "bezterminowo", "umówione", "nie", "brak", "w toku", "odmowa", "do uzupełnienia"]
)
def test_words_of_no_day_are_kept(text):
    assert plain(DATE, text) == (None, text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("wrzesień 2026", ["01.09.2026", "30.09.2026"]),
        ("IX 2026", ["01.09.2026", "30.09.2026"]),
        ("2026-09", ["01.09.2026", "30.09.2026"]),
        ("luty", ["01.02.2026", "28.02.2026"]),
        ("2026", ["01.01.2026", "31.12.2026"]),
        ("12.10", ["12.10.2026", "12.10.2025", "12.10.2027"]),
        ("24 grudnia", ["24.12.2025", "24.12.2026", "24.12.2027"]),
        ("31.09.2026", ["30.09.2026", "01.10.2026"]),
        ("10/25/2026", ["25.10.2026"]),
        ("ok. 12.10.2026", ["12.10.2026"]),
        ("12.10.2026 - 14.10.2026", ["12.10.2026", "14.10.2026"]),
        ("ważne do 12.10.2026", ["12.10.2026"]),
        ("12.1O.2026", ["12.10.2026"]),
        ("20261012", ["12.10.2026"]),
        ("00.00.0000", []),
        ("12.10.0206", []),
        ("wczoraj", []),
        # there, but since when: never today
        ("tak", []),
        ("jest", []),
        ("x", []),
    ],
)
def test_day_that_is_not_told_is_asked(text, days, november):
    assert likely(DATE, text) == ("day", days)


def test_day_takes_an_answer_and_keeps_what_else_was_said(november):
    assert plain(DATE, "wrzesień 2026", ("day", "wrzesień 2026", "30.09.2026")) == (
        date(2026, 9, 30), "wrzesień 2026",
    )  # fmt: skip
    assert plain(DATE, "tak", ("day", "tak", "12.10.2026")) == (OCTOBER_12, "")
    assert plain(DATE, "tak", ("day", "tak", AS_NOTE)) == (None, "tak")
    assert plain(DATE, "12.10", ("day", "12.10", "12.10.2025")) == (date(2025, 10, 12), "")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["pl", "en"]))
def test_day_is_understood_as_it_is_shown(day, language):
    with translation.override(language):
        assert plain(DATE, DATE.show(day)) == (day, "")


@given(
    st.lists(
        st.sampled_from(["12.10.2026", "wrzesień", "2026", "ok.", "tak", "(kopia)", "umowa nr 7", "r."]),
        min_size=1,
        max_size=4,
    ).map(" ".join)
)  # fmt: skip
def test_day_loses_no_word(text):
    """A day alone, or everything around it stands in the note or in the question."""
    reading = DATE.understand(text, NO_ANSWERS)
    if reading.questions:
        assert reading.questions[0].said == text
    else:
        left = [word for word in re.findall(r"\w+", text) if word not in reading.note]
        assert set(left) <= {"12", "10", "2026", "r", "wrzesień"} if reading.value else left == []


# --- numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reader", "text", "number", "note"),
    [
        (ROOM, "max 2", 2, ""),
        (ROOM, "2 rodziny", 2, ""),
        (ROOM, "dwie", 2, ""),
        (ROOM, "jedną naraz", 1, ""),
        (ROOM, "1 rodzina (max 4 os.)", 1, "max 4 os."),
        (ROOM, "2.0", 2, ""),
        (DISTANCE, "15 km", 15, ""),
        (DISTANCE, "do 15km", 15, ""),
        (DISTANCE, "ok. 15 km", 15, "ok. 15 km"),
        (DISTANCE, "15 km rowerem", 15, "15 km rowerem"),
        (DISTANCE, "0", 0, ""),
        (DISTANCE, "brak", None, ""),
        (NUMBER, "10", 10, ""),
    ],
)
def test_number_is_understood(reader, text, number, note):
    assert plain(reader, text) == (number, note)


@pytest.mark.parametrize(
    ("reader", "text", "topic", "numbers"),
    [
        (ROOM, "1-2", "room", ["2", "1"]),
        (ROOM, "dwie lub trzy", "room", ["3", "2"]),
        (ROOM, "3+", "room", ["3", "6"]),
        (ROOM, "bez ograniczeń", "room", ["3", "2", "5"]),
        (DISTANCE, "15-20 km", "distance", ["20", "15"]),
        (DISTANCE, "15,5 km", "distance", ["16", "15"]),
        (DISTANCE, "min. 10", "distance", ["10", "20"]),
        (DISTANCE, "cały Kraków", "distance", ["15", "10", "20"]),
        (DISTANCE, "całe miasto", "distance", ["15", "10", "20"]),
        (DISTANCE, "tylko okolica", "distance", ["5", "3", "10"]),
        (DISTANCE, "30 min autobusem", "distance", ["10", "5", "15"]),
        (DISTANCE, "bez ograniczeń", "distance", ["50", "100", "30"]),
        (DISTANCE, "nie", "distance", ["0"]),
        (DISTANCE, "dojeżdża", "distance", []),
        (NUMBER, "12345", "number", []),
    ],
)
def test_number_that_is_not_clear_is_asked(reader, text, topic, numbers):
    assert likely(reader, text) == (topic, numbers)


def test_number_takes_an_answer_and_keeps_the_words():
    assert plain(DISTANCE, "cały Kraków", ("distance", "Cały  Kraków", "15")) == (15, "cały Kraków")
    assert plain(DISTANCE, "1-2", ("distance", "1-2", "2")) == (2, "")
    assert plain(DISTANCE, "cały Kraków", ("distance", "cały Kraków", AS_NOTE)) == (None, "cały Kraków")


@given(st.integers(0, 9999), st.sampled_from([NUMBER, ROOM, DISTANCE]))
def test_number_is_understood_as_it_is_shown(number, reader):
    assert plain(reader, reader.show(number)) == (number, "")


@given(
    st.lists(
        st.sampled_from(["2", "15 km", "max", "dwie", "rodziny", "pieszo", "(z psem)", "1-2", "ok."]),
        min_size=1,
        max_size=4,
    ).map(" ".join),
    st.sampled_from([NUMBER, ROOM, DISTANCE]),
)  # fmt: skip
def test_number_loses_no_word(text, reader):
    reading = reader.understand(text, NO_ANSWERS)
    if reading.questions:
        assert reading.questions[0].said == text
    else:
        for word in ("pieszo", "psem", "ok"):
            assert word not in text or word in reading.note
