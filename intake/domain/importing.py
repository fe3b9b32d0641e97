"""An import: everything is made ready first, then written in one transaction, or not at all."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.organisations.domain.centres import lock_centre
from intake.domain.sheets.columns import Registered
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Fate, Scope, UploadState
from intake.models import ImportedPerson, StagedRow, Upload

from .memory import remember_headings
from .planning import Plan, Planned, plan_import, wanted_rows
from .steps import BLANK, Stopped, advance, begin, blank_heads, count_rows, expect, lock_upload

BATCH: Final = 500
#: Plans made before the last one is made with the centre held: somebody else registers people meanwhile.
TRIES: Final = 3
#: What an import writes of a row; what people wrote in it goes.
WRITTEN: Final = (*BLANK, "fate", "needs_look", "person_label", "person_version", "before")
#: Rows that still wait for somebody keep their words.
WAITING: Final = (Fate.BAD, Fate.ASKED)


def request_import(upload: Upload, *, scope: Scope = Scope.GOOD, by: Actor) -> Upload:
    """These rows may go in; the background does it. An import whose worker was killed is begun anew.

    Refusal when there is nothing to import (code "nothing"), the list does not wait for it ("state"), or the
    centre takes nobody in ("archived").
    """
    with transaction.atomic():
        lock_upload(upload)
        if not (upload.state == UploadState.IMPORTING and upload.is_stopped):
            expect(upload, UploadState.READY)
            if not wanted_rows(upload, scope).exists():
                raise Refusal(_("There is no row to import."), code="nothing")
            lock_centre(upload.centre)
            upload.scope = scope
            remember_headings(upload)
        begin(upload, UploadState.IMPORTING)
        details = {"scope": upload.scope}
        record(
            "intake.upload.import_asked", by=by, on=upload, organisation_id=upload.centre_id, details=details
        )
    return upload


def import_upload(upload: Upload, *, by: Actor) -> Upload:
    """Register and update everybody of the rows asked for, in one transaction.

    Whoever turned up meanwhile is not added again; a row that is refused by now waits to be mended. Cancelled
    or failed before the end nothing has changed, and the list waits again. One not asked for, or finished, is
    left alone.
    """
    turn = upload.turn
    if upload.state == UploadState.IMPORTING:
        with translation.override(upload.language):
            try:
                _import(upload, by=by)
            except Stopped:
                _wait_again(upload, turn)
            except (Refusal, ValidationError) as error:
                _wait_again(upload, turn)
                _name_offender(upload, error, by=by)
            except Exception:
                _wait_again(upload, turn)
                raise
    upload.refresh_from_db()
    return upload


def _import(upload: Upload, *, by: Actor) -> None:
    for _try in range(TRIES):
        plan = plan_import(upload)
        with transaction.atomic():
            _hold(upload)
            if plan.still_holds():
                write_import(upload, plan, by=by)
                return
    with transaction.atomic():
        _hold(upload)
        write_import(upload, plan_import(upload, quietly=True), by=by)


def _hold(upload: Upload) -> None:
    """The list for this worker, and the centre for this import. Stopped when it was cancelled."""
    advance(upload, upload.worked)
    lock_centre(upload.centre)


def write_import(upload: Upload, plan: Plan, *, by: Actor) -> None:
    """In the caller's transaction, under the locks: everybody of the plan goes in."""
    kind, centre = SHEETS[upload.kind], upload.centre
    added = kind.register_many(centre, [one.data for one in plan.new], by) if plan.new else []
    changes = [(one.label, one.changes) for one in plan.changed]
    updated = kind.update_many(centre, changes, by) if changes else []
    _write_people(upload, plan, added)
    for one, person in zip(plan.new, added, strict=True):
        _close(one.row, Fate.IMPORTED, person)
    for one, person in zip(plan.changed, updated, strict=True):
        _close(one.row, Fate.UPDATED, person, before=one.before)
    _write_rows(one.row for one in (*plan.new, *plan.changed))
    _write_rows(plan.moved)
    upload.rows.exclude(fate__in=(*WAITING, Fate.IMPORTED, Fate.UPDATED)).update(**BLANK, needs_look=False)
    upload.questions.exclude(row__fate__in=WAITING).delete()
    _finish(upload, by=by)


def _write_rows(rows: Iterable[StagedRow]) -> None:
    StagedRow.objects.bulk_create(
        list(rows), batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN
    )


def _write_people(upload: Upload, plan: Plan, added: list[Registered]) -> None:
    labels = [person.label for person in added]
    told = [
        *zip(labels, plan.new, strict=True),
        *((one.label, one) for one in (*plan.changed, *plan.repeated)),
    ]
    people = [
        ImportedPerson(
            centre_id=upload.centre_id, kind=upload.kind, label=label, upload=upload, said=one.said
        )
        for label, one in told
    ]
    ImportedPerson.objects.bulk_create(
        people,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["centre", "kind", "label"],
        update_fields=["upload", "said"],
    )


def _close(row: StagedRow, fate: Fate, person: Registered, before: dict[str, object] | None = None) -> None:
    for name, empty in BLANK.items():
        setattr(row, name, type(empty)())
    row.fate, row.needs_look, row.before = fate, False, before or {}
    row.person_label, row.person_version = person.label, person.version


def _finish(upload: Upload, *, by: Actor) -> None:
    count_rows(upload)
    blank_heads(upload)
    begin(upload, UploadState.DONE)
    upload.imported_at = timezone.now()
    upload.blanked_at = None if upload.bad or upload.asked or upload.updated else upload.imported_at
    upload.save()
    counted = ("imported", "updated", "repeated", "bad", "asked", "left")
    details = {"kind": upload.kind, **{name: getattr(upload, name) for name in counted}}
    _tell("imported", upload, details, by=by)


def _wait_again(upload: Upload, turn: int) -> None:
    """Nothing went in; the list waits for a person, unless another worker has it."""
    with transaction.atomic():
        lock_upload(upload)
        if upload.state == UploadState.IMPORTING and upload.turn == turn:
            count_rows(upload)
            begin(upload, UploadState.READY)


def _name_offender(upload: Upload, error: Refusal | ValidationError, *, by: Actor) -> None:
    """A room refused somebody it took before: the row is found by trying each alone, and told beside it."""
    with transaction.atomic():
        lock_upload(upload)
        if upload.state != UploadState.READY:
            return
        plan = plan_import(upload, quietly=True)
        for one in (*plan.new, *plan.changed):
            if why := _refused(upload, one, by=by):
                one.row.fate, one.row.needs_look = Fate.BAD, True
                one.row.problems = {SHEETS[upload.kind].name_column: why}
                _write_rows([one.row])
        _write_rows(plan.moved)
        count_rows(upload)
        upload.save()
        details = {"code": getattr(error, "code", "invalid"), "bad": upload.bad}
        _tell("refused", upload, details, by=by)


def _refused(upload: Upload, one: Planned, *, by: Actor) -> list[str]:
    """What the room says against this one alone; nothing is written."""
    kind = SHEETS[upload.kind]
    try:
        with transaction.atomic():
            if one.label:
                kind.update_many(upload.centre, [(one.label, one.changes)], by)
            else:
                kind.register_many(upload.centre, [one.data], by)
            raise _Tried
    except _Tried:
        return []
    except Refusal as refusal:
        return [refusal.message]
    except ValidationError as error:
        return list(error.messages)


def _tell(act: str, upload: Upload, details: Mapping[str, Any], *, by: Actor) -> None:
    record(f"intake.upload.{act}", by=by, on=upload, organisation_id=upload.centre_id, details=details)


class _Tried(Exception):
    """Takes back what was only tried."""
