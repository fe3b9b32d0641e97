"""A way in ends: what was kept of others only for its sake is blanked in the same transaction."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from base.audit.actor import SYSTEM, Actor
from base.audit.domain.records import record
from base.common.events import emit
from desk.events import PipelineChanged
from desk.models import ON_THE_WAY, Onboarding
from families.enums import HouseholdState
from families.models import Household
from families.queries import is_complete
from matching.models import Seeker
from volunteers.enums import VolunteerState


def end_way(way: Onboarding, *, by: Actor) -> Onboarding:
    """The way is over: names of those who spoke for them are blanked, a talk never closed goes; the answers
    in words go too when somebody left without starting. In the caller's transaction, `way` locked by it."""
    way.references.exclude(name="", reach="").update(name="", reach="")
    way.interviews.filter(closed_at=None).delete()
    if way.volunteer is not None and way.volunteer.state == VolunteerState.LEFT:
        way.interviews.update(answers={}, note="")
    way.finished_on = timezone.localdate()
    way.owner, way.next_step, way.next_on = None, "", None
    way.version += 1
    way.save()
    record("desk.onboarding.finished", by=by, on=way, organisation_id=way.organisation_id)
    emit(PipelineChanged(way.organisation_id, way.pk))
    return way


def follow_volunteer(volunteer_id: int, *, by: Actor) -> int | None:
    """After a volunteer's state changed in their own room: a way that is over ends. Its number, if any."""
    with transaction.atomic():
        ways = Onboarding.objects.select_for_update(of=("self",)).select_related("volunteer", "household")
        way = ways.filter(volunteer=volunteer_id, finished_on=None).first()
        if way is not None and way.volunteer is not None and way.volunteer.state not in ON_THE_WAY:
            end_way(way, by=by)
    return way.pk if way else None


def end_ways(*, by: Actor = SYSTEM) -> int:
    """End every way whose person is no longer on it; returns how many. The clock does it, in case a process
    stopped between an act in another room and what follows from it."""
    there = Household.objects.filter(pk=OuterRef("household"))
    joined = Exists(Seeker.objects.filter(household=OuterRef("household"), left_on=None))
    over = Q(volunteer__isnull=False) & ~Q(volunteer__state__in=ON_THE_WAY)
    over |= Q(household__state=HouseholdState.ARCHIVED)
    over |= Q(household__state=HouseholdState.SERVED) & Q(joined) & Q(Exists(there.filter(is_complete())))
    done = 0
    for pk in list(Onboarding.objects.filter(over, finished_on=None).values_list("pk", flat=True)):
        with transaction.atomic():
            ways = Onboarding.objects.select_for_update(of=("self",)).select_related("volunteer", "household")
            way = ways.filter(pk=pk, finished_on=None).first()
            if way is not None:
                end_way(way, by=by)
                done += 1
    return done
