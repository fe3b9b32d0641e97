"""Taking a whole import back, until its people were used.

It is whole or not at all: whoever it added leaves, whoever it changed is as before. What was before is kept
for two weeks; after that an import that changed people stays, one that only added some can still go.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import InUse, Refusal
from base.organisations.domain.centres import lock_centre
from intake.domain.readers.understanding import NO_ANSWERS
from intake.domain.sameness.comparing import NOTHING, in_parts
from intake.domain.sheets.columns import SheetKind, Values
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Fate, UploadState
from intake.models import ImportedPerson, StagedRow, Upload

from .importing import BATCH
from .planning import SAID, known_now
from .steps import Stopped, advance, begin, count_rows, expect, lock_upload


def request_undo(upload: Upload, *, by: Actor) -> Upload:
    """The import is to be taken back; the background does it. One whose worker was killed is begun anew.

    Refusal (code "used") that names people who were used or changed since; (code "forgotten") when it changed
    people and what was before is no longer kept; (code "state") when the list is not imported.
    """
    with transaction.atomic():
        lock_upload(upload)
        if not (upload.state == UploadState.UNDOING and upload.is_stopped):
            check_undo(upload)
        begin(upload, UploadState.UNDOING)
        record("intake.upload.undo_asked", by=by, on=upload, organisation_id=upload.centre_id)
    return upload


def check_undo(upload: Upload) -> None:
    """Refusal, as `request_undo` tells it, when the import cannot be taken back as things stand."""
    expect(upload, UploadState.DONE)
    _check_changed(upload)
    SHEETS[upload.kind].check_unused(upload.centre, _added(upload))


def undo_upload(upload: Upload, *, by: Actor) -> Upload:
    """Take back whom it added and put back what it changed, in one transaction, or nothing at all.

    Cancelled, failed, or refused because somebody used its people meanwhile, it stays imported, and the
    refusal is raised. One not asked for is left alone.
    """
    turn = upload.turn
    if upload.state == UploadState.UNDOING:
        try:
            with translation.override(upload.language), transaction.atomic():
                advance(upload, 0)
                lock_centre(upload.centre)
                _check_changed(upload)
                _undo(upload, by=by)
        except Stopped:
            _stay_imported(upload, turn)
        except Exception:
            _stay_imported(upload, turn)
            raise
    upload.refresh_from_db()
    return upload


def _check_changed(upload: Upload) -> None:
    rows = upload.rows.filter(fate=Fate.UPDATED)
    if rows.filter(before={}).exists():
        sentence = _("This import changed people, and what was before is no longer kept.")
        raise Refusal(sentence, code="forgotten")
    updated = list(rows.order_by("pk").values_list("person_label", "person_version"))
    if not updated:
        return
    versions = {one.label: one.version for one in known_now(upload)}
    if moved := [label for label, version in updated if versions.get(label) != version]:
        raise InUse(moved)


def _added(upload: Upload) -> list[tuple[str, int]]:
    """Whom the import added, by label and the version it left them with."""
    rows = upload.rows.filter(fate=Fate.IMPORTED).order_by("pk")
    return [(label, version or 0) for label, version in rows.values_list("person_label", "person_version")]


def _undo(upload: Upload, *, by: Actor) -> None:
    kind, centre = SHEETS[upload.kind], upload.centre
    added = _added(upload)
    changed = list(upload.rows.filter(fate=Fate.UPDATED).order_by("pk"))
    if added:
        kind.unregister_many(centre, added, by)
    if changed:
        kind.update_many(
            centre, [(row.person_label, _values_before(kind, row.before)) for row in changed], by
        )
    _forget_people(upload, [label for label, _version in added])
    _remember_as_before(upload, changed)
    upload.rows.filter(fate__in=(Fate.IMPORTED, Fate.UPDATED)).update(fate=Fate.UNDONE, before={})
    details = {"removed": len(added), "put_back": len(changed)}
    count_rows(upload)
    begin(upload, UploadState.UNDONE)
    upload.undone_at = timezone.now()
    upload.save()
    record("intake.upload.undone", by=by, on=upload, organisation_id=upload.centre_id, details=details)


def _values_before(kind: SheetKind, before: Mapping[str, Any]) -> Values:
    """The texts of a sheet as values again; an empty one empties its column."""
    values: Values = {}
    for name, text in before.items():
        if name != SAID:
            value = kind.by_name[name].reader.understand(text, NO_ANSWERS).value if text else None
            values[name] = None if value in NOTHING else value
    return values


def _forget_people(upload: Upload, labels: Sequence[str]) -> None:
    people = ImportedPerson.objects.filter(centre=upload.centre_id, kind=upload.kind)
    for start in range(0, len(labels), BATCH):
        people.filter(label__in=labels[start : start + BATCH]).delete()


def _remember_as_before(upload: Upload, changed: Sequence[StagedRow]) -> None:
    before = {row.person_label: row.before.get(SAID, {}) for row in changed}
    people = list(in_parts(ImportedPerson.objects.filter(centre=upload.centre_id, kind=upload.kind), before))
    for one in people:
        one.said = before[one.label]
    ImportedPerson.objects.bulk_update([one for one in people if one.said], ["said"], batch_size=BATCH)
    _forget_people(upload, [one.label for one in people if not one.said])


def _stay_imported(upload: Upload, turn: int) -> None:
    with transaction.atomic():
        lock_upload(upload)
        if upload.state == UploadState.UNDOING and upload.turn == turn:
            begin(upload, UploadState.DONE)
