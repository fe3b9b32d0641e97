"""The page of a signed link: for whoever holds the link, logged in or not."""

from activities.domain.one_touch import token_for_meeting, token_for_plan
from activities.models import PlannedMeeting
from matching.enums import PairSide
from tests.access.matrix import Row, everybody
from tests.factories.activities import MeetingFactory, at, meeting_pair


def about_a_plan(cast):
    planned = PlannedMeeting.objects.create(pair=meeting_pair(cast.bob), start=at(hours=-2), minutes=60)
    return [token_for_plan(planned, side=PairSide.HELPER)]


def about_a_meeting(cast):
    return [token_for_meeting(MeetingFactory(pair=meeting_pair(cast.bob)), side=PairSide.FAMILY)]


def forged(cast):
    return [about_a_plan(cast)[0][:-2] + "xx"]


def yes(cast):
    return {"answer": "yes"}


ROWS = [
    Row("one_touch", "GET", everybody(200), "about a plan", args=about_a_plan),
    Row("one_touch", "GET", everybody(200), "about a meeting", args=about_a_meeting),
    Row("one_touch", "GET", everybody(404), "with a forged link", args=forged),
    Row("one_touch", "POST", everybody(302), "about a plan", args=about_a_plan, data=yes),
    Row("one_touch", "POST", everybody(302), "about a meeting", args=about_a_meeting, data=yes),
    Row("one_touch", "POST", everybody(422), "without an answer", args=about_a_plan),
]
