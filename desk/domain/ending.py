"""A way in ends: what was kept of others only for its sake is blanked in the same transaction."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from base.audit.actor import SYSTEM, Actor
from base.audit.domain.records import record
from base.common.events import emit
from base.common.related import parts_of
from desk.events import PipelineChanged
from desk.models import ON_THE_WAY, Onboarding
from desk.queries.onboarding import is_taken_in
from families.enums import HouseholdState
from families.models import Household
from volunteers.enums import VolunteerState

BATCH = 2_000


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


def follow_household(household_id: int, *, by: Actor) -> None:
    """After something changed about a family, or it got a place in a programme: its way in ends when nothing
    is missing, or when it was archived."""
    with transaction.atomic():
        household = Household.objects.select_for_update(of=("self",)).filter(pk=household_id).first()
        if household is None:
            return
        ways = Onboarding.objects.select_related("volunteer", "household").filter(household=household)
        way = ways.first()
        served = household.state == HouseholdState.SERVED
        if served and Household.objects.filter(is_taken_in(), pk=household_id).exists():
            way = way or Onboarding.objects.create(household=household, organisation_id=household.centre_id)
        elif household.state != HouseholdState.ARCHIVED:
            return
        if way is not None and way.finished_on is None:
            end_way(way, by=by)


def note_taken_in(*, by: Actor = SYSTEM) -> int:
    """Write down that families about whom nothing was written are in: nothing is missing and they are in a
    programme. Boards then need not look at each of them again. Returns how many."""
    nothing_written = ~Exists(Onboarding.objects.filter(household=OuterRef("pk")))
    found = Household.objects.filter(nothing_written, is_taken_in(), state=HouseholdState.SERVED)
    pairs = list(found.values_list("pk", "centre_id"))
    today = timezone.localdate()
    for some in parts_of(pairs, BATCH):
        with transaction.atomic():
            ways = [
                Onboarding(household_id=pk, organisation_id=centre, finished_on=today) for pk, centre in some
            ]
            # Somebody may write about one of them at this moment: theirs stands.
            Onboarding.objects.bulk_create(ways, ignore_conflicts=True)
            record("desk.onboarding.taken_in", by=by, details={"families": len(some)})
    return len(pairs)


def end_ways(*, by: Actor = SYSTEM) -> int:
    """End every way whose person is no longer on it; returns how many. The clock does it, in case a process
    stopped between an act in another room and what follows from it."""
    there = Household.objects.filter(is_taken_in(), pk=OuterRef("household"))
    over = Q(volunteer__isnull=False) & ~Q(volunteer__state__in=ON_THE_WAY)
    over |= Q(household__state=HouseholdState.ARCHIVED)
    over |= Q(household__state=HouseholdState.SERVED) & Q(Exists(there))
    done = note_taken_in(by=by)
    for pk in list(Onboarding.objects.filter(over, finished_on=None).values_list("pk", flat=True)):
        with transaction.atomic():
            ways = Onboarding.objects.select_for_update(of=("self",)).select_related("volunteer", "household")
            way = ways.filter(pk=pk, finished_on=None).first()
            if way is not None:
                end_way(way, by=by)
                done += 1
    return done
