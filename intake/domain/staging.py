"""From a file to staged rows: which of its sheets, which of its columns, and then the reading may begin."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation
from intake.domain.files.refused import refusal
from intake.domain.files.tables import RawTable, tables_of
from intake.domain.recognition.mapping import (
    SURE,
    MappedColumn,
    guess_columns,
    heading_is_known,
    missing_columns,
    told_column,
)
from intake.domain.recognition.sensitive import scrub
from intake.domain.sheets.columns import NOTE, SheetKind
from intake.domain.sheets.kinds import SHEETS
from intake.enums import OPEN_STATES, Fate, Kind, UploadState
from intake.models import StagedRow, Upload

from .laying import SAMPLED, Laid, by_column, lay, sample, sheets_json
from .memory import remembered_headings
from .steps import begin, expect, lock_upload
from .updating import update_rows

PART: Final = 500


class SameFile(Refusal):
    """This very file was sent in before, and is not decided about; `upload` is where it stands."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(_("This file was sent in before. Here is what became of it."), code="same_file")
        self.upload = upload


def stage_upload(
    centre: Organisation, *, kind: Kind, content: bytes, file_name: str, by: Actor, language: str = ""
) -> Upload:
    """The rows of a file, kept to be judged; problems will be told in `language` (the active one).

    Afterwards it asks which sheets (SHEETS) or which columns (COLUMNS), or is to be read (READING). What is
    sensitive is never stored. Refusal (code "file_…") when the file cannot be read at all: nothing is stored
    then. SameFile when it was sent in before and is still undecided.
    """
    language = language or translation.get_language() or "pl"
    digest = hashlib.sha256(content).hexdigest()
    sheet_kind, remembered = SHEETS[kind], remembered_headings(centre, kind)
    tables = tables_of(content, file_name, knows=heading_is_known(sheet_kind))
    lists = _lists_of(tables, sheet_kind, remembered)
    laid = lay(tables, lists)
    columns = _guessed(sheet_kind, laid, remembered)
    _leave_sensitive_out(laid.rows, columns)
    several = len(lists) > 1
    with transaction.atomic():
        lock_centre(centre)
        if known := _same_file(centre, kind, digest):
            raise SameFile(known)
        upload = Upload.objects.create(
            centre=centre,
            kind=kind,
            state=UploadState.SHEETS if several else _state_of(sheet_kind, columns),
            file_name=scrub(file_name.replace("\\", "/").rpartition("/")[2])[0][:200],
            sheets=sheets_json(tables, lists, laid),
            sha256=digest,
            language=language,
            columns=[column.as_json() for column in columns],
            total=len(laid.rows),
            by_id=by.actor_id,
            by_label=by.actor_label[:200],
        )
        for row in laid.rows:
            row.upload = upload
        StagedRow.objects.bulk_create(laid.rows, batch_size=PART)
        details = {"kind": kind, "rows": len(laid.rows), "sha256": digest}
        record("intake.upload.staged", by=by, on=upload, organisation_id=centre.pk, details=details)
    return upload


def choose_sheets(upload: Upload, positions: Collection[int], *, by: Actor) -> Upload:
    """The lists wanted are on these sheets (positions in `Upload.sheets`); the rows of others are dropped.
    Refusal (code "sheets") when none of them holds rows."""
    with transaction.atomic():
        lock_upload(upload)
        expect(upload, UploadState.SHEETS)
        chosen = {at for at in positions if 0 <= at < len(upload.sheets) and upload.sheets[at]["columns"]}
        if not chosen:
            raise Refusal(_("Choose at least one sheet with a list on it."), code="sheets")
        upload.rows.exclude(sheet__in=chosen).delete()
        kept = sorted({column for at in chosen for column in upload.sheets[at]["columns"]})
        _cut_columns(upload, kept)
        upload.sheets = [
            sheet | {"chosen": at in chosen, "columns": [kept.index(one) for one in sheet["columns"]]}
            if at in chosen
            else sheet | {"chosen": False, "columns": []}
            for at, sheet in enumerate(upload.sheets)
        ]
        upload.total = upload.rows.count()
        columns = [MappedColumn.from_json(column) for column in upload.columns]
        begin(upload, _state_of(SHEETS[upload.kind], columns))
        details = {"sheets": len(chosen), "rows": upload.total}
        record("intake.upload.sheets_chosen", by=by, on=upload, details=details)
    return upload


def map_columns(upload: Upload, columns: Sequence[Mapping[str, Any]], *, by: Actor) -> Upload:
    """The columns of the file are these, in its order: [{"targets": [name], "lead": text}]. All rows are to
    be read again. Refusal when the list is not that far (code "state"), when a target is none of ours or
    their number is not that of the file (code "columns"), when no column tells whose row it is
    (code "obligatory"); nothing is changed then. Another obligatory column may be left untold: enough for
    people who are here already, while the rows of others are to be filled in."""
    with transaction.atomic():
        lock_upload(upload)
        expect(upload, UploadState.COLUMNS, UploadState.READY)
        kind = SHEETS[upload.kind]
        told = _told_columns(kind, upload, columns)
        if kind.by_name[kind.name_column] in missing_columns(kind, told):
            check_obligatory(kind, told)
        upload.columns = [column.as_json() for column in told]
        upload.rows.update(fate=Fate.UNREAD)
        begin(upload, UploadState.READING)
        record("intake.upload.columns_told", by=by, on=upload)
    return upload


