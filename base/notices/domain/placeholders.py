"""What a centre's own words of a message can name, what it means, and how it reads in a language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from base.notices.enums import Template
from base.notices.templatetags.notices import (
    day_and_time,
    day_text,
    grosze_text,
    language_names,
    month_text,
    role_name,
    week_text,
)

from .catalogue import CONTENTS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from base.organisations.models import Organisation

#: What a link is shown as where nobody may open it.
MASKED: Final = "https://…/•••"

#: What each placeholder stands for, in words.
MEANINGS: Final[Mapping[str, "StrOrPromise"]] = {
    "label": _("the family, as lists name it"),
    "helper_label": _("the helper, as lists name them"),
    "place": _("where"),
    "languages": _("languages both speak"),
    "hours": _("when both are free"),
    "can_log_in": _("a sentence: how to answer, with a log-in or without"),
    "reason": _("a sentence: why"),
    "side": _("a sentence: who asks whom"),
    "state": _("a sentence: how it stands now"),
    "accepted": _("sentences: accepted or not, and what comes next"),
    "day": _("the day by which, or from which on"),
    "month": _("the month it is about"),
    "starts": _("day and time"),
    "minutes": _("how long, in minutes"),
    "link": _("the address to open; alone on its line"),
    "role": _("as what somebody is invited"),
    "valid_hours": _("how many hours the link works"),
    "days": _("how many days the link works"),
    "number": _("number of the claim"),
    "grosze": _("amount"),
    "ending": _("last digits of the account"),
    "mentor": _("the mentor, as lists name them"),
    "centre": _("the centre that leads the programme"),
    "papers": _("papers that are missing"),
    "name": _("name of the training"),
    "organisation": _("name of your centre"),
    "site_url": _("address of the log-in"),
}

#: Known for every message, beside what it takes itself.
COMMON: Final = ("organisation", "site_url")

#: How a value of the contents reads; a name without a line here reads as it is.
_READS: Final[Mapping[str, Callable[[Any], str]]] = {
    "languages": language_names,
    "hours": lambda hours: week_text(hours) if hours else "",
    "day": lambda day: day_text(day) if day else "",
    "month": month_text,
    "starts": day_and_time,
    "role": role_name,
    "grosze": grosze_text,
}
#: A sentence of its own for each value: templates/notices/parts/<message>.<name>.txt.
SENTENCES: Final = frozenset({"can_log_in", "reason", "side", "state", "accepted"})

#: For a preview where the centre has sent no such message yet.
SAMPLES: Final[Mapping[str, Any]] = {
    "label": "K-417", "helper_label": "W-12", "place": "Kraków, Podgórze", "languages": ["uk", "pl"],
    "hours": "Mon 18:00-20:00", "can_log_in": True, "reason": "clearance_ended", "side": "family",
    "state": "approved", "accepted": True, "day": "2026-12-18", "month": "2026-11-01",
    "starts": "2026-12-18T16:00:00Z", "minutes": 60, "role": "volunteer", "valid_hours": 72, "days": 180,
    "number": "W-26/11-014", "grosze": 40_781, "ending": "2874", "mentor": "M-3",
    "centre": "Centrum Integracji", "papers": "KRK", "name": "First steps", "link": MASKED,
}  # fmt: skip


@dataclass(frozen=True)
class Placeholder:
    """A name in braces; `needed`: the words must hold it, `may_be_empty`: its line is then left out."""

    name: str
    meaning: "StrOrPromise"
    needed: bool
    may_be_empty: bool


def placeholders_of(template: Template | str) -> list[Placeholder]:
    """Those a message can hold: the needed ones first, then in the order of MEANINGS."""
    contents = CONTENTS[Template(template)]
    found = [
        Placeholder(name, meaning, name in contents.needed, name in contents.may_be_empty)
        for name, meaning in MEANINGS.items()
        if name in contents.takes or name in COMMON
    ]
    return sorted(found, key=lambda one: not one.needed)


def sample_of(template: Template | str) -> dict[str, Any]:
    """Contents as this message takes them, made up."""
    return {name: SAMPLES[name] for name in CONTENTS[Template(template)].takes}


def masked(template: Template | str, context: Mapping[str, Any]) -> dict[str, Any]:
    """The contents of a message as they may be shown: links that open something are not."""
    return {**context, **dict.fromkeys(CONTENTS[Template(template)].secret, MASKED)}


def values_of(
    template: Template | str,
    context: Mapping[str, Any],
    *,
    organisation: "Organisation | None",
    language: str,
) -> dict[str, str]:
    """Every placeholder of the message as text in this language; what the contents lack is empty."""
    common = {
        "site_url": settings.SITE_URL,
        "organisation": organisation.name if organisation else "Splot",
    }
    with translation.override(language):
        own = {
            name: _read(template, name, {**context, **common}) if name in context else ""
            for name in CONTENTS[Template(template)].takes
        }
    return {**own, **common}


def sentence_of(template: Template | str, name: str, context: Mapping[str, Any]) -> str:
    """The standard sentence for a value such as a state, in the language active now."""
    found = Engine.get_default().get_template(f"notices/parts/{template}.{name}.txt")
    return found.render(Context(dict(context), autoescape=False)).strip()


def _read(template: Template | str, name: str, context: Mapping[str, Any]) -> str:
    if name in SENTENCES:
        return sentence_of(template, name, context)
    return str(_READS.get(name, str)(context[name]))
