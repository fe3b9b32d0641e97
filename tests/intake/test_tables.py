"""Lists of many shapes: where the headings are, who is in them, and which lines are nobody's."""

import pytest
from openpyxl import Workbook

from base.common.errors import Refusal
from base.places.folding import fold
from intake.domain.files.tables import RawTable, tables_of
from intake.enums import Flaw
from tests.intake.shapes import saved, text_of, xlsx_of

KNOWN = {
    *("imie", "nazwisko", "imie i nazwisko", "telefon", "numer telefonu", "jezyki", "miejscowosc", "uwagi"),
    *("adres", "kod", "wiek", "jezyki polski", "jezyki ukrainski", "name", "phone", "languages"),
}
HEADINGS = ["Imię i nazwisko", "Telefon", "Miejscowość", "Języki"]
ANNA = ["Anna Nowak", "600 100 200", "Kraków", "polski B2"]
OLENA = ["Olena Kowal", "600 100 201", "Skawina", "ukraiński"]
IWAN = ["Iwan Bondar", "600 100 202", "Kraków", "rosyjski"]


def knows(text: str) -> bool:
    return fold(text) in KNOWN


def tables(content: bytes | list, name: str = "list.xlsx", **more) -> list[RawTable]:
    if isinstance(content, list):
        content = xlsx_of(content, **more)
    return tables_of(content, name, knows=knows)


def table(content: bytes | list, **more) -> RawTable:
    (one,) = tables(content, **more)
    return one


def texts(one: RawTable) -> list[list[str]]:
    return [list(row.texts) for row in one.rows]


def left(one: RawTable) -> list[tuple[int, str]]:
    return [(line.line, line.why) for line in one.left]


def test_plain_list_has_its_headings_and_its_rows():
    one = table([HEADINGS, ANNA, OLENA])
    assert (one.name, one.hidden, one.headings, one.heading_line) == ("Sheet", False, tuple(HEADINGS), 1)
    assert texts(one) == [ANNA, OLENA]
    assert [row.number for row in one.rows] == [2, 3]
    assert one.left == ()


# --- above the headings ------------------------------------------------------------------------------


@pytest.mark.parametrize("above", [1, 3, 12, 30])
def test_titles_above_the_headings_are_left_and_named(above):
    titles = [[f"Lista rodzin, część {n}"] if n % 2 else [] for n in range(above)]
    one = table([*titles, HEADINGS, ANNA, OLENA])
    assert (one.heading_line, texts(one)) == (above + 1, [ANNA, OLENA])
    assert left(one) == [(n + 1, "title") for n in range(above) if n % 2]


def test_title_in_several_cells_is_no_heading():
    lines = [["Centrum:", "Kraków", "", "Stan na:", "12.10.2026"], [], HEADINGS, ANNA, OLENA]
    one = table(lines)
    assert (one.heading_line, left(one), texts(one)) == (3, [(1, "title")], [ANNA, OLENA])


def test_title_merged_over_the_list_is_no_group():
    one = table([["Rodziny zgłoszone"], HEADINGS, ANNA, OLENA], merged=("A1:D1",))
    assert (one.headings, left(one)) == (tuple(HEADINGS), [(1, "title")])


def test_title_in_a_text_is_no_group():
    content = text_of([["Rodziny 2026", "", "", ""], HEADINGS, ANNA, OLENA]).encode()
    one = table(content)
    assert (one.headings, left(one)) == (tuple(HEADINGS), [(1, "title")])


# --- headings ----------------------------------------------------------------------------------------


