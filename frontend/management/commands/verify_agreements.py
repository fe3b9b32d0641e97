"""Recompute the digests of agreements signed in the app: volunteers' and employers'."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentors.domain.parts import verify_parts
from volunteers.domain.agreements import verify_agreements


class Command(BaseCommand):
    help = "Check that every signed agreement is what was signed. Exit code 1 when one is not."

    def handle(self, *args: Any, **options: Any) -> None:
        # Numbers only: this text ends in logs.
        broken = 0
        count = 0
        for name, found in (
            ("Signed agreement", verify_agreements()),
            ("Signed participation agreement", verify_parts()),
        ):
            for one in found:
                count += 1
                if one is not None:
                    broken += 1
                    self.stderr.write(f"{name} {one.signed.pk}: {one.reason}.")
        self.stdout.write(f"{count} signed documents, {broken} broken.")
        if broken:
            raise CommandError("Some signed agreements are not what was signed.")
