"""What the limits of a programme cost, as its pages show it."""

from dataclasses import dataclass

from frontend.pool import name_of_rule
from matching.domain.limit_sentences import value_of
from matching.domain.limits import LimitCounts
from matching.models import ProgrammeRules


@dataclass(frozen=True)
class ToldValue:
    """A value a limit could have, and the families who would then have somebody."""

    value: str
    somebody: int
    is_now: bool


@dataclass(frozen=True)
class ToldCurve:
    """A limit, value by value."""

    field: str
    name: str
    values: list[ToldValue]


def told_curves(rules: ProgrammeRules, counts: LimitCounts) -> list[ToldCurve]:
    """Where each limit begins to hurt, in the order of the form; a limit that changes nothing is left out."""
    return [
        ToldCurve(
            field,
            name_of_rule(field),
            [
                ToldValue(value_of(field, value), somebody, float(getattr(rules, field)) == value)
                for value, somebody in counts.curves[field]
            ],
        )
        for field in ("max_km", "session_minutes", "min_level")
        if len({somebody for _value, somebody in counts.curves.get(field, [])}) > 1
    ]
