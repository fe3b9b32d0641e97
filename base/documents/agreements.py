"""An agreement as PDF: its words, a choice made in it, and who signed when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from .blocks import Written
from .typesetting import digest_of, moment_in_polish, typeset

SOURCE: Final = Path(__file__).resolve().parent / "agreement.typ"
UNPRINTABLE = _(
    "The agreement holds letters that cannot be printed. Write the name in Latin letters, as it "
    "stands in a document, and try again."
)


@dataclass(frozen=True)
class Signature:
    """A side, the name it signed with, when, and how one knows."""

    role: str
    name: str
    at: datetime
    account: str


def agreement_pdf(words: Written, *, signatures: Sequence[Signature] = (), choice: bool = False) -> bytes:
    """The document as PDF/UA; without signatures it says that it is not signed yet.

    Refusal "unprintable" when a name has letters the fonts do not.
    """
    return typeset(SOURCE, told(words, signatures, choice=choice), unprintable=UNPRINTABLE)


def told(words: Written, signatures: Sequence[Signature], *, choice: bool) -> dict[str, Any]:
    """What the template is given. The words beside the agreement's own are Polish as it is."""
    chosen = "Zaznaczono." if choice else "Nie zaznaczono." if signatures else ""
    return {
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
            {"role": one.role, "name": one.name, "how": f"{moment_in_polish(one.at)}, konto: {one.account}"}
            for one in signatures
        ],
    }


def broken_because(document: bytes | memoryview, on_record: str, audited: str | None) -> str:
    """Why a kept document is not what was signed, by its digest; empty when it is.

    `on_record` stands beside the document, `audited` in the audit (None: it tells of no signature).
    """
    now = digest_of(document)
    if now != on_record:
        return f"the document's digest is {now}, on record is {on_record}"
    if audited is None:
        return "the audit tells of no such signature"
    if now != audited:
        return f"the document's digest is {now}, in the audit stands {audited}"
    return ""
