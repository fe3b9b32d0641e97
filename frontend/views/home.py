"""Home: where each role begins."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """A greeting and the places this membership can go to."""
    return render(request, "home.html")
