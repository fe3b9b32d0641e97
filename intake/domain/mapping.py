"""Which column of a file is which of ours, as people see and change it; `row_cells` makes rows of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .columns import NOTE, Column, SheetKind
from .guessing import AS_NOTE, CHECK, NONE, OWN_KEYS, SURE, Guess, guesses_of
from .heading_scores import STRONG, named_by
from .leads import lead_of
from .mapped import MappedColumn, MappedRow, is_note_heading
from .row_cells import cells_of_texts
from .sensitive import REASONS, sensitive_heading
from .value_signs import share
from .wording import LONGEST, plain, turn_of, words_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SAMPLES: Final = 3
LONGEST_SAMPLE: Final = 80
LONGEST_KEY: Final = 110
MOST_DIGITS: Final = 4  # in a heading: a year
#: Targets several columns may go to; of any other, a second column goes into the note.
JOINED: Final = frozenset(
    {NOTE, "languages", "level", "week", "needs", "offers", "children", "adults", "phone", "email"}
)
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
    chosen = _each_once(kind, headings, ways)
    chosen = _looked_over(kind, headings, texts, chosen)
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


def _each_once(kind: SheetKind, headings: Sequence[str], ways: Sequence[Sequence[Guess]]) -> list[Guess]:
    """The likeliest way of each column, where no likelier column has taken its target."""
    chosen: dict[int, Guess] = {}
    taken: dict[str, int] = {}
    rest = sorted(
        ((guess.rank, -at, place) for at, guesses in enumerate(ways) for place, guess in enumerate(guesses)),
        reverse=True,
    )
    for _rank, negative, place in rest:
        at, guess = -negative, ways[-negative][place]
        if at in chosen:
            continue
        owned = _owned(kind, guess)
        if any(taken.get(name, at) != at for name in owned):
            continue
        if place and guess.target == NOTE and any(_strongly(one) for one in ways[at][:place]):
            guess = replace(guess, why="second")
        chosen[at] = guess
        taken.update(dict.fromkeys(owned, at))
    return [chosen[at] for at in range(len(headings))]


def _owned(kind: SheetKind, guess: Guess) -> set[str]:
    """Columns nobody else may fill once this guess is taken."""
    names = {name for one in kind.composites if one.name in guess.targets for name in one.parts}
    return (names | set(guess.targets)) - JOINED


def _strongly(guess: Guess) -> bool:
    return guess.target != NOTE and guess.rank >= 0.6


def _looked_over(
    kind: SheetKind, headings: Sequence[str], texts: Sequence[Sequence[str]], chosen: list[Guess]
) -> list[Guess]:
    """What only the whole line of headings tells: names in two columns, levels, counts of children."""
    chosen = [_without_copy(headings, chosen, at) for at in range(len(chosen))]
    told = {guess.target for guess in chosen}
    for at, guess in enumerate(chosen):
        if guess.target == "contact_first" and "contact_last" not in told:
            chosen[at] = replace(guess, targets=("contact_name",), **_unless_whole(texts[at]))
        elif guess.target == "contact_last" and "contact_first" not in told:
            whole = (share(texts[at], {"name2"}) or 0) >= 0.6
            chosen[at] = replace(
                guess,
                targets=("contact_last_first" if whole else "contact_name",),
                confidence=CHECK,
                why="alike",
            )
        elif (
            guess.target == "first_name"
            and "last_name" not in told
            and (share(texts[at], {"name2"}) or 0) >= 0.6
        ):
            chosen[at] = replace(guess, targets=("full_name",), confidence=CHECK, why="values")
        elif guess.target == "last_name" and "first_name" not in told:
            chosen[at] = replace(guess, targets=("name_last_first",), confidence=CHECK, why="alike")
        elif guess.target == "language" and guess.why == "which-language" and "languages" not in told:
            chosen[at] = replace(guess, targets=("languages",))
            told.add("languages")
        elif guess.target == "level":
            chosen[at] = replace(guess, why="level-beside") if "languages" in told else AS_NOTE
        elif guess.target == "children" and guess.why == "count" and _is_told_otherwise(chosen, at):
            chosen[at] = replace(AS_NOTE, why="second")
        elif guess.target == "district" and not told & {"place_name", "whole_address", "postcode_place"}:
            chosen[at] = replace(guess, targets=("place_name",), confidence=CHECK, why="alike")
        elif guess.target in {"house", "flat"} and not told & {
            "address",
            "place_name",
            "whole_address",
        }:
            chosen[at] = AS_NOTE
    return chosen


def _unless_whole(texts: Sequence[str]) -> dict[str, Any]:
    return {} if (share(texts, {"name2"}) or 0) < 0.6 else {"confidence": CHECK, "why": "values"}


def _is_told_otherwise(chosen: Sequence[Guess], at: int) -> bool:
    return any(place != at and guess.target in {"children", "family"} for place, guess in enumerate(chosen))


def _without_copy(headings: Sequence[str], chosen: Sequence[Guess], at: int) -> Guess:
    """Columns for one target stand together only where their headings are a row ("Język 1", "Język 2"), or
    each says its own part; what merely resembles an earlier one is to be looked at."""
    guess = chosen[at]
    others = [place for place, one in enumerate(chosen) if place != at and one.targets == guess.targets]
    if guess.target not in JOINED - {NOTE, "level"} or not others or guess.why == "remembered":
        return guess
    if guess.lead:
        same = [place for place in others if place < at and chosen[place].lead == guess.lead]
        return replace(AS_NOTE, why="second") if same and guess.target == "languages" else guess
    if turn_of(headings[at]) and any(turn_of(headings[place]) for place in others):
        return guess
    if min(others) > at and guess.confidence == SURE:
        return guess
    if guess.rank < 0.6:
        return replace(AS_NOTE, why="second")
    return replace(guess, confidence=CHECK, why="joined")


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
