"""Papers an employer puts in, and which of them a claim stands on."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models import Pair
from mentors.models import MentorEmployee, Participation
from stipends.enums import PaperKind


class Paper(models.Model):
    """One file, kept as it came (append-only but for being withdrawn). `month`: its first day.

    A standing paper is of a mentor (`mentor`) or of a pair; the others of a month as well.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind)
    mentor = models.ForeignKey(MentorEmployee, models.PROTECT, null=True, blank=True, related_name="papers")
    pair = models.ForeignKey(Pair, models.PROTECT, null=True, blank=True, related_name="papers")
    month = models.DateField(_("month"), null=True, blank=True)
    name = models.CharField(_("file"), max_length=200)
    content_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    body = models.BinaryField(_("content"))
    dated_on = models.DateField(_("date on it"), null=True, blank=True)
    put_in_at = models.DateTimeField(_("put in"), default=timezone.now)
    put_in_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    put_in_by_label = models.CharField(_("put in by"), max_length=200)
    withdrawn_at = models.DateTimeField(_("taken away"), null=True, blank=True)

    class Meta:
        verbose_name = _("employer's paper")
        verbose_name_plural = _("employers' papers")
        ordering: ClassVar = ["-put_in_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["participation", "kind"], name="paper_of_employer")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=PaperKind.values), name="paper_kind_known")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """How the audit names it: a file's own name often holds somebody's."""
        return f"{self.kind} {self.pk}"


class ClaimPaper(models.Model):
    """A paper the claim stands on."""

    claim = models.ForeignKey("stipends.Claim", models.PROTECT, related_name="claim_papers")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="claim_papers")

    class Meta:
        verbose_name = _("paper of a claim")
        verbose_name_plural = _("papers of claims")
        ordering: ClassVar = ["claim_id", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["claim", "paper"], name="claim_paper_once")]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.paper_id}"
