"""Our templates and the rows to be mended: what we give away we read back."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from intake.domain.files import sheets_of
from intake.domain.headings import find_table
from intake.domain.sheets import SHEETS
from intake.domain.uploads import judge_upload, stage_upload
from intake.domain.writing import rows_xlsx, template_csv, template_xlsx
from intake.enums import Kind
from intake.queries import bad_rows
from tests.factories.intake import ROBOT, lines_of, ready, row, xlsx_of
from tests.factories.organisations import CentreFactory


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize(("write", "name"), [(template_xlsx, "t.xlsx"), (template_csv, "t.csv")])
def test_template_holds_every_column_and_nobody(kind, language, write, name):
    table = find_table(sheets_of(write(SHEETS[kind], language), name), SHEETS[kind])
    assert list(table.headings.columns.values()) == list(SHEETS[kind].columns)
    assert (table.headings.left_out, list(table.rows())) == ((), [])


@pytest.mark.parametrize("kind", Kind)
def test_template_tells_how_to_fill_in_each_column(kind):
    guide = load_workbook(BytesIO(template_xlsx(SHEETS[kind], "en"))).worksheets[1]
    told = [(line[0], line[1] == "yes") for line in guide.iter_rows(min_row=2, values_only=True)]
    assert told == [(column.en, column.required) for column in SHEETS[kind].columns]


@pytest.mark.django_db
def test_row_mended_in_the_file_we_gave_is_good():
    centre = CentreFactory()
    upload = ready(centre, row(), row(contact_name="Iryna Bondar", phone="600 100 300", languages="uk B9"))
    content = rows_xlsx(SHEETS[Kind.FAMILIES], bad_rows(upload), "pl")
    lines = [list(line) for line in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]
    assert (len(lines), lines[0][-1]) == (2, "Do poprawy")
    assert lines[1][-1] == "Języki: “uk B9”: B9 is not a level; use A0-C2 or native."
    lines[1][lines[0].index("Języki")] = "uk B2"
    again = stage_upload(centre, kind=Kind.FAMILIES, content=xlsx_of(lines), file_name="l.xlsx", by=ROBOT)
    again = judge_upload(again)
    assert (again.total, again.good, again.left_out) == (1, 1, [])


@pytest.mark.django_db
def test_no_text_of_a_row_becomes_a_formula():
    lines = lines_of([row(contact_name="=HYPERLINK(1)", note="+1", address="@SUM(1)")])
    text = "\n".join(";".join(line) for line in lines).encode()
    upload = stage_upload(CentreFactory(), kind=Kind.FAMILIES, content=text, file_name="l.csv", by=ROBOT)
    judge_upload(upload)
    book = load_workbook(BytesIO(rows_xlsx(SHEETS[Kind.FAMILIES], bad_rows(upload), "pl")))
    kinds = {cell.data_type for line in book.active.iter_rows() for cell in line if cell.value is not None}
    assert kinds == {"s"}
