"""What stands in the ledger on a day: the trial balance, figures of budget lines, and where they lead.

All of it is read from totals of accounts by day, which the database keeps (stipends/triggers/ledger.py): how
long it takes depends on days and lines, not on how many entries there are. Amounts are whole grosze.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Sum, TextField
from django.db.models.functions import Cast, Substr

from stipends.enums import ClaimState, LedgerKind
from stipends.models import BudgetLine, Claim, DayTotal, LedgerAccount, Project

from .faults import ledger_faults

__all__ = [
    "LineFigures",
    "LineForecast",
    "MonthPoint",
    "TrialBalance",
    "TrialRow",
    "budget_figures",
    "forecast",
    "ledger_faults",
    "trial_balance",
]

#: The pace of a line is that of so many whole months before the day, or of as many as there were.
PACE_MONTHS = 3
#: Asked for and not yet decided.
_WAITING = (ClaimState.SUBMITTED, ClaimState.VERIFIED)


@dataclass(frozen=True)
class TrialRow:
    """An account with everything booked into and out of it up to the day."""

    account: LedgerAccount
    debit: int
    credit: int

    @property
    def kind(self) -> LedgerKind:
        """What kind of account it is."""
        return LedgerKind(self.account.kind)

    @property
    def balance(self) -> int:
        """Debits less credits."""
        return self.debit - self.credit


@dataclass(frozen=True)
class TrialBalance:
    """Every account of a project on the evening of a day; FUNDING first, then line by line."""

    project: Project
    on: date
    rows: tuple[TrialRow, ...]

    @property
    def debit(self) -> int:
        """The sum of all debits."""
        return sum(row.debit for row in self.rows)

    @property
    def credit(self) -> int:
        """The sum of all credits."""
        return sum(row.credit for row in self.rows)

    @property
    def is_balanced(self) -> bool:
        """Whether both sides are the same, as they must."""
        return self.debit == self.credit


@dataclass(frozen=True)
class LineFigures:
    """Where the money of a budget line stands. All of it is in one of four places: budget is their sum."""

    line: BudgetLine
    available: int = 0
    committed: int = 0
    spent: int = 0
    receivable: int = 0

    @property
    def budget(self) -> int:
        """What was granted, less what was taken away again."""
        return self.available + self.used

    @property
    def used(self) -> int:
        """What is not available any more: committed, spent, or spent and to be given back."""
        return self.committed + self.spent + self.receivable


@dataclass(frozen=True)
class MonthPoint:
    """A budget line at the end of a month, or on the day asked about in the last one."""

    month: date
    budget: int
    committed: int
    spent: int
    receivable: int

    @property
    def used(self) -> int:
        """Committed, spent, or to be given back."""
        return self.committed + self.spent + self.receivable


@dataclass(frozen=True)
class Expected:
    """What is expected to be used at the end of a month (of the project, in its last one)."""

    month: date
    used: int


@dataclass(frozen=True)
class LineForecast:
    """Where a line leads, if months go on as the last ones did.

    `pace`: grosze used a month, over the `pace_months` whole months before the day; None when there was none
    yet. `waiting`: asked for by claims that nobody has decided on; not part of the pace. `history`: month by
    month from the first entry. `ahead`: from the month of the day to the end of the project.
    """

    figures: LineFigures
    pace: int | None
    pace_months: int
    waiting: int
    history: tuple[MonthPoint, ...]
    ahead: tuple[Expected, ...] = field(default=())

    @property
    def line(self) -> BudgetLine:
        """The line it is about."""
        return self.figures.line

    @property
    def used_at_end(self) -> int | None:
        """What is expected to be used when the project ends; None without a pace."""
        if self.pace is None:
            return None
        return self.ahead[-1].used if self.ahead else self.figures.used

    @property
    def left_at_end(self) -> int | None:
        """What is expected to be left then; below zero: so much will be missing. None without a pace."""
        used = self.used_at_end
        return None if used is None else self.figures.budget - used

    @property
    def runs_out(self) -> date | None:
        """The first day of the month in which the budget is used up; None when it lasts."""
        return next((one.month for one in self.ahead if one.used > self.figures.budget), None)


def trial_balance(project: Project, on: date) -> TrialBalance:
    """Debits and credits of every account up to the evening of a day; that day counts."""
    booked = {
        account: (int(debit), int(credit))
        for account, debit, credit in DayTotal.objects.filter(account__project=project, day__lte=on)
        .order_by()
        .values_list("account_id")
        .annotate(Sum("debit_grosze"), Sum("credit_grosze"))
    }
    accounts = LedgerAccount.objects.filter(project=project).select_related("line")
    order = list(LedgerKind)
    rows = [TrialRow(account, *booked.get(account.pk, (0, 0))) for account in accounts]
    rows.sort(key=lambda row: (row.account.line.code if row.account.line else "", order.index(row.kind)))
    return TrialBalance(project, on, tuple(rows))


def budget_figures(project: Project, on: date) -> list[LineFigures]:
    """Every budget line of the project on the evening of a day, by code; lines without money too."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in trial_balance(project, on).rows:
        if row.account.line_id is not None:
            found[row.account.line_id][row.kind.value] = row.balance
    return [LineFigures(line=line, **found[line.pk]) for line in project.lines.order_by("code", "pk")]


