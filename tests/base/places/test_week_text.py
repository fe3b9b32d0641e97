"""The week as people write it and as pages print it."""

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from base.places.locales import LOCALES
from base.places.week import SLOTS, Week, WeekParseError

weeks = st.integers(0, (1 << SLOTS) - 1).map(Week)
# Weeks like those of people: few spans, days alike; random bits alone would never group two days.
spans = st.tuples(st.integers(0, 6), st.integers(0, 44), st.integers(1, 4)).map(
    lambda s: (s[0], s[1], s[1] + s[2])
)
times = st.tuples(st.integers(0, 44), st.integers(1, 4))
plain_weeks = st.one_of(
    st.lists(spans, max_size=6).map(Week.from_spans),
    st.tuples(st.sets(st.integers(0, 6)), st.lists(times, min_size=1, max_size=3)).map(
        lambda w: Week.from_spans([(day, start, start + size) for day in w[0] for start, size in w[1]])
    ),
)

WORDS = [
    *("pn", "pt", "-", "po", "17", "20:30", "sob", ",", ";", "i"),
    *("od", "do", "24", "wieczorem", "weekendy", "przed", "9", ".", "5pm"),
]


def read(text):
    """The week and None, or None and what was refused."""
    try:
        return Week.parse(text), None
    except WeekParseError as error:
        return None, error


def refused(text):
    with pytest.raises(WeekParseError) as caught:
        Week.parse(text)
    return caught.value


@given(st.one_of(weeks, plain_weeks), st.sampled_from(LOCALES))
def test_text_is_read_back_as_it_was(week, language):
    assert Week.parse(week.text(language)) == week


@given(plain_weeks, st.sampled_from(LOCALES))
def test_text_is_read_back_without_diacritics_capitals_and_long_dashes(week, language):
    text = week.text(language).upper().replace("–", "-").replace("Ś", "S")
    assert Week.parse(text) == week


@given(st.text("pnwtąęśćółŁŚйїʼ½²٣09 .:,;-–—/()\n\t\u0301\x00{}%", max_size=30))
def test_any_text_is_a_week_or_a_sentence(text):
    week, error = read(text)
    if error:
        assert error.fragment != ""
        assert error.fragment in unicodedata.normalize("NFC", text)
        assert f"“{error.fragment}”" in str(error)
    else:
        assert Week.parse(week.text("pl")) == week


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=9,
    )
)
def test_any_words_of_a_week_are_a_week_or_a_sentence(words):
    week, error = read(" ".join(words))
    if error:
        assert f"“{error.fragment}”" in str(error)
    else:
        assert Week.parse(week.text("pl")) == week


