"""Named reads of meetings, plans, calls for help and concerns; every list begins with a scope."""

from .care import (
    care_by_programme,
    care_of,
    quiet_pairs,
    silent_pairs,
    with_health,
    with_last_meeting,
    with_quiet_since,
)
from .catalogue import catalogue_of, codes_of, standard_catalogue
from .entries import entry_by_id, has_sent_entries, own_entry
from .first_weeks import FirstWeeks, first_weeks_of, job_of, standard_list, ticks_of
from .meetings import (
    MeetingFigures,
    asks_to_confirm,
    figures_of,
    meeting_by_id,
    meetings_in_scope,
    meetings_of_household,
    meetings_of_pair,
    meetings_to_ask_about,
    meetings_to_confirm,
    meetings_to_review,
    overlapping,
)
from .pairs import (
    ASSIGNED,
    BROUGHT_TOGETHER,
    Assignment,
    assignment_of,
    came_together,
    pair_of_helper,
    pairs_of_helper,
)
from .plans import (
    coming_meetings,
    default_start,
    help_calls_in_scope,
    plan_by_key,
    planned_of_pair,
    plans_to_ask_about,
)
from .roster import RosterLine, roster_of
from .scopes import incidents_in_scope

__all__ = [
    "ASSIGNED",
    "BROUGHT_TOGETHER",
    "Assignment",
    "FirstWeeks",
    "MeetingFigures",
    "RosterLine",
    "asks_to_confirm",
    "assignment_of",
    "came_together",
    "care_by_programme",
    "care_of",
    "catalogue_of",
    "codes_of",
    "coming_meetings",
    "default_start",
    "entry_by_id",
    "figures_of",
    "first_weeks_of",
    "has_sent_entries",
    "help_calls_in_scope",
    "incidents_in_scope",
    "job_of",
    "meeting_by_id",
    "meetings_in_scope",
    "meetings_of_household",
    "meetings_of_pair",
    "meetings_to_ask_about",
    "meetings_to_confirm",
    "meetings_to_review",
    "overlapping",
    "own_entry",
    "pair_of_helper",
    "pairs_of_helper",
    "plan_by_key",
    "planned_of_pair",
    "plans_to_ask_about",
    "quiet_pairs",
    "roster_of",
    "silent_pairs",
    "standard_catalogue",
    "standard_list",
    "ticks_of",
    "with_health",
    "with_last_meeting",
    "with_quiet_since",
]
