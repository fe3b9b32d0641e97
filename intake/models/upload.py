"""A list somebody sent in, and how far it has come."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.organisations.models import Organisation
from intake.enums import BUSY_STATES, OPEN_STATES, Kind, Scope, UploadState

STALE = timedelta(minutes=2)


class Upload(models.Model):
    """One file. The file itself is not kept: only its rows, and their words are blanked once they are
    imported or discarded; rows that need mending are blanked after two weeks at the latest."""

    centre = models.ForeignKey(Organisation, models.CASCADE, related_name="uploads")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=12, choices=UploadState, default=UploadState.READING)
    file_name = models.CharField(_("file"), max_length=200)
    #: [{"name", "rows", "hidden": bool, "chosen": bool, "left": [{"line", "text", "why"}]}]; `left` are lines
    #: taken for titles, totals or notes. A text file has one without a name.
    sheets = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, editable=False)
    #: In which language problems are told: that of the person who sent the file.
    language = models.CharField(max_length=8, default="pl")
    #: In the order of the file, see `intake.domain.recognition.mapping.MappedColumn`: [{"heading",
    #: "samples": [text], "targets": [name], "lead", "confidence": "sure"|"check"|"none", "why",
    #: "sensitive": bool}]
    columns = models.JSONField(default=list)
    total = models.PositiveIntegerField(_("rows"), default=0)
    #: Rows by fate, as counted when the last step ended.
    good = models.PositiveIntegerField(_("good"), default=0)
    bad = models.PositiveIntegerField(_("to correct"), default=0)
    asked = models.PositiveIntegerField(_("with a question"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    repeated = models.PositiveIntegerField(_("here already"), default=0)
    imported = models.PositiveIntegerField(_("imported"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    left = models.PositiveIntegerField(_("left out"), default=0)
    #: [[topic, said, meant]]: answers that hold for this list alone, such as of columns that name somebody.
    answers = models.JSONField(default=list)
    #: Keys of the answers remembered from earlier lists that were taken again in this one.
    recalled = models.JSONField(default=list)
    #: Counts the steps: a worker left over from an earlier one notices that it is no longer its turn.
    turn = models.PositiveIntegerField(default=0, editable=False)
    #: Rows looked at in the step that is on.
    worked = models.PositiveIntegerField(default=0)
    #: Somebody wants the step that is on to stop; nothing of it stays.
    cancel_asked = models.BooleanField(default=False)
    scope = models.CharField(_("which rows"), max_length=8, choices=Scope, default=Scope.GOOD)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True, editable=False)
    by_label = models.CharField(_("sent in by"), max_length=200, editable=False)
    created_at = models.DateTimeField(_("sent in"), default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    imported_at = models.DateTimeField(_("imported on"), null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True, editable=False)
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
        return self.state in BUSY_STATES

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
        if self.state == UploadState.IMPORTING:
            return self.good + self.changed + (self.asked if self.scope == Scope.ALL else 0)
        return self.imported + self.updated if self.state == UploadState.UNDOING else self.total
