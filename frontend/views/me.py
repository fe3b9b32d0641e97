"""The page of somebody who helps about themselves: what we know, what comes next, a pause."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.me import PauseForm
from frontend.held import held_data
from frontend.me import about
from frontend.resting import Helper, come_back, own_profile, rest
from frontend.toasts import say


@door("accounts.help")
@require_safe
def me(request: SignedRequest) -> HttpResponse:
    """What we know of you, in words, and what comes next."""
    person = own_profile(request.membership)
    told = about(person, request.membership) if person is not None else None
    return render(request, "me/page.html", {"person": person, "told": told})


@door("accounts.help")
@require_http_methods(["GET", "HEAD", "POST"])
def me_pause(request: SignedRequest) -> HttpResponse:
    """A pause: what it means, until when, and no reason."""
    person = _own(request)
    form = PauseForm(request.POST if request.method == "POST" else held_data(request))
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        if done(form, partial(rest, person, until=until, by=request.membership)):
            say(request, _("You are on a pause now. Come back whenever you like."))
            return redirect("me")
    return render(request, "me/pause.html", {"form": form}, status=422 if request.method == "POST" else 200)


@door("accounts.help")
@require_POST
def me_resume(request: SignedRequest) -> HttpResponse:
    """Back from a pause."""
    come_back(_own(request), by=request.membership)
    say(request, _("Good that you are back."))
    return redirect("me")


def _own(request: SignedRequest) -> Helper:
    """Who this person is here; not found while the log-in is connected with nobody."""
    person = own_profile(request.membership)
    if person is None:
        raise Http404
    return person
