"""What is not kept longer than promised."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from base.accounts.models import FormDraft
from base.accounts.queries import DRAFT_DAYS


def forget_expired(now: datetime) -> int:
    """Delete drafts nobody has touched for 30 days, and sessions that are over; returns how many drafts."""
    deleted, _by_model = FormDraft.objects.filter(saved_at__lt=now - timedelta(days=DRAFT_DAYS)).delete()
    # Whatever a form held for an hour for somebody who did not come back goes with its session.
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return deleted
