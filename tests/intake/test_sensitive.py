"""What Splot does not keep: recognised, named, left out; and what only sounds like it."""

import pytest

from intake.domain.recognition.mapping import guess_columns, reason_of
from intake.domain.recognition.sensitive import (
    PAPER_OUT,
    REASONS,
    TAKEN_OUT,
    is_sensitive_text,
    scrub,
    sensitive_heading,
)
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Kind

FAMILIES = SHEETS[Kind.FAMILIES]
# Made-up numbers whose checksums are right.
PESELS = ["44051401359", "02070803628", "92071314764"]

LEFT_OUT = [
    ("PESEL", "pesel"),
    ("Nr PESEL", "pesel"),
    ("Identyfikator (PESEL)", "pesel"),
    ("PESEL/NIP", "pesel"),
    ("Paszport", "papers"),
    ("Nr paszportu", "papers"),
    ("Seria i nr dowodu", "papers"),
    ("Dowód osobisty", "papers"),
    ("Numer dokumentu tożsamości", "papers"),
    ("Passport no.", "papers"),
    ("ID card number", "papers"),
    ("Номер паспорта", "papers"),
    ("РНОКПП", "papers"),
    ("Nr konta bankowego", "papers"),
    ("Data urodzenia", "birth"),
    ("Data ur.", "birth"),
    ("data i miejsce urodzenia", "birth"),
    ("Date of birth", "birth"),
    ("DOB", "birth"),
    ("Дата народження", "birth"),
    ("Дата рождения", "birth"),
    ("Obywatelstwo", "origin"),
    ("OBYWATELSTWO\n(kraj)", "origin"),
    ("Narodowość", "origin"),
    ("Kraj pochodzenia", "origin"),
    ("Pochodzenie etniczne", "origin"),
    ("Nationality", "origin"),
    ("Country of origin", "origin"),
    ("Громадянство", "origin"),
    ("Гражданство", "origin"),
    ("Status pobytu", "status"),
    ("Karta pobytu", "status"),
    ("Karta pobytu - data ważności", "status"),
    ("Status UKR", "status"),
    ("Uchodźca (tak/nie)", "status"),
    ("Ochrona czasowa", "status"),
    ("Wiza", "status"),
    ("Zezwolenie na pracę", "status"),
    ("Refugee status", "status"),
    ("Тимчасовий захист", "status"),
    ("Wyznanie", "belief"),
    ("Religia", "belief"),
    ("Religion", "belief"),
    ("Віросповідання", "belief"),
    ("Poglądy polityczne", "belief"),
    ("Stan zdrowia", "health"),
    ("Problemy zdrowotne", "health"),
    ("Choroby przewlekłe", "health"),
    ("Niepełnosprawność", "health"),
    ("Orzeczenie o niepełnosprawności", "health"),
    ("Alergie", "health"),
    ("Czy jest Pani w ciąży?", "health"),
    ("Health issues", "health"),
    ("Disability", "health"),
    ("Стан здоров'я", "health"),
    ("Инвалидность", "health"),
    ("Orientacja seksualna", "intimate"),
    ("Imię i nazwisko dziecka", "child-name"),
    ("Imiona dzieci", "child-name"),
]
KEPT = [
    "Karta rodziny nr",
    "Nr karty",
    "Status zgłoszenia",
    "Status",
    "Potrzebuje wizyty u lekarza",
    "Wizyty u lekarza",
    "Wizyta domowa",
    "Służba zdrowia",
    "Opieka zdrowotna - pomoc",
    "Miejsce pobytu",
    "Adres pobytu",
    "Rok urodzenia",
    "Wiek dzieci",
    "Imiona i wiek dzieci",
    "Orientacyjny wiek",
    "Orientacja zawodowa",
    "Pochodzenie zgłoszenia",
    "Uwagi (prosimy nie wpisywać danych o zdrowiu)",
    "Uwagi – prosimy nie podawać danych o zdrowiu ani religii",
    "Dokumenty złożone",
    "Pomoc w sprawach pobytowych i urzędowych",
    "KRK (data)",
    "Rejestr Sprawców Przestępstw na Tle Seksualnym",
    "Sexual offenders register",
    "Niekaralność z kraju pochodzenia",
    "Kraków",
    "Numer telefonu",
    "NIP",
    "Etap",
    "Trasa",
    "Kraj",
    "Dochód",
    "Rasporty",
    "Data zgłoszenia",
    "Data przyjazdu",
]


@pytest.mark.parametrize(("heading", "code"), LEFT_OUT)
def test_sensitive_heading_is_named_with_its_reason(heading: str, code: str) -> None:
    assert sensitive_heading(heading) == code


@pytest.mark.parametrize("heading", KEPT)
def test_near_miss_is_not_sensitive(heading: str) -> None:
    assert sensitive_heading(heading) == ""


@pytest.mark.parametrize("kind", SHEETS.values(), ids=SHEETS.keys())
def test_none_of_our_own_headings_is_left_out(kind) -> None:
    for column in kind.columns:
        for heading in (column.pl, column.en):
            (guess,) = guess_columns(kind, [heading], [["tekst"]], {})
            assert not guess.sensitive, heading


