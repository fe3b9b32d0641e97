"""Who could be in a programme and is not."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from base.organisations.models import Organisation
from families.enums import HouseholdState
from families.models import Household, Member
from matching.enums import (
    ProgrammeKind,
)
from matching.models import (
    Helper,
    Programme,
    Seeker,
)
from mentors.enums import MentorState
from mentors.models import MentorEmployee
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer


def at_work(programme: Programme) -> bool:
    """Whether employees mentor colleagues here, rather than volunteers families."""
    return programme.kind == ProgrammeKind.WORKPLACE


def households_outside(programme: Programme, centre: Organisation) -> QuerySet[Household]:
    """The centre's families with us that have no place in the programme."""
    place = Seeker.objects.filter(programme=programme, household=OuterRef("pk"), left_on=None)
    return centre.households.filter(~Exists(place), state=HouseholdState.SERVED).order_by("pk")


def mentees_outside(programme: Programme, centre: Organisation) -> QuerySet[Member]:
    """Employed adults of the centre's families who have no place in the programme."""
    place = Seeker.objects.filter(programme=programme, member=OuterRef("pk"), left_on=None)
    employed = Member.objects.filter(
        household__centre=centre,
        household__state=HouseholdState.SERVED,
        employment__isnull=False,
        left_on=None,
    )
    return employed.filter(~Exists(place)).order_by("pk")


def volunteers_outside(programme: Programme, centre: Organisation) -> QuerySet[Volunteer]:
    """The centre's volunteers, not those who left, who have no place in the programme."""
    place = Helper.objects.filter(programme=programme, volunteer=OuterRef("pk"), left_on=None)
    return centre.volunteers.exclude(state=VolunteerState.LEFT).filter(~Exists(place)).order_by("pk")


def mentors_outside(programme: Programme, centre: Organisation) -> QuerySet[MentorEmployee]:
    """Mentor-employees of the centre's employers, not those who left, who have no place in the programme."""
    place = Helper.objects.filter(programme=programme, mentor=OuterRef("pk"), left_on=None)
    mentors = MentorEmployee.objects.filter(centre=centre).exclude(state=MentorState.LEFT)
    return mentors.filter(~Exists(place)).order_by("pk")


@dataclass(frozen=True)
class Outside:
    """How many of a centre's people could be in a programme and are not."""

    seekers: int
    helpers: int


def outside(programme: Programme, centre: Organisation) -> Outside:
    """Counts for the programme's page."""
    if at_work(programme):
        asking, helping = mentees_outside(programme, centre), mentors_outside(programme, centre)
        return Outside(asking.count(), helping.count())
    return Outside(
        households_outside(programme, centre).count(), volunteers_outside(programme, centre).count()
    )
