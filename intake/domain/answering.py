"""A person's word on what is not clear: once for all rows alike, or for a single row."""

from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, LONGEST_SAID, ROW_OUT
from intake.domain.recognition.sensitive import scrub
from intake.domain.sheets.kinds import SHEETS
from intake.enums import UploadState, is_alone
from intake.models import RememberedAnswer, RowQuestion, StagedRow, Upload

from .judging import Judge
from .memory import remember_answer
from .rows import read_again
from .steps import expect, lock_upload
from .verdicts import question_key

LONGEST_ANSWER = 2_000
#: What a bare language of one list is spoken like says nothing of the next list.
OF_ONE_LIST: Final = "level:"


def answer_question(
    upload: Upload, *, topic: str, said: str, meant: str, by: Actor, row: StagedRow | None = None
) -> int:
    """`meant` is what the words of these questions mean: the text of an option, AS_NOTE, LEFT_OUT, ROW_OUT
    where that is offered, or one's own words. For all rows that ask alike, and for every later list of the
    centre; or for `row` alone, as always where only one row may be answered for. How many rows were read
    again; a list that is READING afterwards is read by the background.

    Refusal when the list is not ready (code "state"), when nobody asks (code "settled"), when a note is no
    answer because all of these rows need the column (code "needed"). ValidationError ("meant") when the
    answer is not understood either; nothing is changed then.
    """
    topic, said = question_key(topic, said)
    meant = _cleaned(meant)
    with transaction.atomic():
        lock_upload(upload)
        expect(upload, UploadState.READY)
        asked = list(_alike(upload, topic, said, row).select_related("row").order_by("pk"))
        if not asked:
            return _answer_anew(upload, topic, said, meant, by=by, row=row)
        if is_alone(topic):
            row = asked[0].row
        if meant == ROW_OUT and (row is None or not _is_offered(asked[0], meant)):
            raise ValidationError({"meant": _("Write what it means, or choose one of the answers.")})
        if meant in {AS_NOTE, LEFT_OUT} and not any(one.may_be_note for one in asked):
            raise Refusal(_("Nobody can be added without this: a note is no answer here."), code="needed")
        if row is not None and meant == ROW_OUT:
            asked[0].row.decision = {**asked[0].row.decision, "left": True}
            asked[0].row.save(update_fields=["decision"])
        elif row is not None:
            asked[0].row.answers = with_answer(asked[0].row.answers, topic, said, meant)
            asked[0].row.save(update_fields=["answers"])
        else:
            personal = _is_personal(upload, asked)
            keep_answer(upload, topic, said, meant, label=_label(asked, meant), personal=personal, by=by)
        if meant != ROW_OUT:
            _see_it_understood(upload, asked[0])
        settled = read_again(upload, upload.rows.filter(pk__in={one.row_id for one in asked}))
        details = {"topic": topic, "rows": settled, "alone": row is not None}
        record(
            "intake.question.answered", by=by, on=upload, organisation_id=upload.centre_id, details=details
        )
    return settled


def _alike(upload: Upload, topic: str, said: str, row: StagedRow | None) -> QuerySet[RowQuestion]:
    alike = upload.questions.filter(topic=topic, said=said)
    return alike if row is None else alike.filter(row=row)


def _answer_anew(
    upload: Upload, topic: str, said: str, meant: str, *, by: Actor, row: StagedRow | None
) -> int:
    """An answer given before is given otherwise: nobody asks any more, so every row is read again."""
    kept = any(answer[:2] == [topic, said] for answer in upload.answers)
    known = RememberedAnswer.objects.filter(centre=upload.centre_id, topic=topic, said=said).exists()
    if row is not None or not (kept or known):
        raise Refusal(_("This was answered meanwhile."), code="settled")
    keep_answer(upload, topic, said, meant, label=_label([], meant), personal=kept, by=by)
    read = read_again(upload, upload.rows.all())
    details = {"topic": topic, "rows": read, "again": True}
    record("intake.question.answered", by=by, on=upload, organisation_id=upload.centre_id, details=details)
    return read


def keep_answer(
    upload: Upload, topic: str, said: str, meant: str, *, label: str, personal: bool, by: Actor
) -> None:
    """In the caller's transaction: for the centre; for this list alone if it names somebody, is long, or is
    how well a language is spoken that stands without a word about it."""
    if personal or len(meant) > LONGEST_SAID or topic.startswith(OF_ONE_LIST):
        upload.answers = with_answer(upload.answers, topic, said, meant)
        upload.save(update_fields=["answers"])
    else:
        remember_answer(upload.centre, topic=topic, said=said, meant=meant, label=label, by=by)


def with_answer(answers: Sequence[Sequence[str]], topic: str, said: str, meant: str) -> list[list[str]]:
    """The answers with this one, in place of an earlier one on the same words."""
    others = [list(answer) for answer in answers if list(answer[:2]) != [topic, said]]
    return [*others, [topic, said, meant]]


def _see_it_understood(upload: Upload, asked: RowQuestion) -> None:
    with translation.override(upload.language):
        asked.row.refresh_from_db()
        verdict = Judge.of(upload).read(asked.row)
    again = {question_key(one.question.topic, one.question.said) for one in verdict.asked}
    if (asked.topic, asked.said) in again:
        sentence = _("We do not understand this either. Write it another way, or take one of the buttons.")
        raise ValidationError({"meant": sentence})


def _is_personal(upload: Upload, asked: Sequence[RowQuestion]) -> bool:
    columns = SHEETS[upload.kind].by_name
    return any(columns[one.column].personal for one in asked)


def _is_offered(asked: RowQuestion, meant: str) -> bool:
    return any(text == meant for _label, text in asked.options)


def _cleaned(meant: str) -> str:
    meant, secret = scrub(meant.strip())
    if not meant or len(meant) > LONGEST_ANSWER:
        raise ValidationError({"meant": _("Write what it means, in up to 2,000 characters.")})
    if secret:
        sentence = _("This is a PESEL or the number of a paper, which Splot does not keep. Write it without.")
        raise ValidationError({"meant": sentence})
    return meant


def _label(asked: Sequence[RowQuestion], meant: str) -> str:
    """What the button said; a text of one's own as it was written."""
    if meant in {AS_NOTE, LEFT_OUT}:
        return meant
    return next((label for one in asked for label, text in one.options if text == meant), meant)
