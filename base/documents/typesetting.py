"""A PDF made of data by typst: fonts of its own, nothing fetched, nothing a person wrote read as code."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
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


def typeset(
    source: Path,
    told: Mapping[str, Any],
    *,
    unprintable: "StrOrPromise" = UNPRINTABLE,
    beside: Mapping[str, bytes] | None = None,
    at: datetime | None = None,
) -> bytes:
    """The document as PDF/UA. `source` is a typst file of ours that reads `told` as JSON:
    `#let told = json(bytes(sys.inputs.told))`, and sets what it says as text.

    `beside`: files of these plain names that it can `read`. With `at`, and no date of its own, the same data
    give the same bytes. Refusal "unprintable" when the data holds letters the fonts do not have.
    """
    with ExitStack() as stack:
        root = source.parent
        if beside:
            root = Path(stack.enter_context(TemporaryDirectory(prefix="splot-")))
            for name, content in {source.name: source.read_bytes(), **beside}.items():
                (root / name).write_bytes(content)
        try:
            made = typst.compile(
                root / source.name,
                root=root,
                format="pdf",
                sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
                ignore_system_fonts=True,
                pdf_standards="ua-1",
                timestamp=at.replace(microsecond=0) if at else None,
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
