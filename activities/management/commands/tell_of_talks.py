"""Tell those for whom a message has waited; run it every minute where no embedded clock does."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from activities.domain.talk_waiting import tell_of_talks


class Command(BaseCommand):
    help = "Tell helpers and families for whom a message has waited for two hours; not between 21 and 7."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tell_of_talks(timezone.now())} notices were written.")
