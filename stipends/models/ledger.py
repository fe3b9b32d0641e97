"""Double entry in integer grosze, append-only.

One row moves an amount from one account to another, so that no row can be out of balance; every balance is
the sum of such moves.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stipends.enums import EntryKind, LedgerKind

from .batches import PaymentBatch
from .claims import Claim
from .funding import BudgetLine, Project, SupportRule


class LedgerAccount(models.Model):
    """An account of a budget line, or the project's FUNDING (without a line).

    `balance_grosze` is debits less credits and is moved by triggers alone, entry by entry; only FUNDING may
    be below zero, so that more than a line has can be neither committed nor spent. `last_entry`: the number
    of the entry counted last.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="accounts")
    line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, blank=True, related_name="accounts")
    kind = models.CharField(_("kind"), max_length=12, choices=LedgerKind)
    balance_grosze = models.BigIntegerField(_("balance, grosze"), default=0, editable=False)
    last_entry = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        ordering: ClassVar = ["project_id", "line_id", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "kind"], condition=Q(line__isnull=False), name="ledger_account_once_per_line"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(line=None), name="one_funding_account_per_project"
            ),
            models.CheckConstraint(
                condition=Q(kind=LedgerKind.FUNDING, line=None)
                | (~Q(kind=LedgerKind.FUNDING) & Q(line__isnull=False)),
                name="funding_account_has_no_line",
            ),
            models.CheckConstraint(
                condition=Q(kind=LedgerKind.FUNDING) | Q(balance_grosze__gte=0), name="never_over_budget"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line or self.project}: {self.get_kind_display()}"


class LedgerEntry(models.Model):
    """`amount_grosze` goes out of `credit` and into `debit`. A mistake is another entry, never an edit."""

    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind)
    debit = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="debits")
    credit = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="credits")
    amount_grosze = models.BigIntegerField(_("amount, grosze"))
    booked_on = models.DateField(_("booked on"))
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="entries")
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, null=True, blank=True, related_name="entries")
    words = models.CharField(_("what for"), max_length=200, blank=True)
    at = models.DateTimeField(_("written"), default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("written by"), max_length=200)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["booked_on"], name="ledger_entry_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim", "kind"], condition=Q(claim__isnull=False), name="one_entry_of_a_kind_a_claim"
            ),
            models.CheckConstraint(condition=Q(amount_grosze__gt=0), name="entry_of_some_amount"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="entry_between_two_accounts"),
            models.CheckConstraint(
                condition=Q(kind__in=(EntryKind.ALLOCATION, EntryKind.REDUCTION), claim=None)
                | (~Q(kind__in=(EntryKind.ALLOCATION, EntryKind.REDUCTION)) & Q(claim__isnull=False)),
                name="entry_of_a_claim_or_a_budget",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_kind_display()}"

    @property
    def label(self) -> str:
        """How the audit names it."""
        return f"#{self.pk}"


class DayTotal(models.Model):
    """What an account was debited and credited with on a day; kept by triggers, entry by entry.

    `last_entry`: the number of the entry counted last.
    """

    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="days")
    day = models.DateField(_("day"))
    debit_grosze = models.BigIntegerField(default=0)
    credit_grosze = models.BigIntegerField(default=0)
    last_entry = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("total of a day")
        verbose_name_plural = _("totals of days")
        ordering: ClassVar = ["account_id", "day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "day"], name="day_total_once_per_account")
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.day}"


class RuleTotal(models.Model):
    """What of a rule's cap is taken: commitments less those released and given back; kept by triggers alone.

    `last_entry`: the number of the entry counted last.
    """

    rule = models.OneToOneField(SupportRule, models.PROTECT, related_name="total")
    used_grosze = models.BigIntegerField(default=0)
    last_entry = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("total of a rule")
        verbose_name_plural = _("totals of rules")
        ordering: ClassVar = ["rule_id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(used_grosze__gte=0), name="rule_total_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.used_grosze}"
