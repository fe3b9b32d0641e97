"""The outbox: a row is written in the transaction of its act and sent later."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.enums import ContactChannel
from base.organisations.models import Organisation

from .enums import FOR_HANDS, NoticeState, Template


class Notice(models.Model):
    """One message to one person. Address and name are blanked once nobody needs them any more.

    `subject` names what it is about ("pair:17"), so that all of it can be taken back; `claimed_until` is set
    while a sender has it in hand. The organisation is the one whose people hand it over.
    """

    template = models.CharField(_("message"), max_length=40, choices=Template)
    subject = models.CharField(_("about"), max_length=60)
    organisation: models.ForeignKey[Organisation | None, Organisation | None] = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    recipient_kind = models.CharField(_("kind of recipient"), max_length=40)
    recipient_id = models.BigIntegerField(_("recipient (id)"))
    recipient_label = models.CharField(_("recipient"), max_length=120)
    recipient_name = models.CharField(_("name for the letter"), max_length=200, blank=True)
    channel = models.CharField(_("channel"), max_length=16, choices=ContactChannel)
    address = models.CharField(_("address"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    context = models.JSONField(_("contents"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=NoticeState, default=NoticeState.WAITING)
    not_before = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    created_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    created_by_label = models.CharField(_("written by"), max_length=200)
    ended_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before"], name="notice_due"),
            models.Index(fields=["subject"], name="notice_by_subject"),
            models.Index(fields=["organisation", "state", "-id"], name="notice_of_organisation"),
            models.Index(fields=["organisation", "-id"], name="notice_newest"),
            models.Index(fields=["organisation", "recipient_label", "-id"], name="notice_by_label"),
            models.Index(fields=["organisation", "template", "-id"], name="notice_by_template"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=NoticeState.values), name="notice_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=ContactChannel.values), name="notice_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_template_display()}, {self.recipient_label}"

    @property
    def label(self) -> str:
        """How the audit names it."""
        return f"{self.template} {self.recipient_label}"

    @property
    def needs_hands(self) -> bool:
        """Whether somebody still has to tell the person."""
        return self.state in FOR_HANDS


class Delivery(models.Model):
    """One attempt to reach the recipient; `detail` names a kind of failure, never an address."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", verbose_name=_("notice"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    channel = models.CharField(_("channel"), max_length=16, choices=ContactChannel)
    ok = models.BooleanField(_("arrived"))
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.at:%Y-%m-%d %H:%M}"


class Wording(models.Model):
    """A centre's own words of a message in one language, from a moment on (append-only, the newest counts);
    empty words put the standard ones back.

    The words may hold the placeholders of the message (`{label}`) and nothing else that is computed.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="wordings")
    template = models.CharField(_("message"), max_length=40, choices=Template)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    body = models.TextField(_("text"), max_length=4000, blank=True)
    why = models.CharField(_("why"), max_length=200)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    written_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    written_by_label = models.CharField(_("written by"), max_length=200)

    class Meta:
        verbose_name = _("own words of a message")
        verbose_name_plural = _("own words of messages")
        ordering: ClassVar = ["organisation_id", "template", "language", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "template", "language", "-id"], name="wording_in_force")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(subject="", body="") | (~models.Q(subject="") & ~models.Q(body="")),
                name="wording_whole_or_none",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template}, {self.language}"
