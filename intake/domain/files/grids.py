"""Opening what somebody sent: is it a list we can read at all, and what stands in its cells.

Nothing here trusts the file: what it is, is told by its content and not by its name; memory and time are
bounded before anything is unpacked. Each refusal is a sentence for the person who sent it.
"""

from django.conf import settings

from . import csv_files, xlsx_files
from .lines import Grid
from .refused import empty, large, locked, macros, old, other_spreadsheet

ZIP, OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0"
WITH_MACROS = (".xlsm", ".xltm", ".xlam")


def grids_of(content: bytes, name: str) -> list[Grid]:
    """The sheets of an .xlsx or a text, with all that stands in them. Refusal (code "file_…") when it is
    neither, locked, damaged, empty or too large."""
    if not content:
        raise empty()
    if len(content) > settings.SPLOT_UPLOAD_MAX_BYTES:
        raise large(settings.SPLOT_UPLOAD_MAX_BYTES // 2**20)
    ending = name.lower()
    if ending.endswith(WITH_MACROS):
        raise macros()
    if ending.endswith(".xlsb"):
        raise other_spreadsheet()
    if content.startswith(OLE):
        raise locked() if "EncryptedPackage".encode("utf-16-le") in content else old()
    grids = xlsx_files.grids(content) if content.startswith(ZIP) else csv_files.grids(content)
    return [csv_files.parted(grid) for grid in grids]
