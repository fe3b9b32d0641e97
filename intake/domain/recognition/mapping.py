"""Which column of a file is which of ours, as people see and change it; `row_cells` makes rows of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from intake.domain.readers.wording import LONGEST, plain, words_of
from intake.domain.sheets.columns import NOTE, Column, SheetKind

from .choosing import choose
from .guessing import CHECK, NONE, OWN_KEYS, SURE, Guess, guesses_of
from .heading_scores import STRONG, named_by
from .leads import lead_of
from .mapped import MappedColumn, MappedRow, is_note_heading
from .row_cells import cells_of_texts
from .sensitive import REASONS, sensitive_heading

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SAMPLES: Final = 3
LONGEST_SAMPLE: Final = 80
LONGEST_KEY: Final = 110
MOST_DIGITS: Final = 4  # in a heading: a year
WHYS: Final[Mapping[str, "StrOrPromise"]] = {
    "both": gettext_lazy("The heading and the texts below it say so."),
    "heading": gettext_lazy("The heading says so."),
    "values": gettext_lazy("The texts look like it; the heading does not say."),
    "differ": gettext_lazy("The texts look like it, though the heading says something else."),
    "heading-only": gettext_lazy("The heading says so, but the texts below it do not look like it."),
    "alike": gettext_lazy("The heading sounds like it."),
    "near": gettext_lazy("It could also be something else."),
    "lead": gettext_lazy("The heading is a part of what each cell says."),
    "count": gettext_lazy("This counts the children; their ages are asked for."),
    "level-beside": gettext_lazy("Each level belongs to the language in the column beside it."),
    "which-language": gettext_lazy("A language they speak, or the one we write in?"),
    "which-date": gettext_lazy("The heading does not say which day this is."),
    "whose-age": gettext_lazy("The heading does not say whose age this is."),
    "remembered": gettext_lazy("You told us so the last time."),
    "told": gettext_lazy("You told us so."),
    "second": gettext_lazy("Another column is this already, so it is kept in the note."),
    "joined": gettext_lazy("It is put together with another column."),
    "unknown": gettext_lazy("We do not know this heading, so it is kept in the note."),
    "counter": gettext_lazy("It only counts the rows, so it is left out."),
    "problems": gettext_lazy("We wrote this column ourselves, so it is left out."),
    "empty": gettext_lazy("Nothing stands in it."),
    **REASONS,
}


@lru_cache(maxsize=8)
def heading_is_known(kind: SheetKind) -> Callable[[str], bool]:
    """Whether a text is a heading of this kind of list, however it is worded."""

    @lru_cache(maxsize=20_000)
    def knows(text: str) -> bool:
        if not text or len(text) > LONGEST or not any(map(str.isalpha, text)):
            return False
        if sum(map(str.isdigit, text)) > MOST_DIGITS or "@" in text:
            return False
        if plain(text) in OWN_KEYS or words_of(text) == ("lp",):
            return True
        return bool(sensitive_heading(text)) or any(one.score >= STRONG for one in named_by(kind, text))

    return knows


def guess_columns(
    kind: SheetKind,
    headings: Sequence[str],
    texts: Sequence[Sequence[str]],
    remembered: Mapping[str, Mapping[str, Any]],
) -> list[MappedColumn]:
    """What each column of a file is. `texts` are by column, a few hundred are enough; `remembered` as
    `meanings_of` made it. A heading nobody knows is kept as a note, a sensitive column is left out."""
    keys = _keys(headings)
    ways = [
        guesses_of(kind, heading, texts[at], remembered.get(keys[at]) if keys[at] else None)
        for at, heading in enumerate(headings)
    ]
    chosen = choose(kind, headings, texts, ways)
    return [_mapped(heading, texts[at], chosen[at]) for at, heading in enumerate(headings)]


def missing_columns(kind: SheetKind, columns: Sequence[MappedColumn]) -> list[Column]:
    """Obligatory columns no column of the file tells of."""
    told = {target for column in columns for target in column.targets}
    told |= {name for one in kind.composites if one.name in told for name in one.parts}
    told |= {one.into for one in kind.parts if one.name in told and one.name != "level"}
    return [column for column in kind.columns if column.required and column.name not in told]


def heading_keys(columns: Sequence[MappedColumn]) -> list[str]:
    """Under what each column is remembered, in order: the heading folded, "uwagi#2" where it stands twice,
    "" where there is no heading."""
    return _keys([column.heading for column in columns])


def meanings_of(columns: Sequence[MappedColumn]) -> dict[str, dict[str, Any]]:
    """What to remember of a file's headings: {key: {"targets": [name], "lead": text}}."""
    return {
        key: {"targets": list(column.targets), "lead": column.lead}
        for key, column in zip(heading_keys(columns), columns, strict=True)
        if key and not column.sensitive
    }


def target_choices(kind: SheetKind, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything a column can be, for a select: [(group, [(name, label)])]; "" is to leave it out."""
    with override(language):
        columns = [(one.name, one.heading(language)) for one in kind.columns if one.name != NOTE]
        several = [(one.name, one.heading(language)) for one in kind.composites]
        pieces = [(one.name, one.heading(language)) for one in kind.parts]
        apart = [(NOTE, _("keep it in the note")), ("", _("leave it out"))]
        groups = [
            (_("One column"), columns),
            (_("Several in one"), several),
            (_("A part of a column"), pieces),
        ]
        return [*((name, choices) for name, choices in groups if choices), (_("Otherwise"), apart)]


def target_label(kind: SheetKind, target: str, language: str) -> str:
    """A target as people read it."""
    for _group, choices in target_choices(kind, language):
        for name, label in choices:
            if name == target:
                return label
    return target


def told_column(kind: SheetKind, column: MappedColumn, targets: Sequence[str]) -> MappedColumn:
    """The column as a person told it; what its heading says of the new targets comes along."""
    lead = next((lead for target in targets if (lead := lead_of(kind, column.heading, target))), "")
    return replace(column, targets=tuple(targets), lead=lead, confidence=SURE, why="told")


def reason_of(column: MappedColumn) -> str:
    """Why we take a column for what we take it, as a sentence in the active language; "" for an old code."""
    return str(WHYS.get(column.why, ""))


def _keys(headings: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    keys = []
    for heading in headings:
        key = plain(heading)[:LONGEST_KEY]
        seen[key] = seen.get(key, 0) + 1
        keys.append(f"{key}#{seen[key]}" if key and seen[key] > 1 else key)
    return keys


def _mapped(heading: str, texts: Sequence[str], guess: Guess) -> MappedColumn:
    samples = () if guess.sensitive else tuple(dict.fromkeys(text[:LONGEST_SAMPLE] for text in texts if text))
    return MappedColumn(
        heading, samples[:SAMPLES], guess.targets, guess.lead, guess.confidence, guess.why, guess.sensitive
    )


__all__ = [
    "CHECK",
    "NONE",
    "NOTE",
    "SURE",
    "MappedColumn",
    "MappedRow",
    "cells_of_texts",
    "guess_columns",
    "heading_is_known",
    "heading_keys",
    "is_note_heading",
    "meanings_of",
    "missing_columns",
    "reason_of",
    "target_choices",
    "target_label",
    "told_column",
]
