"""`manage.py import_people`: a list of people in, by the same verbs as the page."""

from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from base.audit.actor import Robot
from base.common.errors import Refusal
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation
from intake.domain.importing import import_upload, request_import
from intake.domain.recognition.mapping import MappedColumn
from intake.domain.sheets.kinds import SHEETS
from intake.domain.staging import SameFile, check_obligatory, choose_sheets, stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Fate, Kind, Scope, UploadState
from intake.models import Upload
from intake.queries import questions_of

ROWS_TO_CORRECT = 3


class Command(BaseCommand):
    """Reads a list, tells its columns, questions and problems, and imports the good rows."""

    help = (
        "Import a list of people (.xlsx or .csv), whatever its headings. It is told what each column is taken"
        " for, what is not clear, and what is to be corrected; the good rows go in. Ends with 0 when all rows"
        " were good or here already, 3 when some are left to be answered or corrected, 1 when the file cannot"
        " be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the .xlsx or .csv file")
        parser.add_argument("--kind", required=True, choices=Kind.values, help="whom the list is about")
        parser.add_argument("--centre", required=True, metavar="KEY", help="the key of the centre")
        parser.add_argument(
            "--sheet", action="append", default=[], metavar="NAME", help="the sheet meant; may be repeated"
        )
        parser.add_argument(
            "--scope", choices=Scope.values, default=Scope.GOOD, help="all: what is not clear becomes a note"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell everything, store nothing")

    def handle(
        self,
        *,
        file: Path,
        kind: str,
        centre: str,
        sheet: Sequence[str] = (),
        scope: str = Scope.GOOD,
        dry_run: bool = False,
        **options: Any,
    ) -> None:
        # Commands run without a language; sentences are told in the installation's.
        with translation.override(settings.LANGUAGE_CODE):
            content, place = _content(file), _centre(centre)
            try:
                # A dry run is one transaction, taken back at the end; else nobody waits for us so long.
                with transaction.atomic() if dry_run else nullcontext():
                    upload = self.read(content, file.name, kind=Kind(kind), centre=place, sheets=sheet)
                    if dry_run:
                        transaction.set_rollback(True)
                    else:
                        upload = bring_in(upload, Scope(scope))
            except SameFile as same:
                self.stdout.write(f"{same.message} {same.upload.label}: {same.upload.get_state_display()}.")
                return
            except Refusal as refusal:
                raise CommandError(refusal.message) from refusal
            self.tell_counts(upload, dry_run=dry_run)
        left = upload.bad + upload.asked
        if left:
            raise CommandError(f"{left} rows are to be answered or corrected.", returncode=ROWS_TO_CORRECT)

    def read(
        self, content: bytes, name: str, *, kind: Kind, centre: Organisation, sheets: Sequence[str]
    ) -> Upload:
        """Stage and judge, and tell what was found. Refusal when more would have to be told first."""
        with transaction.atomic():
            upload = stage_upload(centre, kind=kind, content=content, file_name=name, by=ROBOT)
            if upload.state == UploadState.SHEETS:
                upload = choose_sheets(upload, _positions(upload, sheets), by=ROBOT)
            self.tell_columns(upload)
            check_obligatory(SHEETS[kind], [MappedColumn.from_json(column) for column in upload.columns])
        upload = judge_upload(upload)
        self.tell_questions(upload)
        self.tell_problems(upload)
        return upload

    def tell_columns(self, upload: Upload) -> None:
        """One line for each column: what it is taken for, and how surely."""
        kind = SHEETS[upload.kind]
        headings = {one.name: one.heading(upload.language) for one in kind.columns}
        headings |= {one.name: one.heading(upload.language) for one in kind.composites}
        headings |= {one.name: one.heading(upload.language) for one in kind.parts}
        for column in map(MappedColumn.from_json, upload.columns):
            targets = " + ".join(headings.get(target, target) for target in column.targets) or "left out"
            sure = "" if column.confidence == "sure" else f" ({column.why or column.confidence})"
            self.stderr.write(f"column “{column.heading}”: {targets}{sure}")

    def tell_questions(self, upload: Upload) -> None:
        """One line for each thing that is not clear, with its likely answers."""
        for asked in questions_of(upload):
            answers = " / ".join(label for label, _meant in asked.example.options)
            likely = f" [{answers}]" if answers else ""
            self.stderr.write(f"asked by {asked.rows} rows: {asked.example.sentence}{likely}")

    def tell_problems(self, upload: Upload) -> None:
        """One line for each problem: the row, the column, the sentence."""
        columns = SHEETS[upload.kind].by_name
        for row in upload.rows.filter(fate=Fate.BAD).order_by("sheet", "number").iterator():
            for name, sentences in row.problems.items():
                heading = columns[name].heading(upload.language)
                self.stderr.write(f"row {row.number}, {heading}: {' '.join(sentences)}")

    def tell_counts(self, upload: Upload, *, dry_run: bool) -> None:
        """What was found, or what was done."""
        if dry_run:
            done = f"{upload.good} good, {upload.changed} changed (nothing was stored)"
        else:
            done = f"{upload.imported} imported, {upload.updated} changed"
        self.stdout.write(
            f"{upload.total} rows: {done}, {upload.repeated} here already, {upload.asked} with questions,"
            f" {upload.bad} to be corrected."
        )


ROBOT = Robot("import_people")


def bring_in(upload: Upload, scope: Scope) -> Upload:
    """Import what may go in, where there is any."""
    if upload.good or upload.changed or (scope == Scope.ALL and upload.asked):
        return import_upload(request_import(upload, scope=scope, by=ROBOT), by=ROBOT)
    return upload


def _positions(upload: Upload, names: Sequence[str]) -> list[int]:
    lists = {sheet["name"]: at for at, sheet in enumerate(upload.sheets) if sheet["columns"]}
    if not names or not lists.keys() >= set(names):
        told = ", ".join(f"“{name}”" for name in lists)
        raise CommandError(f"There are several lists in this file. Say which with --sheet: {told}.")
    return [lists[name] for name in names]


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(settings.SPLOT_UPLOAD_MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error


def _centre(key: str) -> Organisation:
    registering = Organisation.objects.filter(kind__in=(OrganisationKind.CENTRE, OrganisationKind.NGO))
    if (centre := registering.filter(key=key).first()) is None:
        keys = ", ".join(registering.order_by("key").values_list("key", flat=True))
        raise CommandError(f"There is no centre {key!r}. There are: {keys or 'none yet'}.")
    return centre
