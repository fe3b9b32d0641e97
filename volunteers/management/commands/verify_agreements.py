"""Recompute the digests of agreements signed in the app."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from volunteers.domain.agreements import verify_agreements


class Command(BaseCommand):
    help = "Check that every signed agreement is what was signed. Exit code 1 when one is not."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(verify_agreements())
        broken = [one for one in found if one is not None]
        for one in broken:
            # Numbers only: this text ends in logs.
            self.stderr.write(f"Signed agreement {one.signed.pk}: {one.reason}.")
        self.stdout.write(f"{len(found)} signed documents, {len(broken)} broken.")
        if broken:
            raise CommandError("Some signed agreements are not what was signed.")
