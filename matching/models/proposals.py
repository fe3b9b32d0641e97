"""What a run proposes, whom it leaves without a pair and why, and what people decide about it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import DecisionKind, ProposalChange, ProposalOrigin, ProposalState, RefusalReason

from .programmes import Helper, Programme, Seeker
from .runs import Run
from .sides import OfTwoCentres


class Proposal(OfTwoCentres):
    """A seeker and a helper the engine would bring together, with its points criterion by criterion.

    `criteria`: list of {code, points, max, values}; sentences are made when shown, never stored.
    `version` grows with every change, so that a decision on a stale view is refused.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="proposals")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="proposals")
    seeker = models.ForeignKey(Seeker, models.CASCADE, related_name="proposals")
    helper = models.ForeignKey(Helper, models.CASCADE, related_name="proposals")
    state = models.CharField(_("state"), max_length=12, choices=ProposalState, default=ProposalState.OPEN)
    origin = models.CharField(max_length=12, choices=ProposalOrigin, default=ProposalOrigin.RUN)
    pinned = models.BooleanField(_("pinned"), default=False)
    change = models.CharField(max_length=8, choices=ProposalChange, default=ProposalChange.NEW)
    points = models.PositiveSmallIntegerField(_("points"))
    weight = models.PositiveSmallIntegerField(_("priority"))
    criteria = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering: ClassVar = ["-points", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["programme", "state", "-points"], name="proposal_to_decide"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seeker"],
                condition=models.Q(state=ProposalState.OPEN),
                name="one_open_proposal_per_seeker",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ProposalState.values), name="proposal_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seeker} + {self.helper}"


class Unmatched(models.Model):
    """A seeker a run left without a helper; `funnel` counts who remained after each hard rule.

    `advice`: {blocking: [[rule, …], …], changes: [{kind, …}, …]}, what stands in the way and the smallest
    changes that would help; helpers are named by their row in the run's evidence, never by number or name.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="unmatched")
    seeker = models.ForeignKey(Seeker, models.CASCADE, related_name="unmatched")
    weight = models.PositiveSmallIntegerField(_("priority"))
    blocked_by = models.CharField(max_length=24)
    funnel = models.JSONField(default=list)
    advice = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("family not matched yet")
        verbose_name_plural = _("families not matched yet")
        ordering: ClassVar = ["-weight", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "seeker"], name="unmatched_once_per_run")
        ]

    def __str__(self) -> str:
        return str(self.seeker)


class Veto(OfTwoCentres):
    """These two are not proposed to each other again, until somebody allows it."""

    seeker = models.ForeignKey(Seeker, models.CASCADE, related_name="vetoes")
    helper = models.ForeignKey(Helper, models.CASCADE, related_name="vetoes")
    reason = models.CharField(_("reason"), max_length=20, choices=RefusalReason)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    created_by_label = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("veto")
        verbose_name_plural = _("vetoes")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seeker", "helper"],
                condition=models.Q(lifted_at=None),
                name="veto_once_while_it_holds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seeker} × {self.helper}"


class Decision(models.Model):
    """Who decided what about which two, when and why; never changed."""

    kind = models.CharField(max_length=12, choices=DecisionKind)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="decisions")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="decisions")
    seeker = models.ForeignKey(Seeker, models.PROTECT, related_name="decisions")
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="decisions")
    reason = models.CharField(max_length=20, choices=RefusalReason, blank=True)
    note = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering: ClassVar = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.seeker} + {self.helper}"
