"""Whose work and data Splot stands on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.access import door


@door.public
def thanks(request: HttpRequest) -> HttpResponse:
    """Sources of data with their licences, and the people who carry the idea."""
    return render(request, "credits.html")
