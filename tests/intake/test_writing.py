"""Our templates and the rows to be corrected: what we give away we read back."""

from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from intake.domain.files.tables import tables_of
from intake.domain.importing import import_upload, request_import
from intake.domain.mending import mend_cell
from intake.domain.outgoing.exporting import people_xlsx
from intake.domain.outgoing.writing import rows_xlsx, template_csv, template_xlsx
from intake.domain.recognition.mapping import heading_is_known
from intake.domain.sheets.kinds import SHEETS
from intake.domain.staging import map_columns, stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Fate, Kind, Scope
from intake.models import StagedRow
from intake.queries import bad_rows
from tests.factories.intake import ROBOT, lines_of, ready, row, told, xlsx_of
from tests.factories.organisations import CentreFactory


@pytest.fixture(autouse=True)
def _in_polish():
    with translation.override("pl"):
        yield


def lines_in(content):
    sheet = load_workbook(BytesIO(content)).active
    return [[cell or "" for cell in line] for line in sheet.iter_rows(values_only=True)]


# --- templates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize(("write", "name"), [(template_xlsx, "t.xlsx"), (template_csv, "t.csv")])
def test_template_holds_every_column_and_nobody(kind, language, write, name):
    sheet = SHEETS[kind]
    table = tables_of(write(sheet, language), name, knows=heading_is_known(sheet))[0]
    assert list(table.headings) == [one.heading(language) for one in sheet.columns if not one.ours]
    assert table.rows == ()


@pytest.mark.parametrize("kind", Kind)
def test_template_tells_how_to_fill_in_each_column(kind):
    guide = load_workbook(BytesIO(template_xlsx(SHEETS[kind], "en"))).worksheets[1]
    told = [(line[0], line[1] == "yes") for line in guide.iter_rows(min_row=2, values_only=True)]
    assert told == [(column.en, column.required) for column in SHEETS[kind].template]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.FAMILIES, Kind.VOLUNTEERS])
@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_examples_of_a_template_are_understood_without_a_question(kind, language):
    examples = [column.example_in(language) for column in SHEETS[kind].template]
    headings = [column.heading(language) for column in SHEETS[kind].template]
    upload = judge_upload(told(CentreFactory(), [headings, examples], kind))
    found = upload.rows.get()
    assert (found.fate, found.problems, list(found.questions.all())) == (Fate.GOOD, {}, [])


# --- rows to correct --------------------------------------------------------------------------------------

OWN = ["Rodzina", "Tel.", "Języki (poziom)", "PESEL", "Adres", "Ilu w domu", "Uwagi"]
GOOD = ["Olena Kowal", "600 100 200", "ukraiński ojczysty", "44051401359", "30-619 Kraków", "cztery", ""]
WRONG = ["Iryna Bondar", "600 100 300", "uk B9", "", "31-1O3 Kraków", "dwie", "Dzwonić po 17"]
MEANT = ["contact_name", "phone", "languages", "", "place_cell", "note", "note"]


@pytest.mark.django_db
def test_a_row_corrected_in_the_file_we_gave_is_good():
    centre = CentreFactory()
    upload = ready(centre, row(), row(contact_name="Iryna Bondar", phone="600 100 300", languages="xx"))
    lines = lines_in(rows_xlsx(upload, list(bad_rows(upload))))
    assert (len(lines), lines[0][-1]) == (2, "Do poprawy")
    assert lines[1][-1].startswith("Języki: ")
    lines[1][lines[0].index("Języki")] = "ukraiński B2"
    again = judge_upload(told(centre, lines))
    assert (again.total, again.good) == (1, 1)


def own_list():
    """A list in somebody's own words, with one row to correct."""
    upload = judge_upload(told(CentreFactory(), [OWN, GOOD, WRONG]))
    return upload, upload.rows.get(number=3)