def test_group_over_merged_cells_is_told_before_each_of_its_headings():
    lines = [
        ["Imię i nazwisko", "Telefon", "Języki", "", "Uwagi"],
        ["", "", "polski", "ukraiński", ""],
        ["Anna Nowak", "600 100 200", "B2", "A1", "wieczorem"],
        ["Olena Kowal", "600 100 201", "A2", "ojczysty", ""],
    ]
    expected = ("Imię i nazwisko", "Telefon", "Języki polski", "Języki ukraiński", "Uwagi")
    one = table(lines, merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2"))
    assert (one.headings, one.heading_line, len(one.rows), one.left) == (expected, 2, 2, ())
    assert table(text_of(lines).encode()).headings == expected
    assert table(lines).headings == expected


def test_numbers_below_a_group_are_headings_where_the_others_reach_down_to_them():
    lines = [["Imię", "Wiek", "", ""], ["", "1", "2", "3"], ["Anna", "4", "7", ""], ["Ewa", "9", "", ""]]
    one = table(lines, merged=("A1:A2", "B1:D1"))
    assert (one.headings, len(one.rows)) == (("Imię", "Wiek 1", "Wiek 2", "Wiek 3"), 2)


def test_groups_in_a_text_are_told_where_headings_come_again():
    lines = [["Rodzic", "", "Dziecko", ""], ["Imię", "Wiek", "Imię", "Wiek"], ["Anna", "34", "Ola", "7"]]
    assert table(text_of(lines).encode()).headings == (
        "Rodzic Imię",
        "Rodzic Wiek",
        "Dziecko Imię",
        "Dziecko Wiek",
    )


def test_groups_of_groups_are_told_from_above():
    lines = [
        ["Imię", "Dostępność", "", "", ""],
        ["", "pon", "", "wt", ""],
        ["", "rano", "wieczór", "rano", "wieczór"],
        ["Anna", "x", "", "x", ""],
        ["Ewa", "", "x", "", "x"],
    ]
    one = table(lines, merged=("A1:A3", "B1:E1", "B2:C2", "D2:E2"))
    assert (one.heading_line, one.headings[1:]) == (
        3, ("Dostępność pon rano", "Dostępność pon wieczór", "Dostępność wt rano", "Dostępność wt wieczór"),
    )  # fmt: skip


def test_title_in_two_cells_right_above_is_no_group():
    one = table(
        [["Rodziny", "", "", "Kraków, jesień"], ["Imię", "Telefon", "Adres", "Czego trzeba"], *[ANNA] * 2]
    )
    assert (one.headings[3], left(one)) == ("Czego trzeba", [(1, "title")])


def test_decorative_group_is_told_only_where_a_heading_alone_is_not_clear():
    lines = [
        ["Dane osoby", "", "Dane dziecka", "", "Kontakt"],
        ["Imię", "Wiek", "Imię", "Wiek", "Telefon"],
        ["Anna", "34", "Ola", "7", "600 100 200"],
        ["Ewa", "40", "Jan", "9", "600 100 201"],
    ]
    one = table(lines, merged=("A1:B1", "C1:D1"))
    assert one.headings == (
        "Dane osoby Imię", "Dane osoby Wiek", "Dane dziecka Imię", "Dane dziecka Wiek", "Telefon",
    )  # fmt: skip
    lines[1] = ["Imię", "Nazwisko", "Adres", "Kod", "Telefon"]
    assert table(lines, merged=("A1:B1", "C1:D1")).headings == tuple(lines[1])


def test_words_of_a_heading_that_go_on_in_the_next_line_are_joined():
    lines = [["Imię i", "Numer", "Języki"], ["nazwisko", "telefonu", ""], ANNA[:3], OLENA[:3]]
    one = table(lines)
    assert (one.headings, len(one.rows)) == (("Imię i nazwisko", "Numer telefonu", "Języki"), 2)


def test_heading_in_brackets_below_belongs_to_it():
    one = table([HEADINGS, ["", "(komórka)", "", "(z poziomem)"], ANNA, OLENA])
    assert (one.headings[1], one.heading_line, len(one.rows)) == ("Telefon (komórka)", 2, 2)


def test_headings_in_two_languages_are_one_heading_each():
    one = table([["Name", "Phone", "Languages"], ["Imię", "Telefon", "Języki"], ANNA[:3], OLENA[:3]])
    assert (one.heading_line, len(one.rows)) == (2, 2)


def test_line_of_a_form_that_numbers_its_columns_is_left():
    one = table([HEADINGS, ["1", "2", "3", "4"], ANNA, OLENA])
    assert (texts(one), left(one)) == ([ANNA, OLENA], [(2, "heading")])


def test_headings_nobody_knows_are_found_by_what_stands_under_them():
    lines = [["Zestawienie"], ["Kto", "Skąd", "Jak dzwonić"], ["Anna Nowak", "Kraków", "600100200"],
             ["Ewa Lis", "Skawina", "600100201"]]  # fmt: skip
    one = table(lines)
    assert (one.headings, one.heading_line, len(one.rows)) == (("Kto", "Skąd", "Jak dzwonić"), 2, 2)


def test_list_without_headings_begins_with_a_person():
    one = table([ANNA, OLENA, IWAN])
    assert (one.headings, one.heading_line, texts(one)) == (("",) * 4, 0, [ANNA, OLENA, IWAN])


def test_first_row_that_holds_a_known_word_is_still_a_row():
    lines = [
        ["Anna Nowak", "600100200", "Telefon"],
        ["Ewa Lis", "600100201", "Adres"],
        ["Jan Sas", "600100202", ""],
    ]
    one = table(lines)
    assert (one.heading_line, len(one.rows)) == (0, 3)


def test_help_areas_and_languages_are_no_headings_of_a_list_without():
    lines = [
        ["Anna Nowak", "600100200", "Telefon", "Adres", "Uwagi"],
        ["Ewa Lis", "600100201", "Uwagi", "Kod"],
    ]
    assert (table(lines).heading_line, len(table(lines).rows)) == (0, 2)


def test_columns_with_neither_heading_nor_text_are_left_out_of_the_table():
    one = table([["", *HEADINGS, "", ""], ["", *ANNA, "", "zna szkołę"], ["", *OLENA]])
    assert one.headings == (*HEADINGS, "")
    assert texts(one) == [[*ANNA, "zna szkołę"], [*OLENA, ""]]


def test_heading_of_a_form_may_be_a_whole_question():
    asked = "W jakich godzinach w ciągu tygodnia moglibyśmy do Państwa zadzwonić lub przyjechać z wizytą?"
    one = table([["Imię", "Telefon", asked], ["Anna", "600100200", "po 17"], ["Ewa", "600100201", "rano"]])
    assert (one.headings[2], len(one.rows)) == (asked, 2)


def test_break_inside_a_heading_is_a_space():
    assert table([["Imię i\nnazwisko", "Telefon"], ANNA[:2], OLENA[:2]]).headings[0] == "Imię i nazwisko"


# --- between the rows --------------------------------------------------------------------------------


def test_blank_lines_and_headings_of_the_next_page_are_no_rows():
    one = table([HEADINGS, ANNA, [], [], HEADINGS, OLENA, [h.upper() for h in HEADINGS], IWAN])
    assert (texts(one), left(one)) == ([ANNA, OLENA, IWAN], [(5, "heading"), (7, "heading")])
    assert [row.number for row in one.rows] == [2, 6, 8]


def test_headings_twice_are_told_once():
    one = table([HEADINGS, HEADINGS, ANNA, OLENA])
    assert (one.headings, left(one), len(one.rows)) == (tuple(HEADINGS), [(2, "heading")], 2)


def test_notes_of_people_in_the_first_column_are_no_notes_on_the_list():
    lines = [["Uwagi", "Imię", "Telefon", "Miejscowość"], ["* pilne", "Anna", "600100200", "Kraków"],
             ["* dzwonić", "Ewa"], ["Uwaga: pies", "Jan"]]  # fmt: skip
    assert (len(table(lines).rows), table(lines).left) == (3, ())


def test_name_of_a_group_between_rows_is_left():
    lines = [HEADINGS, ["Dzielnica Podgórze"], ANNA, OLENA, ["Skawina i okolice"], IWAN]
    one = table(lines, merged=("A5:D5",))
    assert (len(one.rows), left(one)) == (3, [(2, "group"), (5, "group")])


def test_name_of_a_group_in_the_column_of_numbers_is_left():
    lines = [["Lp.", *HEADINGS], ["Podgórze"], ["1", *ANNA], ["2", *OLENA], ["Bronowice"], ["3", *IWAN]]
    assert left(table(lines)) == [(2, "group"), (5, "group")]


def test_person_with_nothing_but_a_name_is_a_row():
    one = table([HEADINGS, ANNA, ["Maria Suma"], OLENA, ["Jan Razem"]])
    assert ([row.texts[0] for row in one.rows], one.left) == (
        ["Anna Nowak", "Maria Suma", "Olena Kowal", "Jan Razem"], (),
    )  # fmt: skip


def test_numbers_written_ahead_are_nobody():
    ahead = [[str(n)] for n in range(3, 40)]
    one = table([["Lp.", *HEADINGS], ["1", *ANNA], ["2", *OLENA], *ahead])
    assert (len(one.rows), {line.why for line in one.left}, len(one.left)) == (2, {"blank"}, 37)


def test_example_under_the_headings_is_nobody():
    one = table([HEADINGS, ["np. Jan Kowalski", "np. 600 100 200"], ANNA, OLENA])
    assert (texts(one), left(one)) == ([ANNA, OLENA], [(2, "note")])


def test_boxes_nobody_ticked_are_nobody():
    ahead = [["", "", "", "", False]] * 50
    one = table([[*HEADINGS, "Umowa"], [*ANNA, True], [*OLENA, False], *ahead])
    assert (len(one.rows), len(one.left)) == (2, 50)


def test_formulas_pulled_down_below_the_list_are_nobody():
    one = table([[*HEADINGS, "Wiek"], [*ANNA, 34], [*OLENA, 30], ["", "", "", "", "=2026-F4"]])
    assert (len(one.rows), left(one)) == (2, [(4, "blank")])


def test_cell_merged_over_several_rows_belongs_to_each():
    lines = [
        HEADINGS,
        ["Anna Nowak", "600 100 200", "Kraków", "polski"],
        ["Ewa Lis", "", "", "angielski"],
        OLENA,
    ]
    one = table(lines, merged=("C2:C3",))
    assert [row.texts[2] for row in one.rows] == ["Kraków", "Kraków", "Skawina"]


def test_cell_merged_over_several_columns_is_told_once():
    one = table([HEADINGS, ANNA, ["Ewa Lis", "600 100 201", "Kraków", ""]], merged=("C3:D3",))
    assert one.rows[1].texts == ("Ewa Lis", "600 100 201", "Kraków", "")


# --- below the rows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "total",
    [
        ["Razem", "34"], ["RAZEM:", "", "", "34"], ["", "Suma", "12"], ["Ogółem rodzin: 34"], ["Total", 2],
        ["Liczba rodzin: 34"], ["Łącznie 2 osoby"], ["", "", "", "=COUNTA(D2:D3)"], ["Razem", "=SUM(B2:B3)"],
        ["", "", "", 34],
    ],
)  # fmt: skip
def test_total_is_left(total):
    one = table([HEADINGS, ANNA, OLENA, [], total])
    assert (texts(one), left(one)) == ([ANNA, OLENA], [(5, "total")])


