"""`manage.py forget_evidence`: what the server forgets by itself, for a clock of one's own."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matching.domain.evidence import forget_old_evidence


class Command(BaseCommand):
    """Deletes evidence older than SPLOT_EVIDENCE_DAYS, but for the newest run of each programme."""

    help = "Delete the evidence, not the figures, of runs older than promised."

    def handle(self, *args: Any, **options: Any) -> None:
        forgotten = forget_old_evidence(timezone.now())
        self.stdout.write(f"Evidence forgotten: {forgotten}")
