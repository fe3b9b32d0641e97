"""The reading of a list, and its ways out: ready, cancelled, put away, failed, forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from intake.enums import OPEN_STATES, UploadState
from intake.models import Upload

from .rows import read_rows
from .steps import Stopped, begin, blank_upload, count_rows, expect, lock_upload

KEPT = timedelta(days=14)


def judge_upload(upload: Upload) -> Upload:
    """Look at every row that is not read yet; afterwards the upload is ready for a person. One that is not
    being read (any more) is left as it is."""
    if upload.state == UploadState.READING:
        with translation.override(upload.language):
            try:
                read_rows(upload)
                _end_reading(upload)
            except Stopped:
                pass
    upload.refresh_from_db()
    return upload


def restart_reading(upload: Upload, *, by: Actor) -> Upload:
    """The worker was killed: the reading goes on where it stopped, once the background has it again. Refusal
    (code "state") while it is being read."""
    with transaction.atomic():
        lock_upload(upload)
        if upload.state != UploadState.READING or not upload.is_stopped:
            expect(upload)
        begin(upload, UploadState.READING)
        details = {"rows": upload.total}
        record("intake.upload.restarted", by=by, on=upload, organisation_id=upload.centre_id, details=details)
    return upload


def cancel_upload(upload: Upload, *, by: Actor) -> Upload:
    """Stop what the background is doing. A reading goes back to its columns; an import ends with nobody
    in and is ready again, an undoing with everybody in. Refusal (code "state") when nothing is under way."""
    with transaction.atomic():
        lock_upload(upload)
        if not upload.is_busy:
            raise Refusal(_("Nothing is being done with this list just now."), code="state")
        if upload.state == UploadState.READING:
            begin(upload, UploadState.COLUMNS)
        elif upload.is_stopped:
            importing = upload.state == UploadState.IMPORTING
            begin(upload, UploadState.READY if importing else UploadState.DONE)
        else:
            upload.cancel_asked = True
            upload.save()
        record("intake.upload.cancelled", by=by, on=upload, organisation_id=upload.centre_id)
    return upload


def discard_upload(upload: Upload, *, by: Actor) -> Upload:
    """Nothing (more) of this list is wanted: its rows are blanked. Refusal (code "importing") while people go
    in or are taken back."""
    with transaction.atomic():
        lock_upload(upload)
        if upload.state in {UploadState.IMPORTING, UploadState.UNDOING}:
            raise Refusal(_("This list is being imported just now."), code="importing")
        if upload.state in OPEN_STATES:
            begin(upload, UploadState.DISCARDED)
        blank_upload(upload)
        record("intake.upload.discarded", by=by, on=upload, organisation_id=upload.centre_id)
    return upload


def fail_upload(upload: Upload) -> None:
    """The reading came to nothing, by no fault of the list; it can be sent in again. Where a person has set
    rows right already, it goes back to its columns instead, to be read once more."""
    turn = upload.turn
    with transaction.atomic():
        lock_upload(upload)
        if upload.state != UploadState.READING or upload.turn != turn:
            return
        if upload.answers or upload.rows.exclude(mended={}, answers=[], decision={}).exists():
            begin(upload, UploadState.COLUMNS)
        else:
            begin(upload, UploadState.FAILED)
            blank_upload(upload)


def forget_uploads(now: datetime) -> int:
    """Blank what nobody decided about for two weeks; how many uploads that were."""
    forgotten = 0
    for upload in Upload.objects.filter(blanked_at=None, touched_at__lt=now - KEPT):
        with transaction.atomic():
            lock_upload(upload)
            if upload.state in OPEN_STATES:
                upload.state = UploadState.DISCARDED
            blank_upload(upload)
        forgotten += 1
    return forgotten


def _end_reading(upload: Upload) -> None:
    turn = upload.turn
    with transaction.atomic():
        lock_upload(upload)
        if upload.state != UploadState.READING or upload.turn != turn:
            raise Stopped
        count_rows(upload)
        begin(upload, UploadState.READY)