@pytest.mark.parametrize(
    "notes",
    [
        [["* dane z dnia 12.10.2026"]],
        [["Sporządziła: Maria Lis"]],
        [["Sporządziła:"], ["Maria Lis"]],
        [["Sporządziła:", "Maria Lis"], ["Data:", "12.10.2026"]],
        [["Legenda:"], ["A2", "rozumie proste zdania"], ["B1", "rozmawia"]],
        [["Strona 1 z 1"]],
        [["Kraków, 12.10.2026"], ["podpis"]],
        [["Skróty"], ["A2"], ["B1", "rozmawia"]],
        [["Lista obejmuje wszystkie rodziny, które zgłosiły się do naszego centrum od początku roku"]],
    ],
)
def test_notes_below_the_list_are_left(notes):
    one = table([HEADINGS, ANNA, OLENA, [], *notes])
    assert texts(one) == [ANNA, OLENA]
    assert left(one) == [(5 + n, "note") for n in range(len(notes))]


def test_legend_of_pairs_under_a_narrow_list_is_no_people():
    one = table([HEADINGS[:3], ANNA[:3], OLENA[:3], ["Legenda:"], ["A2", "słabo"], ["B1", "dobrze"]])
    assert (len(one.rows), left(one)) == (2, [(4, "note"), (5, "note"), (6, "note")])


