"""A pair at work: Mirek of Dana's firm mentors a newly hired colleague."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from families.models import Household
from matching.models import Pair
from mentors.models import MentorEmployee
from tests.factories.cast import Cast
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import ParticipationFactory, mentor_with


def workplace_pair(
    cast: Cast,
    *,
    household: Household | None = None,
    mentor: MentorEmployee | None = None,
    started_on: date | None = None,
    **fields: Any,
) -> Pair:
    """They meet since a week, unless told; the colleague works at Dana's firm since three."""
    household = household or household_with(centre=cast.centre)
    worker = household.members.get(is_contact=True)
    if mentor is None:
        mentor = MentorEmployee.objects.filter(user=cast.mirek.user).first()
    if mentor is None:
        part = ParticipationFactory(employer=cast.firm, centre=cast.centre)
        mentor = mentor_with(participation=part, user=cast.mirek.user, shift="early", room=5)
    if not hasattr(worker, "employment"):
        since = started_on or timezone.localdate() - timedelta(days=21)
        EmploymentFactory(member=worker, employer=cast.firm, started_on=since, shift="early")
    programme = programme_of(cast.centre, kind="workplace", same_employer=True)
    week_ago = timezone.localdate() - timedelta(days=7)
    told = {"state": "active", "active_since": week_ago, "undo_until": timezone.now()} | fields
    return PairFactory(
        seeker=seeker_of(programme, household, worker), helper=helper_of(programme, mentor), **told
    )
