"""A funded project, its budget lines and calls, and the dated rules of what an employer is paid."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from base.common.models import DatedRule
from base.organisations.models import Organisation
from stipends.enums import DaysMethod, HoursMethod, SupportKind, Unit


class Project(models.Model):
    """What a funder pays for at a centre, from a day to a day. `payer_account`: 26 digits of an NRB."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="funded_projects")
    number = models.CharField(_("number of the funding agreement"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    funder = models.CharField(_("funder"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    payer_account = models.CharField(_("account it is paid from"), max_length=26, blank=True)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("funded project")
        verbose_name_plural = _("funded projects")
        ordering: ClassVar = ["-starts_on", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "number"], name="project_number_once_per_centre"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="project_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """A line of a project's budget. How much stands on it is told by the ledger alone."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="lines")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering: ClassVar = ["project_id", "code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "code"], name="budget_line_code_once_per_project")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Call(models.Model):
    """A call for funding: the days for which support can be given under its rules."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="calls")
    number = models.CharField(_("number"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    covers_from = models.DateField(_("covers days from"))
    covers_until = models.DateField(_("covers days until"))

    class Meta:
        verbose_name = _("call for funding")
        verbose_name_plural = _("calls for funding")
        ordering: ClassVar = ["project_id", "-covers_from", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="call_number_once_per_project"),
            models.CheckConstraint(
                condition=models.Q(covers_until__gte=models.F("covers_from")),
                name="call_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SupportRule(DatedRule):
    """What a call pays for one kind of support. Once a claim stands on it only its last day may change.

    Amounts in grosze; minutes of a month. Of the mentor's allowance everything is used; of the other kinds
    the budget line, cap, papers and days to claim.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="rules")
    kind = models.CharField(_("kind of support"), max_length=20, choices=SupportKind)
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="rules")
    is_example = models.BooleanField(_("an example: these are not the real figures"), default=False)

    unit = models.CharField(_("paid for"), max_length=8, choices=Unit, default=Unit.MONTH)
    rate_grosze = models.BigIntegerField(_("rate, grosze"), default=0)
    includes_contributions = models.BooleanField(
        _("the rate holds the employer's contributions"), default=True
    )
    contributions_bp = models.PositiveIntegerField(
        _("employer's contributions, hundredths of a percent"),
        default=0,
        validators=[MaxValueValidator(10_000)],
    )
    days_method = models.CharField(
        _("a month covered in part"), max_length=12, choices=DaysMethod, default=DaysMethod.OF_THIRTY
    )
    hours_method = models.CharField(
        _("a month with fewer hours"), max_length=8, choices=HoursMethod, default=HoursMethod.NONE
    )
    full_minutes = models.PositiveIntegerField(_("full hours of a month, minutes"), null=True, blank=True)
    min_minutes = models.PositiveIntegerField(_("fewest hours of a month, minutes"), default=0)
    most_minutes = models.PositiveIntegerField(
        _("most hours paid in a month, minutes"), null=True, blank=True
    )
    only_confirmed = models.BooleanField(_("only hours the new colleague has confirmed"), default=False)
    max_months = models.PositiveSmallIntegerField(
        _("most months of a pair"), default=6, validators=[MinValueValidator(1)]
    )
    mentees_per_mentor = models.PositiveSmallIntegerField(
        _("most new colleagues of a mentor in a month"), default=2, validators=[MinValueValidator(1)]
    )
    pairs_per_employer = models.PositiveSmallIntegerField(
        _("most pairs of an employer in a month"), null=True, blank=True
    )
    claim_days = models.PositiveSmallIntegerField(_("days to claim after the month"), default=30)
    papers: models.JSONField[list[str], list[str]] = models.JSONField(
        _("papers demanded"), default=list, blank=True
    )
    cap_grosze = models.BigIntegerField(
        _("most that may be committed under it, grosze"), null=True, blank=True
    )

    class Meta(DatedRule.Meta):
        verbose_name = _("rule of support")
        verbose_name_plural = _("rules of support")
        ordering: ClassVar = ["call_id", "kind", "-valid_from", "pk"]
        constraints: ClassVar = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(fields=["call", "kind", "valid_from"], name="support_rule_once_per_day"),
            models.CheckConstraint(condition=models.Q(rate_grosze__gte=0), name="support_rate_not_negative"),
            models.CheckConstraint(
                condition=models.Q(hours_method=HoursMethod.NONE) | models.Q(full_minutes__gt=0),
                name="support_share_of_hours_has_full_ones",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=SupportKind.values), name="support_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.get_kind_display()}, {self.valid_from}"
