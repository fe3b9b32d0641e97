"""Pairs that meet, and meetings as rows, without the verbs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from activities.domain.meetings import MeetingDraft
from activities.models import Meeting
from base.accounts.models import Membership
from matching.enums import PairSide, PairState
from matching.models import Pair
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with


class MeetingFactory(factory.django.DjangoModelFactory):
    """An hour of yesterday, written down by the helper; give it a pair."""

    class Meta:
        model = Meeting

    start = factory.LazyFunction(lambda: at(days=-1))
    minutes = 60
    ends_at = factory.LazyAttribute(lambda meeting: meeting.start + timedelta(minutes=meeting.minutes))
    activities = ["talk"]
    side = PairSide.HELPER
    logged_by_label = "Bob"


def at(*, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
    """So long after the last whole minute."""
    now = timezone.now().astimezone(UTC).replace(second=0, microsecond=0)
    return now + timedelta(days=days, hours=hours, minutes=minutes)


def meeting_pair(helper: Membership | None = None, *, days: int = 90, **fields: Any) -> Pair:
    """A pair that has met for so many days; its volunteer is this person, of the centre they belong to."""
    if helper is not None:
        programme = fields.pop("programme", None) or programme_of(helper.organisation)
        volunteer = helper.user.volunteers.first() or volunteer_with(
            centre=helper.organisation, user=helper.user, room=20
        )
        place = volunteer.helpers.filter(programme=programme).first() or helper_of(programme, volunteer)
    else:
        programme = fields.pop("programme", None) or programme_of()
        place = helper_of(programme)
    since = timezone.localdate() - timedelta(days=days)
    fields = {"state": PairState.ACTIVE, "offered_on": since, "active_since": since} | fields
    return PairFactory(seeker=seeker_of(programme), helper=place, **fields)


def draft(start: datetime | None = None, minutes: int = 60, **fields: Any) -> MeetingDraft:
    """An hour of talk, yesterday at this time."""
    return MeetingDraft(start=start or at(days=-1), minutes=minutes, **({"activities": ("talk",)} | fields))