@pytest.mark.parametrize(
    ("heading", "texts", "code"),
    [
        ("coś", PESELS, "pesel"),
        ("", PESELS, "pesel"),
        ("Telefon", PESELS, "pesel"),
        ("Nr dok.", ["FA123456", "FB999999", "GA000001"], "papers"),
        ("Kraj", ["Ukraina", "Białoruś", "Gruzja"], "origin"),
        ("Skąd", ["Ukraine", "Georgia"], "origin"),
        ("xyz", ["12.03.1988", "1.1.1990", "3.3.1979"], "birth"),
        ("status", ["UKR", "uchodźca", ""], "status"),
        ("Status", ["UKR"], "status"),
        ("xyz", ["ochrona międzynarodowa", "pobyt czasowy", "karta pobytu"], "status"),
    ],
)
def test_sensitive_texts_are_left_out_under_any_heading(heading, texts, code) -> None:
    (column,) = guess_columns(FAMILIES, [heading], [texts], {})
    assert (column.sensitive, column.targets, column.samples) == (True, (), ())
    assert column.why == code
    assert reason_of(column) == str(REASONS[code])


@pytest.mark.parametrize(
    ("heading", "texts"),
    [
        ("Miasto", ["Kraków", "Skawina"]),
        ("Kraj zamieszkania", ["Polska", "Niemcy"]),
        ("Data zgłoszenia", ["12.03.2009", "1.1.2010", "3.3.2001"]),
        ("Nr karty", ["AB123456", "AB123457"]),
        ("xyz", ["12.03.2026", "1.1.2026", "3.3.2025"]),
        ("Status", ["nowa", "w trakcie", "zakończona"]),
        ("Inne", ["dzwonić po 17", "niewidoma, ochrona międzynarodowa"]),
        ("Język rozmowy", ["UKR", "ROS"]),
        ("W czym pomóc", ["pomoc: karta pobytu", "sprawy pobytowe"]),
        ("Języki", ["ukraiński ojczysty", "rosyjski B2"]),
    ],
)
def test_texts_of_other_columns_stay(heading, texts) -> None:
    (column,) = guess_columns(FAMILIES, [heading], [texts], {})
    assert not column.sensitive
    assert column.samples == tuple(texts)


def test_remembered_heading_does_not_bring_sensitive_texts_in() -> None:
    remembered = {"dodatkowe": {"targets": ["note"], "lead": ""}}
    (column,) = guess_columns(FAMILIES, ["Dodatkowe"], [PESELS], remembered)
    assert column.sensitive


def test_pesel_beside_a_name_does_not_take_the_name_with_it() -> None:
    texts = [f"Olena Kowal {PESELS[0]}", f"Iryna Bondar, {PESELS[1]}"]
    (column,) = guess_columns(FAMILIES, ["Imię, nazwisko, PESEL"], [texts], {})
    assert (column.sensitive, column.targets) == (False, ("contact_name",))


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        (PESELS[0], TAKEN_OUT),
        (f"PESEL: {PESELS[1]}.", f"PESEL: {TAKEN_OUT}."),
        (f"Olena {PESELS[0]} i syn {PESELS[1]}", f"Olena {TAKEN_OUT} i syn {TAKEN_OUT}"),
        ("440514 01359", TAKEN_OUT),
        ("44 05 14 01359", TAKEN_OUT),
        ("4 4 0 5 1 4 0 1 3 5 9", TAKEN_OUT),
        ("440514-01359", TAKEN_OUT),
        ("44051401358", TAKEN_OUT),  # the checksum is wrong
        ("850312 12343", TAKEN_OUT),
        ("Ewa 85031212343 Pesel", f"Ewa {TAKEN_OUT} Pesel"),
        ("tata 600500513, paszport FA123456", f"tata 600500513, paszport {PAPER_OUT}"),
        ("Paszport nr: FA 123456", f"Paszport nr: {PAPER_OUT}"),
        ("dowód osobisty seria i nr ABC123456", f"dowód osobisty seria i nr {PAPER_OUT}"),
        ("karta pobytu RR1234567", f"karta pobytu {PAPER_OUT}"),
        ("ukraiński paszport 001234567", f"ukraiński paszport {PAPER_OUT}"),
    ],
)
def test_pesel_is_taken_out_wherever_it_stands(text: str, scrubbed: str) -> None:
    assert scrub(text) == (scrubbed, True)
    assert is_sensitive_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "79051234567",  # of another country, without its plus
        "tel. 44051401358",
        "850312 1 234 3",
        "dowód wpłaty 123456",
        "paszport do 31.12.2026, tel. 600500513",
        "paszport, 600500513",
        "dokumenty na 15.10.2026",
        "99999999999",
        "48600100200",
        "48 600 100 200",
        "+44051401359",  # a telephone of elsewhere
        "0048600100200",
        "48122200005",
        "526-10-40-828",
        "5261040828",
        "PL61109010140000071219812874",
        "12 1090 1014 0000 0712 1981 2874",
        "144051401359",
        "440514013591",
        "12.10.2026 14:33:05",
        "600 100 200, 600 100 300",
        "",
    ],
)
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert scrub(text) == (text, False)
    assert not is_sensitive_text(text)


def test_no_telephone_of_krakow_is_taken_for_a_pesel() -> None:
    numbers = [f"48 12 {number // 10_000} {number % 10_000 // 100:02d} {number % 100:02d}" for number in
               range(2_000_000, 7_000_000, 9_973)]  # fmt: skip
    assert [text for text in numbers if is_sensitive_text(text)] == []
    assert [text for text in numbers if is_sensitive_text(text.replace(" ", ""))] == []
