"""Many volunteers at once: a list that comes in, a newer one, and taking a list back."""

from collections.abc import Sequence

from django.db import transaction

from base.audit.actor import Actor
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation
from volunteers.models import Volunteer

from .volunteers import VolunteerData, revise_volunteer


@transaction.atomic
def revise_volunteers(
    centre: Organisation, *, changes: Sequence[tuple[Volunteer, VolunteerData]], by: Actor
) -> list[Volunteer]:
    """What `revise_volunteer` does, for each volunteer with their data."""
    lock_centre(centre)
    return [revise_volunteer(volunteer, data=data, by=by) for volunteer, data in changes]
