"""What a membership may reach; out of scope is 404."""

import rules
from django.db.models import QuerySet

from activities.models import Incident
from base.accounts.models import Membership


def incidents_in_scope(membership: Membership | None) -> QuerySet[Incident]:
    """Concerns about the centre's families, for its administrators only."""
    if membership is None or not rules.has_perm("activities.view_incident", membership):
        return Incident.objects.none()
    return Incident.objects.filter(household__centre=membership.organisation_id).select_related(
        "household", "pair"
    )
