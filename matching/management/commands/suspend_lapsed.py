"""Suspend what clearance no longer covers; run it every minute where no embedded clock does."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matching.domain.pairs import suspend_lapsed


class Command(BaseCommand):
    help = "Suspend pairs with children whose helper's clearance has run out, and tell the coordinators."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{suspend_lapsed(timezone.localdate())} pairs were suspended.")
