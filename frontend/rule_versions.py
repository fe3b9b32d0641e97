"""Every version of a programme's dated rules, old ones too: from, to, source, who, why, and what changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from activities.domain.care import CARE_NUMBERS
from activities.models import CareRules
from base.audit.models import Record
from base.audit.queries import newest_of
from frontend.forms.matching import LIMITS, WEIGHTS
from frontend.pool import name_of_rule, value_of_rule
from frontend.settings_history import Change, name_of_field
from matching.models import Programme


@dataclass(frozen=True)
class Version:
    """One version. `state`: "now", "later" or "past"; `values` are all of them in words, by name."""

    valid_from: date
    valid_to: date | None
    source: str
    who: str
    why: str
    state: str
    values: Sequence[tuple[str, str]]
    changes: Sequence[Change]


def versions_of_rules(programme: Programme, *, on: date) -> list[Version]:
    """Of the rules of matching, the newest first, in two queries."""
    rows = list(programme.rules.order_by("valid_from"))
    fields = [*LIMITS, *WEIGHTS]
    why = _why(newest_of(programme, "matching.rules.revise"))
    return _versions(rows, why, on, lambda row: [(name_of_rule(f), value_of_rule(row, f)) for f in fields])


def versions_of_care(programme: Programme, common: CareRules | None, *, on: date) -> list[Version]:
    """Of the care of pairs, the newest first, in two queries; `common` held before the first own one."""
    rows = list(CareRules.objects.filter(programme=programme).order_by("valid_from"))
    why = _why(newest_of(programme, "activities.care.set"))
    return _versions(rows, why, on, told_care, first=common)


def told_care(care: CareRules) -> list[tuple[str, str]]:
    """The numbers of care in words, by name."""
    return [(name_of_field(name), str(getattr(care, name))) for name in CARE_NUMBERS]


def _why(records: Iterable[Record]) -> dict[str, str]:
    """The newest reason by the day from which it counts."""
    found: dict[str, str] = {}
    for record in records:
        found.setdefault(str(record.details.get("from", "")), str(record.details.get("why", "")))
    return found


def _versions(
    rows: Sequence[Any],
    why: dict[str, str],
    on: date,
    tell: Callable[[Any], list[tuple[str, str]]],
    *,
    first: Any = None,
) -> list[Version]:
    found: list[Version] = []
    before = dict(tell(first)) if first is not None else {}
    for row in rows:
        values = tell(row)
        changes = [
            Change(name, before[name], value) for name, value in values if before.get(name, value) != value
        ]
        past = row.valid_to is not None and row.valid_to < on
        state = "later" if row.valid_from > on else "past" if past else "now"
        reason = why.get(row.valid_from.isoformat(), "")
        found.append(
            Version(row.valid_from, row.valid_to, row.source, row.checked_by, reason, state, values, changes)
        )
        before = dict(values)
    return found[::-1]
