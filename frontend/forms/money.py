"""Forms of the centre's money: projects, budget lines, calls for funding, rules of support."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.forms.amounts import ZlotyField
from frontend.forms.money_fields import HoursField, MonthField, PercentField
from frontend.forms.people import DayField
from stipends.domain.account_numbers import spaced_nrb
from stipends.domain.funding import CallData, LineData, ProjectData
from stipends.domain.months import last_day
from stipends.domain.rulebook import FIGURES, RuleData
from stipends.enums import (
    STANDING_PAPERS,
    DaysMethod,
    HoursMethod,
    PaperKind,
    SupportKind,
    Unit,
)
from stipends.models import BudgetLine, Call, Project, SupportRule

IN_RATE, ON_TOP, UNPAID = "in_rate", "on_top", "unpaid"


class ProjectForm(forms.Form):
    """A funded project, as its funding agreement says."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=200)
    number = forms.CharField(
        label=_("Number of the funding agreement"),
        max_length=60,
        help_text=_("As it stands on the agreement; it is written on transfers and papers."),
    )
    funder = forms.CharField(
        label=_("Funder"), max_length=200, required=False, help_text=_("Who pays for it. May stay empty.")
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    payer_account = forms.CharField(
        label=_("Account it is paid from"),
        max_length=60,
        required=False,
        help_text=_("26 digits. Needed before a payment batch can be made."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    @classmethod
    def beginning(cls, project: Project | None) -> dict[str, Any]:
        """What the form shows first."""
        if project is None:
            return {}
        names = ("name", "number", "funder", "starts_on", "ends_on")
        return {name: getattr(project, name) for name in names} | {
            "payer_account": spaced_nrb(project.payer_account)
        }

    def data_for_verb(self) -> ProjectData:
        """What was typed, as the verb takes it."""
        return ProjectData(**self.cleaned_data)


class LineForm(forms.Form):
    """A line of the budget."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("As in the budget: 1.4."))
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=200)

    def data_for_verb(self) -> LineData:
        """What was typed, as the verb takes it."""
        return LineData(**self.cleaned_data)


class BudgetForm(forms.Form):
    """Money granted to a line, or taken away from it."""

    GRANT, REDUCE = "grant", "reduce"

    act = forms.ChoiceField(
        label=_("What is booked?"),
        choices=[(GRANT, _("the budget grows")), (REDUCE, _("the budget shrinks"))],
        widget=forms.RadioSelect,
    )
    grosze = ZlotyField(label=_("By how much, zł"))
    booked_on = DayField(
        label=_("On which day"), help_text=_("The day of the agreement or annex; not a day to come.")
    )
    words = forms.CharField(
        label=_("By which document"),
        max_length=200,
        help_text=_("Such as: annex 2 of 4 March 2026. It stays in the ledger for good."),
    )


class CallForm(forms.Form):
    """A call for funding."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=200)
    number = forms.CharField(label=_("Number"), max_length=60, help_text=_("Such as: 3/2026."))
    covers_from = DayField(
        label=_("Covers days from"), help_text=_("Support is paid for days of work inside the call only.")
    )
    covers_until = DayField(label=_("Covers days until"))

    def data_for_verb(self) -> CallData:
        """What was typed, as the verb takes it."""
        return CallData(**self.cleaned_data)


class RuleForm(forms.Form):
    """What a call pays for one kind of support; of the kinds without a rate."""

    valid_from = MonthField(label=_("From the month"))
    valid_to = MonthField(label=_("Until the month"), required=False)
    source = forms.CharField(
        label=_("Where this is written"),
        max_length=SupportRule._meta.get_field("source").max_length,
        help_text=_("The document and its point, so that an auditor finds it: rules of the call, § 7(2)."),
    )
    is_example = forms.BooleanField(
        label=_("These are not the real figures, only an example"),
        required=False,
        help_text=_("It is then said on every page, paper and file that shows them."),
    )
    papers = forms.TypedMultipleChoiceField(
        label=_("Papers demanded"),
        required=False,
        coerce=PaperKind,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A claim cannot be submitted without them."),
    )
    claim_days = forms.IntegerField(
        label=_("Days to claim"), help_text=_("Counted from the last day of the month claimed.")
    )
    line = forms.ModelChoiceField(
        label=_("Budget line"), queryset=BudgetLine.objects.none(), empty_label=_("choose a line")
    )
    cap_grosze = ZlotyField(
        label=_("Most that may be approved under this rule, zł"),
        required=False,
        help_text=_("For all employers together. Empty: as much as the line holds."),
    )

    def __init__(self, data: Any = None, *, call: Call, kind: SupportKind, initial: dict[str, Any]) -> None:
        begun = initial or {"valid_from": call.covers_from.replace(day=1), "claim_days": 30}
        super().__init__(data, initial=begun)
        self.call, self.kind = call, kind
        line, papers = self.fields["line"], self.fields["papers"]
        assert isinstance(line, forms.ModelChoiceField)  # noqa: S101 - declared so above
        assert isinstance(papers, forms.TypedMultipleChoiceField)  # noqa: S101 - declared so above
        line.queryset = call.project.lines.order_by("code", "pk")
        lines = list(line.queryset[:2])
        if len(lines) == 1:
            self.initial.setdefault("line", lines[0].pk)
        papers.choices = [
            (paper.value, paper.label)
            for paper in PaperKind
            if kind == SupportKind.MENTOR_ALLOWANCE or paper not in STANDING_PAPERS
        ]
        for name, none in (("valid_from", ""), ("valid_to", _("until the call ends"))):
            month = self.fields[name]
            assert isinstance(month, MonthField)  # noqa: S101 - declared so above
            month.give_months(call.covers_from, call.covers_until, none=none)

    @classmethod
    def beginning(cls, rule: SupportRule) -> dict[str, Any]:
        """What the form shows of a rule that is there."""
        names = ("valid_from", "source", "is_example", "papers", "claim_days", "cap_grosze")
        start = {name: getattr(rule, name) for name in names}
        until = rule.valid_to.replace(day=1) if rule.valid_to else None
        return {**start, "line": rule.line_id, "valid_to": until}

    def figures(self) -> SupportRule | None:
        """The rule as far as its amount goes, unsaved; None for a kind without a rate."""
        return None

    def data_for_verb(self) -> RuleData:
        """What was typed, as `set_rule` takes it."""
        return RuleData(**self._values())

    def _values(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        until: date | None = typed["valid_to"]
        return {
            **typed,
            "kind": self.kind,
            "papers": tuple(typed["papers"]),
            "valid_to": last_day(until) if until else None,
        }


class AllowanceForm(RuleForm):
    """The same for the mentor's allowance: the rate, how parts of a month count, for whom and how long."""

    unit = forms.ChoiceField(label=_("The rate is paid for"), choices=Unit.choices, widget=forms.RadioSelect)
    rate_grosze = ZlotyField(label=_("Rate, zł"))
    contributions = forms.ChoiceField(
        label=_("Employer's contributions"),
        choices=[
            (IN_RATE, _("are in the rate: nothing is added")),
            (ON_TOP, _("are paid on top of the rate")),
            (UNPAID, _("are not paid")),
        ],
        widget=forms.RadioSelect,
    )
    contributions_bp = PercentField(
        label=_("How much on top, percent"),
        required=False,
        help_text=_("Only when they are paid on top. Such as 20,48."),
    )
    days_method = forms.ChoiceField(
        label=_("When only part of the month is covered by contract and agreement"),
        choices=DaysMethod.choices,
        widget=forms.RadioSelect,
        help_text=_("A month covered from its first to its last day always counts whole."),
    )
    hours_method = forms.ChoiceField(
        label=_("When there were fewer hours of meetings than in a full month"),
        choices=HoursMethod.choices,
        widget=forms.RadioSelect,
    )
    full_minutes = HoursField(
        label=_("Full hours of a month"), required=False, help_text=_("Only when a share of them is paid.")
    )
    min_minutes = HoursField(
        label=_("Fewest hours"), required=False, help_text=_("With fewer, whoever verifies is warned.")
    )
    most_minutes = HoursField(
        label=_("Most hours paid"), required=False, help_text=_("Empty: there is no such limit.")
    )
    only_confirmed = forms.BooleanField(
        label=_("Count only hours the new colleague has confirmed"), required=False
    )
    max_months = forms.IntegerField(label=_("Months at most for one pair"))
    mentees_per_mentor = forms.IntegerField(label=_("New colleagues at most of one mentor in a month"))
    pairs_per_employer = forms.IntegerField(
        label=_("Pairs at most of one employer in a month"),
        required=False,
        help_text=_("Empty: there is no such limit."),
    )

    def __init__(self, data: Any = None, *, call: Call, kind: SupportKind, initial: dict[str, Any]) -> None:
        usual = {
            "valid_from": call.covers_from.replace(day=1),
            "unit": Unit.MONTH,
            "contributions": IN_RATE,
            "days_method": DaysMethod.OF_THIRTY,
            "hours_method": HoursMethod.NONE,
            "max_months": 6,
            "mentees_per_mentor": 2,
            "claim_days": 30,
        }
        super().__init__(data, call=call, kind=kind, initial=initial or usual)
        self.order_fields(ORDER)

    @classmethod
    def beginning(cls, rule: SupportRule) -> dict[str, Any]:
        names = (
            "unit", "rate_grosze", "contributions_bp", "days_method", "hours_method", "full_minutes",
            "min_minutes", "most_minutes", "only_confirmed", "max_months", "mentees_per_mentor",
            "pairs_per_employer",
        )  # fmt: skip
        paid = ON_TOP if rule.contributions_bp else UNPAID
        contributions = IN_RATE if rule.includes_contributions else paid
        start = {name: getattr(rule, name) for name in names} | {"contributions": contributions}
        if not rule.contributions_bp:
            start["contributions_bp"] = None
        return {**super().beginning(rule), **start}

    def clean(self) -> dict[str, Any]:
        """Contributions on top need their share: the three answers are two columns of a rule."""
        typed = super().clean() or self.cleaned_data
        on_top = typed.get("contributions") == ON_TOP
        if on_top and "contributions_bp" in typed and not typed["contributions_bp"]:
            self.add_error("contributions_bp", _("How much is paid on top?"))
        return typed

    def figures(self) -> SupportRule | None:
        """The same when every field the amount depends on could be read, else None."""
        self.full_clean()
        if {*FIGURES, "contributions"} & self.errors.keys():
            return None
        rule = SupportRule(call=self.call, kind=self.kind)
        for name, value in _figures(self.cleaned_data).items():
            setattr(rule, name, value)
        rule.is_example = bool(self.cleaned_data.get("is_example"))
        rule.valid_from = self.cleaned_data.get("valid_from") or self.call.covers_from
        return rule

    def _values(self) -> dict[str, Any]:
        values = super()._values()
        values |= _figures(values)
        del values["contributions"]
        return values


def _figures(typed: dict[str, Any]) -> dict[str, Any]:
    """What the amount depends on, as a rule keeps it: of what was typed, the part that counts."""
    is_share = typed["hours_method"] == HoursMethod.SHARE
    on_top = typed["contributions"] == ON_TOP
    return {
        "unit": typed["unit"],
        "rate_grosze": typed["rate_grosze"],
        "includes_contributions": typed["contributions"] == IN_RATE,
        "contributions_bp": (typed["contributions_bp"] or 0) if on_top else 0,
        "days_method": typed["days_method"],
        "hours_method": typed["hours_method"],
        "full_minutes": typed["full_minutes"] if is_share else None,
        "min_minutes": typed["min_minutes"] or 0,
        "most_minutes": typed["most_minutes"],
    }


ORDER = (
    "valid_from", "valid_to", "source", "is_example", "unit", "rate_grosze", "contributions",
    "contributions_bp", "days_method", "hours_method", "full_minutes", "min_minutes", "most_minutes",
    "only_confirmed", "max_months", "mentees_per_mentor", "pairs_per_employer", "papers", "claim_days",
    "line", "cap_grosze",
)  # fmt: skip


def rule_form(kind: SupportKind) -> type[RuleForm]:
    """The form of a rule of this kind."""
    return AllowanceForm if kind == SupportKind.MENTOR_ALLOWANCE else RuleForm


class EndForm(forms.Form):
    """The last month of a rule."""

    valid_to = MonthField(label=_("Its last month"), required=False)

    def __init__(self, data: Any = None, *, rule: SupportRule) -> None:
        until = rule.valid_to.replace(day=1) if rule.valid_to else None
        super().__init__(data, initial={"valid_to": until})
        month = self.fields["valid_to"]
        assert isinstance(month, MonthField)  # noqa: S101 - declared so above
        month.give_months(rule.valid_from, rule.call.covers_until, none=_("until the call ends"))

    def last_day(self) -> date | None:
        """The day the rule holds for the last time; None: until the call ends."""
        until: date | None = self.cleaned_data["valid_to"]
        return last_day(until) if until else None


class ExampleForm(forms.Form):
    """A month to try a rule on: which days are covered, how many hours there were."""

    example_month = MonthField(label=_("Month"))
    example_first = forms.IntegerField(label=_("Covered from day"), min_value=1, max_value=31)
    example_last = forms.IntegerField(label=_("Until day"), min_value=1, max_value=31)
    example_minutes = HoursField(label=_("Hours of meetings"))

    def __init__(self, data: Any = None, *, call: Call, month: date) -> None:
        last = last_day(month).day
        usual = {
            "example_month": month, "example_first": 5, "example_last": last, "example_minutes": 14 * 60 + 30
        }  # fmt: skip
        super().__init__(data, initial=usual)
        field = self.fields["example_month"]
        assert isinstance(field, MonthField)  # noqa: S101 - declared so above
        field.give_months(call.covers_from, call.covers_until)
