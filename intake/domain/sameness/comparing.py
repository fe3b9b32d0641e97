"""What a newer file says of somebody who is here already: what is new, and what was changed on both sides.

Of each column we keep a fingerprint of what the last file said. A column the newer file says the same in is
left alone, whatever Splot has by now; one that changed in the file only is taken over; one that changed in
both is asked. An empty cell erases nothing, and a note only grows.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from django.utils import translation
from django.utils.crypto import salted_hmac

from base.organisations.models import Organisation
from base.places.folding import fold
from base.places.week import Week
from intake.domain.sheets.columns import NOTE, SheetKind, Values
from intake.models import ImportedPerson, StagedRow

from .people import Traits, e164

#: Under this name `ImportedPerson.said` holds the keys of the rows that were about the person; under "?x"
#: what stood in column x, not understood, and went into the note.
KEYS: Final = "="
UNCLEAR: Final = "?"
MOST_KEYS: Final = 6
LONGEST_NOTE: Final = 2_000
WHO: Final = frozenset({"splot_label", "own_number"})
WHERE: Final = ("postcode", "place_name")
NOTHING: Final[tuple[Any, ...]] = (None, "", (), frozenset())
#: The third item of a difference: both sides changed, so that a person has to say which is right.
BOTH: Final = "both"
#: The file says a part of what Splot has: Splot's stays, unless a person takes the file's.
PART: Final = "part"


@dataclass(frozen=True)
class Ours:
    """What Splot has of somebody, as values of our columns, and what the last file said."""

    values: Values = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """`differences`: {our column: [text in Splot, text of the file]}, a third item BOTH where a person has to
    decide, PART where Splot's stays unless they do; `changes` are the values an import writes; `open` the
    columns still to be decided."""

    differences: dict[str, list[str]] = field(default_factory=dict)
    changes: Values = field(default_factory=dict)
    open: tuple[str, ...] = ()


@dataclass
class Shelf:
    """What Splot has of the people of one centre, looked up for many at once and kept."""

    kind: SheetKind
    centre: Organisation
    known: dict[str, Ours] = field(default_factory=dict)

    def expect(self, labels: Collection[str]) -> None:
        """Look up whoever of these was not yet."""
        wanted = set(labels) - self.known.keys()
        if not wanted:
            return
        values = self.kind.values_of(self.centre, wanted)
        people = ImportedPerson.objects.filter(centre=self.centre, kind=self.kind.kind)
        said = {one.label: one.said for one in in_parts(people, wanted)}
        for label in wanted:
            self.known[label] = Ours(values.get(label, {}), said.get(label, {}))

    def of(self, label: str) -> Ours:
        """What Splot has of this person."""
        self.expect([label])
        return self.known[label]

    def heard(self, label: str, column: str, text: str) -> bool:
        """Whether this text was not understood before, and went into this person's note."""
        return bool(label) and self.of(label).said.get(UNCLEAR + column) == fingerprint(column, text)


def in_parts(people: Any, labels: Collection[str], *, part: int = 500) -> Iterable[Any]:
    """The rows of a queryset with these labels: a database takes only so many words in one question."""
    wanted = sorted(labels)
    for start in range(0, len(wanted), part):
        yield from people.filter(label__in=wanted[start : start + part])


def compare(
    kind: SheetKind, row: StagedRow, values: Values, ours: Ours, *, take: Mapping[str, str] | None = None
) -> Comparison:
    """What the row, read as `values`, says that Splot does not have. `take`: {our column: "file" | "ours"} as
    a person decided; a column not named there is taken from the file, where it changed there alone."""
    take = take or {}
    differences: dict[str, list[str]] = {}
    changes: Values = {}
    undecided = []
    for name, value in told_columns(kind, row, values, ours).items():
        if name == NOTE:
            difference, value = _note_difference(row, str(value), ours)
        else:
            difference = _difference(kind, row, name, value, ours)
        if not difference:
            continue
        differences[name] = difference
        mark = difference[2] if difference[2:] else ""
        if mark == BOTH and name not in take:
            undecided.append(name)
        elif take.get(name, "ours" if mark == PART else "file") != "ours":
            changes[name] = value
    if values.get("place") and not changes.keys().isdisjoint(WHERE):
        changes["place"] = values["place"]
    return Comparison(differences, changes, tuple(undecided))


def told_columns(kind: SheetKind, row: StagedRow, values: Values, ours: Ours) -> Values:
    """The values that say something of the person, without those that only say who it is. A post code we
    found for a place ourselves is told where the place is another one."""
    told = {
        name: value
        for name, value in values.items()
        if name in kind.by_name and name not in WHO and value not in NOTHING
    }
    if not row.cells.get("postcode") and _same_word(told.get("place_name"), ours.values.get("place_name")):
        told.pop("postcode", None)
    if not row.cells.get("place_name") and _same_word(told.get("postcode"), ours.values.get("postcode")):
        told.pop("place_name", None)
    return told


