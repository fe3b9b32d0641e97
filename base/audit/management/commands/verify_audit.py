"""Recompute the audit's chain of hashes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from base.audit.domain import seals


class Command(BaseCommand):
    help = "Check that no sealed record was changed. Exit code 1 and the first broken seal when one was."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = seals.verify()
        self.stdout.write(
            f"{verdict.records} records, {verdict.seals} seals, newest hash {verdict.head or 'none'}."
        )
        if verdict.unsealed:
            self.stdout.write(
                f"{verdict.unsealed} not sealed yet, from record {verdict.first_unsealed_id} on."
            )
        if verdict.broken:
            found = verdict.broken
            where = f"Seal {found.seal_id} over records {found.first_id}-{found.last_id}"
            raise CommandError(f"{where} does not hold: {found.reason}")
        self.stdout.write("Every seal holds.")
