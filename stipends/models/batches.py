"""A payment batch: the transfers of several approved claims, as one file for the bank, made once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stipends.enums import BatchState

from .funding import Project


class PaymentBatch(models.Model):
    """Approved claims of one project to be paid together; `file` goes to the bank and never changes."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="batches")
    number = models.CharField(_("number"), max_length=20, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=BatchState, default=BatchState.MADE)
    total_grosze = models.BigIntegerField(_("sum, grosze"), default=0)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    made_by_label = models.CharField(_("made by"), max_length=200)
    file = models.BinaryField(_("file for the bank"))
    file_sha256 = models.CharField("SHA-256", max_length=64)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by_label = models.CharField(_("closed by"), max_length=200, blank=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("payment batch")
        verbose_name_plural = _("payment batches")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="batch_number_once_per_project"),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_known"),
            models.CheckConstraint(
                condition=~Q(state=BatchState.PAID) | Q(paid_on__isnull=False), name="batch_paid_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def label(self) -> str:
        """How the audit names it."""
        return self.number


class BatchLine(models.Model):
    """One transfer of a batch, as it stands in its file (append-only but for `returned_at`)."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="lines")
    claim = models.ForeignKey("stipends.Claim", models.PROTECT, related_name="batch_lines")
    account_number = models.CharField(_("account number"), max_length=26)
    holder = models.CharField(_("holder"), max_length=140)
    title = models.CharField(_("title of the transfer"), max_length=140)
    amount_grosze = models.BigIntegerField(_("amount, grosze"))
    returned_at = models.DateTimeField(_("returned by the bank"), null=True, blank=True)

    class Meta:
        verbose_name = _("transfer of a batch")
        verbose_name_plural = _("transfers of batches")
        ordering: ClassVar = ["batch_id", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(returned_at=None), name="claim_in_one_batch"
            ),
            models.CheckConstraint(condition=Q(amount_grosze__gt=0), name="transfer_of_some_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.claim_id}"
