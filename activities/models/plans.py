"""Meetings to come, and calls for help."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.enums import HelpState, PlannedState
from matching.enums import PairSide
from matching.models import Pair

from .meetings import FEWEST_MINUTES, MOST_MINUTES, Meeting


class PlannedMeeting(models.Model):
    """When the two want to meet. It moves in place; `key` is what links and phones know it by."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="planned_meetings")
    start = models.DateTimeField(_("start"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    place = models.CharField(_("where"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=PlannedState, default=PlannedState.PLANNED)
    side = models.CharField(_("planned by the side of"), max_length=12, choices=PairSide, blank=True)
    planned_by_label = models.CharField(_("planned by"), max_length=200)
    planned_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(_("asked about"), null=True, blank=True)
    meeting = models.OneToOneField(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="planned",
        verbose_name=pgettext_lazy("a thing", "meeting"),
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("planned meeting")
        verbose_name_plural = _("planned meetings")
        ordering: ClassVar = ["start", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "start"], name="planned_meeting_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=FEWEST_MINUTES, minutes__lte=MOST_MINUTES),
                name="planned_length_is_sensible",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PlannedState.values), name="planned_state_known"
            ),
            models.UniqueConstraint(
                fields=["pair", "start"],
                condition=models.Q(state=PlannedState.PLANNED),
                name="planned_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair.seeker}, {timezone.localtime(self.start):%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        """When it would be over."""
        return self.start + timedelta(minutes=self.minutes)


class HelpCall(models.Model):
    """One side asks the coordinators for help."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="help_calls")
    side = models.CharField(_("side"), max_length=12, choices=PairSide)
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="help_calls")
    words = models.CharField(_("in their words"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=HelpState, default=HelpState.OPEN)
    made_at = models.DateTimeField(_("asked"), default=timezone.now)
    made_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    made_by_label = models.CharField(max_length=200)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by_label = models.CharField(_("answered by"), max_length=200, blank=True)
    answer = models.CharField(_("what was done"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("call for help")
        verbose_name_plural = _("calls for help")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "side"], name="help_call_once_per_meeting_and_side"),
            models.CheckConstraint(
                condition=models.Q(state__in=HelpState.values), name="help_call_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair.seeker}: {self.side}"
