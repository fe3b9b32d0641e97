"""Background entry points."""

from django.utils import timezone
from django_tasks import task

from .domain.outbox import send_due


@task()
def send_due_notices() -> int:
    """Send what is due now; returns how many went."""
    return send_due(timezone.now())
