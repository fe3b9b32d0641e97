"""Rows in the shape of the file they came in, with what people wrote for them since: ready to be corrected
and sent in again, under the same headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.domain.recognition.mapped import MappedColumn, is_note_heading
from intake.domain.sheets.columns import NOTE, SheetKind
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Flaw
from intake.models import StagedRow, Upload

#: Stands for a formula without a result: a text that is asked about again when the file comes back.
FORMULA: Final = "=?"


@dataclass(frozen=True)
class Returned:
    """A file to give back: `lines` are the texts of each row under the headings. What was left out as
    sensitive is not there: it was never stored."""

    headings: list[str]
    lines: list[list[str]]


@dataclass
class _Changes:
    """What a row's own cells become, and what has to stand in a column of ours behind them."""

    at: dict[int, str] = field(default_factory=dict)
    ours: dict[str, str] = field(default_factory=dict)


def rows_as_sent(upload: Upload, rows: Sequence[StagedRow], language: str) -> Returned:
    """These rows under the file's own headings. A text written for a column of ours stands where the file
    tells that column; where its cell tells more than that, the cell goes into columns of ours behind."""
    kind = SHEETS[upload.kind]
    columns = [MappedColumn.from_json(column) for column in upload.columns]
    kept = [at for at, column in enumerate(columns) if not column.sensitive]
    owned = [owned_columns(kind, column) for column in columns]
    changes = [_changes(row, columns, owned) for row in rows]
    needed = {name for one in changes for name in one.ours}
    behind = [column for column in kind.columns if column.name in needed]
    headings = [columns[at].heading for at in kept] + [column.heading(language) for column in behind]
    lines = [
        [*(_text(row, one, at) for at in kept), *(one.ours.get(column.name, "") for column in behind)]
        for row, one in zip(rows, changes, strict=True)
    ]
    return Returned(headings, lines)


def owned_columns(kind: SheetKind, column: MappedColumn) -> frozenset[str]:
    """The columns of ours a column of a file tells of, whole or in part."""
    several = {one.name: one.parts for one in kind.composites}
    pieces = {one.name: (one.into,) for one in kind.parts}
    told = [several.get(target) or pieces.get(target) or (target,) for target in column.targets]
    return frozenset(name for names in told for name in names)


def headings_of(kind: SheetKind, columns: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """How the file calls each column of ours that one column of it tells; of the first where several do."""
    found: dict[str, str] = {}
    for told in columns:
        column = MappedColumn.from_json(told)
        for name in sorted(owned_columns(kind, column)):
            if name != NOTE or is_note_heading(column.heading):
                found.setdefault(name, column.heading)
    return found


def _changes(row: StagedRow, columns: Sequence[MappedColumn], owned: Sequence[frozenset[str]]) -> _Changes:
    changes = _Changes()
    for name, text in row.mended.items():
        there = [at for at, names in enumerate(owned) if name in names and _is_told(name, columns[at])]
        if len(there) == 1 and columns[there[0]].targets == (name,) and not columns[there[0]].lead:
            changes.at[there[0]] = text
            continue
        changes.ours[name] = text
        for at in there:
            changes.at[at] = ""
            for other in owned[at] - row.mended.keys():
                changes.ours[other] = row.cells.get(other, "")
    return changes


def _is_told(name: str, column: MappedColumn) -> bool:
    """Whether the column tells this one of ours itself: a note is made of many, each with its heading."""
    return name != NOTE or is_note_heading(column.heading)


def _text(row: StagedRow, changes: _Changes, at: int) -> str:
    if at in changes.at:
        return changes.at[at]
    text = str(row.texts[at]) if at < len(row.texts) else ""
    return text or (FORMULA if row.flaws.get(str(at)) == Flaw.FORMULA else "")
