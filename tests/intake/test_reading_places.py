"""Where people live, as lists tell it in one, two or three columns."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from base.places.folding import fold
from base.places.gazetteer import by_postcode, place_described, resolve
from base.places.gazetteer_table import table
from intake.domain.readers.places import understand_place
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, NO_ANSWERS, Answers
from tests.pace import Stopwatch

KRAKOW = resolve("", "Kraków")


def placed(postcode="", place="", address="", *answers, near=None):
    """The place described, the address and the note; nothing may be asked."""
    reading = understand_place(postcode, place, address, Answers.of(answers), near=near)
    assert reading.questions == {}
    return reading.place and reading.place.described, reading.address, reading.note


def asked(postcode="", place="", address="", near=None):
    """The column, the topic, the words and the likely answers of the one question."""
    reading = understand_place(postcode, place, address, near=near)
    ((column, (question,)),) = reading.questions.items()
    return column, question.topic, question.said, [option.meant for option in question.options]


@pytest.mark.parametrize(
    ("texts", "described", "address", "note"),
    [
        # post codes
        (("09 402", "Płock"), "09-402 Płock (mazowieckie)", "", ""),
        (("31103",), "31-103 Kraków (małopolskie)", "", ""),
        (("PL-31-103",), "31-103 Kraków (małopolskie)", "", ""),
        (("31-103 Kraków",), "31-103 Kraków (małopolskie)", "", ""),
        (("", "31-103 Kraków"), "31-103 Kraków (małopolskie)", "", ""),
        (("Kraków",), "Kraków (małopolskie)", "", ""),
        (("9402", "Płock"), "09-402 Płock (mazowieckie)", "", ""),
        (("31-1O3", "Kraków"), "31-103 Kraków (małopolskie)", "", ""),
        (("31-103", "Karków"), "31-103 Kraków (małopolskie)", "", ""),
        (("30-999", "Kraków"), "30-999 Kraków (małopolskie)", "", ""),
        (("00-000", "Kraków"), "Kraków (małopolskie)", "", "00-000"),
        (("99-999",), None, "", "99-999"),
        # districts
        (("", "Kraków-Podgórze"), "Kraków (małopolskie)", "", "Podgórze"),
        (("", "Kraków – Nowa Huta"), "Kraków (małopolskie)", "", "Nowa Huta"),
        (("", "Podgórze, Kraków"), "Kraków (małopolskie)", "", "Podgórze"),
        (("", "Kraków (Nowa Huta)"), "Kraków (małopolskie)", "", "Nowa Huta"),
        (("", "Warszawa Mokotów"), "Warszawa (mazowieckie)", "", "Mokotów"),
        (("30-103", "Podgórze"), "30-103 Kraków (małopolskie)", "", "Podgórze"),
        (("", "Bielsko-Biała"), "Bielsko-Biała (śląskie)", "", ""),
        # surroundings
        (("", "Podgórze, Płock"), "09-460 Podgórze (Mała Wieś, mazowieckie)", "", ""),
        (("", "Skawina k. Krakowa"), "Skawina (małopolskie)", "", ""),
        (("", "Skawina/Kraków"), "Skawina (małopolskie)", "", ""),
        (("", "Skawina, pow. krakowski"), "Skawina (małopolskie)", "", ""),
        (("", "Zabierzów, woj. małopolskie"), "Zabierzów (małopolskie)", "", ""),
        (("", "Zabierzów k. Krakowa"), "Zabierzów (małopolskie)", "", ""),
        (("", "Balice gm. Zabierzów"), "Balice (Zabierzów, małopolskie)", "", ""),
        (("", "Wieliczka, Polska"), "32-020 Wieliczka (małopolskie)", "", ""),
        # short forms
        (("", "m. Kraków"), "Kraków (małopolskie)", "", ""),
        (("", "W-wa"), "Warszawa (mazowieckie)", "", ""),
        (("", "Tomaszów Maz."), "Tomaszów Mazowiecki (łódzkie)", "", ""),
        (("", "Gorzów Wlkp."), "66-400 Gorzów Wielkopolski (lubuskie)", "", ""),
        # addresses
        (("", "ul. Tumska, Płock"), "Płock (mazowieckie)", "ul. Tumska", ""),
        (("", "Kraków ul. Tumska 3"), "Kraków (małopolskie)", "ul. Tumska 3", ""),
        (("", "Tumska 3, Płock"), "Płock (mazowieckie)", "Tumska 3", ""),
        (("", "ul. Długa 5/3 Kraków"), "Kraków (małopolskie)", "ul. Długa 5/3", ""),
        (("", "ul. Długa 5/3, 31-147 Kraków"), "31-147 Kraków (małopolskie)", "ul. Długa 5/3", ""),
        (("", "", "ul. Długa 5/3, 31-147 Kraków"), "31-147 Kraków (małopolskie)", "ul. Długa 5/3", ""),
        (("", "Kraków", "Wielicka 12/3, Kraków"), "Kraków (małopolskie)", "Wielicka 12/3", ""),
        (("", "Kraków", "ul. Wielicka 12/3"), "Kraków (małopolskie)", "ul. Wielicka 12/3", ""),
        (("", "Skawina", "ul. Długa 5, Kraków"), "Skawina (małopolskie)", "ul. Długa 5, Kraków", ""),
        (("", "", "ul. Długa 5"), None, "ul. Długa 5", ""),
        # nothing
        (("", "brak", "-"), None, "", ""),
    ],
)
def test_place_is_understood(texts, described, address, note):
    assert placed(*texts) == (described, address, note)


@pytest.mark.parametrize(
    ("texts", "column", "topic", "said", "first"),
    [
        (("09 402",), "postcode", "postcode", "09 402", "09-402 Płock (mazowieckie)"),
        (("9402",), "postcode", "postcode", "9402", "09-402"),
        (("31-1O3",), "postcode", "postcode", "31-1O3", "31-103"),
        (("31-103/31-105",), "postcode", "postcode", "31-103/31-105", "31-103"),
        (("123",), "postcode", "postcode", "123", None),
        (("12-999",), "postcode", "postcode", "12-999", None),
        (("30-103", "Skawina"), "place_name", "place", "30-103 Skawina", "30-103 Kraków (małopolskie)"),
        (("", "Krk"), "place_name", "place", "Krk", "Kraków (małopolskie)"),
        (("", "Krk, ul. Długa 3"), "place_name", "place", "Krk", "Kraków (małopolskie)"),
        (("", "Nowa Huta"), "place_name", "place", "Nowa Huta", "Kraków (małopolskie)"),
        (("", "w Krakowie"), "place_name", "place", "Krakowie", "Kraków (małopolskie)"),
        (("", "okolice Krakowa"), "place_name", "place", "okolice Krakowa", "Kraków (małopolskie)"),
        (("", "Kraków i okolice"), "place_name", "place", "Kraków i okolice", "Kraków (małopolskie)"),
        (("", "Krakwó"), "place_name", "place", "Krakwó", "Kraków (małopolskie)"),
        (("", "gm. Skawina"), "place_name", "place", "gm. Skawina", "Skawina (małopolskie)"),
        (("", "Kraków - Balice"), "place_name", "place", "Kraków - Balice", "Kraków (małopolskie)"),
        (("", "Zakopane/Żywiec"), "place_name", "place", "Zakopane/Żywiec", "34-500 Zakopane (małopolskie)"),
        (("", "Київ"), "place_name", "place", "Київ", None),
    ],
)  # fmt: skip
def test_place_that_is_not_clear_is_asked(texts, column, topic, said, first):
    found = asked(*texts)
    assert found[:3] == (column, topic, said)
    assert next(iter(found[3]), None) == first


def test_places_of_one_name_are_told_apart_and_the_nearest_comes_first():
    likely = asked("", "Nowa Wieś", near=KRAKOW)[3]
    assert likely[:2] == ["32-410 Nowa Wieś (Dobczyce, małopolskie)", "Nowa Wieś (Skała, małopolskie)"]
    assert len(set(likely)) == len(likely) == 5
    assert asked("", "Podgórze", near=KRAKOW)[3][0] == "Kraków (małopolskie)"


def test_place_takes_an_answer_in_place_of_the_words():
    krk = ("place", "krk", "Kraków (małopolskie)")
    assert placed("", "Krk, ul. Długa 3", "", krk) == ("Kraków (małopolskie)", "ul. Długa 3", "")
    nine = [("postcode", "9402", "09-402"), ("postcode", "09-402", "09-402 Płock (mazowieckie)")]
    assert placed("9402", "", "", *nine) == ("09-402 Płock (mazowieckie)", "", "")


def test_place_keeps_what_an_answer_puts_aside():
    podgorze = ("place", "Podgórze", "Kraków (małopolskie)")
    assert placed("", "Podgórze", "", podgorze) == ("Kraków (małopolskie)", "", "Podgórze")
    region = ("place", "okolice Krakowa", "Kraków (małopolskie)")
    assert placed("", "okolice Krakowa", "", region) == ("Kraków (małopolskie)", "", "okolice Krakowa")
    skawina = ("place", "30-103 Skawina", "Skawina (małopolskie)")
    assert placed("30-103", "Skawina", "", skawina) == ("Skawina (małopolskie)", "", "30-103")


def test_place_goes_to_the_note_or_nowhere():
    assert placed("", "Krk, ul. Długa 3", "", ("place", "Krk", AS_NOTE)) == (None, "ul. Długa 3", "Krk")
    assert placed("", "Krk", "", ("place", "Krk", LEFT_OUT)) == (None, "", "")
    assert placed("30-103", "Skawina", "", ("place", "30-103 Skawina", AS_NOTE)) == (
        None,
        "",
        "30-103 Skawina",
    )


def test_readings_are_told_where_they_differ():
    reading = understand_place("09 402", "Plock", "")
    assert (reading.postcode_reading, reading.place_reading) == ("09-402", "")
    assert understand_place("31-103", "", "").postcode_reading == "31-103 Kraków (małopolskie)"
    assert understand_place("", "Kraków-Podgórze", "").place_reading == "Kraków (małopolskie)"
    assert understand_place("31-103", "Kraków", "").place_reading == ""


codes = st.sampled_from(sorted({f"{code // 1000:02d}-{code % 1000:03d}" for code in table().postcodes}))


@given(codes)
@settings(max_examples=200)
def test_every_answer_is_understood_as_the_place_it_names(code):
    """What an option means is a place, and typed into the cell it is that place."""
    for place in by_postcode(code)[:3]:
        assert place_described(place.described) == place
        assert placed("", place.described) == (place.described, "", "")


WORDS = [
    *("Kraków", "Podgórze", "31-103", "09402", "ul. Długa 5/3", "Płock", "Krk", "k. Krakowa", "gm. Skawina"),
    *("(Nowa Huta)", "II piętro", "domofon nie działa", "okolice", ",", "/", "-", "9402", "Nowa Wieś 12"),
]
cells = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
#: Words that only say where around the place is, or what kind of place.
SAID_BY_THE_PLACE = {"k", "krakowa", "gm", "skawina"}


@given(st.tuples(cells, cells, cells))
@settings(max_examples=500)
@example(("Podgórze", "Płock", ""))
def test_place_loses_no_word(texts):
    reading = understand_place(*texts, near=KRAKOW)
    # "Podgórze, Płock" is the village near Płock: its county tells the town, as "Skawina/Kraków" above.
    place = reading.place
    where = [place.described, place.county.replace("płocki", "płock")] if place else []
    parts = [*where, reading.address, reading.note]
    if reading.questions:  # the cells themselves stay as they are until the question is answered
        parts += [*texts[:2], *(texts[2:] if "address" in reading.questions else [])]
    parts += [question.said for questions in reading.questions.values() for question in questions]
    told = fold(" ".join(parts))
    digits = re.sub(r"\D", "", told)
    for word in re.findall(r"\w+", fold(" ".join(texts))):
        found = word in told or (word.isdecimal() and word in digits) or word in SAID_BY_THE_PLACE
        assert found or (word == "9402" and "09402" in digits)


def test_ten_thousand_rows_are_understood_quickly():
    data = table()
    rows = []
    for number in range(10_000):
        row = number * 7 % len(data.postcodes)
        code = f"{data.postcodes[row]:05d}"
        rows.append((code if number % 2 else "", data.names[data.name_of[row]], f"ul. Długa {number}"))
    watch = Stopwatch()
    understood = [understand_place(*row, NO_ANSWERS, near=KRAKOW) for row in rows]
    assert watch.seconds < 6  # some 1.5 s on an idle core, all texts being different
    assert sum(reading.place is not None for reading in understood) > 7_000


@pytest.mark.parametrize(
    ("place", "address"), [("31-1O3 Kraków", ""), ("", "31-1O3 Kraków"), ("Kraków 31-1o3", "")]
)
def test_a_letter_in_the_code_of_a_place_is_taken_where_the_town_has_that_code(place, address):
    reading = understand_place("", place, address)

    assert (str(reading.place), reading.questions) == ("31-103 Kraków", {})


def test_a_letter_in_the_code_of_a_place_is_asked_where_the_town_is_another():
    asked = understand_place("", "30-5O2 Kielce", "").questions["place_name"][0]

    assert (asked.said, [option.meant for option in asked.options]) == ("30-5O2", ["30-502"])
