"""Concerns somebody reported: for administrators only."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.enums import IncidentState
from families.models import Household
from matching.enums import PairSide
from matching.models import Pair

LONGEST_CONCERN = 4000


class Incident(models.Model):
    """A concern about a family or somebody who meets it. What was said stands in its notes."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="incidents")
    pair = models.ForeignKey(Pair, models.PROTECT, null=True, blank=True, related_name="incidents")
    side = models.CharField(_("reported by the side of"), max_length=12, choices=PairSide)
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    reported_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    reported_by_label = models.CharField(_("reported by"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=IncidentState, default=IncidentState.OPEN)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering: ClassVar = ["-reported_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=IncidentState.values), name="incident_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household.label}, {self.pk}"

    @property
    def organisation_id(self) -> int:
        """The centre whose administrators read it."""
        return self.household.centre_id


class IncidentNote(models.Model):
    """What was said or done, for good (append-only); the first is the report itself."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notes")
    # The reporter's phone may send the same report twice: its number makes that one.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    words = models.TextField(_("words"), max_length=LONGEST_CONCERN)
    at = models.DateTimeField(default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("note on a concern")
        verbose_name_plural = _("notes on concerns")
        ordering: ClassVar = ["incident_id", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.at}"