def forecast(project: Project, on: date) -> list[LineForecast]:
    """Where each line leads until the project ends, by the pace of its last whole months."""
    monthly = _moved_by_month(project, on)
    waiting = _waiting_by_line(project)
    return [
        _line_forecast(project, on, figures, monthly[figures.line.pk], waiting.get(figures.line.pk, 0))
        for figures in budget_figures(project, on)
    ]


# --- inside -------------------------------------------------------------------------------------------

Moved = dict[date, dict[str, int]]


def _moved_by_month(project: Project, on: date) -> dict[int, Moved]:
    """By line and month: by how much each kind of account has changed."""
    rows = (
        DayTotal.objects.filter(account__project=project, account__line__isnull=False, day__lte=on)
        # The text of a day begins with its month, on both databases.
        .annotate(month=Substr(Cast("day", TextField()), 1, 7))
        .values_list("account__line_id", "account__kind", "month")
        .annotate(Sum("debit_grosze"), Sum("credit_grosze"))
        .order_by()
    )
    found: dict[int, Moved] = defaultdict(dict)
    for line, kind, month, debit, credit in rows:
        found[line].setdefault(date.fromisoformat(f"{month}-01"), {})[kind] = int(debit) - int(credit)
    return found


def _waiting_by_line(project: Project) -> dict[int, int]:
    rows = (
        # By centre and state there is an index; nearly all claims are over.
        Claim.objects.filter(centre=project.centre_id, state__in=_WAITING, rule__line__project=project)
        .order_by()
        .values_list("rule__line_id")
        .annotate(Sum("total_grosze"))
    )
    return {line: int(asked) for line, asked in rows}


def _line_forecast(
    project: Project, on: date, figures: LineFigures, moved: Moved, waiting: int
) -> LineForecast:
    history = tuple(_history(moved, on))
    whole = [point for point in history if point.month < on.replace(day=1)]
    past = whole[-PACE_MONTHS:]
    if not past:
        return LineForecast(figures, None, 0, waiting, history)
    before = whole[-len(past) - 1].used if len(whole) > len(past) else 0
    pace = Fraction(past[-1].used - before, len(past))
    ahead = tuple(_ahead(project, on, figures.used, past[-1].used, pace))
    return LineForecast(figures, _half_up(pace), len(past), waiting, history, ahead)


def _history(moved: Moved, on: date) -> Iterator[MonthPoint]:
    if not moved:
        return
    balances: dict[str, int] = defaultdict(int)
    for month in _months(min(moved), on):
        for kind, amount in moved.get(month, {}).items():
            balances[kind] += amount
        used = {kind: balances[kind] for kind in ("committed", "spent", "receivable")}
        yield MonthPoint(month, balances["available"] + sum(used.values()), **used)


def _ahead(project: Project, on: date, used: int, at_last_end: int, pace: Fraction) -> Iterator[Expected]:
    """What is used never goes down by itself: the month of the day has at least what is used already."""
    expected = Fraction(at_last_end)
    for month in _months(on.replace(day=1), project.ends_on):
        days = (_next(month) - month).days
        covered = min(days, (project.ends_on - month).days + 1)
        expected = max(expected + pace * Fraction(covered, days), Fraction(used))
        yield Expected(month, _half_up(expected))


def _months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _half_up(exact: Fraction) -> int:
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
