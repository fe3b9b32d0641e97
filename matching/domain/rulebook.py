"""What the rules of a programme may be: checked alike before they are written down and before a trial."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from base.common.profiles import Problems, refuse_problems
from matching.enums import LanguagePurpose, ProgrammeKind, Rhythm
from matching.models import Programme, ProgrammeRules
from matching.queries import rules_on

CHANGEABLE = frozenset(field.name for field in ProgrammeRules._meta.fields) - {
    "id",
    "programme",
    "valid_from",
    "valid_to",
    "source",
    "checked_by",
}
WEIGHTS = tuple(field.name for field in ProgrammeRules._meta.fields if field.name.startswith("weight_"))

#: What a kind changes of the rules' own defaults.
DEFAULT_RULES: Mapping[str, Mapping[str, Any]] = {
    ProgrammeKind.FRIENDSHIP: {"same_gender": True},
    ProgrammeKind.LANGUAGE_PRACTICE: {
        "language_purpose": LanguagePurpose.PRACTISE,
        "weight_language": 20,
        "weight_time": 30,
        "weight_needs": 20,
        "weight_life_stage": 0,
    },
    ProgrammeKind.GUIDANCE: {
        "rhythm": Rhythm.MONTHLY,
        "max_room": 6,
        "full_hours": 4,
        "weight_language": 30,
        "weight_distance": 10,
        "weight_needs": 30,
        "weight_life_stage": 0,
    },
    ProgrammeKind.WORKPLACE: {
        "same_employer": True,
        "not_the_supervisor": True,
        "max_room": 3,
        "weight_language": 30,
        "weight_distance": 10,
        "weight_needs": 0,
        "weight_life_stage": 0,
        "weight_trade": 30,
    },
}

#: Beyond these a figure is a slip of the hand.
LIMITS: Mapping[str, tuple[int, int]] = {
    "max_km": (1, 300),
    "promise_days": (1, 730),
    "full_hours": (1, 100),
}
HALF_HOUR = 30


def known(rules: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same, when every name is one of a programme's rules; TypeError else."""
    if unknown := sorted(rules.keys() - CHANGEABLE):
        raise TypeError(f"Programme rules have no {', '.join(unknown)}.")
    return rules


def values_of(rules: ProgrammeRules | None, programme: Programme) -> dict[str, Any]:
    """What can be changed of these rules; without any, what is usual for the programme's kind."""
    if rules is None:
        return dict(DEFAULT_RULES[programme.kind])
    return {name: getattr(rules, name) for name in CHANGEABLE}


def rules_with(programme: Programme, changes: Mapping[str, Any], *, on: date) -> ProgrammeRules:
    """A row that is never saved: the rules in force on a day, from that day on, with these changes."""
    values = {**values_of(rules_on(programme, on), programme), **known(changes)}
    return ProgrammeRules(programme=programme, valid_from=on, source=_("tried out"), **values)


def check_rules(row: ProgrammeRules) -> None:
    """ValidationError that names the fields that cannot be."""
    problems = Problems()
    problems.check_fields(row, CHANGEABLE | {"valid_from", "source"})
    for name, (least, most) in LIMITS.items():
        if name not in problems.by_field and not least <= int(getattr(row, name)) <= most:
            problems.add(
                name, _("Choose from %(least)d to %(most)d.") % {"least": least, "most": most}, "limit"
            )
    if not problems.by_field:
        _check_the_whole(row, problems)
    refuse_problems(problems.by_field)


def _check_the_whole(row: ProgrammeRules, problems: Problems) -> None:
    if not any(int(getattr(row, name)) for name in WEIGHTS):
        problems.add("weight_language", _("At least one wish must earn points."))
    if int(row.session_minutes) % HALF_HOUR:
        problems.add("session_minutes", _("Meetings are planned in half hours: 30, 60, 90 minutes."))
    if row.same_employer and row.programme.kind != ProgrammeKind.WORKPLACE:
        problems.add("same_employer", _("Only people at work have an employer in common."))
    if row.same_site and not row.same_employer:
        problems.add("same_site", _("Who works at one site has one employer: turn that rule on, too."))


def outweighing(rules: ProgrammeRules) -> str:
    """The weight (by field) that is more than all others together, so that they hardly count; "" if none.

    Lawful, and rarely meant.
    """
    points = {name: int(getattr(rules, name)) for name in WEIGHTS}
    heaviest = max(points, key=lambda name: points[name])
    others = sum(points.values()) - points[heaviest]
    return heaviest if points[heaviest] > others > 0 else ""
