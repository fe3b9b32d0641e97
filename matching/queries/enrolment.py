"""Who could be in a programme and is not.

The places are listed once; asked for person by person, SQLite would go through all of them each time.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

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
    places = Seeker.objects.filter(programme=programme, left_on=None)
    served = centre.households.filter(state=HouseholdState.SERVED)
    return served.exclude(pk__in=places.values("household")).order_by("pk")


def mentees_outside(programme: Programme, centre: Organisation) -> QuerySet[Member]:
    """Employed adults of the centre's families who have no place in the programme."""
    places = Seeker.objects.filter(programme=programme, member__isnull=False, left_on=None)
    employed = Member.objects.filter(
        household__centre=centre,
        household__state=HouseholdState.SERVED,
        employment__isnull=False,
        left_on=None,
    )
    return employed.exclude(pk__in=places.values("member")).order_by("pk")


def volunteers_outside(programme: Programme, centre: Organisation) -> QuerySet[Volunteer]:
    """The centre's volunteers, not those who left, who have no place in the programme."""
    places = Helper.objects.filter(programme=programme, volunteer__isnull=False, left_on=None)
    here = centre.volunteers.exclude(state=VolunteerState.LEFT)
    return here.exclude(pk__in=places.values("volunteer")).order_by("pk")


def mentors_outside(programme: Programme, centre: Organisation) -> QuerySet[MentorEmployee]:
    """Mentor-employees of the centre's employers, not those who left, who have no place in the programme."""
    places = Helper.objects.filter(programme=programme, mentor__isnull=False, left_on=None)
    mentors = MentorEmployee.objects.filter(centre=centre).exclude(state=MentorState.LEFT)
    return mentors.exclude(pk__in=places.values("mentor")).order_by("pk")


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