@pytest.mark.parametrize(
    ("text", "polish"),
    [
        # as the issue and the forms say it
        ("pn-pt po 17", "pn–pt 17:00–21:00"),
        ("sob 10-14", "sb 10:00–14:00"),
        ("weekendy", "sb i nd 8:00–21:00"),
        ("Mon, Wed 18:00-20:30", "pn i śr 18:00–20:30"),
        ("wt i czw 17-20", "wt i czw 17:00–20:00"),
        ("codziennie po 18", "codziennie 18:00–21:00"),
        ("pon.–pt. 9:00–15:00; sob. rano", "pn–pt 9:00–15:00, sb 8:00–12:00"),
        ("weekday evenings", "pn–pt 17:00–21:00"),
        ("poniedziałek przed 12", "pn 8:00–12:00"),
        ("every day", "codziennie 8:00–21:00"),
        ("cały tydzień", "codziennie 8:00–21:00"),
        ("śr od 16 do 19", "śr 16:00–19:00"),
        ("pn 8-10 i 17-19", "pn 8:00–10:00 i 17:00–19:00"),
        ("nd po południu", "nd 12:00–17:00"),
        # days
        ("SR, pia 9—10", "śr i pt 9:00–10:00"),
        ("w poniedziałki, środy i piątki wieczorem", "pn, śr i pt 17:00–21:00"),
        ("od poniedziałku do piątku od 9 do 15", "pn–pt 9:00–15:00"),
        ("Monday to Friday from 9 to 17", "pn–pt 9:00–17:00"),
        ("pt-pn 10-12", "pn i pt–nd 10:00–12:00"),
        ("pn/śr/pt 8-12", "pn, śr i pt 8:00–12:00"),
        ("pn wt śr 8-12", "pn–śr 8:00–12:00"),
        ("mon,wed", "pn i śr 8:00–21:00"),
        ("weekdays 9-17 & sat", "pn–pt 9:00–17:00, sb 8:00–21:00"),
        ("weekendy, pn-pt po 17", "pn–pt 17:00–21:00, sb i nd 8:00–21:00"),
        ("pn-pt po 17, sobota", "pn–pt 17:00–21:00, sb 8:00–21:00"),
        ("pn-pt, sob 10-12", "pn–sb 10:00–12:00"),
        ("pn; sob 10-12", "pn 8:00–21:00, sb 10:00–12:00"),
        # hours
        ("pon 17.30-20", "pn 17:30–20:00"),
        ("pon 1730 - 2000", "pn 17:30–20:00"),
        ("pn: godz. 9-12", "pn 9:00–12:00"),
        ("Pn - 17-20", "pn 17:00–20:00"),
        ("tue 5pm-8pm", "wt 17:00–20:00"),
        ("tue 5-8 p.m.", "wt 17:00–20:00"),
        ("sat 10-2pm", "sb 10:00–14:00"),
        ("sat 12pm-1pm", "sb 12:00–13:00"),
        ("sat 12am-1am", "sb 0:00–1:00"),
        ("between 17 and 19 on Mondays", "pn 17:00–19:00"),
        ("między 17 a 19 w poniedziałki", "pn 17:00–19:00"),
        ("sob od 8 do południa", "sb 8:00–12:00"),
        ("sob przed południem", "sb 8:00–12:00"),
        ("sob po 16 do 18", "sb 16:00–18:00"),
        ("sob od 16", "sb 16:00–21:00"),
        ("sob do 7", "sb 0:00–7:00"),
        ("sob po 21:30", "sb 21:30–24:00"),
        ("sob 20-24", "sb 20:00–24:00"),
        ("sob 20:00-0:00", "sb 20:00–24:00"),
        ("sob 20-północ", "sb 20:00–24:00"),
        ("sob całą dobę", "sb 0:00–24:00"),
        ("pn 8-9, 10-11 i 12-13, wt 9-10", "pn 8:00–9:00, 10:00–11:00 i 12:00–13:00, wt 9:00–10:00"),
        ("pn 8-10, wt 8-10", "pn i wt 8:00–10:00"),
        # hours first, or alone
        ("po 17 w tygodniu", "pn–pt 17:00–21:00"),
        ("rano, po południu pn-wt", "pn i wt 8:00–17:00"),
        ("17-20 wt, 10-12 sob", "wt 17:00–20:00, sb 10:00–12:00"),
        ("po 17 pn-pt, sob 10-14", "pn–pt 17:00–21:00, sb 10:00–14:00"),
        ("wieczorami", "codziennie 17:00–21:00"),
        ("0-24", "codziennie 0:00–24:00"),
        # Ukrainian and Russian
        ("пн-пт після 17", "pn–pt 17:00–21:00"),
        ("вівторок і пʼятниця ввечері", "wt i pt 17:00–21:00"),
        ("с пн по пт с 9 до 15", "pn–pt 9:00–15:00"),
        ("по выходным утром", "sb i nd 8:00–12:00"),
        # shortened, in other cases, hours by words
        ("poniedz. 17-19, wto po 17-tej", "pn 17:00–19:00, wt 17:00–21:00"),
        ("w każdą sobotę od dziesiątej do dwunastej", "sb 10:00–12:00"),
        ("po siedemnastej", "codziennie 17:00–21:00"),
        ("pn lub wt ppoł.", "pn i wt 12:00–17:00"),
        ("dostępna: dni rob. 8-15", "pn–pt 8:00–15:00"),
        ("понеділок 17-19, по буднях ввечері", "pn–pt 17:00–21:00"),
        # nothing
        ("  ", ""),
    ],
)
def test_parse_reads_what_people_write(text, polish):
    assert Week.parse(text).text("pl") == polish


