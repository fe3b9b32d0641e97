"""From a file to people: staging its rows, judging them, importing the good ones, forgetting the rest."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation
from intake.enums import OPEN_STATES, Fate, Kind, UploadState
from intake.models import StagedRow, Upload

from .files import sheets_of
from .headings import Table, find_table
from .judging import Judge, Verdict
from .lines import refusal
from .sheets import SHEETS

MOST_ROWS = 20_000
#: Rows of one transaction of an import: about two seconds on SQLite, where everybody else who writes waits
#: for it. A longer list goes in by parts, and goes on where it stopped.
PART = 100
KEPT = timedelta(days=14)
BLANK: dict[str, Any] = {"cells": {}, "flaws": {}, "problems": {}, "warnings": {}, "readings": {}}
VERDICT_FIELDS = ("problems", "warnings", "readings", "fate", "needs_look", "person_label")


class SameFile(Refusal):
    """This very file was sent in before; `upload` is where it stands."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(_("This file was sent in before. Here is what became of it."), code="same_file")
        self.upload = upload


def stage_upload(
    centre: Organisation, *, kind: Kind, content: bytes, file_name: str, by: Actor, language: str = ""
) -> Upload:
    """The rows of a file, kept to be judged; problems will be told in `language` (the active one).

    Refusal (code "file_…") when the file cannot be read at all: nothing is stored then. SameFile when it
    was sent in before and nothing of it waits to be mended.
    """
    language = language or translation.get_language() or "pl"
    digest = hashlib.sha256(content).hexdigest()
    table = find_table(sheets_of(content, file_name), SHEETS[kind])
    rows = _rows_of(table)
    if not rows:
        raise refusal("no_rows", _("There are headings, but nobody stands under them."))
    with transaction.atomic():
        lock_centre(centre)
        if known := _same_file(centre, kind, digest):
            raise SameFile(known)
        upload = Upload.objects.create(
            centre=centre,
            kind=kind,
            file_name=file_name.replace("\\", "/").rpartition("/")[2][:200],
            sheet=table.sheet.name,
            sha256=digest,
            language=language,
            columns=_columns_of(table, rows),
            left_out=[asdict(one) for one in table.headings.left_out],
            total=len(rows),
            by_id=by.actor_id,
            by_label=by.actor_label[:200],
        )
        for row in rows:
            row.upload = upload
        StagedRow.objects.bulk_create(rows, batch_size=500)
        details = {"kind": kind, "rows": len(rows), "sha256": digest}
        record("intake.upload.staged", by=by, on=upload, organisation_id=centre.pk, details=details)
    return upload


def judge_upload(upload: Upload) -> Upload:
    """Look at every row; afterwards the upload is ready for a person. One that is not being read is left."""
    with translation.override(upload.language):
        judge = Judge(SHEETS[upload.kind], upload.centre)
        rows = upload.rows.order_by("number")
        worked = last = 0
        while part := list(rows.filter(number__gt=last)[:PART]):
            last = part[-1].number
            for row in part:
                _write_verdict(row, judge.judge(row.number, row.cells, row.flaws))
            with transaction.atomic():
                StagedRow.objects.bulk_update(part, VERDICT_FIELDS)
                worked += len(part)
                _reading(upload).update(worked=worked, touched_at=timezone.now())
    _reading(upload).update(state=UploadState.READY, worked=0, **_counts(upload))
    upload.refresh_from_db()
    return upload


def request_import(upload: Upload, *, by: Actor) -> Upload:
    """The good rows may go in; the background does it. Refusal when there is nothing to import, or it was
    asked for already and is under way."""
    with transaction.atomic():
        _lock(upload)
        stopped = upload.state == UploadState.IMPORTING and upload.is_stopped
        if upload.state != UploadState.READY and not stopped:
            raise Refusal(_("This list is not waiting to be imported (any more)."), code="already")
        if not upload.good and not stopped:
            raise Refusal(_("There is no good row to import."), code="nothing")
        upload.state, upload.touched_at = UploadState.IMPORTING, timezone.now()
        if not stopped:
            upload.worked = 0
        upload.save()
        record("intake.upload.import_asked", by=by, on=upload, organisation_id=upload.centre_id)
    return upload


def import_upload(upload: Upload, *, by: Actor) -> Upload:
    """Register the good rows through the verbs of their room, in transactions of PART rows.

    Whoever turns up here meanwhile is not added again; a row refused meanwhile is to be mended. An import
    that was killed goes on when asked for again. One not asked for, or finished, is left alone.
    """
    with translation.override(upload.language):
        while _import_part(upload, by=by):
            pass
    upload.refresh_from_db()
    return upload


def discard_upload(upload: Upload, *, by: Actor) -> Upload:
    """Nothing (more) of this list is wanted: its rows are blanked. Refusal while it is being imported."""
    with transaction.atomic():
        _lock(upload)
        if upload.state == UploadState.IMPORTING:
            raise Refusal(_("This list is being imported just now."), code="importing")
        if upload.state in OPEN_STATES:
            upload.state = UploadState.DISCARDED
        _blank(upload)
        record("intake.upload.discarded", by=by, on=upload, organisation_id=upload.centre_id)
    return upload


def fail_upload(upload: Upload) -> None:
    """The reading came to nothing, by no fault of the list; it can be sent in again."""
    with transaction.atomic():
        _lock(upload)
        if upload.state == UploadState.READING:
            upload.state = UploadState.FAILED
            _blank(upload)


