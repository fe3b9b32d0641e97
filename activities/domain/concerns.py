"""Reporting a concern. Who reports hears “received”; only administrators read, every look on record."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.enums import IncidentState
from activities.models import Incident, IncidentNote
from activities.models.incidents import LONGEST_CONCERN
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from families.models import Household
from matching.enums import PairSide
from matching.models import Pair

from .notices import tell_administrators


@transaction.atomic
def report_concern(
    household: Household,
    *,
    by: Actor,
    words: str,
    pair: Pair | None = None,
    side: PairSide = PairSide.COORDINATOR,
    key: UUID | None = None,
) -> Incident:
    """Open a concern; administrators of the family's centre are told that there is one, not what it is.

    `key` is the number a phone or a form gave the report: sent twice it is one. ValidationError for words.
    """
    words = _checked(words)
    if key is not None and (known := IncidentNote.objects.filter(key=key).first()) is not None:
        return known.incident
    incident = Incident.objects.create(
        household=household,
        pair=pair,
        side=side,
        reported_by_id=by.actor_id,
        reported_by_label=by.actor_label[:200],
    )
    _note(incident, words, by=by, key=key)
    _tell("report", incident, by=by)
    tell_administrators(incident, by=by)
    return incident


@transaction.atomic
def read_incident(incident: Incident, *, by: Actor) -> Incident:
    """The concern with its notes, and the look at it on record in the same transaction."""
    _tell("read", incident, by=by)
    return Incident.objects.select_related("household", "pair").prefetch_related("notes").get(pk=incident.pk)


@transaction.atomic
def note_incident(incident: Incident, *, words: str, by: Actor) -> IncidentNote:
    """Add what was done or heard; notes stand for good. Refusal when the concern is closed."""
    incident = _locked(incident)
    note = _note(incident, _checked(words), by=by)
    _tell("note", incident, by=by)
    return note


@transaction.atomic
def close_incident(incident: Incident, *, words: str, by: Actor) -> Incident:
    """Nothing more is to be done; `words` say why."""
    incident = _locked(incident)
    _note(incident, _checked(words), by=by)
    incident.state, incident.closed_at = IncidentState.CLOSED, timezone.now()
    incident.save(update_fields=["state", "closed_at"])
    _tell("close", incident, by=by)
    return incident


def _locked(incident: Incident) -> Incident:
    incident = (
        Incident.objects.select_for_update(of=("self",)).select_related("household").get(pk=incident.pk)
    )
    if incident.state != IncidentState.OPEN:
        raise Refusal(_("This concern is closed."), code="closed")
    return incident


def _checked(words: str) -> str:
    words = words.strip()
    if not words:
        raise ValidationError({"words": _("Write a few words about what happened.")})
    if len(words) > LONGEST_CONCERN:
        most = {"most": LONGEST_CONCERN}
        raise ValidationError({"words": _("This can have up to %(most)d characters.") % most})
    return words


def _note(incident: Incident, words: str, *, by: Actor, key: UUID | None = None) -> IncidentNote:
    return IncidentNote.objects.create(
        incident=incident,
        key=key or uuid4(),
        words=words,
        by_id=by.actor_id,
        by_label=by.actor_label[:200],
    )


def _tell(act: str, incident: Incident, *, by: Actor) -> None:
    record(
        f"activities.incident.{act}",
        by=by,
        on=incident,
        organisation_id=incident.household.centre_id,
        details={"pair": incident.pair_id},
    )