NOT_UNDERSTOOD = "We do not understand “{}”. Write for example: Mon-Fri after 17, Sat 10-14."
TWO_THINGS = "“{}” can mean two things. Write days, then their hours: Mon-Fri after 17, Sat 10-14."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("pn 17:15-19", "“17:15” is not on the half hour; the nearest are 17:00 and 17:30."),
        ("pn 17-18.40", "“18.40” is not on the half hour; the nearest are 18:30 and 19:00."),
        ("pn 20-17", "“20-17” ends before it starts; write hours after midnight with the next day."),
        (
            "pn od 22 do 6",
            "“od 22 do 6” ends before it starts; write hours after midnight with the next day.",
        ),
        ("pn 9-9", "“9-9” ends before it starts; write hours after midnight with the next day."),
        ("pn 25-26", "“26” is not a time of day."),
        ("pn 9-9:75", "“9:75” is not a time of day."),
        ("sob 13pm-15", "“13pm” is not a time of day."),
        ("pn 17", "“17” has no end; write for example 17:00-19:00, or after 17."),
        ("pn po 24", "“po 24” has no end; write for example 17:00-19:00, or after 17."),
        ("bez środy", NOT_UNDERSTOOD.format("bez")),
        ("pn-pt nie mogę", NOT_UNDERSTOOD.format("nie")),
        ("co drugi wtorek", NOT_UNDERSTOOD.format("co")),
        ("wt 18-20 poza wakacjami", NOT_UNDERSTOOD.format("poza")),
        ("po pracy", NOT_UNDERSTOOD.format("po")),
        ("pn 17:3-19", NOT_UNDERSTOOD.format("17:3-19")),
        ("...", NOT_UNDERSTOOD.format("...")),
        ("i", NOT_UNDERSTOOD.format("i")),
        ("weekendy i wieczory", TWO_THINGS.format("weekendy i wieczory")),
        ("evenings and weekends", TWO_THINGS.format("evenings and weekends")),
        ("weekendy, wieczory", TWO_THINGS.format("weekendy, wieczory")),
        ("wieczory, weekendy", TWO_THINGS.format("wieczory, weekendy")),
        ("od środy", TWO_THINGS.format("od środy")),
        ("sob po południu do 19", TWO_THINGS.format("po południu do 19")),
        ("codziennie od pn do pt 9-15", TWO_THINGS.format("codziennie od pn do pt")),
        ("pn 8-10, 17-19 wt", TWO_THINGS.format("17-19 wt")),
        ("po 17 pn-pt, sob", TWO_THINGS.format("sob")),
        ("17-20 wt, 10-12", TWO_THINGS.format("10-12")),
    ],
)
def test_parse_names_the_fragment_it_refuses(text, sentence):
    error = refused(text)
    assert str(error) == sentence
    assert error.fragment in text


def test_parse_suggests_the_word_that_was_meant():
    assert refused("czwatrek 17-20").suggestions == ("czwartek",)
    assert refused("Tuseday 17-20").suggestions == ("Tuesday",)
    assert refused("pn 17:15-19").suggestions == ("17:00", "17:30")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "pn–pt 17:00–21:00, sb 10:00–14:00"),
        ("en", "Mon–Fri 17:00–21:00, Sat 10:00–14:00"),
        ("uk", "пн–пт 17:00–21:00, сб 10:00–14:00"),
        ("ru", "пн–пт 17:00–21:00, сб 10:00–14:00"),
    ],
)
def test_text_in_each_of_our_languages(language, text):
    week = Week.parse("pn-pt po 17, sob 10-14")
    assert week.text(language) == text
    with translation.override(language):
        assert str(week) == text


def test_text_names_the_whole_week_and_the_empty_one():
    assert Week.full().text("en") == "every day 0:00–24:00"
    assert Week.full().text("uk") == "щодня 0:00–24:00"
    assert Week.empty().text("pl") == ""
