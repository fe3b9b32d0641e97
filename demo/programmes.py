"""The programmes of the demo, and who takes part in which."""

from collections.abc import Sequence
from dataclasses import dataclass

from base.audit.actor import Actor
from base.organisations.models import Organisation
from families.enums import HouseholdState
from families.models import Household
from matching.domain.programmes import (
    create_programme,
    enrol_household,
    enrol_mentor,
    enrol_volunteer,
    share_with,
)
from matching.enums import ProgrammeKind
from matching.models import Programme
from mentors.models import MentorEmployee
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer

#: Of ten families, who goes where; two programmes for one of them, none for another.
FAMILIES_GO = ("friendship", "practice", "friendship", "guidance", "friendship", "practice", "", "both",
               "friendship", "practice")  # fmt: skip
VOLUNTEERS_GO = ("friendship", "practice", "friendship", "guidance", "friendship", "both", "practice")
BOTH = ("friendship", "practice")


@dataclass(frozen=True)
class Programmes:
    """One of each kind; friendship is shared with the partner."""

    friendship: Programme
    practice: Programme
    guidance: Programme
    workplace: Programme


def open_programmes(centre: Organisation, partner: Organisation, *, by: Actor) -> Programmes:
    """The four programmes, led by the first centre."""
    source = "Regulamin programu, przykład na potrzeby pokazu"
    programmes = Programmes(
        friendship=create_programme(
            centre, key="friendship", name="Przyjaźń po sąsiedzku", kind=ProgrammeKind.FRIENDSHIP,
            by=by, source=source, session_minutes=90, max_km=20,
        ),
        practice=create_programme(
            centre, key="practice", name="Rozmowy po polsku", kind=ProgrammeKind.LANGUAGE_PRACTICE,
            by=by, source=source, max_km=25,
        ),
        guidance=create_programme(
            centre, key="guidance", name="Przewodnik po mieście", kind=ProgrammeKind.GUIDANCE,
            by=by, source=source, min_level=2,
        ),
        workplace=create_programme(
            centre, key="workplace", name="Mentor w pracy", kind=ProgrammeKind.WORKPLACE,
            by=by, source=source, session_minutes=30, promise_days=30, min_level=1,
        ),
    )  # fmt: skip
    share_with(programmes.friendship, partner, by=by)
    return programmes


def enrol_families(
    programmes: Programmes, households: Sequence[Household], *, shared: bool, by: Actor
) -> None:
    """Each into one programme, two or none; `shared`: only into the one that is shared with their centre."""
    for number, household in enumerate(households):
        if household.state == HouseholdState.ARCHIVED:
            continue
        for key in _keys(FAMILIES_GO[number % len(FAMILIES_GO)], shared=shared):
            enrol_household(getattr(programmes, key), household, by=by)


def enrol_volunteers(
    programmes: Programmes, volunteers: Sequence[Volunteer], *, shared: bool, by: Actor
) -> None:
    """Those on their way too: they are matched once they are active."""
    for number, volunteer in enumerate(volunteers):
        if volunteer.state in (VolunteerState.LEFT, VolunteerState.APPLIED):
            continue
        for key in _keys(VOLUNTEERS_GO[number % len(VOLUNTEERS_GO)], shared=shared):
            enrol_volunteer(getattr(programmes, key), volunteer, by=by)


def enrol_workplace(
    programme: Programme, mentors: Sequence[MentorEmployee], employees: Sequence[Household], *, by: Actor
) -> None:
    """Mentors, and the employed person of each household."""
    for mentor in mentors:
        enrol_mentor(programme, mentor, by=by)
    for household in employees:
        enrol_household(programme, household, member=household.members.get(is_contact=True), by=by)


def _keys(where: str, *, shared: bool) -> tuple[str, ...]:
    keys = BOTH if where == "both" else (where,) if where else ()
    return ("friendship",) if shared and keys else keys
