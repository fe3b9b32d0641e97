"""Lists as files: the rows and columns of a list, in CSV or XLSX, with formulas defused."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from base.audit.domain.records import record
from frontend.paging import query_string

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from frontend.access import SignedRequest

#: A cell that begins so is run as a formula by a spreadsheet (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CSV = "csv"
XLSX = "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A heading, and what a row shows under it: a text, a number, a day, or None."""

    heading: "StrOrPromise"
    value: Callable[[Any], object]


def files_of(request: HttpRequest) -> list[tuple[str, str]]:
    """(kind, query string) of each file of the list as the address narrows and sorts it; of all its pages."""
    bare = {key: None for key, value in request.GET.items() if not value or key == "page"}
    return [(kind, query_string(request.GET, **{**bare, "format": kind})) for kind in (CSV, XLSX)]


def export(
    request: "SignedRequest",
    rows: Iterable[Any],
    columns: Sequence[Column],
    *,
    act: str,
    name: str,
    with_contacts: bool = False,
) -> HttpResponse:
    """The rows as a file to keep, in the format ?format= asks for; who took how many is on record with it."""
    kind = XLSX if request.GET.get("format") == XLSX else CSV
    with transaction.atomic():
        found = list(rows)
        # Which filters were on, never what was searched for: a search is often a name.
        filters = sorted(key for key, value in request.GET.items() if value and key != "format")
        details = {"rows": len(found), "format": kind, "contacts": with_contacts, "filters": filters}
        record(act, by=request.membership, details=details)
    write = _as_xlsx if kind == XLSX else _as_csv
    content_type = XLSX_TYPE if kind == XLSX else "text/csv; charset=utf-8"
    lines = [[defused(column.value(row)) for column in columns] for row in found]
    response = HttpResponse(
        write([str(defused(str(c.heading))) for c in columns], lines), content_type=content_type
    )
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


def defused(value: object) -> str | int | float | date | None:
    """The value of a cell as a spreadsheet may show it: a text never runs as a formula."""
    if value is None or (isinstance(value, int | float | date) and not isinstance(value, bool)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _as_csv(headings: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    # Semicolons and a byte order mark: what a Polish spreadsheet opens without asking.
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _as_xlsx(headings: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append(list(headings))
    for line in lines:
        sheet.append(list(line))
    content = BytesIO()
    book.save(content)
    return content.getvalue()
