"""Seal the audit's new records; run it every minute where no embedded clock does."""

from typing import Any

from django.core.management.base import BaseCommand

from base.audit.domain import seals


class Command(BaseCommand):
    help = "Chain the audit's committed records by hash."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{seals.seal()} records sealed.")
