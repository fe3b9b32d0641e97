"""An employer's way in as pages tell it: the confirming link, and what comes next."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from base.notices.domain.outbox import queue_notice
from base.notices.enums import Template
from mentors.domain.applications import VALID_HOURS, Applicant, FreshApplication, recipient_of


def send_link(fresh: FreshApplication) -> None:
    """Queues the link to the address the application gives; nobody else ever sees it."""
    application = fresh.application
    link = settings.SITE_URL.rstrip("/") + reverse("join_confirm", args=[fresh.token])
    queue_notice(
        Template.APPLICATION_CONFIRM,
        to=recipient_of(application),
        context={"link": link, "centre": application.centre.name, "valid_hours": VALID_HOURS},
        not_before=timezone.now(),
        subject=f"application:{application.pk}",
        by=Applicant(application),
        organisation_id=application.centre_id,
    )
