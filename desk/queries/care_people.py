"""Lines of Today about people: families that wait or lost their helper, volunteers' papers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate

from base.accounts.rules import works_with_people
from desk.enums import CareKind, Side, Tier
from families.queries import households_in_scope, named_in_scope, named_waiting
from matching.models import Seeker
from matching.queries import seekers_in_scope, without_a_proposal
from matching.queries.pool import still_waiting
from volunteers.enums import VolunteerState
from volunteers.models import Agreement, StandardsReading
from volunteers.queries import (
    WRITTEN_AFTER_DAYS,
    agreements_due,
    agreements_to_countersign,
    counting_items,
    readings_to_record,
)

from .lost import lost_a_helper, lost_on
from .onboarding import newcomers
from .waiting import without_a_helper
from .watch import Rows, Watch, later, later_by, lines, tiers, together

#: So many days before the promise is broken a family that waits stands here.
BEFORE_PROMISE = 14


def about_people(watch: Watch) -> Iterator[Rows]:
    """Families and those on their way to be one of ours."""
    yield lost(watch)
    yield waiting(watch)
    yield from newcomers_late(watch)
    yield outside(watch)
    yield colleagues(watch)


def about_volunteers(watch: Watch) -> Iterator[Rows]:
    """Papers of the centre's volunteers that end, are due, or wait for us."""
    yield clearances(watch)
    yield written_agreements(watch)
    yield agreement_ends(watch)
    if works_with_people(watch.membership):
        centre = watch.membership.organisation
        own = {"volunteer__in": watch.volunteers.order_by().values("pk")}
        signed = agreements_to_countersign(centre).filter(**own)
        yield lines(signed, CareKind.SIGN, tier=Tier.TODAY, day=TruncDate("prepared_at"))
        read = readings_to_record(centre).filter(pk__in=watch.volunteers.order_by().values("pk"))
        yield lines(read, CareKind.READING, tier=Tier.SOON, day=_last_read())


# --- families ---------------------------------------------------------------------------------------------


def lost(watch: Watch) -> Rows:
    """Families that lost a helper and nobody is proposed: the same as `matching.domain.owed` tells of one."""
    found = without_a_proposal(watch.membership).filter(lost_a_helper(watch.on))
    return lines(found, CareKind.LOST, tier=Tier.URGENT, day=lost_on(watch.on), about="household_id")


def waiting(watch: Watch) -> Rows:
    """Families whose wait comes near the promise of a programme of theirs, is beyond it, or twice as long.

    Who has lost a helper stands in a line of its own (`care.GIVES_WAY`).
    """
    near = beyond = twice = Q(pk__in=[])
    for days, programmes in together(watch.promises).items():
        here = Q(programme__in=programmes)
        near |= here & Q(household__waiting_since__lte=_ago(watch, days - BEFORE_PROMISE))
        beyond |= here & Q(household__waiting_since__lt=_ago(watch, days))
        twice |= here & Q(household__waiting_since__lt=_ago(watch, 2 * days))
    found = still_waiting(seekers_in_scope(watch.membership)).filter(near)
    tier = tiers((twice, Tier.URGENT), (beyond, Tier.TODAY), default=Tier.SOON)
    day = later_by("household__waiting_since", watch.promises)
    return lines(found, CareKind.WAITING, tier=tier, day=day, about="household_id")


def outside(watch: Watch) -> Rows:
    """Families with us that are in no programme and without a helper: no matching looks at them.

    Who is late on the way in stands in a line of their own (`care.GIVES_WAY`).
    """
    households = without_a_helper(households_in_scope(watch.membership)).filter(
        ~Exists(Seeker.objects.filter(household=OuterRef("pk"), left_on=None))
    )
    return lines(households, CareKind.OUTSIDE, tier=Tier.SOON, day="waiting_since")


def newcomers_late(watch: Watch) -> Iterator[Rows]:
    """Those on their way in whose next step is late, or who stay too long in a stage."""
    for side, kind in ((Side.VOLUNTEERS, CareKind.NEW_VOLUNTEER), (Side.FAMILIES, CareKind.NEW_FAMILY)):
        stay = {one.pk: one.days for one in watch.stages[side].columns if one.days}
        day = Case(
            When(step_on__lt=watch.on, then=F("step_on")), default=later_by("stage_since", stay, "stage_pk")
        )
        yield lines(_late(watch, side), kind, tier=Tier.TODAY, day=day)


