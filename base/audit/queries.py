"""Reads of the audit."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import models
from django.db.models import QuerySet

from base.common.related import parts_of

from .models import Record, Seal


def history_of(obj: models.Model) -> QuerySet[Record]:
    """Everything done to one object and every look at it, newest first."""
    return Record.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))


def acted_on_later(model: type[models.Model], keys: Sequence[int]) -> set[int]:
    """Which of these rows something was done to at another moment than that in which they began (an import
    does all of it at one); looking at them is nothing done."""
    moments: dict[str, set[datetime]] = {}
    for some in parts_of([str(key) for key in keys]):
        of_these = Record.objects.filter(object_type=model._meta.label_lower, object_id__in=some)
        for key, at in of_these.exclude(act__endswith=".read").order_by().values_list("object_id", "at"):
            moments.setdefault(key, set()).add(at)
    return {key for key in keys if len(moments.get(str(key), ())) > 1}


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


def records_of_acts(
    organisation_id: int,
    acts: Collection[str],
    *,
    actor: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Record]:
    """Records of these acts at one organisation, newest first; `actor` is a name as it was then."""
    found = records_of_organisation(organisation_id, since=since, until=until).filter(act__in=sorted(acts))
    return found.filter(actor_label=actor) if actor else found


def newest_of(obj: models.Model, act: str, *, number: int = 200) -> list[Record]:
    """The newest records of one act on an object."""
    return list(history_of(obj).filter(act=act)[:number])


def seals_since(last_id: int) -> QuerySet[Seal]:
    """Seals that reach beyond a record, in the order of their records."""
    return Seal.objects.filter(last_id__gt=last_id).order_by("first_id")
