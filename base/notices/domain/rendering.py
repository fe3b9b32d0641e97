"""From a notice to the words its recipient reads."""

from dataclasses import dataclass

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation

from base.notices.models import Notice

FALLBACK = "en"


@dataclass(frozen=True)
class Rendered:
    """Plain text, in the recipient's language."""

    subject: str
    body: str
    language: str


def language_for(code: str) -> str:
    """The language we write in to somebody who asked for `code`: that one where we have it, else English."""
    known = {language for language, _ in settings.LANGUAGES}
    return next((language for language in (code, code.split("-")[0]) if language in known), FALLBACK)


def render(notice: Notice) -> Rendered:
    """Subject and body for an e-mail, a letter or reading out; the template's first line is the subject."""
    organisation = notice.organisation
    context = {
        **notice.context,
        "site_url": settings.SITE_URL,
        "organisation": organisation.name if organisation else "Splot",
        "organisation_phone": organisation.phone if organisation else "",
    }
    with translation.override(notice.language):
        template = Engine.get_default().get_template(f"notices/{notice.template}.txt")
        text = template.render(Context(context, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return Rendered(" ".join(subject.split()), body.strip(), notice.language)
