"""The words a family says yes to: dated files, one for each version, never changed once somebody agreed.

A file `consent_texts/<version>.toml` holds for each purpose and language a title and paragraphs. The newest
version that has begun is shown; what was agreed to before is found again by its version.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from families.enums import ConsentPurpose

FOLDER = Path(__file__).resolve().parent.parent / "consent_texts"
FALLBACK = "en"


@dataclass(frozen=True)
class ConsentText:
    """One consent in one language."""

    purpose: ConsentPurpose
    version: str
    language: str
    title: str
    paragraphs: tuple[str, ...]


def consent_text(purpose: ConsentPurpose, *, language: str, on: date) -> ConsentText:
    """What is shown on that day; in English where this language has no text of its own."""
    begun = [version for version, begins in versions().items() if begins <= on]
    return text_of_version(purpose, version=max(begun, key=lambda one: versions()[one]), language=language)


def text_of_version(purpose: ConsentPurpose, *, version: str, language: str) -> ConsentText:
    """The words of this version; KeyError for one that does not exist (paper forms have their own)."""
    texts = _file(version)[purpose]
    chosen = language if language in texts else FALLBACK
    return ConsentText(purpose, version, chosen, texts[chosen]["title"], tuple(texts[chosen]["paragraphs"]))


@cache
def versions() -> Mapping[str, date]:
    """From when each version is shown."""
    return {path.stem: _file(path.stem)["from"] for path in sorted(FOLDER.glob("*.toml"))}


@cache
def _file(version: str) -> Mapping[str, Any]:
    path = FOLDER / f"{version}.toml"
    if not path.is_file():
        raise KeyError(version)
    return tomllib.loads(path.read_text(encoding="utf-8"))
