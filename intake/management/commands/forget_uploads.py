"""`manage.py forget_uploads`: for cron, where the worker runs elsewhere."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.domain.uploads import forget_uploads


class Command(BaseCommand):
    """Blanks the rows of lists nobody decided about for two weeks."""

    help = "Blank the rows of lists nobody decided about for two weeks."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{forget_uploads(timezone.now())} lists forgotten.")
