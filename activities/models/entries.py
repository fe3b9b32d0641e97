"""What a device sent, under the number the device gave it: for ever, not for a while."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.enums import EntryOutcome
from matching.enums import PairSide
from matching.models import Pair

from .meetings import Meeting


class Entry(models.Model):
    """One log as sent, and the answer it got. The id comes from the device and is used up for ever.

    A row is written once. The database allows one change: erasing, which leaves id and digest alone.
    `digest` is the SHA-256 of the content as domain/drafts.py writes it; times are kept of the device
    (when it was made, when it was sent) and of the server.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    digest = models.CharField(_("SHA-256"), max_length=64)
    content = models.JSONField(_("content"), null=True, blank=True)
    pair = models.ForeignKey(Pair, models.PROTECT, null=True, blank=True, related_name="entries")
    side = models.CharField(_("side"), max_length=12, choices=PairSide, blank=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="entries")
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    device = models.CharField(_("device"), max_length=80, blank=True)
    device_at = models.DateTimeField(_("made on the device"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent by the device"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    clock_off_seconds = models.IntegerField(_("device's clock off by, seconds"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=EntryOutcome)
    because = models.CharField(_("why"), max_length=12, blank=True)
    differences = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering: ClassVar = ["-received_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=EntryOutcome.values), name="entry_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_erased(self) -> bool:
        """Whether nothing but its number and digest is left."""
        return self.outcome == EntryOutcome.ERASED
