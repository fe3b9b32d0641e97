"""Reads of the audit."""

from datetime import datetime

from django.db import models
from django.db.models import QuerySet

from .models import Record, Seal


def history_of(obj: models.Model) -> QuerySet[Record]:
    """Everything done to one object and every look at it, newest first."""
    return Record.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))


def records_of_organisation(
    organisation_id: int,
    *,
    act: str = "",
    actor_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Record]:
    """Records of one organisation, newest first; `act` is a beginning such as "families."."""
    records = Record.objects.filter(organisation_id=organisation_id)
    if act:
        records = records.filter(act__startswith=act)
    if actor_id is not None:
        records = records.filter(actor_id=actor_id)
    if since is not None:
        records = records.filter(at__gte=since)
    if until is not None:
        records = records.filter(at__lt=until)
    return records


def seals_since(last_id: int) -> QuerySet[Seal]:
    """Seals that reach beyond a record, in the order of their records."""
    return Seal.objects.filter(last_id__gt=last_id).order_by("first_id")
