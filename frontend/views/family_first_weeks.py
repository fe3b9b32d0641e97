"""The first weeks at a job, in the new colleague's own language, to tick off by themselves."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from activities.queries import BROUGHT_TOGETHER
from frontend.family import FamilyRequest, family_door
from frontend.family_pairs import find_pair
from frontend.first_weeks import change_first_weeks, first_weeks_shown
from frontend.views.family_about import whole
from matching.enums import PairSide


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def first_weeks(request: FamilyRequest, key: UUID) -> HttpResponse:
    """What to know by when; a touch ticks a line, another opens it again."""
    found = find_pair(whole(request.household), key)
    shown = first_weeks_shown(found.pair) if found.pair.stands_at in BROUGHT_TOGETHER else None
    if shown is None:
        raise Http404
    if request.method == "POST":
        change_first_weeks(found.pair, request.POST, side=PairSide.FAMILY, by=request.actor)
        return redirect("f_first_weeks", key)
    return render(request, "f/first_weeks.html", {"one": found, "first_weeks": shown})
