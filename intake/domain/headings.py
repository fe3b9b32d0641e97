"""Which column of a file is which of ours, which we do not know, and which we will not take."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.places.folding import fold, nearest

from .columns import Column, SheetKind
from .lines import Line, Sheet, refusal

#: Parts of headings of what Splot does not keep, whatever for: see docs/glossary.md.
SENSITIVE = re.compile(
    # numbers of papers
    r"\bpesel|\bpaszport|\bpassport|\bdowod (?:osob|tozsam)|\bdokument\w* (?:tozsam|podroz)"
    r"|\b(?:numer|nr|seria)\w* (?:dokument|dowod|paszport|karty pobytu)|\b(?:document|id card) n"
    # status of residence
    r"|\bkart\w+ pobytu|\bresidence (?:card|permit)|\bpobyt|\bstatus (?:prawn|ukr)|\blegal status"
    r"|\buchodz|\brefugee|\bochron\w* (?:czas|miedz)|\basylum|\bazyl"
    # origin and belief
    r"|\bnarodowos|\bobywatels|\bnationalit|\bcitizenship|\bkraj pochodz|\bcountry of origin"
    r"|\betni|\bethnic|\brasa\b|\brace\b|\breligi|\bwyznani|\bfaith|\bdenomination"
    r"|\borientac|\bpolityc|\bpolitical"
    # health
    r"|\bzdrowi|\bhealth\b|\bchorob|\bdisease|\bdiagno|\bdisab|\bniepelnospr|\borzeczen"
    # an age is enough
    r"|\bdata\w* urodz|\bbirth"
)
LINES_ABOVE = 10  # a title or two may stand above the headings
#: The last column of our own file of rows to be mended.
PROBLEMS_HEADING = ("Do poprawy", "To correct")
UNKNOWN, SENSITIVE_REASON = "unknown", "sensitive"


@dataclass(frozen=True)
class LeftOut:
    """A column of the file nobody reads, and why; `nearest` is one of our headings that looks alike."""

    heading: str
    reason: str
    nearest: str = ""


@dataclass(frozen=True)
class Headings:
    """The line of headings: our columns by their position, and what is left out."""

    line: int
    columns: dict[int, Column] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Table:
    """A sheet whose headings are understood."""

    sheet: Sheet
    headings: Headings

    def rows(self) -> Iterator[Line]:
        """The lines below the headings."""
        return (line for line in self.sheet.lines() if line.number > self.headings.line)


def plain(text: str) -> str:
    """A heading made comparable: small letters, no diacritics, no signs, nothing in brackets."""
    text = re.sub(r"\([^)]*\)", " ", fold(text))
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


OWN_KEYS = frozenset(plain(text) for text in PROBLEMS_HEADING)


def find_table(sheets: Sequence[Sheet], kind: SheetKind) -> Table:
    """The first sheet with headings of ours. Refusal when none has, or an obligatory one is missing."""
    best: Table | None = None
    for sheet in sheets:
        for line in islice(sheet.lines(), LINES_ABOVE):
            table = Table(sheet, read_headings(line, kind))
            if best is None or len(table.headings.columns) > len(best.headings.columns):
                best = table
        if best is not None and len(best.headings.columns) >= 2:
            break
    if best is None:
        raise refusal("empty", _("This file is empty."))
    _check_obligatory(best.headings, kind)
    return best


def read_headings(line: Line, kind: SheetKind) -> Headings:
    """What each cell of a line means as a heading."""
    known = _known(kind)
    columns: dict[int, Column] = {}
    left_out = []
    for position, text in enumerate(line.texts):
        key = plain(text)
        if not key or key in OWN_KEYS:
            continue
        column = known.get(key)
        if column is not None and column not in columns.values():
            columns[position] = column
        elif column is None and SENSITIVE.search(key):
            left_out.append(LeftOut(text[:80], SENSITIVE_REASON))
        else:
            alike = [known[word] for word in nearest(key, known)]
            left_out.append(LeftOut(text[:80], UNKNOWN, alike[0].name if alike else ""))
    headings = {position: line.texts[position][:80] for position in columns}
    return Headings(line.number, columns, headings, tuple(left_out))


def _known(kind: SheetKind) -> dict[str, Column]:
    known: dict[str, Column] = {}
    for column in kind.columns:
        known |= {plain(column.pl): column, plain(column.en): column}
    for column in kind.columns:
        for text in (column.name, *column.also):
            known.setdefault(plain(text), column)
    return known


def _check_obligatory(found: Headings, kind: SheetKind) -> None:
    language = get_language() or "pl"
    if not found.columns:
        unknown = _("We know none of these headings. Take our template, or name the columns as it does.")
        raise refusal("headings", unknown)
    missing = [
        f"“{column.heading(language)}”"
        for column in kind.columns
        if column.required and column not in found.columns.values()
    ]
    if missing:
        sentence = format_lazy(
            _("A column is missing without which nobody can be added: {names}."), names=", ".join(missing)
        )
        raise refusal("obligatory", sentence)
