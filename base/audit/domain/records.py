"""Writing into the audit."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from base.audit.actor import Actor
from base.audit.models import Record


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
