"""What a centre's own words may be: checked when they are written and once more before they are used."""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from base.common.profiles import Problems
from base.notices.enums import Template
from base.notices.models import Wording

from .catalogue import CONTENTS
from .placeholders import placeholders_of
from .substitution import has_stray_braces, names_in

LONGEST_SUBJECT: Final = 150
LONGEST_BODY: Final = 4_000
LONGEST_LINE: Final = 900  # a mail server may cut at 998 octets
#: What reads as HTML: we write plain text, in which tags would stand as they are.
_HTML: Final = re.compile(r"<\s*[a-zA-Z/!?]|&(?:#\w+|[a-zA-Z]{2,10});")
#: Signs nobody sees (controls, directions, parts of nothing); a tab and the end of a line are none of them.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SEEN_ANYWAY: Final = "\n\t\u200d\ufeff"


def is_sound(words: Wording) -> bool:
    """Whether these words still fit the message: its catalogue may have changed since they were written."""
    problems = Problems()
    check_words(problems, words.template, subject=words.subject, body=words.body)
    return not problems.by_field


def check_words(problems: Problems, template: Template | str, *, subject: str, body: str) -> None:
    """Add what is wrong with the words of a message, in sentences, by field."""
    _check_text(problems, "subject", subject)
    _check_text(problems, "body", body)
    known = {one.name: one for one in placeholders_of(template)}
    for field, text in (("subject", subject), ("body", body)):
        if unknown := sorted(names_in(text) - known.keys()):
            problems.add(field, _("There is no such placeholder: %(names)s.") % {"names": _told(unknown)})
    if problems.by_field:
        return
    empty = {name for name, one in known.items() if one.may_be_empty}
    secret = CONTENTS[Template(template)].secret
    if wrong := sorted(names_in(subject) & (empty | secret)):
        told = _("%(names)s cannot stand in the subject; put it in the text.") % {"names": _told(wrong)}
        problems.add("subject", told)
    _check_lines(problems, body, empty=empty, secret=secret)
    needed = {name for name, one in known.items() if one.needed}
    held = names_in(body) | (names_in(subject) - secret)
    if missing := sorted(needed - held):
        told = _("The message does not make sense without %(names)s. Put it back.") % {
            "names": _told(missing)
        }
        problems.add("body", told)


def _check_lines(problems: Problems, body: str, *, empty: set[str], secret: frozenset[str]) -> None:
    for line in body.split("\n"):
        names = names_in(line)
        if (alone := sorted(names & secret)) and line.strip() != f"{{{alone[0]}}}":
            told = _("Put %(name)s alone on a line, so that it can be opened.") % {"name": _told(alone)}
            problems.add("body", told)
        elif (maybe := sorted(names & empty)) and names - empty - {"organisation", "site_url"}:
            told = _(
                "Put %(name)s on a line without other placeholders: when it is empty, its line is left out."
            )
            problems.add("body", told % {"name": _told(maybe)})


def _check_text(problems: Problems, field: str, text: str) -> None:
    most = LONGEST_SUBJECT if field == "subject" else LONGEST_BODY
    if not text.strip():
        problems.add(field, _("Write some words, or go back to the standard ones."), "required")
    if len(text) > most:
        problems.add(field, _("At most %(most)d signs.") % {"most": most}, "max_length")
    if field == "subject" and "\n" in text:
        problems.add(field, _("A subject is one line."))
    if any(len(line) > LONGEST_LINE for line in text.split("\n")):
        problems.add(field, _("A line is too long: begin a new one now and then."))
    if _HTML.search(text):
        problems.add(
            field, _("We send plain text: tags such as <b> would be read as they stand. Leave them out.")
        )
    if any(unicodedata.category(sign) in _UNSEEN and sign not in _SEEN_ANYWAY for sign in text):
        problems.add(field, _("There are signs in it that nobody can see. Type the words again."))
    if has_stray_braces(text):
        problems.add(field, _("Braces are for placeholders only, such as {organisation}."))


def _told(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
