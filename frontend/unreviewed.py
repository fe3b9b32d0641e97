"""Translations that no native speaker has read yet, as the catalogues themselves say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings

#: What scripts/catalogue.py writes at the head of a catalogue until somebody has read it.
MARK = "# No native speaker has reviewed these texts."


@dataclass(frozen=True)
class Unreviewed:
    """One text: English, its translation (one form or as many as the language has), and where it stands."""

    english: str
    translated: tuple[str, ...]
    places: tuple[str, ...]


def unreviewed_languages() -> list[str]:
    """Codes of the languages whose catalogue waits for a reader."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [code for code in codes if _path(code).exists() and MARK in _head(_path(code))]


def unreviewed_texts(code: str) -> Sequence[Unreviewed]:
    """Every translated text of such a language, in the order of the catalogue."""
    path = _path(code)
    return _texts(path, path.stat().st_mtime)


@cache
def _texts(path: Path, _changed: float) -> tuple[Unreviewed, ...]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    return tuple(_text(entry) for entry in catalogue if entry.id and any(_forms(entry)))


def _text(entry: Message) -> Unreviewed:
    english = entry.id if isinstance(entry.id, str) else entry.id[0]
    return Unreviewed(english, _forms(entry), tuple(sorted({file for file, _line in entry.locations})))


def _forms(entry: Message) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())


def _path(code: str) -> Path:
    return Path(settings.CATALOGUES) / code / "LC_MESSAGES" / "django.po"


def _head(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.read(400)
