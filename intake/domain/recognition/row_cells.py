"""From the texts of a row as they stood in the file to the cells under our columns; no word is lost on
the way: it is in a cell, or kept for the note under its heading."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from base.places.folding import fold
from intake.domain.readers.wording import turn_of
from intake.domain.sheets.columns import NOTE, SheetKind
from intake.domain.sheets.composites import Composite

from .leads import with_lead
from .mapped import MappedColumn, MappedRow, is_note_heading
from .value_signs import IS_DAY, is_level, is_no

#: What stands between the texts of two columns in one cell.
BETWEEN: Final = {NOTE: "\n", "phone": " / ", "email": ", ", "contact_name": " ", "address": ", "}
BREAK: Final = re.compile(r"[,;/\n]+|\s(?:i|oraz|and)\s")


@dataclass(frozen=True)
class Step:
    """What is done with the text of one column for one of its targets."""

    position: int
    target: str
    heading: str
    lead: str = ""
    composite: Composite | None = None
    is_part: bool = False
    into: str = ""
    turn: int = 0


def cells_of_texts(
    kind: SheetKind,
    columns: Sequence[MappedColumn],
    texts: Sequence[str],
    flaws: Mapping[int, str] | Mapping[str, str],
) -> MappedRow:
    """The texts of a row under our columns; `flaws` by the position of their column. Several columns of one
    target are joined in the order of the file, each with what its heading says."""
    row = MappedRow()
    parts: dict[str, list[tuple[Step, str]]] = {}
    for step in _steps(kind, tuple(columns)):
        text = texts[step.position] if step.position < len(texts) else ""
        if flaws and (flaw := _flaw(flaws, step.position)):
            row.flaws.setdefault(step.into, flaw)
        if not text:
            continue
        if step.composite is not None:
            for name, piece in step.composite.split(text).items():
                _add(row.cells, name, piece)
        elif step.is_part or step.target == "languages":
            parts.setdefault(step.target, []).append((step, text))
        elif step.target == NOTE:
            _note(row, step, text)
        else:
            _add(row.cells, step.target, with_lead(step.target, step.lead, text) if step.lead else text)
    if parts:
        _put_together(row, parts)
    return row


@lru_cache(maxsize=64)
def _steps(kind: SheetKind, columns: tuple[MappedColumn, ...]) -> tuple[Step, ...]:
    composites = {one.name: one for one in kind.composites}
    parts = {one.name: one for one in kind.parts}
    steps = []
    for position, column in enumerate(columns):
        for target in column.targets:
            composite, part = composites.get(target), parts.get(target)
            into = composite.parts[0] if composite else part.into if part else target
            heading = column.heading or _letter(position)
            lead = "" if target == NOTE else column.lead
            steps.append(
                Step(position, target, heading, lead, composite, part is not None, into, turn_of(heading))
            )
    return tuple(steps)


def _flaw(flaws: Mapping[int, str] | Mapping[str, str], position: int) -> str:
    return flaws.get(position) or flaws.get(str(position)) or ""  # type: ignore[call-overload]


def _add(cells: dict[str, str], name: str, text: str) -> None:
    if not text:
        return
    if before := cells.get(name):
        text = f"{before}{_between(name, before, text)}{text}"
    cells[name] = text


def _between(name: str, before: str, text: str) -> str:
    """Hours in a column of their own follow the days they belong to."""
    if name == "week" and IS_DAY.search(fold(before)) and not IS_DAY.search(fold(text)):
        goes_on = fold(text).startswith("do ") and re.search(r"\bod \S+$", fold(before))
        return " " if goes_on or not any(map(str.isdigit, before)) else ", "
    return BETWEEN.get(name, ", ")


def _note(row: MappedRow, step: Step, text: str) -> None:
    if is_note_heading(step.heading):
        _add(row.cells, NOTE, text)
    else:
        _keep(row, step.heading, text)


def _keep(row: MappedRow, heading: str, text: str) -> None:
    row.kept[heading] = f"{row.kept[heading]}; {text}" if heading in row.kept else text


def _put_together(row: MappedRow, parts: dict[str, list[tuple[Step, str]]]) -> None:
    names = [text for part in ("contact_first", "contact_last") for _step, text in parts.get(part, ())]
    _add(row.cells, "contact_name", " ".join(names))
    for step, text in parts.get("house", ()):
        _after(row, "address", " ", step, text)
    for step, text in parts.get("flat", ()):
        _after(row, "address", "/" if parts.get("house") else " m. ", step, text)
    for _step, text in parts.get("district", ()):
        place = row.cells.get("place_name", "")
        if not place:
            row.cells["place_name"] = text
        elif fold(text) not in fold(place):
            row.cells["place_name"] = f"{place}, {text}"
    _put_languages(row, parts.get("languages", []), parts.get("level", []))


def _after(row: MappedRow, name: str, between: str, step: Step, text: str) -> None:
    if before := row.cells.get(name):
        row.cells[name] = f"{before}{between}{text}"
    else:
        _keep(row, step.heading, text)


def _put_languages(row: MappedRow, named: list[tuple[Step, str]], levels: list[tuple[Step, str]]) -> None:
    """Each level goes to its language: by the number in the headings, else to the last one before it."""
    own: dict[int, list[tuple[Step, str]]] = {}
    for level in levels:
        at = _language_of(level[0], [step for step, _text in named])
        if at is None:
            _keep(row, level[0].heading, level[1])
        else:
            own.setdefault(at, []).append(level)
    for at, (step, text) in enumerate(named):
        if step.lead:
            _add(row.cells, "languages", with_lead("languages", step.lead, text))
            continue
        given = own.get(at, [])
        told = _with_levels(text, given[0][1]) if len(given) == 1 else None
        if told is None:
            for other, level_text in given:
                _keep(row, other.heading, level_text)
        _add(row.cells, "languages", told or text)


def _language_of(level: Step, named: Sequence[Step]) -> int | None:
    free = [(at, step) for at, step in enumerate(named) if not step.lead]
    if level.turn:
        numbered = [at for at, step in free if step.turn == level.turn]
        if len(numbered) == 1:
            return numbered[0]
    before = [at for at, step in free if step.position < level.position]
    return before[-1] if before else free[0][0] if free else None


def _with_levels(text: str, level: str) -> str | None:
    """Languages with the levels of the column beside them: one with one, or as many as there are. None where
    it is not clear whose level it is."""
    languages = [piece.strip() for piece in BREAK.split(text) if piece.strip()]
    levels = [piece.strip() for piece in BREAK.split(level) if piece.strip()]
    if len(languages) == 1:
        return text if is_no(level) else f"{text} {level}"
    if len(languages) == len(levels) and all(is_level(fold(piece)) for piece in levels):
        return ", ".join(f"{one} {other}" for one, other in zip(languages, levels, strict=True))
    return None


def _letter(position: int) -> str:
    """As spreadsheets name their columns: 0 is "A", 27 is "AB"."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
