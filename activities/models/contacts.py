"""Coordinators in touch with a pair, and what they note about it for each other."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.enums import ContactWay, ContactWith, Mood
from matching.models import Pair

LONGEST_WORDS = 1000


class Contact(models.Model):
    """A coordinator spoke with one side of a pair or with both; counts for the programme's contact duty.

    What was written is kept: a wrong one is taken back, and a line says so.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="contacts")
    whom = models.CharField(_("with whom"), max_length=12, choices=ContactWith)
    way = models.CharField(_("how"), max_length=12, choices=ContactWay)
    on = models.DateField(_("day"), default=timezone.localdate)
    mood = models.PositiveSmallIntegerField(_("how it goes"), choices=Mood, null=True, blank=True)
    words = models.CharField(_("in short"), max_length=LONGEST_WORDS, blank=True)
    at = models.DateTimeField(_("written"), default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("written by"), max_length=200)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    withdrawn_by_label = models.CharField(_("taken back by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("contact with a pair")
        verbose_name_plural = _("contacts with pairs")
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["pair", "on"], name="contact_of_pair")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(whom__in=ContactWith.values), name="contact_with_known"
            ),
            models.CheckConstraint(condition=models.Q(way__in=ContactWay.values), name="contact_way_known"),
            models.CheckConstraint(
                condition=models.Q(mood=None) | models.Q(mood__in=Mood.values), name="contact_mood_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.on}"


class PairNote(models.Model):
    """What coordinators write about a pair for each other; never shown to the pair."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="notes")
    words = models.CharField(_("note"), max_length=LONGEST_WORDS)
    at = models.DateTimeField(_("written"), default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("written by"), max_length=200)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    withdrawn_by_label = models.CharField(_("taken back by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("note on a pair")
        verbose_name_plural = _("notes on pairs")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["pair", "at"], name="note_of_pair")]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.at}"
