"""What a helper's home and the page of a pair show: the next meeting, the year, the way a pair has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.enums import TalkStanding
from activities.models import Meeting, PlannedMeeting
from activities.queries import (
    BROUGHT_TOGETHER,
    coming_meetings,
    figures_of,
    meetings_in_scope,
    pairs_of_helper,
)
from activities.queries.talk import standing_of, unread_of
from base.accounts.enums import Role
from base.accounts.models import Membership
from base.organisations.models import Organisation
from frontend.differing import duration
from frontend.log_page import in_words
from frontend.me import next_of
from frontend.offered import offered, offers_of, told_pairs, waits_for_helper
from matching.domain.life import steps_done
from matching.enums import UNANSWERED_PAIR_STATES, LifeStep, PairSide, PairState
from matching.models import Pair
from matching.queries import asked_how_it_was
from mentors.models import MentorEmployee
from mentors.queries import mentors_in_scope
from volunteers.enums import ClearanceState
from volunteers.models import Volunteer
from volunteers.queries import clearance_of, volunteers_in_scope

YEAR = timedelta(days=365)
MOST_ROWS = 20
#: The most days a programme may give to say goodbye (matching.domain.lives).
LONGEST_GRACE = 90

#: The timeline of a pair, told to its helper.
STEP_WORDS: Mapping[str, Any] = {
    PairState.OFFERED: gettext_lazy("You were proposed to each other"),
    PairState.HELPER_ACCEPTED: gettext_lazy("You said yes"),
    PairState.FAMILY_ACCEPTED: gettext_lazy("They said yes"),
    PairState.ACCEPTED: gettext_lazy("You have both said yes"),
    PairState.MET: gettext_lazy("Your first meeting"),
    PairState.AGREED: gettext_lazy("The agreement is signed"),
    PairState.ACTIVE: gettext_lazy("You meet"),
    PairState.PAUSED: gettext_lazy("A pause"),
    PairState.SUSPENDED: gettext_lazy("Meetings stopped until papers are in order"),
    PairState.CLOSING: gettext_lazy("Coming to its end"),
}
LATER_WORDS: Mapping[LifeStep, Any] = {
    LifeStep.HELPER: gettext_lazy("You say yes"),
    LifeStep.FAMILY: gettext_lazy("They say yes"),
    LifeStep.FIRST_MEETING: gettext_lazy("The first meeting"),
    LifeStep.AGREEMENT: gettext_lazy("The agreement"),
}


@dataclass(frozen=True)
class Year:
    """The last twelve months of a helper: how often, how long together."""

    meetings: int
    together: str
    to_look_at: int


def home_of(membership: Membership) -> dict[str, Any]:
    """Everything the home page shows."""
    profile, planned = profile_of(membership), next_meeting(membership)
    rows = told_pairs(membership).select_related("seeker__household", "programme")
    pairs = list(rows.order_by("offered_at", "pk")[:MOST_ROWS])
    asked = [offered(pair) for pair in offers_of(membership)]
    waiting = {one.pair.pk for one in asked}
    unread = unread_of(membership, pairs)
    return {
        "profile": profile,
        "centre": contact_of(membership, profile),
        "planned": planned,
        "planned_words": in_words(planned.start) if planned else "",
        "is_today": planned is not None and timezone.localdate(planned.start) == timezone.localdate(),
        "can_log": any(pair.stands_at in BROUGHT_TOGETHER for pair in pairs),
        "offers": asked,
        "pairs": [
            (pair, asks_nothing(pair), unread.get(pair.pk, 0)) for pair in pairs if pair.pk not in waiting
        ],
        "farewells": farewells_of(membership),
        "to_say": to_say_of(membership),
        "year": year_of(membership),
        "clearance": clearance_words(profile),
        "todo": next_of(profile),
    }


def to_say_of(membership: Membership) -> list[Pair]:
    """Pairs at their end of which the helper has not said yet how it was."""
    pairs = asked_how_it_was(pairs_of_helper(membership), PairSide.HELPER, on=timezone.localdate())
    return list(pairs.select_related("seeker__household").order_by("-offered_at", "-pk")[:MOST_ROWS])


def farewells_of(membership: Membership) -> list[Pair]:
    """Pairs that have ended, while the two may still write to each other."""
    today = timezone.localdate()
    ended = pairs_of_helper(membership).filter(
        state=PairState.CLOSED, closed_on__gte=today - timedelta(days=LONGEST_GRACE)
    )
    rows = ended.select_related("programme", "seeker__household").prefetch_related("steps")
    return [pair for pair in rows if standing_of(pair, on=today) == TalkStanding.OPEN]


def profile_of(membership: Membership) -> Volunteer | MentorEmployee | None:
    """The person behind a helper's log-in; None while nobody has connected them."""
    if membership.role == Role.VOLUNTEER:
        return (
            volunteers_in_scope(membership)
            .select_related("centre")
            .prefetch_related("clearance_items")
            .first()
        )
    return mentors_in_scope(membership).select_related("centre").first()


