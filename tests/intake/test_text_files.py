"""Lists as text: every encoding, sign and habit a spreadsheet in Poland may have left in one."""

import pytest

from base.common.errors import Refusal
from intake.domain.files.grids import grids_of
from intake.enums import Flaw
from tests.intake.shapes import xlsx_of

POLISH = [
    ["Imię i nazwisko", "Telefon", "Miejscowość"],
    ["Żaneta Łęśź", "600100200", "Łódź"],
    ["Józef Ćma", "", "Śrem"],
]
UKRAINIAN = [["Ім'я", "Телефон"], ["Олена Їжакевич", "600100200"], ["Ганна Ґудзь", "600100201"]]
NAMES = [["Imię", "Telefon", "Miasto"], ["Nowak, Anna", "600100200", "Łódź"], ["Ewa", "600100201", "Śrem"]]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1250", "iso-8859-2", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


def text_of(lines: list[list[str]], sign: str = ";", end: str = "\r\n") -> str:
    return end.join(sign.join(line) for line in lines) + end


def texts(content: bytes | str) -> list[list[str]]:
    content = content.encode() if isinstance(content, str) else content
    (grid,) = grids_of(content, "list.csv")
    return [list(line.texts) for line in grid.lines]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_reads_the_same_in_every_encoding_with_every_sign_and_end(encoding, sign, end):
    assert texts(text_of(POLISH, sign, end).encode(encoding)) == POLISH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_cyrillic_is_read(encoding):
    assert texts(text_of(UKRAINIAN).encode(encoding)) == UKRAINIAN


@pytest.mark.parametrize("word", ["ą", "ś", "ź", "Ą", "Ś", "Ź", "ście", "Ździsława", "Świąt", "łódź"])
@pytest.mark.parametrize("encoding", ["cp1250", "iso-8859-2"])
def test_one_polish_letter_is_enough_to_tell_the_encoding(word, encoding):
    lines = [["Kto", "Gdzie"], [f"x{word}x", "Warszawa"]]
    assert texts(text_of(lines).encode(encoding)) == lines


@pytest.mark.parametrize(("lines", "encoding"), [(POLISH, "cp852"), (UKRAINIAN, "cp1251")])
def test_older_encodings_are_read_where_nothing_else_fits(lines, encoding):
    lines = [[text.replace("Ґ", "Г") for text in line] for line in lines]
    assert texts(text_of(lines).encode(encoding)) == lines


def test_stray_byte_in_a_text_of_utf_8_is_read_as_windows_had_it():
    content = text_of(POLISH).encode() + "Grażyna;1;Kęty\r\n".encode("cp1250")
    assert texts(content)[-1] == ["Grażyna", "1", "Kęty"]


def test_text_cut_off_within_a_letter_is_read_up_to_it():
    assert texts("Kto;Gdzie\nŁukasz;Łódź".encode()[:-1])[1][0] == "Łukasz"


# --- signs between cells -----------------------------------------------------------------------------


def test_title_with_another_sign_above_does_not_tell_the_sign():
    text = "Lista rodzin, stan na 1.10.2026, Kraków\n\n" + text_of(POLISH)
    assert texts(text)[1:] == POLISH


def test_comma_in_every_line_does_not_tell_the_sign_where_another_parts_more():
    text = (
        "Lista, jesień\nNazwisko, imię;Telefon;Miasto\nNowak, Anna;600100200;Łódź\nLis, Ewa;600100201;Śrem\n"
    )
    assert texts(text)[2] == ["Nowak, Anna", "600100200", "Łódź"]


def test_commas_inside_cells_and_decimal_commas_do_not_tell_the_sign():
    lines = [
        ["Imię", "Języki", "Km"],
        ["Ewa", "polski, ukraiński", "4,5"],
        ["Jan", "polski, rosyjski, angielski", "2,0"],
    ]
    assert texts(text_of(lines)) == lines


def test_quoted_cells_keep_signs_breaks_and_marks():
    text = 'Imię,Uwagi,Telefon\r\n"Nowak, Anna","mówi ""po swojemu""\r\ni głośno",600100200\r\nEwa,,\r\n'
    assert texts(text) == [
        ["Imię", "Uwagi", "Telefon"], ["Nowak, Anna", 'mówi "po swojemu"\ni głośno', "600100200"], ["Ewa"],
    ]  # fmt: skip


