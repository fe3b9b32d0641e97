"""The rows of a list until it is decided what becomes of them, and what has to be asked about them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.enums import Fate, is_alone

from .upload import Upload


class StagedRow(models.Model):
    """A row as it stood in the file, and what was found in it. Our columns are named as in the sheet's
    definition (`intake.domain.sheets.kinds`)."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows")
    #: Position of its sheet in `Upload.sheets`.
    sheet = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(_("row in the file"))
    #: The texts of the row by the positions of `Upload.columns`; "" where a column is left out as sensitive.
    texts = models.JSONField(default=list)
    #: {position: Flaw}
    flaws = models.JSONField(default=dict)
    #: {our column: text} a person wrote for this row alone.
    mended = models.JSONField(default=dict)
    #: [[topic, said, meant]]: what a person answered for this row alone.
    answers = models.JSONField(default=list)
    #: {our column: text} under the columns as they are told now, mended texts in place.
    cells = models.JSONField(default=dict)
    #: {our column: [sentence]}: what keeps the row out, and what is only worth a look.
    problems = models.JSONField(default=dict)
    warnings = models.JSONField(default=dict)
    #: {our column: how we read it}, where that differs from what was typed.
    readings = models.JSONField(default=dict)
    #: {our column: text} that goes into the note, because nothing else takes it.
    kept = models.JSONField(default=dict)
    fate = models.CharField(_("fate"), max_length=10, choices=Fate, default=Fate.UNREAD)
    needs_look = models.BooleanField(default=False)
    #: What the row's person is recognised by (`intake.domain.sameness.people.Traits` as a mapping).
    traits = models.JSONField(default=dict)
    #: Who it surely or perhaps is: [{"label": "K-417"} or {"row": pk}, with "sure": bool, "why": [codes]].
    twins = models.JSONField(default=list)
    #: A person's word on that: {"same": "K-417" | "row:<pk>" | "", "take": {our column: "file" | "ours"}}.
    decision = models.JSONField(default=dict)
    #: {our column: [what is in Splot, what the file says]} of somebody who is here already.
    differences = models.JSONField(default=dict)
    #: {our column: text} in Splot before the import changed it; what an undo puts back.
    before = models.JSONField(default=dict)
    #: The neutral label of whom it became, or of whom it repeats; and their version as the import left it.
    person_label = models.CharField(max_length=12, blank=True)
    person_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of lists")
        ordering: ClassVar = ["upload_id", "sheet", "number"]
        indexes: ClassVar = [models.Index(fields=["upload", "fate", "number"], name="staged_row_by_fate")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "sheet", "number"], name="staged_row_once_a_sheet"),
            models.CheckConstraint(condition=models.Q(fate__in=Fate.values), name="staged_row_fate_known"),
        ]

    def __str__(self) -> str:
        return f"I-{self.upload_id}, {self.number}"


class RowQuestion(models.Model):
    """One thing we do not understand in one row; alike ones share topic and words, and an answer."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="questions")
    row = models.ForeignKey(StagedRow, models.CASCADE, related_name="questions")
    column = models.CharField(max_length=40)
    topic = models.CharField(max_length=60)
    #: The words that are not clear, folded; what alike questions share.
    said = models.CharField(max_length=200)
    sentence = models.CharField(max_length=400)
    #: [[label, meant]]: the likely answers, the likeliest first.
    options = models.JSONField(default=list)
    #: Whether the text may become a part of the note, or be left out: not where the column is obligatory.
    may_be_note = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("question about a row")
        verbose_name_plural = _("questions about rows")
        ordering: ClassVar = ["row_id", "pk"]
        indexes: ClassVar = [models.Index(fields=["upload", "topic", "said"], name="row_question_alike")]

    def __str__(self) -> str:
        return f"{self.column}: {self.topic}"

    @property
    def is_of_one(self) -> bool:
        """Whether an answer counts for this row and column alone."""
        return is_alone(self.topic)
