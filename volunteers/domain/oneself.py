"""What volunteers do about themselves: their own profile, a pause, the standards they have read."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.common.errors import Refusal
from volunteers.enums import DocumentKind, VolunteerState
from volunteers.models import CentreDocument, StandardsReading, Volunteer
from volunteers.queries import document_in_force

from .volunteer_data import data_of
from .volunteers import lock_volunteer, pause_volunteer, resume_volunteer, revise_volunteer, tell

#: What volunteers write themselves. State, clearance, papers and the coordinators' note are not among it.
OWN_FIELDS: Final = frozenset(
    {
        "first_name", "last_name", "gender", "phone", "email", "channel", "language", "languages", "place",
        "week", "travel_km", "offers", "life_stages", "room", "wish_gender", "wish_strength",
    }
)  # fmt: skip
LONGEST_PAUSE_DAYS: Final = 366


def print_of(volunteer: Any, fields: Collection[str]) -> str:
    """A short print of what these fields of a profile say now: it differs when one of them was changed."""
    said = [[name, _plain(volunteer, name)] for name in sorted(fields)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


@transaction.atomic
def revise_oneself(
    volunteer: Volunteer, *, changes: Mapping[str, Any], by: Actor, seen: str | None = None
) -> Volunteer:
    """The volunteer with these fields of OWN_FIELDS changed by themselves; the others stay.

    `seen` is the `print_of` the fields when the person began: Refusal "stale" when somebody saved other
    words meanwhile, and nothing is overwritten. ValidationError as in `revise_volunteer`.
    """
    if foreign := changes.keys() - OWN_FIELDS:
        raise ValueError(f"not theirs to change: {', '.join(sorted(foreign))}")
    lock_volunteer(volunteer)
    if volunteer.state == VolunteerState.LEFT:
        raise Refusal(_("You have said goodbye. To come back, write to your coordinator."), code="left")
    if seen is not None and seen != print_of(volunteer, changes.keys()):
        sentence = _(
            "Your coordinator changed this meanwhile. Look at what stands here now, then save yours again."
        )
        raise Refusal(sentence, code="stale")
    return revise_volunteer(volunteer, data=replace(data_of(volunteer), **changes), by=by)


@transaction.atomic
def pause_oneself(volunteer: Volunteer, *, until: date | None, by: Actor) -> Volunteer:
    """A pause of one's own wish, until about that day (None: not known yet); no reason is asked.

    What was only proposed is not withdrawn here: a door calls `matching.domain.farewells.rest_helper`.
    """
    return pause_volunteer(volunteer, reason=reason_of_pause(until), until=until, by=by)


def resume_oneself(volunteer: Volunteer, *, by: Actor) -> Volunteer:
    """Back from a pause; the same has to be there as at the start."""
    return resume_volunteer(volunteer, by=by)


def reason_of_pause(until: date | None) -> str:
    """What stands as the reason of a pause of one's own wish. ValidationError on a day of no sense."""
    if until is None:
        return _("own wish")
    days = (until - timezone.localdate()).days
    if days < 1:
        raise ValidationError({"until": _("Choose a day that is still to come.")})
    if days > LONGEST_PAUSE_DAYS:
        raise ValidationError({"until": _("Choose a day within a year; after that we talk.")})
    return _("own wish, until %(day)s") % {"day": date_format(until, "DATE_FORMAT")}


@transaction.atomic
def confirm_standards(volunteer: Volunteer, *, document: CentreDocument, by: Actor) -> StandardsReading:
    """The volunteer's own word that they read this version today; a coordinator records the clearance.

    Refusal when another version is in force. The same word twice on a day is one.
    """
    lock_volunteer(volunteer)
    today = timezone.localdate()
    if document_in_force(volunteer.centre_id, DocumentKind.STANDARDS, on=today) != document:
        raise Refusal(_("There is a newer version of the standards. Read that one, please."), code="stale")
    readings = volunteer.standards_readings.filter(document=document, read_at__date=today)
    if known := readings.first():
        return known
    reading = volunteer.standards_readings.create(document=document, read_at=timezone.now())
    tell("standards.read", volunteer, by=by, details={"version": document.version})
    return reading


def _plain(volunteer: Any, name: str) -> object:
    """One field as JSON takes it."""
    if name == "languages":
        return sorted([one.language, int(one.level)] for one in volunteer.spoken)
    if name == "place":
        return [volunteer.postcode, volunteer.place_name, volunteer.commune_code]
    value = getattr(volunteer, name)
    return sorted(value) if isinstance(value, frozenset) else str(value or "")
