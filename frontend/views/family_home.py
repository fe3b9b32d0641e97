"""The family's first page: what waits for its word, and who to call."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.queries import coming_meetings, meetings_to_confirm
from activities.queries.talk import unread_of_family
from families.enums import HouseholdState
from frontend.family import FamilyRequest, family_door
from frontend.family_meetings import shown_meetings
from frontend.family_pairs import pairs_shown, pairs_to_say_of, someone_is_asked
from frontend.family_steps import still_to_tell
from frontend.views.family_about import whole
from matching.queries import pairs_of_household

MOST_ASKED = 3


@family_door
@require_safe
def home(request: FamilyRequest) -> HttpResponse:
    """What waits for the family's word, its next meeting, its helper, and help."""
    household = whole(request.household)
    now = timezone.now()
    pairs = pairs_shown(household)
    asked = meetings_to_confirm(household).prefetch_related("words")
    coming = coming_meetings(pairs_of_household(household), now).filter(start__gte=now)
    context = {
        "pairs": pairs,
        "unread": unread_of_family(household),
        "to_say": pairs_to_say_of(household),
        "asks": [one for one in pairs if one.asks],
        "meetings": shown_meetings(asked[:MOST_ASKED]),
        "next": coming.select_related("pair__helper__volunteer", "pair__helper__mentor").first(),
        "still": still_to_tell(household),
        "someone_is_asked": not pairs and someone_is_asked(household),
        "is_resting": household.state == HouseholdState.PAUSED,
    }
    return render(request, "f/home.html", context)
