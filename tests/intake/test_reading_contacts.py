"""Telephones, e-mails and names as lists tell them."""

import re

import phonenumbers
import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st
from phonenumber_field.phonenumber import to_python

from base.places.folding import fold
from intake.domain.readers import EMAIL, NAME, PHONE
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, NO_ANSWERS, Answers


def read(reader, text, *answers):
    """Value, note and what is given to other columns; nothing may be asked."""
    reading = reader.understand(text, Answers.of(answers))
    assert reading.questions == ()
    return reading.value, reading.note, dict(reading.also)


def asked(reader, text):
    """What is asked, and the likely answers; nothing may be taken meanwhile."""
    reading = reader.understand(text, NO_ANSWERS)
    assert reading.value is None
    (question,) = reading.questions
    return question.said, [option.meant for option in question.options]


# --- telephones -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        ("600-001-001", "+48600001001", ""),
        ("600 001 001 (mama)", "+48600001001", "mama"),
        ("tel. 600001001", "+48600001001", ""),
        ("0048 600 100 200", "+48600100200", ""),
        ("(+48) 600 100 200", "+48600100200", ""),
        ("48600001001", "+48600001001", ""),
        ("+380 67 123 45 67", "+380671234567", ""),
        ("380671234567", "+380671234567", ""),
        ("00380671234567", "+380671234567", ""),
        ("600001001.0", "+48600001001", ""),
        ("6.00001001E+08", "+48600001001", ""),
        ("6,00001001E+08", "+48600001001", ""),
        ("12/422-00-00", "+48124220000", ""),
        ("(12) 422 00 00", "+48124220000", ""),
        ("0 600 100 200", "+48600100200", ""),
        ("600001001 / 12 422 00 00", "+48600001001", "12 422 00 00"),
        ("600100200 600100201", "+48600100200", "600100201"),
        ("+48 600100200 / +380 67 123 45 67", "+48600100200", "+380 67 123 45 67"),
        ("mama 600100200 tata 600100201", "+48600100200", "mama; tata 600100201"),
        ("600 100 200 po 17", "+48600100200", "po 17"),
        ("600100200 wew. 12", "+48600100200", "wew. 12"),
        ("60010020 / 600 100 200", "+48600100200", "60010020"),
        ("nie ma telefonu", None, "nie ma telefonu"),
        ("brak", None, ""),
    ],
)
def test_phone_is_understood(text, number, note):
    assert read(PHONE, text) == (number, note, {})
    assert number is None or to_python(number, region="PL").is_valid()


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("60010020", []),
        ("1234", []),
        ("6.001E+08", []),
        ("6OO 100 200", ["+48 600 100 200"]),
        ("0671234567", ["+380 67 123 4567", "+48 67 123 45 67"]),
        ("6001002001", []),
    ],
)
def test_phone_that_is_not_clear_is_asked(text, likely):
    assert asked(PHONE, text) == (text, likely)


def test_phone_takes_an_answer_or_keeps_the_words():
    assert read(PHONE, "0671234567", ("phone", "0671234567", "+380 67 123 4567")) == ("+380671234567", "", {})
    assert read(PHONE, "60010020", ("phone", "60010020", AS_NOTE)) == (None, "60010020", {})
    assert read(PHONE, "60010020", ("phone", "60010020", LEFT_OUT)) == (None, "", {})
    still = PHONE.understand("60010020", Answers.of([("phone", "60010020", "nie pamiętam")]))
    assert [question.said for question in still.questions] == ["60010020"]


def test_phone_and_email_go_to_their_own_columns():
    assert read(PHONE, "halina@example.org") == (None, "", {"email": "halina@example.org"})
    assert read(PHONE, "600100200, halina@example.org") == (
        "+48600100200",
        "",
        {"email": "halina@example.org"},
    )
    assert read(EMAIL, "600 100 200") == (None, "", {"phone": "+48600100200"})
    assert read(NAME, "Olena Kowal tel. 600100200") == ("Olena Kowal", "", {"phone": "+48600100200"})


numbers = st.one_of(
    st.integers(0, 99_999_999).map(lambda rest: f"+485{rest:08d}"),
    st.integers(0, 9_999_999).map(lambda rest: f"+38067{rest:07d}"),
    st.integers(0, 9_999_999).map(lambda rest: f"+4812{rest:07d}"),
).filter(lambda number: phonenumbers.is_valid_number(phonenumbers.parse(number)))


@given(numbers, st.sampled_from(["pl", "en"]))
def test_phone_is_understood_as_it_is_shown(number, language):
    with translation.override(language):
        assert read(PHONE, PHONE.show(number)) == (number, "", {})


