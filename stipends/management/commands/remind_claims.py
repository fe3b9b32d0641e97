"""Remind employers of months they can still claim; run it every hour where no embedded clock does."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from stipends.domain.reminding import remind_claims


class Command(BaseCommand):
    help = "Write to employers whose last day to claim a month is near."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Employers were reminded of {remind_claims(timezone.now())} months.")
