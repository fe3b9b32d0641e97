"""Many households at once: a list that comes in, a newer one, and taking a list back."""

from collections.abc import Sequence

from django.db import transaction

from base.audit.actor import Actor
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation
from families.models import Household

from .households import HouseholdData, register_household, revise_household


@transaction.atomic
def register_households(centre: Organisation, *, rows: Sequence[HouseholdData], by: Actor) -> list[Household]:
    """What `register_household` does, for each row in order."""
    return [register_household(centre, data=data, by=by) for data in rows]


@transaction.atomic
def revise_households(
    centre: Organisation, *, changes: Sequence[tuple[Household, HouseholdData]], by: Actor
) -> list[Household]:
    """What `revise_household` does, for each household with its data."""
    lock_centre(centre)
    return [revise_household(household, data=data, by=by) for household, data in changes]
