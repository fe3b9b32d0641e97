"""What the page about oneself says of somebody who helps."""

from dataclasses import dataclass

from base.accounts.models import Membership
from frontend.resting import Helper
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer


@dataclass(frozen=True)
class About:
    """Everything the page tells of one person."""

    is_volunteer: bool
    can_pause: bool
    is_paused: bool


def about(person: Helper, membership: Membership) -> About:
    """The page's content for this person."""
    return About(
        is_volunteer=isinstance(person, Volunteer),
        can_pause=person.state == VolunteerState.ACTIVE,
        is_paused=person.state == VolunteerState.PAUSED,
    )
