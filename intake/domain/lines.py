"""Lines of a file whatever its format, and the refusals every format shares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.common.errors import Refusal
from intake.enums import Flaw

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_COLUMNS = 100
MOST_LINES = 100_000  # looked at, empty ones included
MOST_CHARACTERS = 2_000  # in a cell
LONGEST_SHOWN = 200  # of a cell that is longer than that


@dataclass(frozen=True)
class Line:
    """A line that is not empty: its number in the file, its texts, and what is wrong with some of them (by
    position) before their words are looked at."""

    number: int
    texts: tuple[str, ...]
    flaws: dict[int, Flaw] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet; `lines()` starts anew each time and may raise Refusal on the way. A text file has no name."""

    name: str
    lines: Callable[[], Iterator[Line]]


def refusal(code: str, sentence: "StrOrPromise") -> Refusal:
    """A file we do not take; nothing was stored."""
    return Refusal(sentence, code=f"file_{code}")


def broken() -> Refusal:
    """The file cannot be opened."""
    sentence = _(
        "This file is damaged and cannot be opened. Open it in a spreadsheet, save it anew, try again."
    )
    return refusal("broken", sentence)


def macros() -> Refusal:
    """A file with programs in it."""
    return refusal(
        "macros", _("This file has macros (programs) in it. Save it as a plain .xlsx and send it again.")
    )


def too_many_lines() -> Refusal:
    """A sheet that goes on and on."""
    sentence = _("This sheet has more than {most} lines. Copy the filled part into a new sheet, or split it.")
    return refusal("lines", format_lazy(sentence, most=f"{MOST_LINES:,}".replace(",", " ")))


def line_of(number: int, cells: list[str], flaws: dict[int, Flaw] | None = None) -> Line | None:
    """A line with its texts cleaned; None when nothing stands in it. Refusal with too many columns."""
    flaws = dict(flaws or {})
    texts = [clean(text) for text in cells]
    while texts and not texts[-1] and len(texts) - 1 not in flaws:
        texts.pop()
    if not texts:
        return None
    if len(texts) > MOST_COLUMNS:
        sentence = format_lazy(
            _("Line {number} has more than {most} columns. Keep those of our template, drop the others."),
            number=number,
            most=MOST_COLUMNS,
        )
        raise refusal("columns", sentence)
    for position, text in enumerate(texts):
        if len(text) > MOST_CHARACTERS:
            texts[position], flaws[position] = text[:LONGEST_SHOWN] + "…", Flaw.LONG
        elif text.startswith("=") and len(text) > 1:
            flaws[position] = Flaw.FORMULA
    return Line(number, tuple(texts), flaws)


def clean(text: str) -> str:
    """Without stray spaces and control signs, and without the apostrophe that defuses a formula."""
    if len(text) <= MOST_CHARACTERS:
        text = "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text)
    text = text.strip()
    return text[1:] if text[:2] in {"'=", "'+", "'-", "'@"} else text


def locked() -> Refusal:
    """Behind a password."""
    return refusal(
        "locked", _("This file is locked with a password. Take the password off and send it again.")
    )


def unknown_kind() -> Refusal:
    """Neither a workbook nor a table of text."""
    sentence = _("We read .xlsx and .csv files. Save the list as one of these and send it again.")
    return refusal("kind", sentence)
