"""One cell that fills several columns, and several columns that fill one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.recognition.mapping import MappedColumn, MappedRow, cells_of_texts
from intake.domain.sheets.composites import COMPOSITES
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Kind

BY_NAME = {one.name: one for one in COMPOSITES}
FAMILIES, VOLUNTEERS = SHEETS[Kind.FAMILIES], SHEETS[Kind.VOLUNTEERS]


def row_of(columns: dict[str, tuple[tuple[str, ...] | str, str]], *, kind=FAMILIES, lead="") -> MappedRow:
    """{heading: (targets, text)} through the cells of a row; "target=lead" tells a lead."""
    mapped = []
    for heading, (target, _text) in columns.items():
        target, _equals, lead = str(target).partition("=")
        mapped.append(MappedColumn(heading, targets=(target,) if target else (), lead=lead))
    return cells_of_texts(kind, mapped, [text for _target, text in columns.values()], {})


@pytest.mark.parametrize(
    ("name", "text", "parts"),
    [
        ("full_name", "Olena Kowal", {"first_name": "Olena", "last_name": "Kowal"}),
        ("full_name", "Kowal, Olena", {"first_name": "Olena", "last_name": "Kowal"}),
        ("full_name", "Olena", {"first_name": "Olena", "last_name": ""}),
        ("full_name", "Olena  Kowal-Lis", {"first_name": "Olena", "last_name": "Kowal-Lis"}),
        ("name_last_first", "Kowal Olena", {"first_name": "Olena", "last_name": "Kowal"}),
        ("name_last_first", "Kowal-Lis Olena Maria", {"first_name": "Olena Maria", "last_name": "Kowal-Lis"}),
        ("name_last_first", "Olena", {"first_name": "Olena", "last_name": ""}),
        ("contact_last_first", "Kowal Olena", {"contact_name": "Olena Kowal"}),
        ("phone_email", "600 100 200, a@b.pl", {"phone": "600 100 200", "email": "a@b.pl"}),
        ("phone_email", "a@b.pl\ntel. 600-100-200", {"phone": "600-100-200", "email": "a@b.pl"}),
        ("phone_email", "tel.: 600 100 200; mail: a@b.pl", {"phone": "600 100 200", "email": "a@b.pl"}),
        ("phone_email", "600 100 200 (mama)", {"phone": "600 100 200 (mama)", "email": ""}),
        ("postcode_place", "31-147 Kraków", {"postcode": "31-147", "place_name": "Kraków"}),
        ("postcode_place", "Kraków 31-147", {"postcode": "31-147", "place_name": "Kraków"}),
        ("postcode_place", "31147", {"postcode": "31147"}),
        ("postcode_place", "Kraków", {"place_name": "Kraków"}),
        (
            "whole_address",
            "ul. Długa 5/3, 31-147 Kraków",
            {"address": "ul. Długa 5/3", "postcode": "31-147", "place_name": "Kraków"},
        ),
        (
            "whole_address",
            "31-147 Kraków, ul. Długa 5/3",
            {"address": "ul. Długa 5/3", "postcode": "31-147", "place_name": "Kraków"},
        ),
        ("whole_address", "ul. Tumska 3, Płock", {"address": "ul. Tumska 3", "place_name": "Płock"}),
        ("whole_address", "Płock, ul. Tumska", {"address": "ul. Tumska", "place_name": "Płock"}),
        ("whole_address", "Wola Radziszowska 120", {"address": "Wola Radziszowska 120"}),
        ("whole_address", "Skawina", {"place_name": "Skawina"}),
        ("family", "mąż 41, syn 7", {"adults": "mąż 41", "children": "syn 7"}),
        ("family", "mąż (41), syn 7 i córka 4", {"adults": "mąż (41)", "children": "syn 7, córka 4"}),
        ("family", "dzieci: 4, 7; babcia 67", {"adults": "babcia 67", "children": "dzieci: 4, 7"}),
        ("family", "2+3", {"adults": "1 dorosły", "children": "3 dzieci"}),
        ("family", "2+2 (4 i 7 lat)", {"adults": "1 dorosły", "children": "4 i 7 lat"}),
        ("family", "1+1", {"children": "1 dziecko"}),
    ],
)
def test_cell_is_split(name: str, text: str, parts: dict[str, str]) -> None:
    assert dict(BY_NAME[name].split(text)) == parts


WORDS = st.sampled_from(
    (
        "Olena",
        "Kowal",
        "mąż",
        "41",
        "syn",
        "7",
        "ul.",
        "Długa",
        "5/3",
        "31-147",
        "Kraków",
        "a@b.pl",
        "12",
        "600100200",
        "(mama)",
        "Płock",
        "os.",
        "Złote",
        "x",
    )
)


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != "family"])
@given(words=st.lists(WORDS, min_size=1, max_size=6), between=st.sampled_from([" ", ", ", "; ", "\n"]))
def test_no_word_of_a_split_cell_is_lost(name: str, words: list[str], between: str) -> None:
    text = between.join(words)
    told = " ".join(BY_NAME[name].split(text).values())
    assert sorted(re.findall(r"\w+", told)) == sorted(re.findall(r"\w+", text))


def test_first_name_and_surname_are_one_contact_person_in_any_order() -> None:
    row = row_of({"Nazwisko": ("contact_last", "Kowal"), "Imię": ("contact_first", "Olena")})
    assert row.cells == {"contact_name": "Olena Kowal"}


def test_street_house_and_flat_are_one_address() -> None:
    street = {"Ulica": ("address", "ul. Długa"), "Nr domu": ("house", "5"), "Nr lok.": ("flat", "3")}
    assert row_of(street).cells == {"address": "ul. Długa 5/3"}
    assert row_of({**street, "Nr lok.": ("flat", "")}).cells == {"address": "ul. Długa 5"}
    flat_only = {"Adres": ("address", "ul. Długa 5"), "m.": ("flat", "3")}
    assert row_of(flat_only).cells == {"address": "ul. Długa 5 m. 3"}


def test_house_without_a_street_is_kept_under_its_heading() -> None:
    row = row_of({"Ulica": ("address", ""), "Nr domu": ("house", "5")})
    assert (row.cells, row.kept) == ({}, {"Nr domu": "5"})


def test_district_follows_its_town_once() -> None:
    columns = {"Miasto": ("place_name", "Kraków"), "Dzielnica": ("district", "Podgórze")}
    assert row_of(columns).cells == {"place_name": "Kraków, Podgórze"}
    named = {**columns, "Miasto": ("place_name", "Kraków-Podgórze")}
    assert row_of(named).cells == {"place_name": "Kraków-Podgórze"}


LEVELS = {
    "Język 1": ("languages", "ukraiński"),
    "Poziom 1": ("level", "C2"),
    "Język 2": ("languages", "polski"),
    "Poziom 2": ("level", "A2"),
}


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3), (0, 2, 3, 1), (1, 0, 3, 2)])
def test_levels_go_to_the_language_of_their_number(order: tuple[int, ...]) -> None:
    items = list(LEVELS.items())
    row = row_of(dict(items[place] for place in order))
    assert row.cells == {"languages": "ukraiński C2, polski A2"}


def test_level_without_a_number_goes_to_the_language_before_it() -> None:
    columns = {
        "Język": ("languages", "ukraiński"), "Poziom": ("level", "C2"),
        "Język obcy": ("languages", "polski"), "Stopień": ("level", "A2"),
    }  # fmt: skip
    assert row_of(columns).cells == {"languages": "ukraiński C2, polski A2"}


def test_several_languages_share_no_single_level() -> None:
    columns = {"Języki": ("languages", "ukraiński, rosyjski"), "Poziom": ("level", "B2")}
    row = row_of(columns)
    assert (row.cells, row.kept) == ({"languages": "ukraiński, rosyjski"}, {"Poziom": "B2"})
    each = {**columns, "Poziom": ("level", "C1 / B2")}
    assert row_of(each).cells == {"languages": "ukraiński C1, rosyjski B2"}


@pytest.mark.parametrize(
    ("target", "text", "cell"),
    [
        ("languages=polski", "A2", "polski A2"),
        ("languages=polski", "x", "polski"),
        ("languages=polski", "tak", "polski"),
        ("languages=polski", "nie", "polski brak"),
        ("languages=polski", "-", ""),
        ("languages=angielski", "nie", ""),
        ("languages=angielski", "kom.", "angielski kom."),
        ("languages=polski", "polski B1", "polski B1"),
        ("languages=ojczysty", "ukraiński", "ukraiński ojczysty"),
        ("languages=ojczysty", "ukraiński, rosyjski", "ukraiński ojczysty, rosyjski ojczysty"),
        ("week=wt", "16-19", "wt 16-19"),
        ("week=wt", "x", "wt x"),
        ("week=wt", "✓", "wt x"),
        ("week=wt rano", "x", "wt rano"),
        ("week=wt", "0", ""),
        ("week=rano", "pn, śr", "pn, śr rano"),
        ("needs=szkoła", "x", "szkoła"),
        ("needs=szkoła", "TAK", "szkoła"),
        ("needs=szkoła", "brak", ""),
        ("needs=szkoła", "raczej nie", "szkoła: raczej nie"),
        ("children=liczba dzieci", "2", "2 dzieci"),
        ("children=liczba dzieci", "0", ""),
    ],
)
def test_text_is_read_after_its_heading(target: str, text: str, cell: str) -> None:
    name = target.partition("=")[0]
    assert row_of({"x": (target, text)}).cells == ({name: cell} if cell else {})


def test_columns_of_one_target_are_joined_in_the_order_of_the_file() -> None:
    row = row_of(
        {
            "wtorek": ("week=wt", "16-19"),
            "Telefon": ("phone", "600 100 200"),
            "środa": ("week=śr", "po 17"),
            "Telefon 2": ("phone", "600 200 300"),
            "Dziecko 1": ("children", "4"),
            "Dziecko 2": ("children", "7"),
        }
    )
    assert row.cells == {
        "week": "wt 16-19, śr po 17",
        "phone": "600 100 200 / 600 200 300",
        "children": "4, 7",
    }


def test_hours_in_a_column_of_their_own_belong_to_the_days() -> None:
    row = row_of({"Dni": ("week", "pn, śr"), "Godziny": ("week", "16-19")})
    assert row.cells == {"week": "pn, śr 16-19"}


def test_note_keeps_the_heading_unless_it_says_note() -> None:
    row = row_of({"Uwagi": ("note", "cicha"), "Pies": ("note", "tak"), "Uwagi koordynatora": ("note", "ok")})
    assert row.cells == {"note": "cicha"}
    assert row.kept == {"Pies": "tak", "Uwagi koordynatora": "ok"}


def test_two_notes_of_one_heading_and_of_none_are_both_kept() -> None:
    columns = [MappedColumn("Pies", targets=("note",)), MappedColumn("Pies", targets=("note",))]
    columns.append(MappedColumn("", targets=("note",)))
    row = cells_of_texts(FAMILIES, columns, ["tak", "duży", "kot"], {})
    assert row.kept == {"Pies": "tak; duży", "C": "kot"}


def test_column_left_out_says_nothing_and_short_rows_are_no_harm() -> None:
    columns = [
        MappedColumn("Lp."),
        MappedColumn("Imię", targets=("first_name",)),
        MappedColumn("x", targets=("note",)),
    ]
    assert cells_of_texts(VOLUNTEERS, columns, ["1", "Jan"], {}) == MappedRow({"first_name": "Jan"}, {}, {})


@pytest.mark.parametrize("flaws", [{0: "formula", 1: "error"}, {"0": "formula", "1": "error"}])
def test_flaws_stand_under_our_column(flaws) -> None:
    columns = [
        MappedColumn("Imię i nazwisko", targets=("full_name",)),
        MappedColumn("Tel", targets=("phone",)),
    ]
    assert cells_of_texts(VOLUNTEERS, columns, ["", ""], flaws).flaws == {
        "first_name": "formula",
        "phone": "error",
    }
