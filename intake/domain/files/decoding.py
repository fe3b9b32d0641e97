"""Bytes into text: which of the ways Polish letters were ever saved in is it."""

import codecs
import re

from .refused import archive, broken, document, old, page, unknown_kind

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Bytes of ą, ś, ź, Ą, Ś, Ź where ISO 8859-2 and Windows-1250 differ.
OF_ISO, OF_WINDOWS = b"\xb1\xb6\xbc\xa1\xa6\xac", b"\xb9\x9c\x9f\xa5\x8c\x8f"
WINDOWS_ONLY = frozenset(range(0x80, 0xA0))
#: Beginnings of files that are no text, or no list.
DOCUMENTS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
PAGE = re.compile(r"<(?:!doctype\s+html|html|table|head|body|meta)\b", re.IGNORECASE)
LOOKED_AT = 4_000
MOST_CONTROLS = 0.01
CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\v\f\x1a\x1b")


def decoded(content: bytes) -> str:
    """The text in UTF-8, UTF-16, Windows-1250, ISO 8859-2 or older. Refusal when it is no text, or a page."""
    if content.startswith(DOCUMENTS):
        raise document()
    if content.startswith(ARCHIVES):
        raise archive()
    text = _decoded(content).lstrip("\ufeff").rstrip("\x1a")
    if "\0" in text:
        raise broken()
    begin = text[:LOOKED_AT].lstrip()
    if begin[:1] == "<" and begin[1:2] in {"?", "!", *"htmHTMwWsST"}:
        if "office:spreadsheet" in begin:
            raise old()
        raise page() if PAGE.search(begin) else document()
    if begin.startswith("{") and begin[1:].lstrip().startswith('"'):
        raise unknown_kind()
    if sum(sign in CONTROLS for sign in begin) > MOST_CONTROLS * len(begin):
        raise unknown_kind()
    return text


def _decoded(content: bytes) -> str:
    encoding = next((encoding for mark, encoding in MARKS if content.startswith(mark)), "")
    if not encoding and b"\0" in content[:LOOKED_AT]:
        encoding = _without_mark(content[:LOOKED_AT])
    if encoding:
        return _by(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_nearly_utf_8(content, error):
            return content.decode("utf-8", errors=_RESCUE)
    has_windows = any(byte in WINDOWS_ONLY for byte in set(content))
    iso, windows = (sum(content.count(byte) for byte in of) for of in (OF_ISO, OF_WINDOWS))
    if not has_windows and iso > windows:
        return _by(content, "iso-8859-2")
    if _is_cyrillic(content):
        return _by(content, "cp1251")
    try:
        return content.decode("cp1250")
    except UnicodeDecodeError:
        return _by(content, "cp852")  # its "ł" and "ś" are nothing in Windows


def _is_cyrillic(content: bytes) -> bool:
    """Polish has a letter of its own now and then; here nearly each is one."""
    begin = content[:LOOKED_AT]
    own = sum(byte >= 0xC0 for byte in begin)
    return own > sum(bytes([byte]).isalpha() for byte in begin)


def _without_mark(begin: bytes) -> str:
    """In letters of two bytes, most signs of a list have a zero on one and the same side."""
    even, odd = begin[::2].count(0), begin[1::2].count(0)
    if max(even, odd) < len(begin) / 5 or min(even, odd) > max(even, odd) / 10:
        raise broken()
    return "utf-16-be" if even > odd else "utf-16-le"


def _by(content: bytes, encoding: str) -> str:
    if encoding.startswith("utf-16") and len(content) % 2:
        content = content[:-1]
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise broken() from None


def _is_nearly_utf_8(content: bytes, error: UnicodeDecodeError) -> bool:
    """A list glued together from several, or cut off in the middle of a letter."""
    kept = content.decode("utf-8", errors="ignore")
    whole = sum(sign > "\x7f" for sign in kept)
    lost = len(content) - len(kept.encode())
    return whole > 4 * lost or (whole > 0 and error.start >= len(content) - 3)


def _rescue(error: UnicodeError) -> tuple[str, int]:
    """The stray byte as Windows-1250 has it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1250", errors="replace"), error.start + 1


_RESCUE = "splot-rescue"
codecs.register_error(_RESCUE, _rescue)
