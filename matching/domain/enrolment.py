"""Whole lists into a programme at once: what a coordinator does after a list came in."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.organisations.models import Organisation
from matching.enums import PoolSide, ProgrammeState
from matching.models import Helper, Programme, Seeker
from matching.queries import (
    at_work,
    households_outside,
    mentees_outside,
    mentors_outside,
    volunteers_outside,
)


@transaction.atomic
def enrol_all(programme: Programme, *, side: PoolSide, centre: Organisation, by: Actor) -> int:
    """A place for everybody of the centre who could be in the programme and is not; returns how many.

    Twice adds nobody. Refuses an ended programme and a centre that does not share it.
    """
    if programme.state == ProgrammeState.ENDED:
        raise Refusal(_("“%(programme)s” has ended.") % {"programme": programme}, "ended")
    if not programme.shares.filter(centre=centre).exists():
        raise Refusal(_("Your centre does not share “%(programme)s”.") % {"programme": programme}, "centre")
    added = _ENROL[side](programme, centre)
    if added:
        details = {"programme": programme.key, "side": str(side), "count": added}
        record(
            "matching.programme.enrol_all", by=by, on=programme, organisation_id=centre.pk, details=details
        )
    return added


def _families(programme: Programme, centre: Organisation) -> int:
    if not at_work(programme):
        households = households_outside(programme, centre).values_list("pk", flat=True)
        places = [Seeker(programme=programme, household_id=pk) for pk in households]
    else:
        members = mentees_outside(programme, centre).values_list("pk", "household_id")
        places = [Seeker(programme=programme, household_id=home, member_id=pk) for pk, home in members]
    return len(Seeker.objects.bulk_create(places, batch_size=500))


def _helpers(programme: Programme, centre: Organisation) -> int:
    if at_work(programme):
        mentors = mentors_outside(programme, centre).values_list("pk", flat=True)
        places = [Helper(programme=programme, mentor_id=pk) for pk in mentors]
    else:
        volunteers = volunteers_outside(programme, centre).values_list("pk", flat=True)
        places = [Helper(programme=programme, volunteer_id=pk) for pk in volunteers]
    return len(Helper.objects.bulk_create(places, batch_size=500))


_ENROL: Mapping[PoolSide, Callable[[Programme, Organisation], int]] = {
    PoolSide.SEEKERS: _families,
    PoolSide.HELPERS: _helpers,
}
