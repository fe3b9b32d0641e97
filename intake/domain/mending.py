"""A row set right by hand: a cell written anew, the row left out, or taken in again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from intake.domain.readers.understanding import LEFT_OUT
from intake.domain.recognition.sensitive import scrub
from intake.domain.sheets.kinds import SHEETS
from intake.enums import UploadState
from intake.models import StagedRow, Upload

from .answering import keep_answer
from .rows import read_again
from .steps import expect, lock_upload
from .verdicts import cell_topic, question_key

LONGEST_CELL = 2_000


def mend_cell(row: StagedRow, column: str, text: str, *, by: Actor, alike: bool = False) -> int:
    """This row says `text` under our column ("" for nothing); `alike`: so does every row that has the same
    text there, now and, unless the column names somebody, in later lists; a column whose days are each
    somebody's own is of this row all the same. How many rows were read again; a
    list that is READING afterwards is read by the background.

    Refusal when the list is not ready (code "state") or has no such column (code "columns"); ValidationError
    ("text") when the text is too long or holds a PESEL.
    """
    text = _cleaned(text)
    with transaction.atomic():
        upload = _ready(row)
        known = SHEETS[upload.kind].by_name.get(column)
        if known is None:
            raise Refusal(_("A list of this kind has no such column. Load the page again."), code="columns")
        before = row.cells.get(column, "")
        alike = alike and not known.each
        if alike and before:
            topic, said = question_key(cell_topic(column), before)
            meant = text or LEFT_OUT
            keep_answer(upload, topic, said, meant, label=text, personal=known.personal, by=by)
            rows = upload.rows.filter(**{f"cells__{column}": before})
        else:
            row.mended = {**row.mended, column: text}
            row.save(update_fields=["mended"])
            rows = upload.rows.filter(pk=row.pk)
        read = read_again(upload, rows)
        details = {"column": column, "rows": read, "alike": alike}
        record("intake.row.mended", by=by, on=upload, organisation_id=upload.centre_id, details=details)
    return read


def leave_row(row: StagedRow, *, by: Actor) -> int:
    """This row does not go in. Refusal (code "state") when the list is not ready."""
    return _set_left(row, left=True, by=by)


def take_row(row: StagedRow, *, by: Actor) -> int:
    """A row left out goes in after all. Refusal (code "state") when the list is not ready."""
    return _set_left(row, left=False, by=by)


def _set_left(row: StagedRow, *, left: bool, by: Actor) -> int:
    with transaction.atomic():
        upload = _ready(row)
        decision = {name: word for name, word in row.decision.items() if name != "left"}
        row.decision = decision | ({"left": True} if left else {})
        row.save(update_fields=["decision"])
        read = read_again(upload, upload.rows.filter(pk=row.pk))
        act = "intake.row.left" if left else "intake.row.taken"
        record(act, by=by, on=upload, organisation_id=upload.centre_id, details={"row": row.number})
    return read


def _ready(row: StagedRow) -> Upload:
    """The row's list under its lock, and the row as it is now."""
    upload = row.upload
    lock_upload(upload)
    expect(upload, UploadState.READY)
    row.refresh_from_db()
    return upload


def _cleaned(text: str) -> str:
    text, secret = scrub(text.strip())
    if secret:
        sentence = _("This is a PESEL or the number of a paper, which Splot does not keep. Write it without.")
        raise ValidationError({"text": sentence})
    if len(text) > LONGEST_CELL:
        raise ValidationError({"text": _("This is too long: a cell holds at most 2,000 characters.")})
    return text
