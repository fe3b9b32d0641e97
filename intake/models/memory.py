"""What a centre's lists taught us, so that it is asked once: its headings, its words, and what of a person
came out of which file."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from base.organisations.models import Organisation
from intake.enums import Kind

from .upload import Upload


class KnownHeading(models.Model):
    """What a heading of the centre's own lists means, as a person confirmed it by importing."""

    centre = models.ForeignKey(Organisation, models.CASCADE, related_name="known_headings")
    kind = models.CharField(max_length=12, choices=Kind)
    #: Folded; a heading that stands twice in a file has its turn behind it ("uwagi#2").
    heading = models.CharField(_("heading"), max_length=120)
    #: {"targets": [name], "lead": text} as in `Upload.columns`.
    meaning = models.JSONField(default=dict)
    used_at = models.DateTimeField(_("last used"), db_default=Now())

    class Meta:
        verbose_name = _("heading of a centre")
        verbose_name_plural = _("headings of a centre")
        ordering: ClassVar = ["kind", "heading"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind", "heading"], name="known_heading_once")
        ]

    def __str__(self) -> str:
        return self.heading


class RememberedAnswer(models.Model):
    """What words mean at this centre, as a person told us. Never of a column that names somebody."""

    centre = models.ForeignKey(Organisation, models.CASCADE, related_name="remembered_answers")
    topic = models.CharField(max_length=60)
    said = models.CharField(_("words"), max_length=200)
    meant = models.CharField(max_length=200)
    label = models.CharField(_("meaning"), max_length=200)
    by_label = models.CharField(_("answered by"), max_length=200, editable=False)
    answered_at = models.DateTimeField(_("answered"), db_default=Now())

    class Meta:
        verbose_name = _("remembered answer")
        verbose_name_plural = _("remembered answers")
        ordering: ClassVar = ["topic", "said"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "topic", "said"], name="remembered_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.said}"


class ImportedPerson(models.Model):
    """What the last file said of somebody, as fingerprints: so that a newer file changes what it changed,
    and not what was corrected here meanwhile."""

    centre = models.ForeignKey(Organisation, models.CASCADE, related_name="imported_people")
    kind = models.CharField(max_length=12, choices=Kind)
    label = models.CharField(max_length=12)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="people")
    #: {our column: fingerprint of what it said}
    said = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("person out of a list")
        verbose_name_plural = _("people out of lists")
        ordering: ClassVar = ["centre_id", "kind", "label"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind", "label"], name="imported_person_once")
        ]

    def __str__(self) -> str:
        return self.label
