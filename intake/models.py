"""A list somebody sent in, and its rows until it is decided what becomes of them."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.organisations.models import Organisation

from .enums import OPEN_STATES, Fate, Kind, UploadState

STALE = timedelta(minutes=2)


class Upload(models.Model):
    """One file. The file itself is not kept: only its rows, and their words are blanked once they are
    imported or discarded; rows that need mending are blanked after two weeks at the latest."""

    centre = models.ForeignKey(Organisation, models.CASCADE, related_name="uploads")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=12, choices=UploadState, default=UploadState.READING)
    file_name = models.CharField(_("file"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, editable=False)
    #: In which language problems are told: that of the person who sent the file.
    language = models.CharField(max_length=8, default="pl")
    #: [{"heading", "name", "example"}] in the order of the file.
    columns = models.JSONField(default=list)
    #: [{"heading", "reason": "unknown"|"sensitive", "nearest"}]
    left_out = models.JSONField(default=list)
    total = models.PositiveIntegerField(_("rows"), default=0)
    good = models.PositiveIntegerField(_("good"), default=0)
    bad = models.PositiveIntegerField(_("to correct"), default=0)
    repeated = models.PositiveIntegerField(_("here already"), default=0)
    imported = models.PositiveIntegerField(_("imported"), default=0)
    #: Rows looked at in the step that is on.
    worked = models.PositiveIntegerField(default=0)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True, editable=False)
    by_label = models.CharField(_("sent in by"), max_length=200, editable=False)
    created_at = models.DateTimeField(_("sent in"), default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    blanked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("list sent in")
        verbose_name_plural = _("lists sent in")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["centre", "-created_at"], name="upload_history")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "kind", "sha256"],
                condition=models.Q(state__in=OPEN_STATES),
                name="upload_of_a_file_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=UploadState.values), name="upload_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How records name it: a file's name may hold somebody's surname."""
        return f"I-{self.pk}"

    @property
    def is_busy(self) -> bool:
        """Whether the background is at work on it."""
        return self.state in (UploadState.READING, UploadState.IMPORTING)

    @property
    def is_stopped(self) -> bool:
        """At work, it seems, but nothing has moved for a while: the worker was killed."""
        return self.is_busy and timezone.now() - self.touched_at > STALE

    @property
    def percent(self) -> int:
        """How much of the step that is on has been done."""
        return round(100 * self.worked / self.whole) if self.whole else 0

    @property
    def whole(self) -> int:
        """How many rows the step that is on has to work through."""
        return self.good if self.state == UploadState.IMPORTING else self.total


class StagedRow(models.Model):
    """A row as it stood in the file, and what was found in it. All columns are named as in the sheet's
    definition (`intake.domain.sheets`)."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row in the file"))
    #: {column: text}
    cells = models.JSONField(default=dict)
    #: {column: Flaw}
    flaws = models.JSONField(default=dict)
    #: {column: [sentence]}: what keeps the row out, and what is only worth a look.
    problems = models.JSONField(default=dict)
    warnings = models.JSONField(default=dict)
    #: {column: how we read it}, where that differs from what was typed.
    readings = models.JSONField(default=dict)
    fate = models.CharField(_("fate"), max_length=10, choices=Fate, default=Fate.UNREAD)
    needs_look = models.BooleanField(default=False)
    #: The neutral label of whom it became, or of whom it repeats.
    person_label = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of lists")
        ordering: ClassVar = ["upload_id", "number"]
        indexes: ClassVar = [models.Index(fields=["upload", "fate", "number"], name="staged_row_by_fate")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "number"], name="staged_row_once"),
            models.CheckConstraint(condition=models.Q(fate__in=Fate.values), name="staged_row_fate_known"),
        ]

    def __str__(self) -> str:
        return f"I-{self.upload_id}, {self.number}"