@given(
    st.lists(
        st.sampled_from(
            ["600 100 200", "600-001-001", "12 422 00 00", "0671234567", "123", "mama", "(po 17)", "/", ","]
        ),
        min_size=1,
        max_size=5,
    ).map(" ".join)
)  # fmt: skip
def test_phone_loses_no_digit_and_no_word(text):
    reading = PHONE.understand(text, NO_ANSWERS)
    said = " ".join([reading.note, *(question.said for question in reading.questions)])
    told = re.sub(r"\D", "", f"{reading.value or ''} {said}")
    for digits in re.findall(r"\d{3}", re.sub(r"(?<=\d)[ -](?=\d)", "", text)):
        assert digits in told
    for word in ("mama", "po 17"):
        assert word not in text or word in said


# --- e-mails ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mail", "note"),
    [
        ("halina@example.org", "halina@example.org", ""),
        ("Halina.Nowak@EXAMPLE.ORG", "Halina.Nowak@example.org", ""),
        ("mail: halina@example.org", "halina@example.org", ""),
        ("mailto:halina@example.org", "halina@example.org", ""),
        ("halina @ example.org", "halina@example.org", ""),
        ("halina@example.org.", "halina@example.org", ""),
        ("Halina Nowak <halina@example.org>", "halina@example.org", "Halina Nowak"),
        ("a@example.org, b@example.org", "a@example.org", "b@example.org"),
        ("a@example.org (praca)", "a@example.org", "praca"),
        ("halina@mail.com", "halina@mail.com", ""),
        ("halina@op.pl", "halina@op.pl", ""),
        ("nie posiada", None, "nie posiada"),
        ("-", None, ""),
    ],
)
def test_email_is_understood(text, mail, note):
    assert read(EMAIL, text) == (mail, note, {})


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("x(at)example.org", ["x@example.org"]),
        ("x małpa wp kropka pl", ["x@wp.pl"]),
        ("x@gmial.com", ["x@gmail.com", "x@gmial.com"]),
        ("x@gmail.con", ["x@gmail.com", "x@gmail.con"]),
        ("x@gmail,com", ["x@gmail.com"]),
        ("x@wp", ["x@wp.pl"]),
        ("anna nowak@gmail.com", ["nowak@gmail.com", "annanowak@gmail.com"]),
        ("www.example.org", []),
        ("x@", []),
    ],
)
def test_email_that_is_not_clear_is_asked(text, likely):
    assert asked(EMAIL, text) == (text, likely)


def test_email_a_person_says_is_right_is_taken_as_it_is():
    assert read(EMAIL, "x@gmial.com", ("email", "x@gmial.com", "x@gmial.com")) == ("x@gmial.com", "", {})


@given(
    st.emails(domains=st.sampled_from(["example.org", "gmail.com", "wp.pl"])), st.sampled_from(["pl", "en"])
)
def test_email_is_understood_as_it_is_shown(mail, language):
    assume(re.fullmatch(r"[\w.+-]+@[\w.]+", mail))
    with translation.override(language):
        assert read(EMAIL, EMAIL.show(mail)) == (mail, "", {})


# --- names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "note"),
    [
        ("KOWALCZUK OLENA", "Kowalczuk Olena", ""),
        ("Kowalczuk, Olena", "Olena Kowalczuk", ""),
        ("KOWALCZUK, OLENA", "Olena Kowalczuk", ""),
        ("KOWALCZUK Olena", "Kowalczuk Olena", ""),
        ("olena kowalczuk-nowak", "Olena Kowalczuk-Nowak", ""),
        ("Pani Olena  Kowalczuk", "Olena Kowalczuk", ""),
        ("p. Anna Nowak (mama)", "Anna Nowak", "mama"),
        ("P. Nowak", "P. Nowak", ""),
        ("dr Anna Nowak", "Anna Nowak", "dr"),
        ("Anna Nowak, mama Zosi", "Anna Nowak", "mama Zosi"),
        ("Олена КОВАЛЬЧУК", "Олена Ковальчук", ""),
        ("O'Neil John", "O'Neil John", ""),
        ("de la Cruz Maria", "de la Cruz Maria", ""),
        ("Olena i Petro Kowal", "Olena i Petro Kowal", ""),
        ("brak", None, ""),
    ],
)
def test_name_is_understood(text, name, note):
    assert read(NAME, text) == (name, note, {})


@given(
    st.lists(
        st.sampled_from(
            ["Olena", "KOWAL", "Anna-Maria", "(mama)", "dr", "Nowak,", "prof. hab.", "z domu Lis", "d'Arc"]
        ),
        min_size=1,
        max_size=5,
    ).map(" ".join)
)  # fmt: skip
def test_name_loses_no_word(text):
    value, note, _also = read(NAME, text)
    told = fold(f"{value} {note}")
    assert [word for word in re.findall(r"\w+", fold(text)) if word not in told] == []


@given(
    st.lists(st.sampled_from(["Olena", "Łucja", "Kowal-Nowak", "Żak", "Bo"]), min_size=1, max_size=3).map(
        " ".join
    )
)
def test_name_is_understood_as_it_is_shown(name):
    assert read(NAME, NAME.show(name)) == (name, "", {})
