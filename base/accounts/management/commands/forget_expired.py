"""manage.py forget_expired: what the server forgets by itself each minute, for a clock of one's own."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from base.accounts.domain.forgetting import forget_expired


class Command(BaseCommand):
    """Deletes old drafts and sessions that are over."""

    help = "Delete drafts nobody has touched for 30 days, and sessions that are over."

    def handle(self, *args: Any, **options: Any) -> None:
        forgotten = forget_expired(timezone.now())
        self.stdout.write(f"Drafts forgotten: {forgotten}")
