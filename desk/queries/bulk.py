"""Reads of acts on many."""

from django.db.models import QuerySet

from base.accounts.models import Membership
from desk.models import BulkAct
from desk.rules import uses_desk


def bulk_acts_in_scope(membership: Membership | None) -> QuerySet[BulkAct]:
    """Those of the centre for who works at its desk; nobody's for others."""
    if membership is None or not uses_desk(membership):
        return BulkAct.objects.none()
    return BulkAct.objects.filter(organisation=membership.organisation_id).select_related("asked_by__user")
