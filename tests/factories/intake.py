"""Lists as somebody might send them in, and uploads of them."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from base.audit.actor import Robot
from base.organisations.models import Organisation
from intake.domain.sheets.kinds import SHEETS
from intake.domain.staging import stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Kind
from intake.models import Upload

ROBOT = Robot("test")
GOOD: dict[str, dict[str, str]] = {
    Kind.FAMILIES: {
        "contact_name": "Olena Kowal", "phone": "600 100 200", "language": "ukraiński", "postcode": "30-619",
        "place_name": "Kraków", "address": "ul. Wielicka 12", "languages": "ukraiński ojczysty, polski A2",
        "week": "pn-pt po 17", "needs": "szkoła, urzędy i pisma", "wants_polish": "tak", "children": "4; 7",
        "travel_km": "5", "waiting_since": "12.10.2025",
    },
    Kind.VOLUNTEERS: {
        "first_name": "Halina", "last_name": "Nowak", "email": "halina@example.org", "postcode": "30-619",
        "place_name": "Kraków", "languages": "polski ojczysty, ukraiński B2", "week": "sob 10-14",
        "offers": "szkoła, czas wolny", "room": "2",
    },
    Kind.MENTORS: {
        "employer": "Chemia Oświęcim S.A.", "first_name": "Jan", "last_name": "Mazur", "job_title": "spawacz",
        "trade": "spawanie i metal", "languages": "polski ojczysty", "email": "jan@example.org",
    },
}  # fmt: skip


def row(kind: str = Kind.FAMILIES, **changes: str) -> dict[str, str]:
    """A good row of this kind, unless changed."""
    return GOOD[kind] | changes


def lines_of(rows: list[dict[str, str]], kind: str = Kind.FAMILIES, language: str = "pl") -> list[list[str]]:
    """The rows under the headings of our template."""
    columns = SHEETS[kind].columns
    return [[c.heading(language) for c in columns], *([one.get(c.name, "") for c in columns] for one in rows)]


def csv_of(rows: list[dict[str, str]], kind: str = Kind.FAMILIES, language: str = "pl") -> bytes:
    """As a text with semicolons in UTF-8."""
    return "\n".join(
        ";".join(f'"{text}"' for text in line) for line in lines_of(rows, kind, language)
    ).encode()


def xlsx_of(lines: list[list[Any]]) -> bytes:
    """Lines of cells as a workbook."""
    book = Workbook()
    for line in lines:
        book.active.append(line)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def staged(centre: Organisation, *rows: dict[str, str], kind: Kind = Kind.FAMILIES) -> Upload:
    """An upload of these rows that is still to be judged."""
    return stage_upload(centre, kind=kind, content=csv_of(list(rows), kind), file_name="list.csv", by=ROBOT)


def told(centre: Organisation, lines: list[list[Any]], kind: Kind = Kind.FAMILIES) -> Upload:
    """An upload of a workbook with these lines, whatever their headings."""
    return stage_upload(centre, kind=kind, content=xlsx_of(lines), file_name="list.xlsx", by=ROBOT)


def ready(centre: Organisation, *rows: dict[str, str], kind: Kind = Kind.FAMILIES) -> Upload:
    """An upload of these rows that waits for a person."""
    return judge_upload(staged(centre, *rows, kind=kind))
