"""What tests of the desk about meetings share: calls, plans and concerns as rows, with words to look for."""

from datetime import timedelta

from django.utils import timezone

from activities.domain.concerns import report_concern
from activities.models import HelpCall, Incident, Meeting, MeetingWord, PlannedMeeting
from base.audit.actor import SYSTEM
from matching.models import Pair
from tests.factories.activities import MeetingFactory, at, meeting_pair
from tests.factories.matching import programme_of

#: What a list, a file or a notice must never show.
CANARY_NOTE, CANARY_WORDS, CANARY_CONCERN = "zebra-note", "zebra-call", "zebra-concern"


def pair_at(centre, **fields) -> Pair:
    """A pair of the centre's own people that meets."""
    return meeting_pair(programme=fields.pop("programme", None) or programme_of(centre), **fields)


def meeting_at(centre, pair=None, **fields) -> Meeting:
    """A meeting of a pair of the centre's own people."""
    return MeetingFactory(pair=pair or pair_at(centre), **{"note": CANARY_NOTE, **fields})


def disputed_at(centre, pair=None, *, minutes=30, happened=True, **fields) -> Meeting:
    """A meeting the family remembers as shorter, or not at all."""
    found = meeting_at(centre, pair, state="disputed", review_reason="otherwise", **fields)
    MeetingWord.objects.create(
        meeting=found, side="family", confirmed=False, happened=happened,
        minutes=minutes if happened else None, mood=2, by_label="K-1",
    )  # fmt: skip
    return found


def call_at(centre, pair=None, **fields) -> HelpCall:
    """A call for help of a helper."""
    told = {"side": "helper", "words": CANARY_WORDS, "made_at": timezone.now() - timedelta(hours=3)}
    return HelpCall.objects.create(pair=pair or pair_at(centre), made_by_label="Bob", **{**told, **fields})


def plan_at(centre, pair=None, **fields) -> PlannedMeeting:
    """A meeting planned for the day after tomorrow."""
    told = {"start": at(days=2), "minutes": 60, "place": "Library", "planned_by_label": "Bob"}
    return PlannedMeeting.objects.create(pair=pair or pair_at(centre), **{**told, **fields})


def incident_at(centre, household=None, **fields) -> Incident:
    """A concern about a family of the centre."""
    household = household or pair_at(centre).seeker.household
    return report_concern(household, by=SYSTEM, words=CANARY_CONCERN, **fields)
