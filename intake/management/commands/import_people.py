"""`manage.py import_people`: a list of people in, by the same verbs as the page."""

from argparse import ArgumentParser
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
from intake.domain.sheets import SHEETS
from intake.domain.uploads import SameFile, import_upload, judge_upload, request_import, stage_upload
from intake.enums import Fate, Kind
from intake.models import Upload

ROWS_TO_CORRECT = 3


class Command(BaseCommand):
    """Reads a list, tells every problem by its row, and imports the good rows."""

    help = (
        "Import a list of people (.xlsx or .csv) with the headings of our templates. The good rows go in, the"
        " others are told. Ends with 0 when all rows were good or here already, 3 when some are to be"
        " corrected, 1 when the file cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the .xlsx or .csv file")
        parser.add_argument("--kind", required=True, choices=Kind.values, help="whom the list is about")
        parser.add_argument("--centre", required=True, metavar="KEY", help="the key of the centre")
        parser.add_argument("--dry-run", action="store_true", help="tell the problems, store nothing")

    def handle(self, *, file: Path, kind: str, centre: str, dry_run: bool, **options: Any) -> None:
        # Commands run without a language; sentences are told in the installation's.
        with translation.override(settings.LANGUAGE_CODE):
            self.bring_in(_content(file), file.name, kind=Kind(kind), centre=_centre(centre), dry_run=dry_run)

    def bring_in(self, content: bytes, name: str, *, kind: Kind, centre: Organisation, dry_run: bool) -> None:
        """Stage, judge and import; with `dry_run` all of it is taken back but what was told."""
        robot = Robot("import_people")
        try:
            with transaction.atomic():
                staged = stage_upload(centre, kind=kind, content=content, file_name=name, by=robot)
                upload = judge_upload(staged)
                self.tell_problems(upload)
                transaction.set_rollback(dry_run)
            if upload.good and not dry_run:
                upload = import_upload(request_import(upload, by=robot), by=robot)
        except SameFile as same:
            self.stdout.write(f"{same.message} {same.upload.label}: {same.upload.get_state_display()}.")
            return
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.tell_counts(upload, dry_run=dry_run)
        if upload.bad:
            raise CommandError(f"{upload.bad} rows are to be corrected.", returncode=ROWS_TO_CORRECT)

    def tell_problems(self, upload: Upload) -> None:
        """One line for each problem: the row, the column, the sentence."""
        columns = SHEETS[upload.kind].by_name
        for left_out in upload.left_out:
            self.stderr.write(f"left out: {left_out['heading']} ({left_out['reason']})")
        for row in upload.rows.filter(fate=Fate.BAD).order_by("number").iterator():
            for name, sentences in row.problems.items():
                heading = columns[name].heading(upload.language)
                self.stderr.write(f"row {row.number}, {heading}: {' '.join(sentences)}")

    def tell_counts(self, upload: Upload, *, dry_run: bool) -> None:
        """What was found, or what was done."""
        done = f"{upload.good} good (nothing was stored)" if dry_run else f"{upload.imported} imported"
        self.stdout.write(
            f"{upload.total} rows: {done}, {upload.repeated} here already, {upload.bad} to be corrected."
        )


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
