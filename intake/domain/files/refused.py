"""The files we do not take, each with a sentence for the person who sent it. Nothing is stored then."""

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.common.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def refusal(code: str, sentence: "StrOrPromise") -> Refusal:
    """A file we do not take; its code begins with "file_"."""
    return Refusal(sentence, code=f"file_{code}")


def empty() -> Refusal:
    """Nothing is in it."""
    return refusal("empty", _("This file is empty."))


def large(most: int) -> Refusal:
    """More than `most` megabytes."""
    sentence = _("This file is larger than {most} MB. Leave out pictures and other sheets, or split it.")
    return refusal("large", format_lazy(sentence, most=most))


def broken() -> Refusal:
    """The file cannot be opened."""
    sentence = _(
        "This file is damaged and cannot be opened. Open it in a spreadsheet, save it anew, try again."
    )
    return refusal("broken", sentence)


def bomb() -> Refusal:
    """Small as it is sent, huge when it is opened."""
    sentence = _("Unpacked, this file is far too large. Copy the list into a new sheet and save that one.")
    return refusal("bomb", sentence)


def macros() -> Refusal:
    """A file with programs in it."""
    return refusal(
        "macros", _("This file has macros (programs) in it. Save it as a plain .xlsx and send it again.")
    )


def locked() -> Refusal:
    """Behind a password."""
    return refusal(
        "locked", _("This file is locked with a password. Take the password off and send it again.")
    )


def old() -> Refusal:
    """From before 2007."""
    return refusal(
        "old", _("This is an old .xls or another Office file. Save it as .xlsx and send it again.")
    )


def other_spreadsheet() -> Refusal:
    """A list, but of a program whose files we do not read: .ods, .numbers, .xlsb."""
    sentence = _("We cannot open this kind of spreadsheet. In the program it comes from, save it as .xlsx.")
    return refusal("spreadsheet", sentence)


def archive() -> Refusal:
    """Files packed into one."""
    return refusal("archive", _("This is a packed folder. Unpack it and send the list that is inside."))


def document() -> Refusal:
    """A letter, a page, a picture."""
    sentence = _(
        "This is a document, not a list. If there is a table in it, copy it into a spreadsheet and save it "
        "as .xlsx."
    )
    return refusal("document", sentence)


def page() -> Refusal:
    """A page of HTML that some program calls a spreadsheet."""
    sentence = _(
        "This is a web page under the name of a spreadsheet. Open it in a spreadsheet program and save it "
        "as .xlsx."
    )
    return refusal("page", sentence)


def unknown_kind() -> Refusal:
    """Neither a workbook nor a table of text."""
    sentence = _("We read .xlsx and .csv files. Save the list as one of these and send it again.")
    return refusal("kind", sentence)


def too_many_lines(most: int) -> Refusal:
    """A sheet that goes on and on."""
    sentence = _("This sheet has more than {most} lines. Copy the filled part into a new sheet, or split it.")
    return refusal("lines", format_lazy(sentence, most=f"{most:,}".replace(",", " ")))


def too_many_columns(number: int, most: int) -> Refusal:
    """More columns with something in them than any list has; line `number` is where we stopped counting."""
    sentence = format_lazy(
        _("By line {number} there are more than {most} filled columns. Keep those you need, drop others."),
        number=number,
        most=most,
    )
    return refusal("columns", sentence)


def too_many_sheets(most: int) -> Refusal:
    """A workbook of very many sheets."""
    sentence = _("This file has more than {most} sheets. Copy the lists you want into a new file.")
    return refusal("sheets", format_lazy(sentence, most=most))


def open_quotation(number: int) -> Refusal:
    """A text in which a quotation mark opened in line `number` is never closed."""
    sentence = _("From line {number} on we cannot tell where a cell ends. Is a quotation mark left open?")
    return refusal("quotes", format_lazy(sentence, number=number))


def no_list() -> Refusal:
    """Something is in it, but nothing that looks like a list."""
    sentence = _("We found no list in this file: no line of headings with people under it.")
    return refusal("no_list", sentence)
