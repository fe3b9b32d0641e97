"""Locks are taken in one order everywhere, so that nobody waits for another in a circle:

the helping person, the programme (by those who publish or propose), the proposal, the seeker, the helper's
place, the household, the pair.
"""

from matching.models import Helper, Programme
from mentors.models import MentorEmployee
from volunteers.models import Volunteer


def lock_person(helper: Helper) -> Volunteer | MentorEmployee:
    """Lock the person behind a helper until the transaction ends: whoever counts their room waits here.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE).
    """
    if helper.volunteer_id is not None:
        return Volunteer.objects.select_for_update().get(pk=helper.volunteer_id)
    assert helper.mentor_id is not None  # noqa: S101 - one of the two, by CHECK
    return MentorEmployee.objects.select_for_update().get(pk=helper.mentor_id)


def lock_proposing(programme_id: int) -> Programme:
    """Lock a programme against others who put proposals on its list; whoever decides does not wait here."""
    return Programme.objects.select_for_update(no_key=True).get(pk=programme_id)
