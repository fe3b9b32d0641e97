"""End ways in whose person is no longer on them; run it every minute where no embedded clock does."""

from typing import Any

from django.core.management.base import BaseCommand

from desk.domain.ending import end_ways


class Command(BaseCommand):
    help = "End ways in of people who started, left or were taken in elsewhere; blank who spoke for them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{end_ways()} ways in were ended.")
