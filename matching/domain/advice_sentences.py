"""What stands in the way of a family, and what would help, in words; whoever shows them gives the names."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.places.languages import Level, language_name
from base.places.week import Week
from matching.domain.sentences import number
from matching.enums import TAKEN_BY_OTHERS
from matching.solver import HardRule
from matching.solver.codes import ChangeKind, Which

Values = Mapping[str, Any]

#: Each obstacle, after "There would be somebody if not for".
OBSTACLES: Mapping[str, Any] = {
    HardRule.AVAILABLE: gettext_lazy("training that is not finished"),
    HardRule.LANGUAGE: gettext_lazy("the language"),
    HardRule.DISTANCE: gettext_lazy("the distance"),
    HardRule.GENDER: gettext_lazy("the wish for a woman or a man"),
    HardRule.MINORS: gettext_lazy("a clearance that is not complete"),
    HardRule.EMPLOYER: gettext_lazy("the employer"),
    HardRule.SITE: gettext_lazy("the site they work at"),
    HardRule.OTHER_PERSON: gettext_lazy("being of the same family"),
    HardRule.TIME: gettext_lazy("the hours"),
    HardRule.VETO: gettext_lazy("an earlier no"),
    HardRule.ROOM: gettext_lazy("helpers having their hands full"),
    TAKEN_BY_OTHERS: gettext_lazy("families who need the same helpers more urgently"),
}

#: The same in a word, for lists to choose from.
IN_A_WORD: Mapping[str, Any] = {
    HardRule.AVAILABLE: gettext_lazy("training"),
    HardRule.LANGUAGE: gettext_lazy("language"),
    HardRule.DISTANCE: gettext_lazy("distance"),
    HardRule.GENDER: gettext_lazy("woman or man"),
    HardRule.MINORS: gettext_lazy("work with children"),
    HardRule.EMPLOYER: gettext_lazy("employer"),
    HardRule.SITE: gettext_lazy("site"),
    HardRule.OTHER_PERSON: gettext_lazy("same family"),
    HardRule.TIME: gettext_lazy("hours"),
    HardRule.VETO: gettext_lazy("an earlier no"),
    HardRule.ROOM: gettext_lazy("hands full"),
    TAKEN_BY_OTHERS: gettext_lazy("others more urgent"),
}

#: What may be said of a partner centre's helper: it follows from languages, week and distance alone.
TOLD_OF_PARTNERS = frozenset({ChangeKind.TIME, ChangeKind.LANGUAGE})


def told_blocking(sets: Sequence[Sequence[str]]) -> str:
    """The minimal sets in one sentence; empty where there are none."""
    told = [str(get_text_list([str(OBSTACLES[one]) for one in rules], _("and"))) for rules in sets]
    if not told:
        return ""
    if len(told) == 1:
        return _("There would be somebody if not for %(obstacle)s.") % {"obstacle": told[0]}
    return _("There would be somebody if not for one of these: %(obstacles)s.") % {
        "obstacles": "; ".join(told)
    }


def told_change(change: Values, *, family: str, helper: str, is_own: bool) -> str:
    """The change and what it leads to: "If K-204 could also meet Sat 9:00–11:00, Ewa (W-31) fits: 84 points."

    Of a partner's helper (not `is_own`) only what follows from their languages and week.
    """
    who = {"family": family, "helper": helper, "points": _points(change["points"])}
    who["who"] = family if change["whose"] == Which.SEEKER else helper
    if change["whose"] != Which.SEEKER and not is_own and change["kind"] not in TOLD_OF_PARTNERS:
        return (
            _("%(helper)s of a partner centre almost fits (%(points)s): ask there what could change.") % who
        )
    return str(CHANGES[change["kind"]](change)) % {**who, **_values(change)}


def told_gain(change: Values) -> str:
    """What the whole gains, as solving it again has shown."""
    families = change["gain"]["families"]
    if families > 0:
        return ngettext(
            "%(count)d family more is then matched.", "%(count)d families more are then matched.", families
        ) % {"count": families}
    return _("A less urgent family would then have to wait instead.")


def _points(points: int) -> str:
    return ngettext("%(count)d point", "%(count)d points", points) % {"count": points}


def _values(change: Values) -> dict[str, str]:
    """The values of a change as they are read."""
    told: dict[str, str] = {}
    if "day" in change:
        told["hours"] = Week.from_spans([(change["day"], change["start"], change["end"])]).text()
    if "to_km" in change:
        told |= {"km": number(change["to_km"]), "limit": number(change["limit_km"])}
    if "language" in change:
        told["language"] = language_name(change["language"])
        told["to_level"] = str(Level(change["to_level"]).label)
        if change["level"] >= 0:
            told["level"] = str(Level(change["level"]).label)
    return told


def _time(change: Values) -> str:
    return _("If %(who)s could also meet %(hours)s, %(family)s and %(helper)s fit: %(points)s.")


def _distance(change: Values) -> str:
    return _(
        "If %(who)s could travel %(km)s km instead of %(limit)s, %(family)s and %(helper)s fit: %(points)s."
    )


def _language(change: Values) -> str:
    if change["level"] < 0:
        return _(
            "If %(who)s also spoke %(language)s (%(to_level)s), %(family)s and %(helper)s fit: %(points)s."
        )
    return _(
        "If %(who)s spoke %(language)s at %(to_level)s instead of %(level)s, "
        "%(family)s and %(helper)s fit: %(points)s."
    )


def _gender(change: Values) -> str:
    if change["whose"] == Which.SEEKER:
        return _(
            "%(family)s asks for a woman or a man as a must. Only where they would rather say “if possible” "
            "themselves does %(helper)s fit: %(points)s."
        )
    return _(
        "If %(helper)s could say “if possible” instead of “must” about a woman or a man, "
        "%(family)s and %(helper)s fit: %(points)s."
    )


CHANGES: Mapping[str, Any] = {
    ChangeKind.TIME: _time,
    ChangeKind.DISTANCE: _distance,
    ChangeKind.CLEARANCE: lambda change: _(
        "Once the clearance of %(helper)s is complete, %(family)s and %(helper)s fit: %(points)s."
    ),
    ChangeKind.TRAINING: lambda change: _(
        "Once %(helper)s is trained and active, %(family)s and %(helper)s fit: %(points)s."
    ),
    ChangeKind.ROOM: lambda change: _(
        "If %(helper)s took on one family more, %(family)s and %(helper)s fit: %(points)s."
    ),
    ChangeKind.PRACTISE: lambda change: _(
        "If %(family)s would like to practise Polish, %(family)s and %(helper)s fit: %(points)s."
    ),
    ChangeKind.LANGUAGE: _language,
    ChangeKind.VETO: lambda change: _(
        "%(family)s and %(helper)s were ruled out by hand. If that were taken back, they fit: %(points)s."
    ),
    ChangeKind.GENDER: _gender,
}
