"""Check a pack of evidence, wherever it comes from."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stipends.domain.checking_packs import check_pack


class Command(BaseCommand):
    help = (
        "Compute every digest and the amount of a pack of evidence (ZIP) again. Exit code 1 when one differs."
    )

    #: It needs no database: an auditor may have none of ours.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            verdict = check_pack(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read.") from error
        for fault in verdict.faults:
            self.stderr.write(fault)
        if verdict.faults:
            raise CommandError(f"{len(verdict.faults)} faults: this evidence is not what was packed.")
        whole, rest = divmod(verdict.total_grosze, 100)
        self.stdout.write(
            f"Claim {verdict.claim}: {verdict.files} files, {whole}.{rest:02} PLN. All as packed."
        )
