"""One row: what it means, what is wrong with it, and whether this person is here already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from base.organisations.models import Organisation
from base.places.errors import UnreadableText
from base.places.folding import fold
from intake.enums import Fate, Flaw

from .columns import Column, SheetKind, Values
from .common_columns import place_of
from .people import People, Seen, Traits, traits_of

Sentences = dict[str, list[str]]


@dataclass
class Verdict:
    """What was found in a row. `data` is what the room registers from, None where there are problems."""

    fate: Fate = Fate.GOOD
    data: Any = None
    problems: Sentences = field(default_factory=dict)
    warnings: Sentences = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    label: str = ""

    @property
    def needs_look(self) -> bool:
        """Whether a person should look at the row before it goes in."""
        return self.fate != Fate.GOOD or bool(self.warnings)


class Judge:
    """Judges the rows of one list, one after another; sentences are in the language active now."""

    def __init__(self, kind: SheetKind, centre: Organisation) -> None:
        self.kind = kind
        self.surroundings = kind.surroundings(centre)
        self.people = People.of(kind.known_people(centre))

    def judge(self, number: int, cells: Mapping[str, str], flaws: Mapping[str, str]) -> Verdict:
        """What this row is; it is remembered, so that a later row can repeat it."""
        verdict = Verdict()
        values = self._read(cells, flaws, verdict)
        self._place(values, verdict)
        for name, error in self.kind.cross_check(values, self.surroundings).items():
            verdict.problems.setdefault(name, [error.sentence])
        traits = traits_of(values, self.kind.name_of(cells))
        values["import_key"] = traits.key
        data = self.kind.build(values, self.surroundings)
        for name, errors in self.kind.check(data).items():
            sentences = [sentence for error in errors for sentence in error.messages]
            verdict.problems.setdefault(self.kind.column_of(name), sentences)
        if verdict.problems:
            verdict.fate = Fate.BAD
            return verdict
        verdict.data = data
        self._compare(traits, number, verdict)
        return verdict

    def _read(self, cells: Mapping[str, str], flaws: Mapping[str, str], verdict: Verdict) -> Values:
        values: Values = {}
        for column in self.kind.columns:
            text = cells.get(column.name, "")
            if column.name in flaws:
                verdict.problems[column.name] = [str(Flaw(flaws[column.name]).label)]
            elif text:
                self._read_cell(column, text, values, verdict)
            elif column.required:
                verdict.problems[column.name] = [_("Please fill this in.")]
        return values

    def _read_cell(self, column: Column, text: str, values: Values, verdict: Verdict) -> None:
        try:
            value = values[column.name] = column.reader.read(text)
        except UnreadableText as error:
            verdict.problems[column.name] = [error.sentence]
            return
        if column.reader.shows and not _is_as_typed(column, value, text):
            verdict.readings[column.name] = column.reader.show(value)

    def _place(self, values: Values, verdict: Verdict) -> None:
        where = "postcode" if values.get("postcode") else "place_name"
        try:
            place = values["place"] = place_of(values)
        except UnreadableText as error:
            verdict.problems[where] = [error.sentence]
            return
        if place is not None and fold(values.get("place_name", "")) != fold(place.name):
            verdict.readings[where] = place.described

    def _compare(self, traits: Traits, number: int, verdict: Verdict) -> None:
        name = self.kind.columns[self.name_position].name
        if seen := self.people.same(traits):
            verdict.fate, verdict.label = Fate.REPEATED, seen.label
            verdict.warnings[name] = [_repeats(seen)]
            return
        if seen := self.people.alike(traits):
            verdict.warnings[name] = [_perhaps(seen)]
        self.people.add(traits, Seen(row=number, own_number=traits.own_number), key=traits.key)

    @property
    def name_position(self) -> int:
        """Where the column of the person's name stands."""
        names = [column.name for column in self.kind.columns]
        return names.index("contact_name" if "contact_name" in names else "first_name")


def _is_as_typed(column: Column, value: Any, text: str) -> bool:
    """Whether the text says just what we would print, in either language of our sheets."""
    for language in ("pl", "en"):
        with translation.override(language):
            if _bare(column.reader.show(value)) == _bare(text):
                return True
    return False


def _bare(text: str) -> str:
    """Without what makes no difference to a reader: case, diacritics, spaces, the zeros of a full hour."""
    return fold(text).replace(":00", "").replace(" ", "")


def _repeats(seen: Seen) -> str:
    if seen.label:
        return _("Here already as %(label)s. Nothing changes there.") % {"label": seen.label}
    return _("The same as row %(row)s of this file; added once.") % {"row": seen.row}


def _perhaps(seen: Seen) -> str:
    if seen.label:
        return _("Perhaps the same person as %(label)s? The name and the place are the same.") % {
            "label": seen.label
        }
    return _("Perhaps the same person as in row %(row)s?") % {"row": seen.row}
