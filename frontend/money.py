"""Rules of support and worked examples, told in words and figures for the pages of money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.forms.money import ExampleForm, RuleForm
from frontend.meetings import length_words
from frontend.templatetags.money import zl
from stipends.domain.computing import Computation, Span, compute
from stipends.domain.months import first_day, last_day
from stipends.domain.rulebook import problems_of_figures
from stipends.enums import HoursMethod, PaperKind, SupportKind, Unit
from stipends.models import Call, SupportRule
from stipends.queries.funding import holds_on

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Facts = list[tuple[str, "StrOrPromise"]]


# --- a rule in words --------------------------------------------------------------------------------------


def headline(rule: SupportRule) -> str:
    """What a rule pays, in one line: “500,00 zł a month”."""
    if rule.kind != SupportKind.MENTOR_ALLOWANCE:
        if rule.cap_grosze:
            return _("as on the bill, at most %(cap)s in all") % {"cap": zl(rule.cap_grosze)}
        return _("as on the bill")
    rate = {"rate": zl(rule.rate_grosze)}
    if rule.unit == Unit.HOUR:
        return _("%(rate)s an hour") % rate
    if rule.hours_method == HoursMethod.SHARE and rule.full_minutes:
        return _("%(rate)s a month of %(hours)s") % {**rate, "hours": length_words(rule.full_minutes)}
    return _("%(rate)s a month") % rate


def months_words(rule: SupportRule) -> str:
    """From when until when: “March 2026 to June 2026”, “from March 2026”."""
    first = date_format(rule.valid_from, "E Y")
    if rule.valid_to is None:
        return _("from %(month)s") % {"month": first}
    if first_day(rule.valid_to) == rule.valid_from:
        return date_format(rule.valid_from, "F Y")
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(rule.valid_to, "E Y")}


def told_rule(rule: SupportRule) -> list[tuple[str, Facts]]:
    """Everything a rule says, in groups of (title, [(term, words)])."""
    groups: list[tuple[str, Facts]] = []
    if rule.kind == SupportKind.MENTOR_ALLOWANCE:
        groups += [(_("How much"), _amounts(rule)), (_("For whom"), _limits(rule))]
    papers = [str(PaperKind(kind).label) for kind in rule.papers if kind in PaperKind.values]
    days = ngettext("%(n)d day after the month", "%(n)d days after the month", rule.claim_days)
    used = {"used": zl(rule.total.used_grosze if hasattr(rule, "total") else 0)}
    if rule.cap_grosze:
        cap = _("%(cap)s; %(used)s of it are taken") % {**used, "cap": zl(rule.cap_grosze)}
    else:
        cap = _("as much as the line holds; %(used)s are taken") % used
    groups += [
        (
            _("What the employer brings"),
            [
                (_("Papers"), ", ".join(papers) or _("none")),
                (_("Time to claim"), days % {"n": rule.claim_days}),
            ],
        ),
        (_("From which money"), [(_("Budget line"), str(rule.line)), (_("At most"), cap)]),
    ]
    return groups


def _amounts(rule: SupportRule) -> Facts:
    if rule.includes_contributions:
        contributions = _("in the rate")
    elif rule.contributions_bp:
        whole, rest = divmod(rule.contributions_bp, 100)
        percent = f"{whole},{rest:02d}" if rest else str(whole)
        contributions = _("%(percent)s %% on top") % {"percent": percent}
    else:
        contributions = _("not paid")
    facts: Facts = [
        (_("Rate"), f"{zl(rule.rate_grosze)} {rule.get_unit_display()}"),
        (_("Contributions"), contributions),
    ]
    if rule.unit == Unit.MONTH:
        facts.append((_("Part of a month"), rule.get_days_method_display()))
        facts.append((_("Fewer hours"), rule.get_hours_method_display()))
    if rule.full_minutes:
        facts.append((_("Full hours"), length_words(rule.full_minutes)))
    if rule.min_minutes:
        facts.append((_("Fewest hours"), length_words(rule.min_minutes)))
    if rule.most_minutes:
        facts.append((_("Most hours paid"), length_words(rule.most_minutes)))
    counted = _("those the new colleague confirmed") if rule.only_confirmed else _("all that were logged")
    return [*facts, (_("Hours that count"), counted)]


def _limits(rule: SupportRule) -> Facts:
    pairs = str(rule.pairs_per_employer) if rule.pairs_per_employer else _("no limit")
    return [
        (_("Months of a pair"), _("at most %(n)d") % {"n": rule.max_months}),
        (_("New colleagues of a mentor"), _("at most %(n)d in a month") % {"n": rule.mentees_per_mentor}),
        (_("Pairs of an employer"), pairs),
    ]


# --- a worked example -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Worked:
    """An example worked out, or the sentences that say why it cannot be yet."""

    form: ExampleForm
    computation: Computation | None = None
    problems: Sequence[str] = ()
    below_fewest: bool = False
    is_example: bool = False


def example_month(call: Call) -> date:
    """The month an example begins with: this one, when the call covers it, else the call's first."""
    today = timezone.localdate()
    inside = call.covers_from <= today <= call.covers_until
    return first_day(today if inside else call.covers_from)


