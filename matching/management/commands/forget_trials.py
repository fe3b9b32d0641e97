"""`manage.py forget_trials`: for cron, where the worker runs elsewhere."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matching.domain.trials import forget_trials


class Command(BaseCommand):
    """Deletes trials of rules after two weeks."""

    help = "Delete trials of rules after two weeks."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{forget_trials(timezone.now())} trials forgotten.")
