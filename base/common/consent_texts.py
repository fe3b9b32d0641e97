"""The words people say yes to: dated files, one for each version, never changed once somebody agreed.

A file `<folder>/<version>.toml` holds for each purpose and language a title and paragraphs. The newest
version that has begun is shown; what was agreed to before is found again by its version.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FALLBACK = "en"


@dataclass(frozen=True)
class ConsentText:
    """One consent in one language; `purpose` is the value of the room's own enum."""

    purpose: str
    version: str
    language: str
    title: str
    paragraphs: tuple[str, ...]


def text_on(folder: Path, purpose: str, *, language: str, on: date) -> ConsentText:
    """What is shown on that day; in English where this language has no text of its own."""
    begins = versions_in(folder)
    begun = [version for version, day in begins.items() if day <= on]
    version = max(begun, key=lambda one: begins[one])
    return text_of(folder, purpose, version=version, language=language)


def text_of(folder: Path, purpose: str, *, version: str, language: str) -> ConsentText:
    """The words of this version; KeyError for one that does not exist (paper forms have their own)."""
    texts = _file(folder, version)[purpose]
    chosen = language if language in texts else FALLBACK
    return ConsentText(purpose, version, chosen, texts[chosen]["title"], tuple(texts[chosen]["paragraphs"]))


@cache
def versions_in(folder: Path) -> Mapping[str, date]:
    """From when each version is shown."""
    return {path.stem: _file(folder, path.stem)["from"] for path in sorted(folder.glob("*.toml"))}


@cache
def _file(folder: Path, version: str) -> Mapping[str, Any]:
    path = folder / f"{version}.toml"
    if not path.is_file():
        raise KeyError(version)
    return tomllib.loads(path.read_text(encoding="utf-8"))
