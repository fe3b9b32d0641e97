"""Lists as text: whatever a spreadsheet in Poland may have saved, with commas, semicolons or tabs."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .lines import MOST_LINES, Line, Sheet, broken, line_of, refusal, too_many_lines

DELIMITERS = ";\t,|"
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)  # fmt: skip
#: Letters ISO 8859-2 has where Windows-1250 has signs no list of people needs.
SIGNS_OF_ISO = frozenset("±¶Ľˇ¦¬")


def sheets(content: bytes) -> list[Sheet]:
    """The one sheet a text is. Refusal when it is no table of text."""
    text = decoded(content)
    if text.lstrip()[:1] == "<" or text.startswith(("%PDF", "{\\rtf")):
        raise refusal("kind", _("This is not a list. Save it from your spreadsheet as .xlsx or .csv."))
    if not text.strip():
        raise refusal("empty", _("This file is empty."))
    delimiter = _delimiter(text)
    return [Sheet("", lambda: _lines(text, delimiter))]


def decoded(content: bytes) -> str:
    """The text in UTF-8, UTF-16, Windows-1250 or ISO 8859-2. Refusal when it is no text."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _checked(content, encoding)
    if b"\0" in content[:2000]:
        return _checked(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    try:
        return _checked(content, "utf-8", strict=True)
    except UnicodeDecodeError:
        text = _checked(content, "cp1250")
    return _checked(content, "iso-8859-2") if SIGNS_OF_ISO & set(text) else text


def _checked(content: bytes, encoding: str, *, strict: bool = False) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if strict:
            raise
        raise broken() from None
    if "\0" in text:
        raise broken()
    return text


def _delimiter(text: str) -> str:
    """The sign that divides the first line with anything in it into most parts."""
    first = next(line for line in text.splitlines() if line.strip())
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    return max(DELIMITERS, key=lambda sign: (first.count(sign), -DELIMITERS.index(sign)))


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if begins > MOST_LINES:
                raise too_many_lines()
            is_directive = begins == 1 and "".join(cells).lower().startswith("sep=")
            if not is_directive and (line := line_of(begins, cells)) is not None:
                yield line
            begins = reader.line_num + 1
    except csv.Error:
        sentence = _("From line {number} on we cannot tell where a cell ends. Is a quotation mark left open?")
        raise refusal("quotes", format_lazy(sentence, number=begins)) from None
