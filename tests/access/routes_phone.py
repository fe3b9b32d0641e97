"""The installable pages: for helpers, and of a helper's pairs only their own."""

from datetime import timedelta

from django.utils import timezone

from activities.models import PlannedMeeting
from tests.access.matrix import Row, actors, everybody
from tests.factories.activities import MeetingFactory, at, meeting_pair
from tests.factories.matching import programme_of
from tests.factories.workplace import workplace_pair
from tests.frontend.phone import a_log, an_entry, offer_to


def helpers(own, mentor=None, **differing):
    """Bob the volunteer gets `own`, Mirek the mentor-employee the same unless told; the rest 403."""
    return actors(otherwise=403, volunteer=own, mentor=own if mentor is None else mentor, **differing)


def bobs_offer(cast):
    return [offer_to(cast.bob).key]


def bobs_offer_not_told(cast):
    return [offer_to(cast.bob, told=False).key]


def bobs_pair(cast):
    return [meeting_pair(cast.bob).key]


def bobs_paused_pair(cast):
    until = timezone.localdate() + timedelta(days=9)
    return [meeting_pair(cast.bob, state="paused", paused_until=until).key]


def mireks_colleague(cast):
    return [workplace_pair(cast).key]


def somebodys_pair(cast):
    return [meeting_pair(programme=programme_of(cast.centre)).key]


def bobs_plan(cast):
    return [PlannedMeeting.objects.create(pair=meeting_pair(cast.bob), start=at(days=2), minutes=60).key]


def bobs_meeting(cast):
    pair = meeting_pair(cast.bob)
    return [MeetingFactory(pair=pair, logged_by_id=cast.bob.user_id).pk]


def somebodys_meeting(cast):
    return [MeetingFactory(pair=meeting_pair(programme=programme_of(cast.centre))).pk]


def bobs_entry(cast):
    return [an_entry(cast.bob).pk]


def later(cast):
    start = timezone.localtime(at(days=3))
    told = {"start_date": f"{start:%Y-%m-%d}", "start_time": f"{start:%H:%M}"}
    return {**told, "minutes": 60, "place": "Library"}


PAGE, OWN_PAGE, OWN_ACT = helpers(200), helpers(200, 404), helpers(302, 404)
NEVER = helpers(405)

ROWS = [
    Row("manifest", "GET", everybody(200)),
    Row("manifest", "POST", everybody(405)),
    Row("service_worker", "GET", everybody(200)),
    Row("service_worker", "POST", everybody(405)),
    Row("log_shell", "GET", everybody(200)),
    Row("log_shell", "POST", everybody(405)),
    Row("log", "GET", PAGE),
    Row("log", "POST", helpers(422), "nothing chosen"),
    Row("log", "POST", helpers(302, 422), "of Bob's pair", data=lambda cast: a_log(meeting_pair(cast.bob))),
    Row(
        "log",
        "POST",
        helpers(422),
        "of somebody else's pair",
        data=lambda cast: a_log(meeting_pair(programme=programme_of(cast.centre))),
    ),
    Row("log_differing", "GET", NEVER, args=bobs_entry),
    Row(
        "log_differing",
        "POST",
        helpers(409),
        args=bobs_entry,
        data=lambda cast: {"start": at(days=-2).isoformat(), "minutes": 30},
    ),
    Row("offers", "GET", PAGE),
    Row("offers", "POST", NEVER),
    Row("offer", "GET", OWN_PAGE, args=bobs_offer),
    Row("offer", "POST", OWN_ACT, "yes", args=bobs_offer, data=lambda cast: {"answer": "yes"}),
    Row("offer", "POST", OWN_ACT, "not this time", args=bobs_offer, data=lambda cast: {"answer": "no"}),
    Row("offer", "GET", helpers(404), "that can still be undone", args=bobs_offer_not_told),
    Row("companion", "GET", OWN_PAGE, args=bobs_pair),
    Row("companion", "GET", helpers(404), "somebody else's", args=somebodys_pair),
    Row("companion", "POST", NEVER, args=bobs_pair),
    Row("companion_first_weeks", "GET", NEVER, args=mireks_colleague),
    Row(
        "companion_first_weeks",
        "POST",
        helpers(404, 302),
        args=mireks_colleague,
        data=lambda cast: {"act": "tick", "code": "contract"},
    ),
    Row(
        "companion_first_weeks",
        "POST",
        helpers(404),
        "somebody else's",
        args=somebodys_pair,
        data=lambda cast: {"act": "tick", "code": "contract"},
    ),
    Row(
        "companion_first_weeks",
        "POST",
        helpers(409, 404),
        "of a family",
        args=bobs_pair,
        data=lambda cast: {"act": "tick", "code": "contract"},
    ),
    Row("plan", "GET", OWN_PAGE, args=bobs_pair),
    Row("plan", "POST", OWN_ACT, args=bobs_pair, data=later),
    Row("companion_pause", "GET", OWN_PAGE, args=bobs_pair),
    Row(
        "companion_pause",
        "POST",
        OWN_ACT,
        args=bobs_pair,
        data=lambda cast: {"until": timezone.localdate() + timedelta(days=9)},
    ),
    Row("companion_resume", "GET", NEVER, args=bobs_paused_pair),
    Row("companion_resume", "POST", OWN_ACT, args=bobs_paused_pair),
    Row("companion_end", "GET", NEVER, args=bobs_pair),
    Row("companion_end", "POST", OWN_ACT, args=bobs_pair),
    Row("planned_move", "GET", OWN_PAGE, args=bobs_plan),
    Row("planned_move", "POST", OWN_ACT, args=bobs_plan, data=later),
    Row("planned_call_off", "GET", NEVER, args=bobs_plan),
    Row("planned_call_off", "POST", OWN_ACT, args=bobs_plan),
    Row("own_meeting", "GET", OWN_PAGE, args=bobs_meeting),
    Row("own_meeting", "GET", helpers(404), "somebody else's", args=somebodys_meeting),
    Row("own_meeting", "POST", helpers(422, 404), "nothing sent", args=bobs_meeting),
    Row("own_meeting_choose", "GET", NEVER, args=bobs_meeting),
    Row("own_meeting_choose", "POST", helpers(200, 404), args=bobs_meeting, data=lambda cast: {"version": 1}),
    Row("own_meeting_withdraw", "GET", NEVER, args=bobs_meeting),
    Row("own_meeting_withdraw", "POST", OWN_ACT, args=bobs_meeting),
]