def test_people_after_a_total_are_rows():
    one = table([HEADINGS, ANNA, ["Razem", "1"], ["Olena Kowal", "600 100 201"], ["Iwan Bondar"]])
    assert [row.texts[0] for row in one.rows] == ["Anna Nowak", "Olena Kowal", "Iwan Bondar"]
    assert left(one) == [(3, "total")]


def test_formula_over_the_cells_of_its_own_row_is_no_total():
    one = table(
        [["Imię", "Córki", "Synowie", "Dzieci"], ["Anna", 1, 2, "=SUM(B2:C2)"], ["Ewa", 0, 1, "=SUM(B3:C3)"]]
    )
    assert [row.flaws for row in one.rows] == [{3: Flaw.FORMULA}] * 2


def test_what_is_left_tells_its_line_and_its_words():
    (one,) = table([HEADINGS, ANNA, OLENA, ["Razem", "", "2"]]).left
    assert (one.line, one.text, one.why) == (4, "Razem · 2", "total")


# --- sheets ------------------------------------------------------------------------------------------


def test_each_sheet_with_a_list_is_a_table():
    found = tables([HEADINGS, ANNA], Podgórze=[HEADINGS, OLENA, IWAN])
    assert [(one.name, len(one.rows)) for one in found] == [("Sheet", 1), ("Podgórze", 2)]


