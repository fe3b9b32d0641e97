"""A volunteer's way in as papers tell it: consent, talk, training, the checks for contact with minors."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from base.audit.actor import Actor
from volunteers.enums import ClearanceKind, ClearanceResult, ConsentPurpose, VolunteerState
from volunteers.models import Volunteer
from volunteers.queries import missing_to_start

from .clearance import record_clearance_item
from .papers import give_consent, record_training
from .volunteers import activate_volunteer, lock_volunteer, record_interview, start_training, tell

#: Under which version the consent of a list is kept: the text is on the paper it was signed on.
ON_PAPER = "paper"
TRAINING_NAME = "Szkolenie wolontariuszy"


@dataclass(frozen=True)
class WayIn:
    """Days of the way in; None where nothing is told. `checks`: kind to the day it was in order."""

    consent_on: date | None = None
    interviewed_on: date | None = None
    trained_on: date | None = None
    checks: Mapping[ClearanceKind, date] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether it leads to serving."""
        return bool(self.consent_on and self.interviewed_on and self.trained_on)


def given_at(day: date) -> datetime:
    """Noon of the day on the paper, or now while it is morning still."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())


@transaction.atomic
def file_way_in(volunteer: Volunteer, way: WayIn, *, by: Actor) -> Volunteer:
    """Take a new volunteer along their way, as far as it is told, through the verbs a coordinator uses."""
    if way.consent_on:
        give_consent(
            volunteer, purpose=ConsentPurpose.MATCHING, text_version=ON_PAPER, language=volunteer.language,
            by=by, given_at=given_at(way.consent_on),
        )  # fmt: skip
    for kind, day in way.checks.items():
        record_clearance_item(volunteer, kind=kind, result=ClearanceResult.CLEAN, checked_on=day, by=by)
    if way.interviewed_on:
        record_interview(volunteer, on=way.interviewed_on, by=by)
    if way.trained_on:
        if way.interviewed_on:
            start_training(volunteer, by=by)
        record_training(volunteer, name=TRAINING_NAME, completed_on=way.trained_on, by=by)
    if way.is_whole:
        activate_volunteer(volunteer, by=by)
    return volunteer


@transaction.atomic
def continue_way_in(volunteer: Volunteer, way: WayIn, *, by: Actor) -> Volunteer:
    """What newer papers tell of a volunteer who is here: written beside what is known, never instead; and
    the next steps, as far as the way now goes."""
    lock_volunteer(volunteer)
    if volunteer.consents.filter(purpose=ConsentPurpose.MATCHING, withdrawn_at=None).exists():
        way = replace(way, consent_on=None)
    day = way.interviewed_on
    if day and volunteer.state != VolunteerState.APPLIED:
        way = replace(way, interviewed_on=None)
        if day != volunteer.interviewed_on:
            volunteer.interviewed_on = day
            volunteer.version += 1
            volunteer.save()
            tell("volunteer.revised", volunteer, by=by, details={"changed": ["interviewed_on"]})
    if way.trained_on and volunteer.state == VolunteerState.INTERVIEWED:
        start_training(volunteer, by=by)
    file_way_in(volunteer, way, by=by)
    on_the_way = volunteer.state in (VolunteerState.INTERVIEWED, VolunteerState.IN_TRAINING)
    is_more = bool(way.consent_on or way.interviewed_on or way.trained_on)
    if is_more and on_the_way and not missing_to_start(Volunteer.objects.get(pk=volunteer.pk)):
        activate_volunteer(volunteer, by=by)
    return volunteer
