"""The sheets of a file, and the lines of them that tell of nobody, as their page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.domain.files.tables import WHY_LEFT
from intake.enums import UploadState
from intake.models import Upload

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class ShownSheet:
    """A sheet to choose: its position, name, how many rows it has, its first headings, our guess."""

    position: int
    name: str
    rows: int
    headings: Sequence[str]
    chosen: bool


@dataclass(frozen=True)
class ShownSheets:
    """Those to choose from, and the names of hidden ones, which are not read."""

    shown: list[ShownSheet]
    hidden: list[str]


@dataclass(frozen=True)
class Left:
    """A line of the file that tells of nobody, and what we take it for."""

    line: int
    text: str
    why: "StrOrPromise"
    sheet: str


def sheets_shown(upload: Upload) -> ShownSheets:
    """The sheets of a file that has several."""
    shown = [
        ShownSheet(at, _name(sheet, at), sheet["rows"], sheet["headings"][:6], bool(sheet.get("chosen")))
        for at, sheet in enumerate(upload.sheets)
        if sheet["columns"]
    ]
    return ShownSheets(shown, hidden_sheets(upload))


def hidden_sheets(upload: Upload) -> list[str]:
    """The names of sheets that are hidden in the file."""
    return [_name(sheet, at) for at, sheet in enumerate(upload.sheets) if sheet.get("hidden")]


def chosen_sheets(upload: Upload) -> list[str]:
    """The names of the sheets whose rows are read; empty for a text file."""
    return [sheet["name"] for sheet in upload.sheets if sheet.get("chosen") and sheet.get("name")]


def sheet_words(upload: Upload) -> str:
    """Which sheets of the file are read, for the line above the title."""
    names = chosen_sheets(upload)
    if not names or upload.state == UploadState.SHEETS:
        return ""
    words = ngettext("sheet “%(names)s”", "sheets “%(names)s”", len(names))
    # Translators: between the names of two sheets, each in quotation marks.
    return words % {"names": _("”, “").join(names)}


def left_lines(upload: Upload) -> list[Left]:
    """Titles, totals and remarks above and below the people."""
    several = len(chosen_sheets(upload)) > 1
    return [
        Left(
            line["line"],
            line.get("text", ""),
            WHY_LEFT.get(line["why"], line["why"]),
            sheet["name"] if several else "",
        )
        for sheet in upload.sheets
        if sheet.get("chosen")
        for line in sheet.get("left", ())
    ]


def _name(sheet: dict[str, str], position: int) -> str:
    return sheet["name"] or _("sheet %(number)d") % {"number": position + 1}