def worked_example(call: Call, rule: SupportRule | None, typed: Any = None) -> Worked:
    """A month by this rule, with the days and hours typed; `rule` None: its figures cannot be read yet."""
    month = example_month(call)
    form = ExampleForm(typed if typed and "example_month" in typed else None, call=call, month=month)
    if rule is None:
        return Worked(form, problems=[_("Write the rate, and the example is worked out here.")])
    if problems := problems_of_figures(rule):
        return Worked(form, problems=[e.messages[0] for errors in problems.values() for e in errors])
    if form.is_bound and not form.is_valid():
        return Worked(form, problems=[str(text) for errors in form.errors.values() for text in errors])
    figures = form.cleaned_data if form.is_bound else form.initial
    month = figures["example_month"]
    first, last = figures["example_first"], min(figures["example_last"], last_day(month).day)
    covered = Span(month.replace(day=first), month.replace(day=last)) if first <= last else None
    minutes = figures["example_minutes"]
    worked = compute(rule, month=month, covered=covered, minutes=minutes)
    return Worked(form, worked, below_fewest=minutes < rule.min_minutes, is_example=rule.is_example)


def rule_typed(form: RuleForm, rule: SupportRule | None) -> SupportRule | None:
    """The rule whose example stands beside a form: as typed, else the one it began with."""
    return form.figures() if form.is_bound else rule


# --- calls ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldRule:
    """A rule as a list shows it; `state` is "now", "later" or "over"."""

    rule: SupportRule
    headline: str
    months: str
    state: str


@dataclass(frozen=True)
class ToldCall:
    """A call with what it pays for each kind: (kind, its rules, newest first)."""

    call: Call
    kinds: list[tuple[SupportKind, list[ToldRule]]]

    @property
    def allowance(self) -> list[ToldRule]:
        """Rules of the mentor's allowance."""
        return self.kinds[0][1]

    @property
    def bills(self) -> list[tuple[SupportKind, list[ToldRule]]]:
        """The other five kinds, which are paid as on the bill."""
        return self.kinds[1:]

    @property
    def in_force(self) -> list[tuple[SupportKind, ToldRule]]:
        """What is paid now."""
        return [(kind, one) for kind, rules in self.kinds for one in rules if one.state == "now"]


def told_call(call: Call) -> ToldCall:
    """A call with its rules, which are in `rules.all()` already."""
    today = timezone.localdate()
    rules: dict[str, list[ToldRule]] = {kind.value: [] for kind in _KINDS}
    for rule in call.rules.all():
        state = "now" if holds_on(rule, today) else "later" if rule.valid_from > today else "over"
        rules[rule.kind].append(ToldRule(rule, headline(rule), months_words(rule), state))
    return ToldCall(call, [(kind, rules[kind.value]) for kind in _KINDS])


#: The allowance first: of the six it is the one computed here.
_KINDS = (
    SupportKind.MENTOR_ALLOWANCE,
    *(kind for kind in SupportKind if kind != SupportKind.MENTOR_ALLOWANCE),
)
