"""What a rule of support may be: checked before it is written down and before a form shows its example."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.common.profiles import FieldProblems, Problems, one_line, refuse_problems
from stipends.domain.months import first_day, last_day
from stipends.enums import STANDING_PAPERS, DaysMethod, HoursMethod, PaperKind, SupportKind, Unit
from stipends.models import BudgetLine, Call, SupportRule


@dataclass(frozen=True)
class RuleData:
    """A rule as it is written down; units as in `SupportRule`: grosze, minutes, hundredths of a percent.

    `valid_from` is the first day of a month, `valid_to` the last of one, or None: until the call ends.
    Of other kinds than the mentor's allowance only the fields of `EVERY_KIND` are kept.
    """

    kind: SupportKind
    line: BudgetLine
    valid_from: date
    source: str
    valid_to: date | None = None
    is_example: bool = False
    unit: Unit = Unit.MONTH
    rate_grosze: int = 0
    includes_contributions: bool = True
    contributions_bp: int = 0
    days_method: DaysMethod = DaysMethod.OF_THIRTY
    hours_method: HoursMethod = HoursMethod.NONE
    full_minutes: int | None = None
    min_minutes: int = 0
    most_minutes: int | None = None
    only_confirmed: bool = False
    max_months: int = 6
    mentees_per_mentor: int = 2
    pairs_per_employer: int | None = None
    claim_days: int = 30
    papers: tuple[PaperKind, ...] = ()
    cap_grosze: int | None = None


WRITTEN = tuple(field.name for field in fields(RuleData))
#: What a rule of any kind says; the rest is about the mentor's allowance alone.
EVERY_KIND = (
    "kind", "line", "valid_from", "valid_to", "source", "is_example", "claim_days", "papers", "cap_grosze",
)  # fmt: skip

#: What the amount of an allowance depends on.
FIGURES = (
    "unit", "rate_grosze", "includes_contributions", "contributions_bp", "days_method", "hours_method",
    "full_minutes", "min_minutes", "most_minutes",
)  # fmt: skip

HOUR = 60
#: Beyond these a figure is a slip of the hand.
LIMITS: Mapping[str, tuple[int, int]] = {
    "rate_grosze": (1, 5_000_000),
    "contributions_bp": (0, 10_000),
    "min_minutes": (0, 744 * HOUR),
    "full_minutes": (1, 744 * HOUR),
    "most_minutes": (1, 744 * HOUR),
    "max_months": (1, 60),
    "mentees_per_mentor": (1, 20),
    "pairs_per_employer": (1, 1_000),
    "claim_days": (1, 365),
    "cap_grosze": (1, 100_000_000_00),
}


def fill_rule(row: SupportRule, data: RuleData) -> SupportRule:
    """The row with the data in it, unsaved; of another kind than the allowance only what counts for it."""
    names = WRITTEN if data.kind == SupportKind.MENTOR_ALLOWANCE else EVERY_KIND
    for name in names:
        setattr(row, name, getattr(data, name))
    row.source = one_line(data.source)
    row.papers = sorted(set(data.papers), key=_order_of_paper)
    return row


def _order_of_paper(kind: str) -> tuple[int, str]:
    order = PaperKind.values
    return (order.index(kind) if kind in order else len(order), kind)


def check_rule(row: SupportRule, *, beside: SupportRule | None = None) -> None:
    """ValidationError that names the fields that cannot be.

    `beside` is a rule that will end the day before this one begins, and is not counted as overlapping.
    """
    problems = Problems()
    pays = row.kind == SupportKind.MENTOR_ALLOWANCE
    names = [name for name in (WRITTEN if pays else EVERY_KIND) if name not in ("line", "papers")]
    problems.check_fields(row, names)
    for name in names:
        if name in LIMITS and name not in problems.by_field:
            _check_limit(row, name, problems)
    if row.line.project_id != row.call.project_id:
        problems.add("line", _("This line belongs to the budget of another project."))
    _check_papers(row, problems)
    if pays and not problems.by_field:
        _check_hours(row, problems)
    if "valid_from" not in problems.by_field and "valid_to" not in problems.by_field:
        check_months(row, problems, beside=beside)
    refuse_problems(problems.by_field)


def problems_of_figures(row: SupportRule) -> FieldProblems:
    """What keeps an amount from being computed by this rule of an allowance, by field."""
    problems = Problems()
    problems.check_fields(row, FIGURES)
    for name in FIGURES:
        if name in LIMITS and name not in problems.by_field:
            _check_limit(row, name, problems)
    if not problems.by_field:
        _check_hours(row, problems)
    return problems.by_field


def _check_limit(row: SupportRule, name: str, problems: Problems) -> None:
    value = getattr(row, name)
    least, most = LIMITS[name]
    if value is None or least <= value <= most:
        return
    if name == "rate_grosze":
        problems.add(name, _("The rate is above zero, and at most 50,000 zł."), "limit")
    elif name == "cap_grosze":
        problems.add(name, _("The most that may be committed is above zero."), "limit")
    elif name.endswith("_minutes"):
        problems.add(name, _("A month has at most 744 hours."), "limit")
    elif name == "contributions_bp":
        problems.add(name, _("Contributions are from 0 to 100 percent."), "limit")
    else:
        problems.add(name, _("Choose from %(least)d to %(most)d.") % {"least": least, "most": most}, "limit")


def _check_papers(row: SupportRule, problems: Problems) -> None:
    if set(row.papers) - set(PaperKind.values):
        problems.add("papers", _("Choose papers of the kinds listed."))
    elif row.kind != SupportKind.MENTOR_ALLOWANCE and set(row.papers) & set(STANDING_PAPERS):
        problems.add("papers", _("Papers of a mentor or a colleague are demanded for the allowance only."))


def _check_hours(row: SupportRule, problems: Problems) -> None:
    if row.hours_method == HoursMethod.SHARE:
        if row.unit == Unit.HOUR:
            problems.add("hours_method", _("An hourly rate pays the hours held; no share of them is taken."))
        elif not row.full_minutes:
            problems.add("full_minutes", _("How many hours make a full month?"), "required")
        elif row.min_minutes > row.full_minutes:
            problems.add("min_minutes", _("The fewest hours cannot be more than the full ones."))
    if row.includes_contributions and row.contributions_bp:
        problems.add("contributions_bp", _("The rate holds the contributions already: nothing is added."))
    if row.most_minutes is not None and row.most_minutes < row.min_minutes:
        problems.add("most_minutes", _("The most hours cannot be fewer than the fewest."))


def check_months(row: SupportRule, problems: Problems, *, beside: SupportRule | None = None) -> None:
    """Whole months, inside the call, and no two rules of one kind for a month."""
    if row.valid_from != first_day(row.valid_from):
        problems.add("valid_from", _("A rule holds for whole months: choose the first day of one."))
    if row.valid_to and row.valid_to != last_day(row.valid_to):
        problems.add("valid_to", _("A rule holds for whole months: choose the last day of one."))
    if row.valid_to and row.valid_to < row.valid_from:
        problems.add("valid_to", _("The last day cannot be before the first."))
    _check_inside(row.call, row, problems)
    if not problems.by_field:
        for other in _overlapping(row, beside)[:1]:
            field = "valid_to" if row.valid_from < other.valid_from else "valid_from"
            problems.add(field, _("Another rule for this support holds %s.") % said_months(other), "overlap")


def _check_inside(call: Call, row: SupportRule, problems: Problems) -> None:
    first, last = first_day(call.covers_from), last_day(call.covers_until)
    days = {"first": _said(call.covers_from), "last": _said(call.covers_until)}
    if not first <= row.valid_from <= last:
        problems.add("valid_from", _("The call covers days from %(first)s to %(last)s.") % days)
    if row.valid_to and row.valid_to > last:
        problems.add("valid_to", _("The call covers days from %(first)s to %(last)s.") % days)


def _overlapping(row: SupportRule, beside: SupportRule | None) -> list[SupportRule]:
    others = SupportRule.objects.filter(call=row.call, kind=row.kind).exclude(
        pk__in=[one.pk for one in (row, beside) if one and one.pk]
    )
    if row.valid_to:
        others = others.filter(valid_from__lte=row.valid_to)
    still = Q(valid_to=None) | Q(valid_to__gte=row.valid_from)
    return list(others.filter(still).order_by("valid_from"))


def ended_before(row: SupportRule) -> SupportRule | None:
    """The rule without a last day that a new one takes over from, the day before it begins."""
    earlier = SupportRule.objects.filter(
        call=row.call, kind=row.kind, valid_to=None, valid_from__lt=row.valid_from
    )
    return earlier.exclude(pk=row.pk).order_by("-valid_from").first()


def day_before(day: date) -> date:
    """The last day of what a new rule takes over from."""
    return day - timedelta(days=1)


def said_months(rule: SupportRule) -> str:
    """From when until when a rule holds, in words."""
    if rule.valid_to is None:
        return _("from %(first)s on") % {"first": _said(rule.valid_from)}
    days = {"first": _said(rule.valid_from), "last": _said(rule.valid_to)}
    return _("from %(first)s to %(last)s") % days


def _said(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
