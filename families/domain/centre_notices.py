"""What the centre of a family is told at once: that something waits there under its label, and no more."""

from django.utils import timezone

from base.audit.actor import SYSTEM, Actor
from base.common.enums import ContactChannel
from base.notices.domain.outbox import Recipient, queue_notice
from base.notices.enums import Template
from families.models import Household


def tell_centre(template: Template, household: Household, *, subject: str, by: Actor = SYSTEM) -> None:
    """A notice to the centre's own address, or to be handed over where it has none."""
    centre = household.centre
    queue_notice(
        template,
        to=Recipient(
            kind=centre._meta.label_lower,
            id=centre.pk,
            label=centre.key,
            channel=ContactChannel.EMAIL if centre.email else ContactChannel.IN_PERSON,
            address=centre.email,
            language="pl",
        ),
        context={"label": household.label},
        not_before=timezone.now(),
        subject=subject,
        by=by,
        organisation_id=centre.pk,
    )
