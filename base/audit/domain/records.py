"""Writing into the audit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models
from django.utils import timezone

from base.audit.actor import Actor
from base.audit.models import Record

BATCH = 1_000


@dataclass(frozen=True)
class Act:
    """One of many acts of one moment; as `record` takes them."""

    act: str
    on: models.Model
    details: Mapping[str, Any] = field(default_factory=dict)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """For the details of a change of settings: [before, after] by name, of what differs."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def record(
    act: str,
    *,
    by: Actor,
    on: models.Model | None = None,
    organisation_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> Record:
    """Write one record in the caller's transaction: it stands and falls with the act.

    `act` reads "families.household.read". `on` is named by its neutral `label`, or str() where it has none;
    `details` hold counts, codes and ids, never personal data. The organisation is the actor's unless named.
    """
    return Record.objects.create(
        act=act,
        actor_id=by.actor_id,
        actor_label=by.actor_label[:200],
        organisation_id=by.actor_organisation_id if organisation_id is None else organisation_id,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        object_label=str(getattr(on, "label", on))[:200] if on is not None else "",
        details=dict(details or {}),
    )


def record_many(acts: Iterable[Act], *, by: Actor, organisation_id: int) -> None:
    """What `record` does, for many acts in this order; all of them happened at one moment."""
    now = timezone.now()
    rows = (
        Record(
            at=now,
            act=one.act,
            actor_id=by.actor_id,
            actor_label=by.actor_label[:200],
            organisation_id=organisation_id,
            object_type=one.on._meta.label_lower,
            object_id=str(one.on.pk),
            object_label=str(getattr(one.on, "label", one.on))[:200],
            details=dict(one.details),
        )
        for one in acts
    )
    while part := list(islice(rows, BATCH)):
        Record.objects.bulk_create(part)
