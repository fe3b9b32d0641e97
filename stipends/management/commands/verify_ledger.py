"""Count the ledger anew, read the files of its payments, and compare both with the audit."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stipends.domain.ledger_checks import check_ledger


class Command(BaseCommand):
    help = "Check that the ledger is what its entries, claims, files and the audit say. Exit code 1 if not."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = check_ledger()
        self.stdout.write(f"{verdict.entries} entries, {verdict.batches} payment batches.")
        for fault in verdict.faults:
            self.stderr.write(fault)
        if verdict.faults:
            raise CommandError(f"{len(verdict.faults)} faults were found.")
        self.stdout.write("Everything adds up.")
