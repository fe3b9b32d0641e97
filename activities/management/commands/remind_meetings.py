"""Ask about meetings whose time has come; run it every minute where no embedded clock does."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from activities.domain.reminding import remind_meetings


class Command(BaseCommand):
    help = "Ask helpers whether planned meetings took place, and families whether it was so."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind_meetings(timezone.now())} questions were asked.")