def forget_uploads(now: datetime) -> int:
    """Blank what nobody decided about for two weeks; how many uploads that were."""
    forgotten = 0
    for upload in Upload.objects.filter(blanked_at=None, touched_at__lt=now - KEPT):
        with transaction.atomic():
            _lock(upload)
            if upload.state in OPEN_STATES:
                upload.state = UploadState.DISCARDED
            _blank(upload)
        forgotten += 1
    return forgotten


def _rows_of(table: Table) -> list[StagedRow]:
    columns = table.headings.columns
    rows = []
    for line in table.rows():
        cells = {column.name: line.texts[at] for at, column in columns.items() if at < len(line.texts)}
        flaws = {columns[at].name: flaw.value for at, flaw in line.flaws.items() if at in columns}
        filled = {name: text for name, text in cells.items() if text}
        if filled or flaws:
            rows.append(StagedRow(number=line.number, cells=filled, flaws=flaws))
        if len(rows) > MOST_ROWS:
            sentence = _("A list holds at most {most} rows. Split it and send the parts one after another.")
            raise refusal("rows", format_lazy(sentence, most=f"{MOST_ROWS:,}".replace(",", " ")))
    return rows


def _columns_of(table: Table, rows: Sequence[StagedRow]) -> list[dict[str, str]]:
    """What the file calls our columns, each with the first cell that holds something."""
    found = []
    for position, column in table.headings.columns.items():
        example = next((row.cells[column.name] for row in rows if row.cells.get(column.name)), "")
        heading = table.headings.headings[position]
        found.append({"heading": heading, "name": column.name, "example": example[:60]})
    return found


def _same_file(centre: Organisation, kind: Kind, digest: str) -> Upload | None:
    same = Upload.objects.filter(centre=centre, kind=kind, sha256=digest)
    finished = same.filter(state=UploadState.DONE, bad=0)
    return same.filter(state__in=OPEN_STATES).first() or finished.first()


def _write_verdict(row: StagedRow, verdict: Verdict) -> None:
    row.problems, row.warnings, row.readings = verdict.problems, verdict.warnings, verdict.readings
    row.fate, row.needs_look, row.person_label = verdict.fate, verdict.needs_look, verdict.label


def _import_part(upload: Upload, *, by: Actor) -> bool:
    """One transaction; whether there may be more to do."""
    with transaction.atomic():
        _lock(upload)
        if upload.state != UploadState.IMPORTING:
            return False
        part = list(upload.rows.filter(fate=Fate.GOOD).order_by("number")[:PART])
        if not part:
            _finish(upload, by=by)
            return False
        lock_centre(upload.centre)
        judge = Judge(SHEETS[upload.kind], upload.centre)
        for row in part:
            _import_row(row, upload, judge, by=by)
        StagedRow.objects.bulk_update(part, (*BLANK, "fate", "needs_look", "person_label"))
        upload.worked += len(part)
        upload.touched_at = timezone.now()
        upload.save(update_fields=["worked", "touched_at"])
    return True


def _import_row(row: StagedRow, upload: Upload, judge: Judge, *, by: Actor) -> None:
    verdict = judge.judge(row.number, row.cells, row.flaws)
    if verdict.fate == Fate.GOOD:
        try:
            verdict.label = judge.kind.register(upload.centre, verdict.data, by)
            verdict.fate = Fate.IMPORTED
        except (Refusal, ValidationError) as error:
            verdict.fate = Fate.BAD
            verdict.problems = {judge.kind.columns[1].name: _sentences(error)}
    _write_verdict(row, verdict)
    if verdict.fate == Fate.IMPORTED:
        _blank_row(row)


def _finish(upload: Upload, *, by: Actor) -> None:
    upload.rows.exclude(fate=Fate.BAD).update(**BLANK, needs_look=False)
    for name, count in _counts(upload).items():
        setattr(upload, name, count)
    upload.state, upload.touched_at = UploadState.DONE, timezone.now()
    upload.blanked_at = None if upload.bad else upload.touched_at
    upload.columns = [column | {"example": ""} for column in upload.columns]
    upload.save()
    details = {name: getattr(upload, name) for name in ("kind", "imported", "repeated", "bad")}
    record("intake.upload.imported", by=by, on=upload, organisation_id=upload.centre_id, details=details)


def _blank(upload: Upload) -> None:
    upload.rows.update(**BLANK)
    upload.columns = [column | {"example": ""} for column in upload.columns]
    upload.blanked_at = timezone.now()
    upload.save()


def _blank_row(row: StagedRow) -> None:
    for name in BLANK:
        setattr(row, name, {})
    row.needs_look = False


def _sentences(error: Refusal | ValidationError) -> list[str]:
    return [error.message] if isinstance(error, Refusal) else list(error.messages)


def _counts(upload: Upload) -> dict[str, int]:
    fates = (Fate.GOOD, Fate.BAD, Fate.REPEATED, Fate.IMPORTED)
    return {fate.value: upload.rows.filter(fate=fate).count() for fate in fates}


def _reading(upload: Upload) -> Any:
    return Upload.objects.filter(pk=upload.pk, state=UploadState.READING)


def _lock(upload: Upload) -> None:
    upload.refresh_from_db(from_queryset=Upload.objects.select_for_update())
