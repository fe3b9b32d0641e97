"""The words a family says yes to: dated files of `families/consent_texts`, read by `base.common`."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from base.common.consent_texts import ConsentText, text_of, text_on, versions_in
from families.enums import ConsentPurpose

__all__ = ["ConsentText", "consent_text", "text_of_version", "versions"]

FOLDER = Path(__file__).resolve().parent.parent / "consent_texts"


def consent_text(purpose: ConsentPurpose, *, language: str, on: date) -> ConsentText:
    """What is shown on that day; in English where this language has no text of its own."""
    return text_on(FOLDER, purpose.value, language=language, on=on)


def text_of_version(purpose: ConsentPurpose, *, version: str, language: str) -> ConsentText:
    """The words of this version; KeyError for one that does not exist (paper forms have their own)."""
    return text_of(FOLDER, purpose.value, version=version, language=language)


def versions() -> Mapping[str, date]:
    """From when each version is shown."""
    return versions_in(FOLDER)
