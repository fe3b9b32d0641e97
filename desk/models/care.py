"""What a centre's people decide about the lines of Today: put off with a reason, given to a colleague.

A line is named by its key, "<kind>:<number of the row it is about>", so that it can come from any room.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.accounts.models import Membership
from base.organisations.models import Organisation
from desk.enums import Tier

LONGEST_KEY = 80


class Snooze(models.Model):
    """A line is out of sight for everybody of the centre until a day; it comes back by itself, and sooner
    when it has become more urgent than it was (`tier`)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="snoozes")
    key = models.CharField(_("line"), max_length=LONGEST_KEY)
    tier = models.PositiveSmallIntegerField(_("how urgent it was"), choices=Tier, default=Tier.SOON)
    until = models.DateField(_("until"))
    reason = models.CharField(_("why"), max_length=200)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("put off by"), max_length=200)
    at = models.DateTimeField(_("put off"), default=timezone.now)
    ended_at = models.DateTimeField(_("taken up again"), null=True, blank=True)

    class Meta:
        verbose_name = _("line put off")
        verbose_name_plural = _("lines put off")
        ordering: ClassVar = ["organisation_id", "-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=models.Q(ended_at=None), name="snoozed_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="snooze_says_why"),
        ]

    def __str__(self) -> str:
        return self.key


class Assignment(models.Model):
    """Who looks after a line; without one it is everybody's."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="assignments")
    key = models.CharField(_("line"), max_length=LONGEST_KEY)
    assignee = models.ForeignKey(Membership, models.CASCADE, related_name="assignments")
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("given by"), max_length=200)
    at = models.DateTimeField(_("given"), default=timezone.now)
    ended_at = models.DateTimeField(_("given back"), null=True, blank=True)

    class Meta:
        verbose_name = _("line given to somebody")
        verbose_name_plural = _("lines given to somebody")
        ordering: ClassVar = ["organisation_id", "-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=models.Q(ended_at=None), name="assigned_to_one"
            )
        ]

    def __str__(self) -> str:
        return self.key
