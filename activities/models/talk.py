"""The conversation of a pair: helper, family and coordinators write to each other without addresses."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models.incidents import Incident
from matching.enums import PairSide
from matching.models import Pair

LONGEST_MESSAGE = 1000


class TalkMessage(models.Model):
    """One message. `key` comes from the sender's device: sent twice it is one. `phrase`: the code of a
    standard phrase, which every reader sees in their own language; `words` then holds it as it was sent.

    Neither changed nor deleted; `hidden_at` takes it out of sight of the pair after a report.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, models.PROTECT, related_name="talk")
    side = models.CharField(_("side"), max_length=12, choices=PairSide)
    words = models.CharField(_("message"), max_length=LONGEST_MESSAGE)
    phrase = models.CharField(_("standard phrase"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    at = models.DateTimeField(_("written"), default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("written by"), max_length=200)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by_label = models.CharField(_("hidden by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("message of a pair")
        verbose_name_plural = _("messages of pairs")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["pair", "-id"], name="talk_of_pair")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(side__in=PairSide.values), name="talk_side_known"),
            models.CheckConstraint(condition=~models.Q(words=""), name="talk_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.side}"


class Talk(models.Model):
    """A conversation at its newest, so that lists and counts need not look at its messages.

    The numbers are those of messages, 0 where there is none; the verbs keep them under the lock of the pair.
    """

    pair = models.OneToOneField(Pair, models.CASCADE, primary_key=True, related_name="conversation")
    last_id = models.BigIntegerField()
    last_at = models.DateTimeField(_("last message"))
    last_of_helper = models.BigIntegerField(default=0)
    last_of_family = models.BigIntegerField(default=0)
    last_of_coordinator = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("conversation of a pair")
        verbose_name_plural = _("conversations of pairs")
        ordering: ClassVar = ["-last_id"]
        indexes: ClassVar = [
            models.Index(fields=["-last_id"], name="talk_newest"),
            models.Index(fields=["last_at"], name="talk_by_last"),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.last_id}"


class TalkRead(models.Model):
    """How far a side has read; of coordinators each for themselves (`reader_id`, 0 for the other sides).

    `told_id`: the newest message when a notice last said that one waits; no other one before they read.
    """

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="talk_reads")
    side = models.CharField(max_length=12, choices=PairSide)
    reader_id = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)
    told_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("how far a conversation is read")
        verbose_name_plural = _("how far conversations are read")
        ordering: ClassVar = ["pair_id", "side", "reader_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pair", "side", "reader_id"], name="talk_read_once_per_reader")
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.side} {self.last_id}"


class TalkReport(models.Model):
    """Somebody reported a message; what they said of it stands in the concern, for administrators."""

    message = models.ForeignKey(TalkMessage, models.PROTECT, related_name="reports")
    side = models.CharField(max_length=12, choices=PairSide)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="talk_reports")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("report of a message")
        verbose_name_plural = _("reports of messages")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "side"], name="message_reported_once_per_side")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.side}"


class ContactShown(models.Model):
    """One side lets the other see its phone or e-mail, until it takes that back; nothing is shown without."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="contacts_shown")
    side = models.CharField(max_length=12, choices=PairSide)
    phone = models.BooleanField(_("phone"), default=False)
    email = models.BooleanField(_("e-mail"), default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contact shown to the other side")
        verbose_name_plural = _("contacts shown to the other side")
        ordering: ClassVar = ["pair_id", "side"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pair", "side"], name="contact_shown_once_per_side"),
            models.CheckConstraint(
                condition=models.Q(side__in=[PairSide.HELPER, PairSide.FAMILY]),
                name="contact_shown_by_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.side}"
