"""Send what is due; run it every minute where no embedded clock does."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from base.notices.domain import outbox


class Command(BaseCommand):
    help = "Send notices whose time has come; those without e-mail go on the list to hand over."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{outbox.send_due(timezone.now())} notices went.")