def contact_of(membership: Membership, profile: Volunteer | MentorEmployee | None) -> Organisation:
    """Whom a helper turns to: the centre, for a mentor-employee too."""
    return profile.centre if profile is not None else membership.organisation


def year_of(membership: Membership) -> Year:
    """Meetings of the helper's pairs, whoever wrote them down; counted as on the coordinator's page."""
    found = figures_of(meetings_in_scope(membership).filter(start__gte=timezone.now() - YEAR))
    return Year(found.meetings, duration(found.minutes), found.to_look_at)


def next_meeting(membership: Membership) -> PlannedMeeting | None:
    """The soonest one that is not over yet."""
    now = timezone.now()
    planned = coming_meetings(told_pairs(membership), now).filter(start__gte=now - timedelta(hours=12))
    rows = planned.select_related("pair__seeker__household")
    return next((plan for plan in rows if plan.ends_at > now), None)


def clearance_words(profile: Volunteer | MentorEmployee | None) -> tuple[bool, str]:
    """Whether a volunteer may meet children today, and until when, in words; nothing for others."""
    if not isinstance(profile, Volunteer):
        return False, ""
    lines = clearance_of(profile, on=timezone.localdate())
    valid = [line for line in lines if line.state == ClearanceState.VALID]
    if len(valid) < len(lines):
        return False, _("not complete")
    ends = [line.valid_until for line in valid if line.valid_until]
    return True, _("valid until %(day)s") % {"day": date_format(min(ends), "DATE_FORMAT")} if ends else _(
        "valid"
    )


def way_of(pair: Pair) -> list[dict[str, Any]]:
    """The pair's timeline in the helper's words, then the steps still to come."""
    state = pair.stands_at
    past = [
        {"title": STEP_WORDS.get(step.state, step.get_state_display()), "when": step.at}
        for step in pair.steps.all()
    ]
    done = steps_done(pair.steps_to_take, state)
    to_come = [step for step in pair.steps_to_take if step not in done]
    later = [
        {
            "title": LATER_WORDS[step],
            "state": "now" if number == 0 else "later",
            "who": _due(pair) if number == 0 else "",
        }
        for number, step in enumerate(to_come)
    ]
    return past + later


def _due(pair: Pair) -> str:
    day: date | None = pair.answer_by or pair.due_on
    return _("until %(day)s") % {"day": date_format(day, "j E")} if day else ""


def asks_nothing(pair: Pair) -> str:
    """What a pair waits for, when it is not its helper, in a few words."""
    if pair.state in UNANSWERED_PAIR_STATES and not waits_for_helper(pair):
        return _("waits for their answer")
    if pair.state == PairState.PAUSED and pair.paused_until:
        return _("a pause until %(day)s") % {"day": date_format(pair.paused_until, "j E")}
    return str(STANDING.get(pair.state, pair.get_state_display()))


STANDING: Mapping[str, Any] = {
    PairState.ACCEPTED: gettext_lazy("the first meeting comes next"),
    PairState.MET: gettext_lazy("you have met once"),
    PairState.AGREED: gettext_lazy("the agreement is signed"),
    PairState.ACTIVE: gettext_lazy("you meet"),
    PairState.SUSPENDED: gettext_lazy("no meetings for now"),
    PairState.CLOSING: gettext_lazy("coming to its end"),
}


def told_meeting(meeting: Meeting) -> dict[str, Any]:
    """A meeting as a row of a list."""
    local = timezone.localtime(meeting.start)
    return {
        "pk": meeting.pk,
        "day": date_format(local, "l j E"),
        "time": f"{local:%H:%M}",
        "length": duration(meeting.minutes),
        "state": meeting.get_state_display(),
        "kind": {"confirmed": "ok", "disputed": "wait", "for_review": "wait"}.get(meeting.state, ""),
    }
