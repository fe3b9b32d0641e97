"""What a month is worth by a rule, to the grosz, in exact fractions; each step can be shown and kept.

No row is read here. A step keeps numbers and no words, so that one computation reads in every language and
its digest depends on nobody's. `compute` rounds halves up, once for the allowance and once for contributions.
"""

import hashlib
import json
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stipends.enums import DaysMethod, HoursMethod, Unit

from .exact import half_up, multiplied, plain, zloty

#: Days of a month in payroll, where a part of one is paid.
THIRTY = 30
MINUTES_OF_AN_HOUR = 60


class Figures(Protocol):
    """Of a rule, what the amount depends on (stipends.models.SupportRule)."""

    unit: str
    rate_grosze: int
    includes_contributions: bool
    contributions_bp: int
    days_method: str
    hours_method: str
    full_minutes: int | None
    most_minutes: int | None
    is_example: bool
    valid_from: date


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}.")

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def within(self, other: "Span | None") -> "Span | None":
        """What both have in common."""
        if other is None or self.last < other.first or other.last < self.first:
            return None
        return Span(max(self.first, other.first), min(self.last, other.last))


@dataclass(frozen=True)
class Step:
    """One line of the computation.

    `code`: rate, hours, days, before_rounding, contributions, asked or total. `exact` is the value as a
    fraction in lowest terms ("29/32", "8156250/20000"), of 1 for a factor and of a grosz for an amount;
    `kind` says which: "amount", "factor" or "plus". `data`: the numbers its sentence needs.
    """

    code: str
    kind: str
    exact: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> Fraction:
        """The exact value: of 1, or of a grosz."""
        return Fraction(self.exact)

    @property
    def words(self) -> str:
        """Its name, in the language active now."""
        match self.code:
            case "rate" if self.data["unit"] == Unit.HOUR:
                return _("Rate for an hour")
            case "rate":
                return _("Rate for a whole month")
            case "hours":
                return _("Hours from the log")
            case "days":
                return _("Days covered")
            case "before_rounding":
                return _("Before rounding")
            case "contributions":
                return _("Employer's contributions")
            case "asked":
                return _("Amount asked for")
        return _("To pay")

    @property
    def shown(self) -> str:
        """The value as people read it: “500,00 zł”, “× 0,90625”, “+ 0,00 zł”."""
        if self.kind == "factor":
            return f"× {multiplied(self.value)}"
        return f"+ {zloty(self.value)}" if self.kind == "plus" else zloty(self.value)

    @property
    def sentence(self) -> str:
        """Where the value comes from, in the language active now."""
        return _SENTENCES[self.code](self.data)

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the claim."""
        return {"code": self.code, "kind": self.kind, "exact": self.exact, "data": dict(self.data)}


@dataclass(frozen=True)
class Computation:
    """The steps in their order and what they come to, in grosze: total = gross + contributions."""

    steps: tuple[Step, ...]
    gross_grosze: int
    contributions_grosze: int

    @property
    def total_grosze(self) -> int:
        """To pay."""
        return self.gross_grosze + self.contributions_grosze

    def as_json(self) -> list[dict[str, Any]]:
        """The steps as they are kept."""
        return [step.as_json() for step in self.steps]


def compute(rule: Figures, *, month: date, covered: Span | None, minutes: int) -> Computation:
    """What the month is worth.

    `month`: its first day; `covered`: its days that everything covers (None: none of them); `minutes`: real
    minutes of meetings on these days. A month covered from its first to its last day counts whole, however
    long it is. A rate of an hour is multiplied by hours and by nothing else.
    """
    if minutes < 0:
        raise ValueError("Minutes are counted from nought.")
    steps = [_rate(rule)]
    paid = min(minutes, rule.most_minutes) if rule.most_minutes is not None else minutes
    if rule.unit == Unit.HOUR:
        steps.append(_hours(Fraction(paid, MINUTES_OF_AN_HOUR), minutes, paid, None))
        if covered is None:
            steps.append(_days(Fraction(0), month, covered, rule.days_method))
    else:
        if rule.hours_method == HoursMethod.SHARE:
            full = rule.full_minutes or 1  # never nought, by CHECK
            steps.append(_hours(Fraction(min(paid, full), full), minutes, paid, full))
        steps.append(_days(share_of_days(rule.days_method, month, covered), month, covered, rule.days_method))
    exact = Fraction(1)
    for step in steps:
        exact *= step.value
    gross = half_up(exact)
    contributions = (
        0 if rule.includes_contributions else half_up(Fraction(gross * rule.contributions_bp, 10_000))
    )
    steps.append(Step("before_rounding", "amount", str(exact), {"factors": [s.exact for s in steps]}))
    steps.append(
        Step(
            "contributions",
            "plus",
            str(contributions),
            {"included": rule.includes_contributions, "bp": rule.contributions_bp, "of": gross},
        )
    )
    steps.append(Step("total", "amount", str(gross + contributions)))
    return Computation(tuple(steps), gross, contributions)


def compute_asked(grosze: int) -> Computation:
    """Support that is a bill and not a rate: the amount asked for."""
    return Computation(
        (Step("asked", "amount", str(grosze)), Step("total", "amount", str(grosze))), grosze, 0
    )


def share_of_days(method: str, month: date, covered: Span | None) -> Fraction:
    """How much of a month its covered days are, by the rule's method; 1 for all of them."""
    inside = whole_month(month).within(covered)
    if inside is None:
        return Fraction(0)
    days, all_days = len(inside), days_of_month(month)
    if method == DaysMethod.WHOLE or days == all_days:
        return Fraction(1)
    if method == DaysMethod.OF_THIRTY:
        return Fraction(min(days, THIRTY), THIRTY)
    return Fraction(days, all_days)


