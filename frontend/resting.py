"""Taking a pause and coming back, by oneself: for the page about oneself and at the moment of deciding."""

from datetime import date

from django.utils.translation import gettext as _

from base.accounts.models import Membership
from base.common.errors import Refusal
from matching.domain.farewells import Cared, rest_helper
from mentors.domain.mentors import resume_mentor
from mentors.enums import MentorState
from mentors.models import MentorEmployee
from mentors.queries import mentors_in_scope
from volunteers.domain.oneself import reason_of_pause, resume_oneself
from volunteers.models import Volunteer
from volunteers.queries import volunteers_in_scope

Helper = Volunteer | MentorEmployee


def own_profile(membership: Membership) -> Helper | None:
    """The volunteer or mentor-employee this person is; None while the log-in is connected with nobody."""
    mine = volunteers_in_scope(membership).first() or mentors_in_scope(membership).first()
    return mine if mine is not None and mine.user_id == membership.user_id else None


def rest(person: Helper, *, until: date | None, by: Membership) -> list[Cared]:
    """A pause of one's own wish, no reason asked: open pairs go on, what was only proposed to somebody is
    proposed another helper. ValidationError on `until`; Refusal unless active."""
    return rest_helper(person, reason=reason_of_pause(until), until=until, by=by)


def come_back(person: Helper, *, by: Membership) -> None:
    """Back from a pause. Refusal unless in one."""
    if isinstance(person, Volunteer):
        resume_oneself(person, by=by)
        return
    if person.state != MentorState.PAUSED:
        raise Refusal(_("You are not on a pause."), code="wrong_state")
    resume_mentor(person, by=by)
