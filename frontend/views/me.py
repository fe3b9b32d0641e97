"""The page of somebody who helps about themselves: what we know, what comes next, short steps, a pause."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.family_steps import PICTURES
from frontend.filling import fill
from frontend.forms.me import PauseForm
from frontend.forms.week_grid import PRESETS
from frontend.held import held_data
from frontend.helping import contact_of
from frontend.me import about, first_unanswered
from frontend.me_steps import place_of
from frontend.me_work import own_consents, work_todos
from frontend.resting import Helper, come_back, own_profile, rest
from frontend.toasts import say
from volunteers.domain.oneself import revise_oneself
from volunteers.models import Volunteer
from volunteers.queries import for_page, volunteers_in_scope


@door("accounts.help")
@require_safe
def me(request: SignedRequest) -> HttpResponse:
    """What we know of you, in words, and what comes next."""
    person: Helper | None = for_page(volunteers_in_scope(request.membership)).first()
    person = person or own_profile(request.membership)
    context: dict[str, Any] = {"person": person, "centre": contact_of(request.membership, person)}
    if person is not None:
        context |= {"told": about(person)}
    if isinstance(person, Volunteer):
        context |= {"first": first_unanswered(person)}
    elif person is not None:
        context |= {"todos": work_todos(person), "agreed": own_consents(person)}
    return render(request, "me/page.html", context)


@door("volunteers.change_own_profile")
@require_http_methods(["GET", "HEAD", "POST"])
def me_step(request: SignedRequest, key: str) -> HttpResponse:
    """One question about oneself; with ?all the next one follows."""
    place = place_of(key)
    if place is None:
        raise Http404
    person = own_volunteer(request)
    make = partial(place.step.form, person=person)
    filling = fill(request, f"me-{key}-{person.pk}", make, place.step.form.beginning(person))

    def revise() -> Volunteer:
        form = filling.form
        return revise_oneself(
            person, changes=form.changes(), seen=form.cleaned_data["seen"] or None, by=request.membership
        )

    in_a_row = "all" in request.GET
    if filling.saved(revise, person):
        say(request, _("Saved."))
        if in_a_row and place.after:
            return redirect(f"{reverse('me_step', args=[place.after.key])}?all=1")
        return redirect("me")
    context = {
        "place": place,
        "filling": filling,
        "form": filling.form,
        "in_a_row": in_a_row,
        "told": place.step.told(person),
        "presets": PRESETS,
        "pictures": PICTURES,
    }
    return render(request, "me/step.html", context, status=422 if filling.typed.is_sent else 200)


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


def own_volunteer(request: SignedRequest) -> Volunteer:
    """The volunteer this person is; not found while the log-in is connected with nobody."""
    return get_object_or_404(for_page(volunteers_in_scope(request.membership)))


def _own(request: SignedRequest) -> Helper:
    """Who this person is here; not found while the log-in is connected with nobody."""
    person = own_profile(request.membership)
    if person is None:
        raise Http404
    return person
