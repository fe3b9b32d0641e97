"""Two tables that are only ever added to (see `triggers.py`)."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """One act, or one look at a sensitive page; objects go by neutral label, no personal data in details."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    actor_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(
        _("who (id)"), null=True
    )
    actor_label = models.CharField(_("who"), max_length=200)
    organisation_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(
        _("organisation (id)"), null=True
    )
    act = models.CharField(_("act"), max_length=80)
    object_type = models.CharField(_("on what"), max_length=80, blank=True)
    object_id = models.CharField(_("on what (id)"), max_length=40, blank=True)
    object_label = models.CharField(_("on which"), max_length=200, blank=True)
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_id", "-id"], name="record_of_object"),
            models.Index(fields=["organisation_id", "-id"], name="record_of_organisation"),
            models.Index(fields=["organisation_id", "act", "-id"], name="record_of_act"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label}: {self.act} {self.object_label}".rstrip()


class Seal(models.Model):
    """A hash over records first_id..last_id (every number between exists) and over the seal before it."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    first_id = models.BigIntegerField(_("first record"))
    last_id = models.BigIntegerField(_("last record"))
    previous_hash = models.CharField(_("previous hash"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["first_id"], name="seal_by_first_record")]
        constraints: ClassVar = [
            # One seal follows another: of two sealers at once, the second is refused.
            models.UniqueConstraint(fields=["previous_hash"], name="seal_follows_once"),
            models.CheckConstraint(condition=Q(last_id__gte=F("first_id")), name="seal_range_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id}"
