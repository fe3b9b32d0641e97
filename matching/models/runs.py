"""One matching of a programme: asked for, run in the background, published whole or not at all."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import LIVE_RUN_STATES, RunKind, RunStage, RunState

from .programmes import Programme


class Run(models.Model):
    """A run and its certificate. `lease` guards publishing: a worker that lost its lease is refused.

    `error` is a `RunError`, `notes` a list of {code, …}; matching/domain/sentences.py tells both in words.
    A run of kind `what_if` tries the rules in `tried` and publishes no proposals. `findings` is what a run
    found besides pairs, by name, in codes and counts: the recruiting board, what changed, what a limit costs.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="runs")
    kind = models.CharField(_("kind"), max_length=12, choices=RunKind, default=RunKind.MATCHING)
    state = models.CharField(_("state"), max_length=12, choices=RunState, default=RunState.REQUESTED)
    stage = models.CharField(_("step"), max_length=12, choices=RunStage, default=RunStage.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress, %"), default=0)
    lease = models.PositiveIntegerField(default=0)
    lease_seen_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField(_("asked for"), default=timezone.now)
    requested_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    requested_by_label = models.CharField(max_length=120)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    error = models.CharField(max_length=40, blank=True)
    notes = models.JSONField(default=list)

    seed = models.PositiveIntegerField(default=1)
    rules = models.JSONField(_("rules used"), default=dict)
    seekers = models.PositiveIntegerField(default=0)
    helpers = models.PositiveIntegerField(default=0)
    arcs = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    weight = models.PositiveBigIntegerField(default=0)
    points = models.PositiveBigIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    gap = models.BigIntegerField(null=True, blank=True)
    violation = models.BigIntegerField(null=True, blank=True)
    seconds = models.JSONField(_("seconds by step"), default=dict)
    versions = models.JSONField(default=dict)
    tried = models.JSONField(_("rules tried"), default=dict, blank=True)
    findings = models.JSONField(_("findings"), default=dict, blank=True)

    class Meta:
        verbose_name = _("matching run")
        verbose_name_plural = _("matching runs")
        ordering: ClassVar = ["-requested_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "kind"],
                condition=models.Q(state__in=LIVE_RUN_STATES),
                name="one_live_run_per_programme",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=RunKind.values), name="run_kind_known"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="run_progress_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.requested_at:%Y-%m-%d %H:%M}"

    @property
    def is_live(self) -> bool:
        """Whether it still waits or works."""
        return self.state in LIVE_RUN_STATES
