"""Reads of saved filters."""

from django.db.models import Q, QuerySet

from base.accounts.models import Membership
from desk.models import SavedFilter
from desk.rules import uses_desk


def filters_in_scope(membership: Membership | None) -> QuerySet[SavedFilter]:
    """A person's own, and those colleagues of the centre share; none for who does not work at the desk."""
    if membership is None or not uses_desk(membership):
        return SavedFilter.objects.none()
    shared = Q(shared=True, owner__organisation=membership.organisation_id)
    return SavedFilter.objects.filter(shared | Q(owner=membership)).select_related("owner__user")


def filters_of(membership: Membership | None, page: str) -> QuerySet[SavedFilter]:
    """Those of one list, by name."""
    return filters_in_scope(membership).filter(page=page).order_by("name", "pk")
