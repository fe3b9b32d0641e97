"""Ask again, give up waiting, let pauses end; run it every minute where no embedded clock does."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matching.domain.deadlines import keep_deadlines


class Command(BaseCommand):
    help = "Remind those who have not answered an offer, end offers not answered in time, end pauses."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{keep_deadlines(timezone.now())} pairs were touched.")
