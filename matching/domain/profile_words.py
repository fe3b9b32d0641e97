"""A line of the recruiting board in words, and the advert made of it. Nothing here is stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from base.organisations.models import Organisation
from base.places.gazetteer import commune
from base.places.languages import language_name
from matching.enums import LanguagePurpose, ProgrammeKind, Rhythm, TimeBand
from matching.models import Run

Entry = Mapping[str, Any]

MOST_LANGUAGES = 3  # named as equally good
ADVERT_LANGUAGES = ("pl", "en")
SIDES: Mapping[str, Any] = {
    "n": gettext_lazy("north"),
    "ne": gettext_lazy("north-east"),
    "e": gettext_lazy("east"),
    "se": gettext_lazy("south-east"),
    "s": gettext_lazy("south"),
    "sw": gettext_lazy("south-west"),
    "w": gettext_lazy("west"),
    "nw": gettext_lazy("north-west"),
}
#: What a volunteer does in a programme of each kind.
WORK: Mapping[str, Any] = {
    ProgrammeKind.FRIENDSHIP: gettext_lazy(
        "You get to know one family who is new here: a talk, a walk, homework, the first letter from school."
    ),
    ProgrammeKind.LANGUAGE_PRACTICE: gettext_lazy(
        "You talk in Polish with somebody who is learning it. You need not be a teacher."
    ),
    ProgrammeKind.GUIDANCE: gettext_lazy(
        "You help somebody who is new here to find their way: offices, school, the doctor, the city."
    ),
}
RHYTHMS: Mapping[str, Any] = {
    Rhythm.WEEKLY: gettext_lazy("once a week"),
    Rhythm.FORTNIGHTLY: gettext_lazy("every two weeks"),
    Rhythm.MONTHLY: gettext_lazy("once a month"),
}


# --- a line of the board --------------------------------------------------------------------------------


def languages_words(entry: Entry) -> str:
    """ "Ukrainian or Russian": one of them is enough."""
    told = _any_of(language_name(code) for code in entry["languages"][:MOST_LANGUAGES])
    return told[:1].upper() + told[1:]


def time_words(entry: Entry) -> str:
    """The best time: "Saturday morning"."""
    return str(TimeBand(entry["times"][0]).label)


def other_times_words(entry: Entry) -> str:
    """The other times that would do as well, "" without any."""
    return _any_of(TimeBand(code).label for code in entry["times"][1:])


def place_words(entry: Entry) -> str:
    """ "Kraków, east": the commune, and which part of it."""
    found = commune(entry["commune"])
    name = found.name if found else entry["commune"]
    if not entry["side"]:
        return name
    return pgettext("part of a commune", "%(commune)s, %(side)s") % {
        "commune": name,
        "side": SIDES[entry["side"]],
    }


def around_words(entry: Entry) -> str:
    """How far they would have to travel."""
    return _("and %(km)d km around") % {"km": round(entry["km"])}


def conditions(entry: Entry) -> list[str]:
    """What is needed besides."""
    told = []
    if entry["cleared"]:
        told.append(_("cleared for work with children"))
    if entry["gender"]:
        told.append(_("a woman") if entry["gender"] == "woman" else _("a man"))
    return told


def gain_words(gain: Mapping[str, int], patience_days: int) -> str:
    """Beside "+2": families, and how many of them have waited too long."""
    families, late = gain["families"], gain["late"]
    told = ngettext("family", "families", families)
    if not late:
        return told
    if late == families:
        return _("%(families)s waiting over %(days)d days") % {"families": told, "days": patience_days}
    return _("%(families)s, %(late)d of them waiting over %(days)d days") % {
        "families": told,
        "late": late,
        "days": patience_days,
    }


# --- the advert -----------------------------------------------------------------------------------------


def advert(entries: Sequence[Entry], run: Run, centre: Organisation, *, language: str) -> str:
    """A plain text to look for volunteers with, in Polish or English; it says nothing of any family."""
    with translation.override(language):
        parts = [
            _("We are looking for volunteers"),
            str(WORK.get(run.programme.kind, "")),
            *(_wanted(entry, run) for entry in entries),
            _meetings(run.rules),
            _promise(entries),
            _contact(centre),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"


def _wanted(entry: Entry, run: Run) -> str:
    told = _any_of(language_name(code) for code in entry["languages"][:MOST_LANGUAGES])
    if run.rules.get("language_purpose") == LanguagePurpose.PRACTISE:
        speaks = _("Language: %(language)s, as at home") % {"language": told}
    else:
        speaks = _("Language: %(language)s, spoken well") % {"language": told}
    free = _("Time: %(times)s") % {"times": _any_of(TimeBand(code).label for code in entry["times"])}
    lives = _("Place: %(place)s, %(around)s") % {
        "place": place_words(entry),
        "around": around_words(entry),
    }
    gender = {"woman": _("We look for a woman"), "man": _("We look for a man")}.get(entry["gender"], "")
    return "\n".join(f"- {line}" for line in (speaks, free, lives, gender) if line)


def _meetings(rules: Mapping[str, Any]) -> str:
    minutes, rhythm = rules.get("session_minutes"), str(rules.get("rhythm"))
    if not minutes or rhythm not in RHYTHMS:
        return ""
    told = ngettext(
        "Meetings: %(rhythm)s, %(minutes)d minute.", "Meetings: %(rhythm)s, %(minutes)d minutes.", minutes
    )
    return told % {"rhythm": RHYTHMS[rhythm], "minutes": minutes}


def _promise(entries: Sequence[Entry]) -> str:
    told = [_("We train you, and a coordinator is there for you all the time.")]
    if any(entry["cleared"] for entry in entries):
        told.append(
            _("You would meet children, so by law we check registers first; we help with the papers.")
        )
    return " ".join(told)


def _contact(centre: Organisation) -> str:
    lines = [_("Write or call us:"), centre.name, centre.email, centre.phone]
    return "\n".join(line for line in lines if line)


def _any_of(words: Iterable[Any]) -> str:
    return get_text_list([str(word) for word in words], _("or"))
