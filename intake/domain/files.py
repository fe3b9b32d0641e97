"""Opening what somebody sent: is it a list we can read at all, and what stands in its cells.

Nothing here trusts the file. Each refusal is a sentence for the person who sent it; memory and time are
bounded before anything is unpacked.
"""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.common.errors import Refusal

from . import csv_files, xlsx_files
from .lines import Sheet, broken, locked, macros, refusal, unknown_kind

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NAMES_OF_TEXT = (".csv", ".txt", ".tsv")


def sheets_of(content: bytes, name: str) -> list[Sheet]:
    """The sheets of an .xlsx or a text file. Refusal when it is neither, locked, damaged, or too large."""
    _check_size(content)
    ending = name.lower()[name.rfind(".") :] if "." in name else ""
    if ending in {".xlsm", ".xltm", ".xlsb"}:
        raise macros()
    if content.startswith(OLE):
        raise _old_or_locked(content)
    if content.startswith(ZIP):
        return xlsx_files.sheets(content)
    if ending == ".xlsx":
        if content.lstrip()[:1] in {b"<", b"{"} or b"\0" in content[:4096]:
            raise broken()
        sentence = _("The name says .xlsx, but this is a text file. Save it as .xlsx, or name it .csv.")
        raise refusal("wrong_ending", sentence)
    if ending not in NAMES_OF_TEXT:
        raise unknown_kind()
    return csv_files.sheets(content)


def _check_size(content: bytes) -> None:
    if not content:
        raise refusal("empty", _("This file is empty."))
    if len(content) > settings.SPLOT_UPLOAD_MAX_BYTES:
        sentence = format_lazy(
            _("This file is larger than {most} MB. Leave out pictures and other sheets, or split it."),
            most=settings.SPLOT_UPLOAD_MAX_BYTES // 2**20,
        )
        raise refusal("large", sentence)


def _old_or_locked(content: bytes) -> Refusal:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return locked()
    return refusal(
        "old", _("This is an old .xls or another Office file. Save it as .xlsx and send it again.")
    )