def said_by(
    kind: SheetKind,
    row: StagedRow,
    values: Values,
    *,
    before: Mapping[str, Any],
    unclear: Collection[str] = (),
) -> dict[str, Any]:
    """What `ImportedPerson.said` keeps of this row, over what earlier files said. `unclear` are columns whose
    text went into the note because it was not understood."""
    said = dict(before)
    for name, value in values.items():
        if name == NOTE:
            old = before.get(NOTE, [])
            said[NOTE] = [*old, *(one for one in _lines_said(str(value)) if one not in old)]
        elif name in kind.by_name and name not in WHO and value not in NOTHING:
            said[name] = fingerprint(name, canonical(kind, name, value))
    for name in unclear:
        said[UNCLEAR + name] = fingerprint(name, row.cells.get(name, ""))
    keys = [*before.get(KEYS, []), *keys_of(Traits.from_json(row.traits))]
    said[KEYS] = list(dict.fromkeys(keys))[-MOST_KEYS:]
    return said


def keys_of(traits: Traits) -> list[str]:
    """What a row is known by when it comes again, whatever the person is called in Splot by then."""
    return [traits.whole_key] if traits.is_faint else [traits.whole_key, traits.key]


def remembered_keys(kind: SheetKind, centre: Organisation) -> dict[str, str]:
    """{key of a row: label of whom it was about}, of all earlier imports. A key that was about two people,
    told apart by a person, says nothing."""
    people = ImportedPerson.objects.filter(centre=centre, kind=kind.kind).order_by("pk")
    told: dict[str, str] = {}
    for label, said in people.values_list("label", "said"):
        for key in said.get(KEYS, []):
            told[key] = label if told.get(key, label) == label else ""
    return {key: label for key, label in told.items() if label}


def text_of(kind: SheetKind, name: str, value: Any) -> str:
    """A value as a text of the sheet in the active language, "" for none."""
    return "" if value in NOTHING else str(kind.by_name[name].reader.show(value))


def canonical(kind: SheetKind, name: str, value: Any) -> str:
    """One text for all ways to say a value: what our reader writes in English, several in one order."""
    show = kind.by_name[name].reader.show
    if name == "phone":
        return e164(str(value)) or str(value)
    if show is str:
        return " ".join(str(value).split())
    return _shown(show, value)


@lru_cache(maxsize=16_384)
def _shown(show: Callable[[Any], str], value: Any) -> str:
    with translation.override("en"):
        if isinstance(value, tuple | frozenset):
            return "|".join(sorted(show((one,)) for one in value))
        return " ".join(str(show(value)).split())


def fingerprint(name: str, text: str) -> str:
    """What is kept of a text: enough to see that it is another one, nothing to read it from."""
    mark = _hmac().copy()
    mark.update(f"{name}|{text}".encode())
    return mark.hexdigest()[:16]


def _difference(kind: SheetKind, row: StagedRow, name: str, value: Any, ours: Ours) -> list[str]:
    file_text = canonical(kind, name, value)
    mark = fingerprint(name, file_text)
    if mark == ours.said.get(name):
        return []
    known = ours.values.get(name)
    our_text = "" if known in NOTHING else canonical(kind, name, known)
    if file_text == our_text or (name in WHERE and _same_word(value, known)):
        return []
    moved = name in ours.said and ours.said[name] != fingerprint(name, our_text)
    told = row.readings.get(name) or row.cells.get(name) or kind.by_name[name].reader.show(value)
    is_less = name not in ours.said and is_part(value, known)
    return [text_of(kind, name, known), str(told), *([BOTH] if moved else [PART] if is_less else [])]


def is_part(value: Any, known: Any) -> bool:
    """Whether a set of languages, needs, ages or hours is a part of another, and not the whole of it."""
    if isinstance(value, Week) and isinstance(known, Week):
        return value != known and value <= known
    if not (isinstance(value, tuple | frozenset) and isinstance(known, tuple | frozenset)):
        return False
    less, more = Counter(value), Counter(known)
    return less != more and less <= more


def _note_difference(row: StagedRow, note: str, ours: Ours) -> tuple[list[str], str]:
    """A note grows by the lines that are new; where it would grow too long, a person has to say."""
    known = str(ours.values.get(NOTE) or "")
    there = {line.strip() for line in known.splitlines()}
    said = set(ours.said.get(NOTE, []))
    fresh = [
        line
        for line in _lines(note)
        if line not in there and fingerprint(NOTE, line) not in said and not _is_told(line, there)
    ]
    if not fresh:
        return [], known
    whole = "\n".join(filter(None, [known, *fresh]))
    too_long = [BOTH] if len(whole) > LONGEST_NOTE else []
    return [known, "\n".join(fresh), *too_long], whole[:LONGEST_NOTE] if not too_long else "\n".join(fresh)


def _is_told(line: str, there: Collection[str]) -> bool:
    """Whether a line of the same heading holds these words: a cell that went whole into the note."""
    heading, _colon, text = line.partition(": ")
    return bool(text) and any(one.startswith(f"{heading}: ") and text in one for one in there)


def _lines(note: str) -> list[str]:
    return [line.strip() for line in note.splitlines() if line.strip()]


def _lines_said(note: str) -> list[str]:
    return [fingerprint(NOTE, line) for line in _lines(note)]


def _same_word(one: Any, other: Any) -> bool:
    return bool(one and other) and fold(str(one)) == fold(str(other))


@lru_cache(maxsize=1)
def _hmac() -> "hmac.HMAC":
    return salted_hmac("intake.said", b"", algorithm="sha256")
