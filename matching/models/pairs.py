"""A seeker and a helper brought together, from the offer to the close."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import OPEN_PAIR_STATES, CloseReason, PairOrigin, PairState

from .programmes import Helper, Programme, Seeker
from .proposals import Proposal


class Pair(models.Model):
    """One helper for one seeker. While open it takes the helper's room and is the seeker's only pair.

    The database refuses an open pair with minors in the household without clearance valid on
    `offered_on` and today, and one above the helper's room (matching/triggers.py).
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="pairs")
    seeker = models.ForeignKey(Seeker, models.PROTECT, related_name="pairs")
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="pairs")
    proposal = models.ForeignKey(Proposal, models.SET_NULL, null=True, blank=True, related_name="pairs")
    origin = models.CharField(_("origin"), max_length=12, choices=PairOrigin)
    state = models.CharField(_("state"), max_length=16, choices=PairState, default=PairState.OFFERED)
    suspended_from = models.CharField(max_length=16, choices=PairState, blank=True)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    offered_on = models.DateField(_("offered on"), default=timezone.localdate)
    offered_at = models.DateTimeField(_("offered"), default=timezone.now)
    undo_until = models.DateTimeField(_("can be undone until"))
    approved_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    approved_by_label = models.CharField(_("approved by"), max_length=120)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.CharField(_("reason"), max_length=12, choices=CloseReason, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        ordering: ClassVar = ["-offered_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["programme", "state"], name="pair_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seeker"],
                condition=models.Q(state__in=OPEN_PAIR_STATES),
                name="one_open_pair_per_seeker",
            ),
            models.CheckConstraint(condition=models.Q(state__in=PairState.values), name="pair_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.seeker} + {self.helper}"

    @property
    def is_open(self) -> bool:
        """Whether it takes room."""
        return self.state in OPEN_PAIR_STATES

    @property
    def can_be_undone(self) -> bool:
        """Whether its notices still wait in the outbox."""
        return self.state == PairState.OFFERED and timezone.now() < self.undo_until


class PairStep(models.Model):
    """One step in the life of a pair: its timeline."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=16, choices=PairState)
    at = models.DateTimeField(default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("step of a pair")
        verbose_name_plural = _("steps of pairs")
        ordering: ClassVar = ["pair_id", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.pair}: {self.get_state_display()}"
