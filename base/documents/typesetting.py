"""A PDF made of data by typst: fonts of its own, nothing fetched, nothing a person wrote read as code."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst
from babel.dates import format_date, format_datetime
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNPRINTABLE = _(
    "The document holds letters that cannot be printed. Write the name in Latin letters, as it stands in "
    "a document, and try again."
)


def typeset(source: Path, told: Mapping[str, Any], *, unprintable: "StrOrPromise" = UNPRINTABLE) -> bytes:
    """The document as PDF/UA. `source` is a typst file of ours that reads `told` as JSON:
    `#let told = json(bytes(sys.inputs.told))`, and sets what it says as text.

    Refusal "unprintable" when the data holds letters the fonts do not have.
    """
    try:
        made = typst.compile(
            source,
            format="pdf",
            sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
            ignore_system_fonts=True,
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        raise Refusal(unprintable, code="unprintable") from error
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made


def digest_of(document: bytes | memoryview) -> str:
    """SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(document).hexdigest()


def day_in_polish(day: date) -> str:
    """29 listopada 2026."""
    return format_date(day, "d MMMM y", locale="pl")


def moment_in_polish(at: datetime) -> str:
    """29 listopada 2026, 18:05:09 czasu polskiego."""
    return f"{format_datetime(timezone.localtime(at), 'd MMMM y, HH:mm:ss', locale='pl')} czasu polskiego"
