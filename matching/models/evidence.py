"""What a run was asked and what it answered, kept without people, so that anybody can check it again."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .programmes import Helper, Seeker
from .runs import Run


class RunEvidence(models.Model):
    """A run's problem and result as arrays, one row per person in an order drawn by lot.

    `arrays` is written and read by matching/domain/evidence.py. Which row is whose stands in `RunSeeker` and
    `RunHelper` alone and goes with the person; the proof holds without it.
    """

    run = models.OneToOneField(Run, models.CASCADE, related_name="evidence")
    arrays = models.BinaryField()
    digest = models.CharField(_("SHA-256"), max_length=64)
    format = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("evidence of a run")
        verbose_name_plural = _("evidence of runs")

    def __str__(self) -> str:
        return str(self.run)


class RunSeeker(models.Model):
    """The key to one row of the evidence: which family's place it is."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="seeker_key")
    row = models.PositiveIntegerField()
    seeker = models.ForeignKey(Seeker, models.CASCADE, related_name="run_rows")

    class Meta:
        verbose_name = _("key to a family's row")
        verbose_name_plural = _("keys to families' rows")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "row"], name="run_seeker_row_once"),
            models.UniqueConstraint(fields=["run", "seeker"], name="run_seeker_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.row}"


class RunHelper(models.Model):
    """The key to one row of the evidence: which helper's place it is."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="helper_key")
    row = models.PositiveIntegerField()
    helper = models.ForeignKey(Helper, models.CASCADE, related_name="run_rows")

    class Meta:
        verbose_name = _("key to a helper's row")
        verbose_name_plural = _("keys to helpers' rows")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "row"], name="run_helper_row_once"),
            models.UniqueConstraint(fields=["run", "helper"], name="run_helper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.row}"
