"""Home: where each role begins."""

from django.http import HttpResponse
from django.shortcuts import render

from frontend.access import SignedRequest, door


@door(None)
def home(request: SignedRequest) -> HttpResponse:
    """A greeting and the places this membership can go to."""
    return render(request, "home.html")