@pytest.mark.django_db
def test_the_file_has_the_shape_of_the_one_sent_in():
    upload, _wrong = own_list()
    lines = lines_in(rows_xlsx(upload, list(bad_rows(upload))))
    # What is sensitive was never stored, so it cannot come back.
    assert lines[0] == [heading for heading in OWN if heading != "PESEL"] + ["Do poprawy"]
    assert [text for at, text in enumerate(WRONG) if at != 3] == lines[1][:-1]
    assert "Języki (poziom): " in lines[1][-1]


@pytest.mark.django_db
def test_what_was_mended_stands_in_its_place():
    upload, wrong = own_list()
    mend_cell(wrong, "languages", "ukraiński B2", by=ROBOT)
    lines = lines_in(rows_xlsx(upload, list(upload.rows.filter(number=3))))
    assert lines[1][2] == "ukraiński B2"
    assert lines[0][:6] == [heading for heading in OWN if heading != "PESEL"]


@pytest.mark.django_db
def test_a_part_of_a_cell_mended_moves_the_cell_into_columns_of_ours():
    upload = judge_upload(
        told(CentreFactory(), [["Rodzina", "Kontakt", "Języki"], ["Olena Kowal", "600 100 20", "uk B2"]])
    )
    map_columns(
        upload,
        [
            {"targets": ["contact_name"], "lead": ""},
            {"targets": ["phone", "email"], "lead": ""},
            {"targets": ["languages"], "lead": ""},
        ],
        by=ROBOT,
    )
    judge_upload(upload)
    mend_cell(upload.rows.get(), "phone", "600 100 200", by=ROBOT)
    lines = lines_in(rows_xlsx(upload, list(upload.rows.all())))
    assert (lines[0][3], lines[1][3]) == ("Telefon", "600 100 200")
    assert lines[1][1] == ""


@pytest.mark.django_db
def test_rows_that_stay_after_an_import_come_back_and_go_in():
    centre = CentreFactory()
    upload = ready(centre, row(), row(contact_name="Iryna Bondar", phone="600 100 300", languages=""))
    request_import(upload, scope=Scope.GOOD, by=ROBOT)
    import_upload(upload, by=ROBOT)
    lines = lines_in(rows_xlsx(upload, list(bad_rows(upload))))
    lines[1][lines[0].index("Języki")] = "ukraiński B2"
    again = judge_upload(told(centre, lines))
    request_import(again, scope=Scope.GOOD, by=ROBOT)
    assert (import_upload(again, by=ROBOT).imported, centre.households.count()) == (1, 2)


@pytest.mark.django_db
def test_no_text_of_a_row_becomes_a_formula():
    lines = lines_of([row(contact_name="", note="+1", address="@SUM(1)", needs="'=HYPERLINK(1)")])
    upload = judge_upload(
        stage_upload(
            CentreFactory(), kind=Kind.FAMILIES, content=xlsx_of(lines), file_name="l.xlsx", by=ROBOT
        )
    )
    assert StagedRow.objects.get().fate == Fate.BAD
    book = load_workbook(BytesIO(rows_xlsx(upload, list(bad_rows(upload)))))
    kinds = {cell.data_type for line in book.active.iter_rows() for cell in line if cell.value is not None}
    assert kinds == {"s"}
    assert "'=HYPERLINK(1)" in lines_in(rows_xlsx(upload, list(bad_rows(upload))))[1]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("pl", "Lista"), ("en", "List")])
def test_sheets_of_our_files_have_a_name(language, name):
    centre = CentreFactory()
    upload = ready(centre, row(contact_name=""))
    upload.language = language
    files = [
        people_xlsx(SHEETS[Kind.FAMILIES], centre, None, language),
        rows_xlsx(upload, list(bad_rows(upload))),
    ]
    assert [load_workbook(BytesIO(one)).sheetnames for one in files] == [[name], [name]]


@pytest.mark.django_db
def test_formula_without_a_result_is_asked_about_again_when_the_file_comes_back():
    centre = CentreFactory()
    upload = judge_upload(told(centre, lines_of([row(travel_km="=1+1")])))
    assert upload.questions.get().said == "(formula)"
    content = rows_xlsx(upload, list(upload.rows.all()))
    again = judge_upload(told(centre, lines_in(content)))
    assert again.questions.get().column == "travel_km"
