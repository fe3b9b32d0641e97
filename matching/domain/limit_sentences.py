"""What limits cost, and what is odd about rules, as sentences in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.places.languages import Level
from matching.domain.limits import LimitCounts
from matching.domain.rulebook import outweighing
from matching.domain.sentences import CRITERIA, number
from matching.models import ProgrammeRules
from matching.solver import HardRule

#: What a hard rule is about, in a list of what keeps families from having somebody.
ABOUT: Mapping[str, Any] = {
    HardRule.AVAILABLE: gettext_lazy("helpers who are not active"),
    HardRule.LANGUAGE: gettext_lazy("a shared language"),
    HardRule.DISTANCE: gettext_lazy("the distance"),
    HardRule.GENDER: gettext_lazy("a woman or a man as a must"),
    HardRule.MINORS: gettext_lazy("clearance for contact with children"),
    HardRule.EMPLOYER: gettext_lazy("the same employer"),
    HardRule.SITE: gettext_lazy("the same site"),
    HardRule.OTHER_PERSON: gettext_lazy("helpers from the family itself"),
    HardRule.TIME: gettext_lazy("shared time"),
    HardRule.VETO: gettext_lazy("pairs ruled out before"),
}


def who_has_nobody(counts: LimitCounts) -> str:
    """How many families have nobody who fits, before anything is run."""
    if not counts.seekers:
        return _("No family waits in this programme now.")
    if not counts.nobody:
        return ngettext(
            "The %(all)d family that waits has somebody who fits.",
            "Each of the %(all)d families that wait has somebody who fits.",
            counts.seekers,
        ) % {"all": counts.seekers}
    return _left(counts.nobody, counts.seekers)


def _left(nobody: int, seekers: int) -> str:
    return ngettext(
        "%(nobody)d of %(all)d family has nobody who fits.",
        "%(nobody)d of %(all)d families have nobody who fits.",
        seekers,
    ) % {"nobody": nobody, "all": seekers}


def whose_helpers_are_full(counts: LimitCounts) -> str:
    """The families that somebody fits, but nobody with room; "" when there are none."""
    if not counts.full:
        return ""
    return ngettext(
        "For %(count)d more, everybody who fits has their hands full.",
        "For %(count)d more, everybody who fits has their hands full.",
        counts.full,
    ) % {"count": counts.full}


def hindrances(counts: LimitCounts) -> list[tuple[str, int]]:
    """What hard rules are about, and how many would have somebody without each; the costliest first."""
    costly = sorted((-count, code) for code, count in counts.by_rule.items() if count)
    return [(str(ABOUT[code]), -negative) for negative, code in costly]


def held_back(counts: LimitCounts, *, most: int = 3) -> str:
    """The hard rules that cost most, in one sentence; "" when none holds anybody back alone."""
    costly = hindrances(counts)[:most]
    if not costly:
        return ""
    listed = [_("%(what)s (%(count)d)") % {"what": what, "count": count} for what, count in costly]
    return _("What alone stands between: %(list)s.") % {"list": get_text_list(listed, _("and"))}


def what_it_costs(counts: LimitCounts, field: str) -> str:
    """What a limit in force costs: "leaves 14 of 92 families with nobody"; "" for what limits nobody."""
    if field not in counts.by_limit or not counts.seekers:
        return ""
    left = counts.by_limit[field]
    if not left:
        return _("leaves nobody out")
    return ngettext(
        "leaves %(left)d of %(all)d family with nobody",
        "leaves %(left)d of %(all)d families with nobody",
        counts.seekers,
    ) % {"left": left, "all": counts.seekers}


def value_of(field: str, value: float) -> str:
    """A value of a limit as people write it: 30 km, B1, 90 min."""
    if field == "min_level":
        return str(Level(int(value)).label)
    units = {"max_km": _("%(number)s km"), "session_minutes": _("%(number)s min")}
    return units[field] % {"number": number(value)}


def cautions(rules: ProgrammeRules, counts: LimitCounts | None = None) -> list[str]:
    """What is lawful but rarely meant about rules."""
    told = []
    if counts is not None and counts.nobody_fits:
        told.append(_("With these rules no family has anybody who fits."))
    if heaviest := outweighing(rules):
        told.append(
            _("“%(wish)s” earns more than all other wishes together; they will hardly count.")
            % {"wish": CRITERIA[heaviest.removeprefix("weight_")]}
        )
    return told
