"""What the form about a job offers: the family's adults, and the employers that take part."""

from typing import Any

from base.accounts.models import Membership
from base.organisations.models import Organisation
from families.models import Household
from frontend.forms.jobs import JobForm
from mentors.enums import ParticipationState
from mentors.queries import participations_in_scope


def job_form(membership: Membership, household: Household, data: Any = None) -> JobForm:
    """The form with the family's adults and the employers that take part."""
    adults = [one for one in household.current_members if not one.is_minor]
    return JobForm(data, adults=adults, employers=employers_of(membership))


def employers_of(membership: Membership) -> list[Organisation]:
    """Employers with a part in the centre's programme that has not ended, by name, with their sites."""
    parts = participations_in_scope(membership).exclude(state=ParticipationState.ENDED)
    return list(
        Organisation.objects.filter(participations__in=parts).order_by("name").prefetch_related("sites")
    )
