"""Which column of a file is which of ours, as people see and change it, and the cells a row comes to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from .columns import NOTE, Column, SheetKind
from .headings import SENSITIVE, plain

SURE, CHECK, NONE = "sure", "check", "none"
LONGEST_KEY = 110


@dataclass(frozen=True)
class MappedColumn:
    """A column of the file: its heading, up to three texts out of it, the targets it goes to (none: it is
    left out), what its heading says before each text (`lead`), how sure we are and why (see `reason_of`)."""

    heading: str
    samples: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    lead: str = ""
    confidence: str = NONE
    why: str = ""
    sensitive: bool = False

    def as_json(self) -> dict[str, Any]:
        """As `Upload.columns` keeps it."""
        return {**asdict(self), "samples": list(self.samples), "targets": list(self.targets)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "MappedColumn":
        """Back from `Upload.columns`."""
        return cls(**{**told, "samples": tuple(told["samples"]), "targets": tuple(told["targets"])})


@dataclass(frozen=True)
class MappedRow:
    """A row under our columns: texts, words kept for the note by their heading, and flaws by our column."""

    cells: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    flaws: dict[str, str] = field(default_factory=dict)


def heading_is_known(kind: SheetKind) -> Callable[[str], bool]:
    """Whether a text is a heading of this kind of list, however it is worded."""
    known = _known(kind)
    return lambda text: plain(text) in known or bool(SENSITIVE.search(plain(text)))


def guess_columns(
    kind: SheetKind,
    headings: Sequence[str],
    texts: Sequence[Sequence[str]],
    remembered: Mapping[str, Mapping[str, Any]],
) -> list[MappedColumn]:
    """What each column of a file is. `texts` are by column; `remembered` as `meanings_of` made it."""
    known, found = _known(kind), []
    for position, heading in enumerate(headings):
        key = plain(heading)
        samples = tuple(dict.fromkeys(text for text in texts[position] if text))[:3]
        if SENSITIVE.search(key):
            found.append(MappedColumn(heading, why="sensitive", sensitive=True))
        elif key in known:
            found.append(MappedColumn(heading, samples, (known[key],), "", SURE, "heading"))
        else:
            found.append(MappedColumn(heading, samples, (NOTE,) if key else (), "", CHECK, "unknown"))
    return found


def cells_of_texts(
    kind: SheetKind,
    columns: Sequence[MappedColumn],
    texts: Sequence[str],
    flaws: Mapping[int | str, str],
) -> MappedRow:
    """The texts of a row under our columns; `flaws` by the position of their column."""
    row = MappedRow()
    for position, (column, text) in enumerate(zip(columns, texts, strict=False)):
        for target in column.targets:
            if flaw := flaws.get(position) or flaws.get(str(position)):
                row.flaws[target] = flaw
            elif not text:
                continue
            elif target == NOTE and plain(column.heading) not in {"uwagi", "note"}:
                row.kept[column.heading] = text
            else:
                row.cells[target] = ", ".join(filter(None, [row.cells.get(target, ""), text]))
    return row


def missing_columns(kind: SheetKind, columns: Sequence[MappedColumn]) -> list[Column]:
    """Obligatory columns no column of the file tells of."""
    told = {target for column in columns for target in column.targets}
    return [column for column in kind.columns if column.required and column.name not in told]


def heading_keys(columns: Sequence[MappedColumn]) -> list[str]:
    """Under what each column is remembered, in order: the heading folded, "uwagi#2" where it stands twice,
    "" where there is no heading."""
    seen: dict[str, int] = {}
    keys = []
    for column in columns:
        key = plain(column.heading)[:LONGEST_KEY]
        seen[key] = seen.get(key, 0) + 1
        keys.append(f"{key}#{seen[key]}" if key and seen[key] > 1 else key)
    return keys


def meanings_of(columns: Sequence[MappedColumn]) -> dict[str, dict[str, Any]]:
    """What to remember of a file's headings: {key: {"targets": [name], "lead": text}}."""
    keys = heading_keys(columns)
    return {
        key: {"targets": list(column.targets), "lead": column.lead}
        for key, column in zip(keys, columns, strict=True)
        if key and not column.sensitive
    }


def target_choices(kind: SheetKind, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything a column can be, for a select: [(group, [(name, label)])]."""
    columns = [(column.name, column.heading(language)) for column in kind.columns]
    return [("", columns), ("", [(one.name, one.heading(language)) for one in kind.composites])]


def reason_of(column: MappedColumn) -> str:
    """Why we take a column for what we take it, as a sentence in the active language."""
    return column.why


def _known(kind: SheetKind) -> dict[str, str]:
    known: dict[str, str] = {}
    for column in kind.columns:
        for text in (column.pl, column.en, column.name, *column.also):
            known.setdefault(plain(text), column.name)
    return known
