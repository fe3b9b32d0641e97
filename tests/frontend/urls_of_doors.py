"""Pages that exist for the tests of the door."""

from django import forms
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.held import held_data

saved: list[tuple[str, str]] = []


class NoteForm(forms.Form):
    note = forms.CharField()


@door("families.add_household")
def note(request: SignedRequest) -> HttpResponse:
    """A form of the usual shape."""
    form = NoteForm(request.POST or held_data(request))
    if request.method == "POST" and form.is_valid():
        saved.append((request.membership.organisation.key, form.cleaned_data["note"]))
        return HttpResponse("saved")
    return HttpResponse(form["note"].value() or "empty")


@door(None)
def refusing(request: SignedRequest) -> HttpResponse:
    raise Refusal("The room is taken.", code="room")


@door(None)
def locked(request: SignedRequest) -> HttpResponse:
    raise OperationalError("database is locked")


@door.public
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


urlpatterns = [
    path("", include("config.urls")),
    path("note/", note, name="note"),
    path("refusing/", refusing, name="refusing"),
    path("locked/", locked, name="locked"),
    path("open/", open_to_all, name="open"),
]
