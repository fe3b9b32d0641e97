"""The family's first page: what waits for its word, and who to call."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.family import FamilyRequest, family_door


@family_door
@require_safe
def home(request: FamilyRequest) -> HttpResponse:
    """What waits for the family's word, its next meeting, its helper, and help."""
    return render(request, "f/home.html")