def check_obligatory(kind: SheetKind, columns: Sequence[MappedColumn]) -> None:
    """Refusal (code "obligatory") that names the columns without which nobody can be added."""
    if missing := missing_columns(kind, columns):
        language = get_language() or "pl"
        names = ", ".join(f"“{column.heading(language)}”" for column in missing)
        sentence = _("A column is missing without which nobody can be added: {names}.")
        raise Refusal(format_lazy(sentence, names=names), code="obligatory")


def _lists_of(tables: Sequence[RawTable], kind: SheetKind, remembered: Mapping[str, Any]) -> list[int]:
    """Positions of the tables that may be lists of people: all with rows, unless only one is anything like it
    (the others explain, count or hold choices)."""
    filled = [at for at, table in enumerate(tables) if table.rows and not table.hidden]
    if not filled:
        raise refusal("no_rows", _("There are headings, but nobody stands under them."))
    if len(filled) == 1:
        return filled
    likely = [at for at in filled if _is_likely(tables[at], kind, remembered)]
    return likely if len(likely) == 1 else filled


def _is_likely(table: RawTable, kind: SheetKind, remembered: Mapping[str, Any]) -> bool:
    """Whether two columns of it are surely ours, or everything obligatory is there."""
    sampled = [row.texts for row in table.rows[:SAMPLED]]
    columns = guess_columns(kind, table.headings, by_column(sampled, len(table.headings)), remembered)
    sure = {target for column in columns if column.confidence == SURE for target in column.targets}
    return len(sure - {NOTE}) >= 2 or not missing_columns(kind, columns)


def _guessed(kind: SheetKind, laid: Laid, remembered: Mapping[str, Any]) -> list[MappedColumn]:
    """Over all sheets; what is sensitive on one of them is sensitive on all."""
    columns = _guess(kind, laid.headings, laid.rows, remembered)
    sheets = {row.sheet for row in laid.rows}
    for at in sheets if len(sheets) > 1 else ():
        alone = _guess(kind, laid.headings, [row for row in laid.rows if row.sheet == at], remembered)
        columns = [one if one.sensitive else both for one, both in zip(alone, columns, strict=True)]
    return columns


def _guess(
    kind: SheetKind, headings: Sequence[str], rows: Sequence[StagedRow], remembered: Mapping[str, Any]
) -> list[MappedColumn]:
    texts = by_column(sample([row.texts for row in rows]), len(headings))
    guessed = guess_columns(kind, headings, texts, remembered)
    return [replace(one, samples=tuple(scrub(text)[0] for text in one.samples)) for one in guessed]


def _leave_sensitive_out(rows: Sequence[StagedRow], columns: Sequence[MappedColumn]) -> None:
    """Before anything is stored: no text of a sensitive column, no PESEL in any other."""
    sensitive = [position for position, column in enumerate(columns) if column.sensitive]
    for row in rows:
        for position in sensitive:
            row.texts[position] = ""
            row.flaws.pop(str(position), None)
        row.texts = [scrub(text)[0] if text else "" for text in row.texts]


def _state_of(kind: SheetKind, columns: Sequence[MappedColumn]) -> UploadState:
    return UploadState.COLUMNS if missing_columns(kind, columns) else UploadState.READING


def _cut_columns(upload: Upload, kept: Sequence[int]) -> None:
    """Only these columns stay, and what they are is guessed anew from the rows that stay."""
    if len(kept) < len(upload.columns):
        place = {str(old): str(new) for new, old in enumerate(kept)}
        rows = list(upload.rows.only("texts", "flaws"))
        for row in rows:
            row.texts = [row.texts[position] for position in kept]
            row.flaws = {place[position]: flaw for position, flaw in row.flaws.items()}
        update_rows(rows, ["texts", "flaws"])
    known = [MappedColumn.from_json(upload.columns[position]) for position in kept]
    kind = SHEETS[upload.kind]
    rows = list(upload.rows.order_by("sheet", "number").only("texts"))
    remembered = remembered_headings(upload.centre, upload.kind)
    guessed = _guess(kind, [column.heading for column in known], rows, remembered)
    upload.columns = [
        (old if old.sensitive else new).as_json() for old, new in zip(known, guessed, strict=True)
    ]


def _told_columns(
    kind: SheetKind, upload: Upload, columns: Sequence[Mapping[str, Any]]
) -> list[MappedColumn]:
    if len(columns) != len(upload.columns):
        raise Refusal(_("These are not the columns of this list. Load the page again."), code="columns")
    told = []
    for known, said in zip(map(MappedColumn.from_json, upload.columns), columns, strict=True):
        targets = tuple(dict.fromkeys(filter(None, said.get("targets", ()))))
        anew = told_column(kind, known, targets)
        lead = str(said.get("lead", known.lead if targets == known.targets else anew.lead))[:120]
        if not kind.targets.issuperset(targets):
            raise Refusal(_("A list of this kind has no such column. Load the page again."), code="columns")
        if known.sensitive or (targets, lead) == (known.targets, known.lead):
            told.append(known)
        else:
            told.append(replace(anew, lead=lead))
    return told


def _same_file(centre: Organisation, kind: Kind, digest: str) -> Upload | None:
    return Upload.objects.filter(centre=centre, kind=kind, sha256=digest, state__in=OPEN_STATES).first()
