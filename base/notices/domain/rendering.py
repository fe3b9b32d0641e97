"""From a notice to the words its recipient reads: the centre's own where it has any, else the standard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation

from base.notices.enums import Template
from base.notices.models import Notice, Wording
from base.notices.queries import wording_of, wordings_in_force
from base.notices.templatetags.notices import Mark, NumberMark
from base.organisations.models import Organisation

from .catalogue import CONTENTS
from .placeholders import values_of
from .substitution import fill, fill_line
from .words import is_sound

FALLBACK = "en"
MANY = 5  # as many as needs the plural in each of our languages

#: Own words by organisation, message and language.
OwnWords = Mapping[tuple[int | None, str, str], Wording]
#: Placeholders left out of the words one begins with: the standard ones have no line of their own for them.
_WITHIN_A_LINE = {Template.PAIR_OFFERED_HELPER: frozenset({"place"})}
_NUMBERS = frozenset({"valid_hours", "days", "minutes"})


@dataclass(frozen=True)
class Rendered:
    """Plain text, in the recipient's language."""

    subject: str
    body: str
    language: str
    is_own: bool = False


def language_for(code: str) -> str:
    """The language we write in to somebody who asked for `code`: that one where we have it, else English."""
    known = {language for language, _ in settings.LANGUAGES}
    return next((language for language in (code, code.split("-")[0]) if language in known), FALLBACK)


def own_words_of(organisation_ids: Iterable[int]) -> OwnWords:
    """Everything these organisations say in their own words now, in one query: for many messages at once."""
    rows = wordings_in_force(organisation_ids)
    return {(row.organisation_id, row.template, row.language): row for row in rows}


def render(notice: Notice, *, own: OwnWords | None = None) -> Rendered:
    """Subject and body for an e-mail, a letter or reading out.

    The words are the organisation's own where it has any, those it had when the message went out; `own` saves
    the query where many are sent.
    """
    if own is None:
        words = wording_of(notice.organisation_id, notice.template, notice.language, at=notice.ended_at)
    else:
        words = own.get((notice.organisation_id, notice.template, notice.language))
    told = (notice.template, notice.language, notice.context, notice.organisation)
    if words is not None and words.body and is_sound(words):
        return in_own_words(*told, subject=words.subject, body=words.body)
    return in_standard_words(*told)


def in_standard_words(
    template: str, language: str, context: Mapping[str, Any], organisation: Organisation | None
) -> Rendered:
    """The words everybody uses who has none of their own; the template's first line is the subject."""
    with translation.override(language):
        text = _from_file(f"notices/{template}.txt", template, context, organisation)
    subject, _, body = text.partition("\n")
    return Rendered(" ".join(subject.split()), body.strip(), language)


def in_own_words(
    template: str,
    language: str,
    context: Mapping[str, Any],
    organisation: Organisation | None,
    *,
    subject: str,
    body: str,
) -> Rendered:
    """These words with the values of the contents, and the centre's signature under them."""
    values = values_of(template, context, organisation=organisation, language=language)
    with translation.override(language):
        signature = _from_file("notices/_signature.txt", template, {}, organisation)
    return Rendered(
        " ".join(fill_line(subject, values).split()), f"{fill(body, values)}\n\n{signature}", language, True
    )


def standard_pattern(template: str, language: str) -> Rendered:
    """The standard words with placeholders in braces and without the signature, to begin one's own with."""
    takes = CONTENTS[Template(template)].takes
    left_out = _WITHIN_A_LINE.get(Template(template), frozenset())
    marks = {name: "" if name in left_out else _mark(name) for name in takes}
    common = {"site_url": _mark("site_url"), "organisation": _mark("organisation")}
    with translation.override(language):
        text = _render_file(
            f"notices/{template}.txt", {**marks, **common, "message": template, "signed": False}
        )
    subject, _, body = text.partition("\n")
    return Rendered(" ".join(subject.split()), body.strip(), language)


def _mark(name: str) -> Mark | NumberMark:
    if name not in _NUMBERS:
        return Mark(f"{{{name}}}")
    mark = NumberMark(MANY)
    mark.name = name
    return mark


def _from_file(
    name: str, template: str, context: Mapping[str, Any], organisation: Organisation | None
) -> str:
    about_us = {
        "site_url": settings.SITE_URL,
        "organisation": organisation.name if organisation else "Splot",
        "organisation_phone": organisation.phone if organisation else "",
    }
    return _render_file(name, {**context, **about_us, "message": template, "signed": True})


def _render_file(name: str, context: Mapping[str, Any]) -> str:
    return Engine.get_default().get_template(name).render(Context(dict(context), autoescape=False)).strip()