def days_of_month(month: date) -> int:
    """28 to 31."""
    return monthrange(month.year, month.month)[1]


def whole_month(month: date) -> Span:
    """The month a day is of."""
    return Span(month.replace(day=1), month.replace(day=days_of_month(month)))


def steps_from(kept: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps of a claim as they were kept."""
    return tuple(Step(one["code"], one["kind"], one["exact"], one.get("data", {})) for one in kept)


def digest_of(kept: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of the steps as kept, written the one way JSON can be: keys in order, no spaces."""
    text = json.dumps(list(kept), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def recomputed(kept: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Allowance and contributions from the kept steps alone, multiplied and rounded again.

    ValueError when a step does not follow from the others: the evidence pack is checked with this.
    """
    steps = {step.code: step for step in steps_from(kept)}
    if "asked" in steps:
        gross, contributions = int(steps["asked"].value), 0
    else:
        exact = Fraction(1)
        for step in steps_from(kept):
            exact *= step.value if step.code in ("rate", "hours", "days") else 1
        if exact != steps["before_rounding"].value:
            raise ValueError("The amount before rounding is not the product of the steps.")
        gross, terms = half_up(exact), steps["contributions"].data
        contributions = 0 if terms["included"] else half_up(Fraction(gross * terms["bp"], 10_000))
        if contributions != steps["contributions"].value:
            raise ValueError("The contributions are not those of the allowance.")
    if steps["total"].value != gross + contributions:
        raise ValueError("The total is not the sum.")
    return gross, contributions


def _rate(rule: Figures) -> Step:
    data = {"unit": str(rule.unit), "since": rule.valid_from.isoformat(), "example": rule.is_example}
    return Step("rate", "amount", str(Fraction(rule.rate_grosze)), data)


def _hours(factor: Fraction, minutes: int, paid: int, full: int | None) -> Step:
    return Step("hours", "factor", str(factor), {"minutes": minutes, "paid": paid, "full": full})


def _days(factor: Fraction, month: date, covered: Span | None, method: str) -> Step:
    inside = whole_month(month).within(covered)
    data = {
        "method": str(method),
        "days": len(inside) if inside else 0,
        "first": inside.first.isoformat() if inside else "",
        "last": inside.last.isoformat() if inside else "",
        "of": THIRTY if method == DaysMethod.OF_THIRTY else days_of_month(month),
    }
    return Step("days", "factor", str(factor), data)


# --- sentences ------------------------------------------------------------------------------------------


def _of_rate(data: Mapping[str, Any]) -> str:
    day = {"day": date_format(date.fromisoformat(data["since"]), "DATE_FORMAT")}
    if data["example"]:
        return _("an example, not the real figure; in force since %(day)s") % day
    return _("in force since %(day)s") % day


def _of_hours(data: Mapping[str, Any]) -> str:
    words = {"hours": hours_told(data["minutes"]), "paid": hours_told(data["paid"])}
    if data["full"] is not None:
        words["full"] = hours_told(data["full"])
        if data["minutes"] >= data["full"]:
            return _("%(hours)s; the rule asks for %(full)s") % words
        return _("%(hours)s out of %(full)s that the rule asks for") % words
    if data["paid"] < data["minutes"]:
        return _("%(paid)s paid, the most of a month, out of %(hours)s") % words
    return _("%(hours)s") % words


def _of_days(data: Mapping[str, Any]) -> str:
    if not data["days"]:
        return _("no day of the month is covered")
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    covered = ngettext("%(count)d day (%(days)s)", "%(count)d days (%(days)s)", data["days"]) % {
        "count": data["days"],
        "days": f"{first.day}–{date_format(last, 'j E')}",
    }
    if data["days"] == days_of_month(first):
        return _("%(covered)s: the whole month") % {"covered": covered}
    if data["method"] == DaysMethod.WHOLE:
        return _("%(covered)s; a month begun counts whole") % {"covered": covered}
    return _("%(covered)s out of %(of)d") % {"covered": covered, "of": data["of"]}


def _of_product(data: Mapping[str, Any]) -> str:
    rate, *factors = (Fraction(text) for text in data["factors"])
    return " × ".join([plain(rate / 100, least=2), *(multiplied(one) for one in factors)])


def _of_contributions(data: Mapping[str, Any]) -> str:
    if data["included"]:
        return _("by this rule they are in the rate already")
    return _("%(percent)s%% of %(gross)s, rounded to the grosz") % {
        "percent": plain(Fraction(data["bp"], 100)),
        "gross": zloty(Fraction(data["of"])),
    }


def hours_told(minutes: int) -> str:
    """870 as “14 h 30 min”, in the language active now."""
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "rate": _of_rate,
    "hours": _of_hours,
    "days": _of_days,
    "before_rounding": _of_product,
    "contributions": _of_contributions,
    "asked": lambda data: _("as on the bill"),
    "total": lambda data: _("rounded to the grosz, halves up"),
}
