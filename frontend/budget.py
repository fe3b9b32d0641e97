"""The budget of a project told for its page: bars, percentages, the line of months, a day to look at it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from frontend.drawings.budget import BudgetBar, Burn, draw_budget, draw_burn
from frontend.forms.ledger import BalanceForm
from stipends.models import BudgetLine, Project
from stipends.queries.ledger import LineFigures, LineForecast, forecast


@dataclass(frozen=True)
class Totals:
    """The figures of all lines together, in grosze; `expected` is None while no line has a pace."""

    budget: int
    spent: int
    committed: int
    receivable: int
    available: int
    expected: int | None

    @property
    def used(self) -> int:
        """What is not available any more."""
        return self.spent + self.committed + self.receivable

    @property
    def left_at_end(self) -> int | None:
        """What is expected to be left when the project ends."""
        return None if self.expected is None else self.budget - self.expected


@dataclass(frozen=True)
class ToldLine:
    """A line with its bar; `missing` grosze at the end, by the pace it has."""

    forecast: LineForecast
    bar: BudgetBar
    missing: int

    @property
    def line(self) -> BudgetLine:
        """The line it is about."""
        return self.forecast.line

    @property
    def figures(self) -> LineFigures:
        """Where its money stands."""
        return self.forecast.figures


@dataclass(frozen=True)
class MonthTold:
    """All lines at the end of a month; `is_expected` from the month after the day's on."""

    month: date
    used: int
    budget: int
    is_expected: bool


def day_asked(data: Any) -> tuple[BalanceForm, date]:
    """The form and the day of ?on=; today when none, none that makes sense, or one to come is asked."""
    today = timezone.localdate()
    form = BalanceForm(data if data.get("on") else None, initial={"on": today})
    asked = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    return form, min(asked or today, today)


def told_budget(project: Project, on: date) -> dict[str, Any]:
    """What the page of a budget shows."""
    lines = forecast(project, on)
    totals = _totals(lines)
    months = _months(lines, totals.budget)
    return {
        "lines": [_told_line(one) for one in lines],
        "totals": totals,
        "months": months,
        "burn": _burn(months, totals.budget),
        "pace_months": max((one.pace_months for one in lines), default=0),
    }


def _told_line(one: LineForecast) -> ToldLine:
    missing = max(-(one.left_at_end or 0), 0)
    return ToldLine(one, draw_budget(one.figures, one.used_at_end), missing)


def _totals(lines: Sequence[LineForecast]) -> Totals:
    figures = [one.figures for one in lines]
    has_pace = any(one.pace is not None for one in lines)
    expected = sum(one.figures.used if one.used_at_end is None else one.used_at_end for one in lines)
    return Totals(
        budget=sum(one.budget for one in figures),
        spent=sum(one.spent for one in figures),
        committed=sum(one.committed for one in figures),
        receivable=sum(one.receivable for one in figures),
        available=sum(one.available for one in figures),
        expected=expected if has_pace else None,
    )


def _months(lines: Sequence[LineForecast], budget: int) -> list[MonthTold]:
    """All lines added up, month by month: what was, then what is expected. A line without a pace stands."""
    used: dict[date, int] = defaultdict(int)
    budgets: dict[date, int] = defaultdict(int)
    first = min((one.history[0].month for one in lines if one.history), default=None)
    if first is None:
        return []
    past = sorted({point.month for one in lines for point in one.history})
    for one in lines:
        points = {point.month: point for point in one.history}
        for month in past:
            if month in points:
                used[month] += points[month].used
                budgets[month] += points[month].budget
    ahead = sorted({step.month for one in lines for step in one.ahead if step.month > past[-1]})
    coming: dict[date, int] = defaultdict(int)
    for one in lines:
        steps = {step.month: step.used for step in one.ahead}
        for month in ahead:
            coming[month] += steps.get(month, one.figures.used)
    return [
        *(MonthTold(month, used[month], budgets[month], is_expected=False) for month in past),
        *(MonthTold(month, coming[month], budget, is_expected=True) for month in ahead),
    ]


def _burn(months: Sequence[MonthTold], budget: int) -> Burn | None:
    been = [one for one in months if not one.is_expected]
    if not been:
        return None
    coming = [one.used for one in months if one.is_expected]
    expected = [been[-1].used, *coming] if coming else []
    return draw_burn([one.used for one in been], [one.budget for one in been], expected, budget=budget)
