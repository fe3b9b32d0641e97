"""Yesterday for what verbs write today.

Verbs of pairs and runs take no date, and rightly: nobody may approve for last week. A demo in which all
began this minute shows little, so the days of its older runs, pairs and notices are moved back here, by
updates of nothing but dates. Decisions and the audit are append-only and keep the real day.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from base.notices.models import Notice
from families.models import Employment, Household
from matching.domain.pair_notices import subject_of
from matching.enums import PairState
from matching.models import Pair, PairStep, Run
from mentors.models import MentorEmployee
from volunteers.models import Volunteer

#: For so many whole months before this one the pairs at work have met.
MONTHS_AT_WORK: Final = 3

#: The days that each step sets; the last of them stand.
ANSWERING = ("answer_by", "remind_on")
DAYS_OF_STEP = {
    PairState.OFFERED: ANSWERING,
    PairState.HELPER_ACCEPTED: ANSWERING,
    PairState.FAMILY_ACCEPTED: ANSWERING,
    PairState.ACCEPTED: ("due_on",),
    PairState.MET: ("due_on", "first_met_on"),
    PairState.AGREED: ("due_on", "agreed_on"),
    PairState.ACTIVE: ("active_since", "ends_on"),
}


def run_was(run: Run, *, days_ago: int) -> None:
    """The run took place so many days ago."""
    back = timedelta(days=days_ago)
    Run.objects.filter(pk=run.pk).update(
        requested_at=F("requested_at") - back,
        started_at=F("started_at") - back,
        finished_at=F("finished_at") - back,
    )


def earlier(moment: datetime, back: timedelta) -> datetime:
    """So long before by the clock on the wall: the hour stays when the clocks were changed meanwhile, and
    with it the day."""
    wall = timezone.localtime(moment).replace(tzinfo=None) - back
    return timezone.make_aware(wall)


def pair_was(pair: Pair, *, days_ago: int) -> None:
    """Its offer was made so many days ago; each further step took a few days, and the close is today's."""
    pair.refresh_from_db()
    back = timedelta(days=days_ago)
    Pair.objects.filter(pk=pair.pk).update(
        offered_on=pair.offered_on - back,
    )
    for name in ("offered_at", "undo_until"):
        Pair.objects.filter(pk=pair.pk).update(**{name: earlier(getattr(pair, name), back)})
    steps = list(PairStep.objects.filter(pair=pair).order_by("at", "pk"))
    for number, step in enumerate(steps):
        left = back * (len(steps) - number) / len(steps)
        PairStep.objects.filter(pk=step.pk).update(at=earlier(step.at, left))
        # What was planned or done in this step was as long ago as the step.
        days = {
            name: day - timedelta(days=left.days)
            for name in DAYS_OF_STEP.get(PairState(step.state), ())
            if (day := getattr(pair, name)) is not None
        }
        Pair.objects.filter(pk=pair.pk).update(**days)
    notices = Notice.objects.filter(subject=subject_of(pair))
    notices.update(not_before=F("not_before") - back, ended_at=F("ended_at") - back)


def month_ago(months: int) -> date:
    """The first day of the month so many months before this one."""
    first = timezone.localdate().replace(day=1)
    for _month in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def pair_worked(pair: Pair, *, since: date) -> None:
    """The new colleague was hired, and the firm named the mentor, on that day; they first met by and by."""
    Pair.objects.filter(pk=pair.pk).update(first_met_on=F("active_since"))
    Employment.objects.filter(member=pair.seeker.member_id).update(started_on=since)
    MentorEmployee.objects.filter(helpers=pair.helper_id).update(appointed_from=since)


def came_to_stage(person: Volunteer | Household, *, days_ago: int) -> None:
    """They have stood so many days where they stand now on their way in."""
    day = timezone.localdate() - timedelta(days=days_ago)
    type(person)._default_manager.filter(pk=person.pk).update(state_since=day)
    person.onboardings.exclude(stage=None).update(since=day)


def volunteer_served(volunteer: Volunteer) -> None:
    """They serve since their agreement, and are in their state since then."""
    agreement = volunteer.agreements.order_by("valid_from").first()
    if agreement is not None:
        day = agreement.valid_from
        Volunteer.objects.filter(pk=volunteer.pk).update(serving_since=day, state_since=day)
