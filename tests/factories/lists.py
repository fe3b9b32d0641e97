"""Lists in every state their pages know."""

from io import BytesIO

from openpyxl import Workbook

from base.organisations.models import Organisation
from intake.domain.importing import import_upload, request_import
from intake.domain.staging import stage_upload
from intake.enums import Kind, Scope
from intake.models import KnownHeading, RememberedAnswer, StagedRow, Upload
from tests.factories.intake import ROBOT, lines_of, ready, row


def workbook_of(sheets: dict[str, list[dict[str, str]]], hidden: tuple[str, ...] = ()) -> bytes:
    """Rows of families, on sheets of these names."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines_of(rows):
            sheet.append(line)
        if name in hidden:
            sheet.sheet_state = "hidden"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def with_two_sheets(centre: Organisation) -> Upload:
    """Asks which of its sheets hold the people; a third one is hidden."""
    second = row(contact_name="Iryna Bondar", phone="600 100 300")
    content = workbook_of({"Nowe": [row()], "Stare": [second], "Ukryte": [row()]}, hidden=("Ukryte",))
    return stage_upload(centre, kind=Kind.FAMILIES, content=content, file_name="two.xlsx", by=ROBOT)


def without_a_name(centre: Organisation) -> Upload:
    """Asks which column tells what nobody can be added without."""
    content = "ktoś;język\nB-12;ukraiński ojczysty\n".encode()
    return stage_upload(centre, kind=Kind.FAMILIES, content=content, file_name="list.csv", by=ROBOT)


def imported(centre: Organisation, *rows: dict[str, str], scope: Scope = Scope.GOOD) -> Upload:
    """Whose good rows went in."""
    upload = ready(centre, *(rows or [row()]))
    return import_upload(request_import(upload, scope=scope, by=ROBOT), by=ROBOT)


def with_a_twin(centre: Organisation) -> tuple[Upload, StagedRow]:
    """Somebody of the centre, and a list with a row that is perhaps them: the phone is the same."""
    imported(centre, row())
    upload = ready(centre, row(contact_name="Halyna Bondar", note="dzwonić wieczorem"))
    return upload, upload.rows.get()


def known_heading(centre: Organisation, heading: str = "kontakt") -> KnownHeading:
    """A heading the centre explained."""
    meaning = {"targets": ["phone"], "lead": ""}
    return KnownHeading.objects.create(centre=centre, kind=Kind.FAMILIES, heading=heading, meaning=meaning)


def remembered_answer(centre: Organisation, said: str = "troche") -> RememberedAnswer:
    """Words the centre explained."""
    return RememberedAnswer.objects.create(
        centre=centre, topic="level:pl", said=said, meant="A2", label="A2", by_label="Alice"
    )
