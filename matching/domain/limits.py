"""What the limits of a programme cost, for its page: counted at once where that is quick, else remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from base.common.errors import Refusal
from matching.domain.problems import SLOT_MINUTES, as_data, ask
from matching.domain.rulebook import CHANGEABLE
from matching.enums import RunError, RunKind, RunState
from matching.models import Programme, ProgrammeRules
from matching.queries import active_helpers, rules_on, waiting_seekers
from matching.solver.limits import Limit, LimitCosts, limit_costs

#: Families times helpers; beyond it a page would be kept waiting for more than a second.
MOST_AT_ONCE = 2_000_000

#: The solver's limits by the field of the rules, and what one of its units is there.
FIELDS: Mapping[Limit, tuple[str, float]] = {
    Limit.MAX_KM: ("max_km", 1),
    Limit.MIN_LEVEL: ("min_level", 1),
    Limit.SESSION: ("session_minutes", SLOT_MINUTES),
    Limit.SAME_GENDER: ("same_gender", 1),
    Limit.SAME_EMPLOYER: ("same_employer", 1),
    Limit.SAME_SITE: ("same_site", 1),
}

Curve = list[tuple[float, int]]


@dataclass(frozen=True)
class LimitCounts:
    """In families: how many seek; nobody: whom no helper fits; full: whom helpers fit, but none with room.

    by_rule: how many of `nobody` would have somebody if a hard rule (by code) were dropped; by_limit: if a
    limit (by field) were at its loosest; curves: by field, (value, families with somebody), rising.
    counted_at: None when counted just now.
    """

    seekers: int
    nobody: int
    full: int
    by_rule: Mapping[str, int]
    by_limit: Mapping[str, int]
    curves: Mapping[str, Curve]
    counted_at: datetime | None = None

    @property
    def nobody_fits(self) -> bool:
        """Whether the rules leave everybody with nobody."""
        return self.seekers > 0 and self.nobody == self.seekers


def counts_of(programme: Programme, *, on: date) -> LimitCounts | None:
    """What the limits in force cost today, or when last counted; None when nobody has counted yet.

    Refuses when there are no rules for the day.
    """
    rules = rules_on(programme, on)
    if rules is None:
        raise Refusal(RunError.NO_RULES.label, RunError.NO_RULES)
    if waiting_seekers(programme).count() * active_helpers(programme).count() <= MOST_AT_ONCE:
        return counts_from(as_findings(limit_costs(ask(programme, on=on).problem)))
    return _remembered(programme, rules)


def as_findings(costs: LimitCosts) -> dict[str, Any]:
    """The counts as a run keeps them among its findings."""
    return {
        "seekers": costs.seekers,
        "nobody": len(costs.nobody),
        "full": len(costs.full),
        "rules": {rule.value: count for rule, count in costs.by_rule.items()},
        "limits": {FIELDS[limit][0]: count for limit, count in costs.by_limit.items()},
        "curves": {
            FIELDS[limit][0]: [[point.value * FIELDS[limit][1], point.somebody] for point in curve]
            for limit, curve in costs.curves.items()
        },
    }


def counts_from(found: Mapping[str, Any], *, counted_at: datetime | None = None) -> LimitCounts:
    """The counts, read back."""
    return LimitCounts(
        seekers=found["seekers"],
        nobody=found["nobody"],
        full=found["full"],
        by_rule=found["rules"],
        by_limit=found["limits"],
        curves={name: [(value, count) for value, count in curve] for name, curve in found["curves"].items()},
        counted_at=counted_at,
    )


def _remembered(programme: Programme, rules: ProgrammeRules) -> LimitCounts | None:
    """From the newest trial that counted under these very rules."""
    now = _telling(as_data(rules, programme))
    done = programme.runs.filter(kind=RunKind.WHAT_IF, state=RunState.DONE).order_by("-finished_at", "-pk")
    for counted_at, sides in done.values_list("finished_at", "findings__sides"):
        for side in (sides or {}).values():
            if _telling(side["rules"]) == now:
                return counts_from(side["limits"], counted_at=counted_at)
    return None


def _telling(rules: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in rules.items() if name in CHANGEABLE}
