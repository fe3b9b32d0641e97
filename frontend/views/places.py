"""What is shown below a field while one types: places to choose from, a week, languages."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.access import SignedRequest, door
from frontend.previews import read_languages, read_week, suggest_places


@door(None)
@require_safe
def places_search(request: SignedRequest) -> HttpResponse:
    """Places that begin with what is typed, as options of a listbox."""
    return render(request, "people/places.html", {"places": suggest_places(_typed(request))})


@door(None)
@require_safe
def week_preview(request: SignedRequest, kind: str) -> HttpResponse:
    """The week a text means, drawn in the colour of its thread."""
    if kind not in ("seeker", "helper"):
        raise Http404
    return render(request, "people/week.html", {"read": read_week(_typed(request)), "kind": kind})


@door(None)
@require_safe
def languages_preview(request: SignedRequest) -> HttpResponse:
    """The languages a text names, as chips."""
    return render(request, "people/languages.html", {"read": read_languages(_typed(request))})


def _typed(request: SignedRequest) -> str:
    """The one value of the query, whatever the field's name is on its page."""
    return request.GET.get(next(iter(request.GET), ""), "")
