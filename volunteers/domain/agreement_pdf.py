"""An agreement as PDF, by typst: letters of its own, nothing fetched, nothing a person wrote read as code."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import typst
from babel.dates import format_datetime
from django.utils import timezone
from django.utils.translation import gettext as _

from base.common.errors import Refusal

from .agreement_words import AgreementWords

SOURCE: Final = Path(__file__).resolve().parent.parent / "agreement.typ"


@dataclass(frozen=True)
class Signature:
    """A side, the name it signed with, when, and how one knows."""

    role: str
    name: str
    at: datetime
    account: str


def agreement_pdf(
    words: AgreementWords, *, signatures: Sequence[Signature] = (), choice: bool = False
) -> bytes:
    """The document as PDF/UA; without signatures it says that it is not signed yet.

    Refusal "unprintable" when a name has letters the fonts do not.
    """
    try:
        made = typst.compile(
            SOURCE,
            format="pdf",
            sys_inputs={"told": told(words, signatures, choice=choice)},
            ignore_system_fonts=True,
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        sentence = _(
            "The agreement holds letters that cannot be printed. Write the name in Latin letters, as it "
            "stands in a document, and try again."
        )
        raise Refusal(sentence, code="unprintable") from error
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made


def told(words: AgreementWords, signatures: Sequence[Signature], *, choice: bool) -> str:
    """What the template is given, as JSON. The words beside the agreement's own are Polish as it is."""
    chosen = "Zaznaczono." if choice else "Nie zaznaczono." if signatures else ""
    return json.dumps(
        {
            "title": words.title,
            "number": words.number,
            "centre": words.centre,
            "draft": "" if signatures else "Do przeczytania: jeszcze niepodpisane",
            "example": words.is_example,
            "example_words": "Wzór przykładowy: do sprawdzenia przez prawnika.",
            "foot": f"{words.number} · wersja tekstu: {words.version} · odcisk tekstu {words.print[:16]}",
            "page_word": "strona",
            "blocks": [{"kind": block.kind, "text": block.text} for block in words.blocks],
            "choice": choice,
            "choice_words": chosen if words.has_choice else "",
            "signatures_word": "Podpisano w aplikacji",
            "signatures": [
                {"role": one.role, "name": one.name, "how": f"{_moment(one.at)}, konto: {one.account}"}
                for one in signatures
            ],
        },
        ensure_ascii=False,
    )


def digest_of(document: bytes | memoryview) -> str:
    """SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(document).hexdigest()


def _moment(at: datetime) -> str:
    local = format_datetime(timezone.localtime(at), "d MMMM y, HH:mm:ss", locale="pl")
    return f"{local} czasu polskiego"
