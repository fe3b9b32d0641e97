"""Meetings, plans, activities, help and concerns at the desk; concerns are read by administrators alone."""

from uuid import uuid4

from django.utils import timezone

from activities.domain.catalogue import add_activity
from base.audit.actor import SYSTEM
from tests.access.matrix import Row, actors
from tests.access.routes_matching import NEVER, OWN_ACT, OWN_PAGE, PAGE, desk
from tests.factories.activities import at
from tests.factories.cast import family_of
from tests.factories.matching import programme_of
from tests.frontend.activities import call_at, incident_at, meeting_at, pair_at, plan_at


def own_meeting(cast):
    return [meeting_at(cast.centre, state="for_review", review_reason="ended").pk]


def logged_meeting(cast):
    return [meeting_at(cast.centre).pk]


def meeting_of_alice(cast):
    return [meeting_at(cast.centre, logged_by_id=cast.alice.user_id, logged_by_label="Alice").pk]


def own_pair(cast):
    return [pair_at(cast.centre).pk]


def own_plan(cast):
    return [plan_at(cast.centre).pk]


def own_programme(cast):
    return [programme_of(cast.centre).pk]


def shared_programme(cast):
    return [programme_of(cast.other_centre, cast.centre).pk]


def own_activity(cast):
    programme = programme_of(cast.centre)
    added = add_activity(programme, words={"pl": "kino"}, picture="culture", why="x", by=SYSTEM)
    return [programme.pk, added.code]


def shared_activity(cast):
    return [*shared_programme(cast), "walk"]


def own_call(cast):
    return [call_at(cast.centre).pk]


def own_incident(cast):
    return [incident_at(cast.centre, family_of(cast)).pk]


def own_family(cast):
    return [family_of(cast).pk]


def an_hour_ago(cast):
    start = timezone.localtime(at(hours=-1))
    return {
        "entry": str(uuid4()), "side": "helper", "day": str(start.date()), "at": f"{start:%H:%M}",
        "minutes": 30,
    }  # fmt: skip


def in_two_days(cast):
    start = timezone.localtime(at(days=2))
    return {"day": str(start.date()), "at": "17:00", "minutes": 60, "place": "Park"}


WHY = {"why": "the team asked"}
WORDS = {"pl": "kino", "picture": "culture"}

# --- concerns: written out once, by hand ---

SEEN = actors(otherwise=403, administrator=200, other_administrator=404)
SEEN_LIST = SEEN | {"other_administrator": 200}
SEEN_ACT = SEEN | {"administrator": 302}
SEEN_NEVER = SEEN | {"administrator": 405, "other_administrator": 405}

ROWS = [
    Row("meetings", "GET", PAGE),
    Row("meetings", "POST", NEVER),
    Row("meetings_export", "GET", PAGE),
    Row("meetings_export", "POST", NEVER),
    Row("meeting", "GET", OWN_PAGE, args=own_meeting),
    Row("meeting", "POST", NEVER, args=own_meeting),
    Row("meeting_settle", "GET", NEVER, args=own_meeting),
    Row(
        "meeting_settle", "POST", OWN_ACT, args=own_meeting, data=lambda cast: {"to": "written", "version": 1}
    ),
    Row("meeting_confirm", "GET", NEVER, args=logged_meeting),
    Row("meeting_confirm", "POST", OWN_ACT, args=logged_meeting),
    Row("meeting_otherwise", "GET", NEVER, args=logged_meeting),
    Row(
        "meeting_otherwise", "POST", OWN_ACT, args=logged_meeting,
        data=lambda cast: {**an_hour_ago(cast), "happened": "no"},
    ),
    Row("meeting_withdraw", "GET", NEVER, args=meeting_of_alice),
    Row("meeting_withdraw", "POST", OWN_ACT | {"administrator": 409}, args=meeting_of_alice),
    Row("pair_log", "GET", OWN_PAGE, args=own_pair),
    Row("pair_log", "POST", OWN_ACT, args=own_pair, data=an_hour_ago),
    Row("pair_plan", "GET", OWN_PAGE, args=own_pair),
    Row("pair_plan", "POST", OWN_ACT, args=own_pair, data=in_two_days),
    Row("plan_move", "GET", OWN_PAGE, args=own_plan),
    Row("plan_move", "POST", OWN_ACT, args=own_plan, data=in_two_days),
    Row("plan_call_off", "GET", NEVER, args=own_plan),
    Row("plan_call_off", "POST", OWN_ACT, args=own_plan),
    Row("activities", "GET", OWN_PAGE, args=own_programme),
    Row("activities", "GET", desk(200, 200), "of a shared programme", args=shared_programme),
    Row("activities", "POST", OWN_ACT, args=own_programme, data=lambda cast: {**WORDS, **WHY}),
    Row(
        "activities", "POST", desk(403, 302), "led by the other centre, shared with ours",
        args=shared_programme, data=lambda cast: {**WORDS, **WHY},
    ),
    Row("activity", "GET", OWN_PAGE, args=own_activity),
    Row("activity", "GET", desk(403, 200), "of a shared programme", args=shared_activity),
    Row("activity", "POST", OWN_ACT, args=own_activity, data=lambda cast: {**WORDS, **WHY}),
    Row("activity_order", "GET", NEVER, args=own_activity),
    Row("activity_order", "POST", OWN_ACT, args=own_activity, data=lambda cast: {"to": "up", **WHY}),
    Row("activity_shown", "GET", NEVER, args=own_activity),
    Row("activity_shown", "POST", OWN_ACT, args=own_activity, data=lambda cast: {"shown": "no", **WHY}),
    Row("help_calls", "GET", PAGE),
    Row("help_calls", "POST", NEVER),
    Row("help_answer", "GET", NEVER, args=own_call),
    Row("help_answer", "POST", OWN_ACT, args=own_call, data=lambda cast: {"words": "Phoned them."}),
    Row("concerns", "GET", SEEN_LIST),
    Row("concerns", "POST", SEEN_NEVER),
    Row("concern", "GET", SEEN, args=own_incident),
    Row("concern", "POST", SEEN_NEVER, args=own_incident),
    Row("concern_note", "GET", SEEN_NEVER, args=own_incident),
    Row("concern_note", "POST", SEEN_ACT, args=own_incident, data=lambda cast: {"words": "Phoned."}),
    Row("concern_close", "GET", SEEN_NEVER, args=own_incident),
    Row("concern_close", "POST", SEEN_ACT, args=own_incident, data=lambda cast: {"words": "Settled."}),
    Row("concern_report", "GET", OWN_PAGE, args=own_family),
    Row("concern_report", "POST", OWN_ACT, args=own_family, data=lambda cast: {"words": "Something."}),
]  # fmt: skip