def test_sheets_that_only_explain_are_no_tables():
    guide = [
        ["Jak wypełnić"],
        ["Każdą osobę wpisujemy w osobnym wierszu, a daty w postaci dzień, miesiąc i rok."],
    ]
    words = [["tak", "polski", "szkoła"], ["nie", "ukraiński", "urzędy"], ["", "rosyjski", ""]]
    columns = [["Kolumna", "Trzeba"], ["Imię", "tak"], ["Telefon", "tak"], ["Języki", "nie"]]
    found = tables([HEADINGS, ANNA, OLENA], Instrukcja=guide, Słowa=words, Kolumny=columns, Pusty=[])
    assert [one.name for one in found] == ["Sheet"]


def test_sheet_that_goes_on_without_headings_is_a_table():
    found = tables([HEADINGS, ANNA], Dalej=[OLENA, IWAN])
    assert [(one.name, one.heading_line, len(one.rows)) for one in found] == [
        ("Sheet", 1, 1),
        ("Dalej", 0, 2),
    ]


def test_hidden_sheets_are_named_and_not_read():
    book = Workbook()
    for line in (HEADINGS, ANNA):
        book.active.append(line)
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(state)
        sheet.append(OLENA)
        sheet.sheet_state = state
    found = tables(saved(book))
    assert [(one.name, one.hidden, len(one.rows)) for one in found] == [
        ("Sheet", False, 1), ("hidden", True, 0), ("veryHidden", True, 0),
    ]  # fmt: skip


def test_hidden_rows_and_columns_are_read():
    book = Workbook()
    for line in (HEADINGS, ANNA, OLENA):
        book.active.append(line)
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    assert texts(table(saved(book))) == [ANNA, OLENA]


def test_file_without_a_list_is_refused():
    with pytest.raises(Refusal) as refusal:
        tables([["Zapraszamy na spotkanie"], ["W piątek o 17"]])
    assert refusal.value.code == "file_no_list"


def test_headings_without_anybody_are_a_table_without_rows():
    one = table([HEADINGS])
    assert (one.headings, one.rows) == (tuple(HEADINGS), ())