def _late(watch: Watch, side: Side) -> QuerySet[Any]:
    return newcomers(watch.membership, side, on=watch.on, stages=watch.stages[side]).filter(is_late=1)


def colleagues(watch: Watch) -> Rows:
    """New colleagues whom employers named and nobody has looked at."""
    named = named_waiting(named_in_scope(watch.membership))
    return lines(named, CareKind.COLLEAGUE, tier=Tier.TODAY, day=TruncDate("named_at"))


# --- volunteers -------------------------------------------------------------------------------------------


def clearances(watch: Watch) -> Rows:
    """Volunteers of whom an item of clearance ends soon, by the first one to end."""
    soon = last = Q(pk__in=[])
    for days, of_them in watch.volunteers_by("lapse_days", "volunteer"):
        soon |= of_them & Q(valid_until__lte=watch.on + timedelta(days=days))
    for days, of_them in watch.volunteers_by("lapse_last_days", "volunteer"):
        last |= of_them & Q(valid_until__lte=watch.on + timedelta(days=days))
    items = counting_items(watch.on)
    sooner = Q(valid_until__lt=OuterRef("valid_until")) | Q(
        valid_until=OuterRef("valid_until"), pk__lt=OuterRef("pk")
    )
    first = items.filter(soon, ~Exists(items.filter(sooner, volunteer=OuterRef("volunteer"))), _here(watch))
    return lines(
        first,
        CareKind.CLEARANCE,
        tier=tiers((last, Tier.URGENT), default=Tier.SOON),
        day="valid_until",
        about="volunteer_id",
    )


def written_agreements(watch: Watch) -> Rows:
    """Volunteers who serve longer than their rule allows without a written agreement."""
    due = Q(pk__in=[])
    starts: list[tuple[int, Q]] = watch.volunteers_by("agreement_days", "pk")
    for days, of_them in starts:
        due |= of_them & Q(serving_since__lte=watch.on - timedelta(days=days))
    ahead = max(WRITTEN_AFTER_DAYS, *(days for days, _of_them in starts))
    everybody = agreements_due(watch.membership.organisation, on=watch.on, ahead_days=ahead)
    found = everybody.filter(due, pk__in=watch.volunteers.order_by().values("pk"))
    return lines(found, CareKind.WRITTEN, tier=Tier.URGENT, day=later("serving_since", starts[0][0]))


def agreement_ends(watch: Watch) -> Rows:
    """Agreements of volunteers that end soon, and no later one is there."""
    soon = last = Q(pk__in=[])
    for days, of_them in watch.volunteers_by("lapse_days", "volunteer"):
        soon |= of_them & Q(valid_until__lte=watch.on + timedelta(days=days))
    for days, of_them in watch.volunteers_by("lapse_last_days", "volunteer"):
        last |= of_them & Q(valid_until__lte=watch.on + timedelta(days=days))
    longer = Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until"))
    others = Agreement.objects.filter(longer, volunteer=OuterRef("volunteer"))
    found = Agreement.objects.filter(soon, ~Exists(others), _here(watch), valid_until__gte=watch.on)
    return lines(
        found,
        CareKind.AGREEMENT_END,
        tier=tiers((last, Tier.URGENT), default=Tier.SOON),
        day="valid_until",
    )


def _here(watch: Watch) -> Q:
    """Of a volunteer of the centre who serves or takes a pause."""
    serving = (VolunteerState.ACTIVE, VolunteerState.PAUSED)
    return Q(volunteer__in=watch.volunteers.filter(state__in=serving).order_by().values("pk"))


def _last_read() -> Combinable:
    """For a query of Volunteer: the day on which they last said to have read the standards."""
    read = StandardsReading.objects.filter(volunteer=OuterRef("pk")).order_by("-read_at")
    return TruncDate(Subquery(read.values("read_at")[:1]))


def _ago(watch: Watch, days: int) -> date:
    return watch.on - timedelta(days=days)