def test_quotation_mark_inside_a_word_is_a_letter():
    lines = [["Imię", "Adres"], ["Ewa", 'ul. "Solidarności" 5'], ["Jan", 'os. "Na Stoku"']]
    assert texts(text_of(lines)) == lines


def test_quotation_mark_left_open_is_a_letter_where_the_lines_are_of_one_shape():
    assert texts('Imię;Adres\nEwa;"Pod Lipą\nJan;"ul. Długa" 5\nIga;"Rynek 1"\n') == [
        ["Imię", "Adres"], ["Ewa", '"Pod Lipą'], ["Jan", '"ul. Długa" 5'], ["Iga", "Rynek 1"],
    ]  # fmt: skip


def test_quotation_mark_left_open_is_refused_where_nobody_can_tell():
    with pytest.raises(Refusal) as refusal:
        texts('Imię;Adres;Kod\nEwa;"Pod Lipą\nkoło młyna;30\n;;;\nJan\n')
    assert (refusal.value.code, "line 2" in refusal.value.message) == ("file_quotes", True)


@pytest.mark.parametrize("sign", [";", "\t", "^"])
def test_sign_that_the_first_line_names_is_taken_and_that_line_is_no_row(sign):
    assert texts(f"sep={sign}\r\n" + text_of(POLISH, sign)) == POLISH


def test_lines_keep_their_numbers_when_cells_have_breaks():
    (grid,) = grids_of(b'name;note\n"Anna";"one\ntwo"\n\nEwa;x\n', "list.csv")
    assert [line.number for line in grid.lines] == [1, 2, 5]


def test_rows_cut_short_or_too_long_are_read():
    assert texts("Imię;Telefon;Uwagi\nEwa\nJan;600100200;pies;;;\n;;\nIga;;kot\n") == [
        ["Imię", "Telefon", "Uwagi"], ["Ewa"], ["Jan", "600100200", "pies"], ["Iga", "", "kot"],
    ]  # fmt: skip


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_list_that_stands_in_the_first_column_is_parted_again(sign):
    """Opened with the wrong sign, and saved: each line is one cell."""
    packed = [['"Nowak, Anna"' if text == "Nowak, Anna" else text for text in line] for line in NAMES]
    lines = [sign.join(line) for line in packed]
    as_text = "\r\n".join('"' + line.replace('"', '""') + '"' for line in lines)
    as_workbook = xlsx_of([[line] for line in lines])
    for content in (as_text.encode(), as_workbook):
        (grid,) = grids_of(content, "list")
        assert [list(line.texts) for line in grid.lines] == NAMES


# --- cells -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("600100200.0", "600100200"), ("4.0", "4"), ("4.5", "4.5"), ("1.10.2026", "1.10.2026"),
        ("2026-10-12 00:00:00", "2026-10-12"), ("2026-10-12T00:00:00.000", "2026-10-12"),
        ("2026-10-12 17:30:00", "2026-10-12 17:30:00"), ("'+48 600", "+48 600"), ("  x\u00a0 ", "x"),
        ("An\u200bna\u00ad", "Anna"), ("a\u00a0b", "a b"), ("\u2212", "\u2212"),
    ],
)  # fmt: skip
def test_cell_reads_as_a_person_meant_it(typed, read):
    assert texts(f"Kto;Co\nEwa;{typed}\n")[1][1] == read


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("=A1", Flaw.FORMULA),
        ("#ADR!", Flaw.ERROR),
        ("#N/D", Flaw.ERROR),
        ("#DIV/0!", Flaw.ERROR),
        ("# 5", None),
    ],
)
def test_formulas_and_errors_are_flaws(typed, flaw):
    (grid,) = grids_of(f"Kto;Co\nEwa;{typed}\n".encode(), "list.csv")
    assert grid.lines[1].flaws == ({1: flaw} if flaw else {})


def test_end_sign_of_old_programs_is_no_row():
    assert texts("Kto;Co\nEwa;x\n\x1a") == [["Kto", "Co"], ["Ewa", "x"]]
