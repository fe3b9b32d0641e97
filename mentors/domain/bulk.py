"""Many mentor-employees at once: a list that comes in, a newer one, and taking a list back."""

from collections.abc import Sequence

from django.db import transaction

from base.audit.actor import Actor
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation
from mentors.models import MentorEmployee, Participation

from .mentors import MentorData, register_mentor, revise_mentor


@transaction.atomic
def register_mentors(
    centre: Organisation, *, rows: Sequence[tuple[Participation, MentorData]], by: Actor
) -> list[MentorEmployee]:
    """What `register_mentor` does, for each row in order."""
    lock_centre(centre)
    return [register_mentor(participation, data=data, by=by) for participation, data in rows]


@transaction.atomic
def revise_mentors(
    centre: Organisation, *, changes: Sequence[tuple[MentorEmployee, MentorData]], by: Actor
) -> list[MentorEmployee]:
    """What `revise_mentor` does, for each mentor with their data."""
    lock_centre(centre)
    return [revise_mentor(mentor, data=data, by=by) for mentor, data in changes]
