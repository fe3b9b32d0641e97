"""What is done on the page of a family, a volunteer and a mentor alike; their doors stand in their files."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from frontend.access import SignedRequest
from frontend.aftermath import Meaning, say_what_next
from frontend.doing import done
from frontend.filling import Filling
from frontend.forms.people import ConsentForm, JoinForm, MoveForm
from frontend.held import held_data
from frontend.history import told_history
from frontend.people import Kind, Moving, matching_of
from frontend.previews import common_weeks
from frontend.toasts import say
from matching.domain.farewells import Cared, foresee_farewell, is_of_a_large_pool, release_helper
from matching.domain.programmes import leave_programme
from matching.queries import programmes_in_scope


def show(request: SignedRequest, kind: Kind, person: Any, template: str, **context: Any) -> HttpResponse:
    """A person's page with what all kinds share; forms in `context` were sent and refused."""
    matching = context.pop("matching", None) or matching_of(request.membership, person)
    shared = {
        "person": person,
        "kind": kind,
        "matching": matching,
        "moves": kind.open_moves(person),
        "move_form": MoveForm(),
        "consent_form": ConsentForm(purposes=kind.purposes.choices),
        "consents": person.consents.all(),
        "join_form": JoinForm(places=kind.places(request.membership, person)),
        "history": told_history(person),
    }
    refused = any(getattr(form, "is_bound", False) for form in context.values())
    return render(request, template, {**shared, **context}, status=422 if refused else 200)


def state(request: SignedRequest, kind: Moving, pk: int) -> HttpResponse:
    """Moves the person to another state, with the reason or the day this asks for."""
    person = kind.find(request.membership, pk)
    key = request.POST.get("move", "")
    move = kind.moves.get(key)
    if move is None:
        raise Http404
    form = MoveForm(request.POST)
    if form.is_valid():
        asked = {move.asks: form.cleaned_data[move.asks]} if move.asks else {}
        if move.asks == "on" and asked["on"] is None:
            form.add_error("on", _("Write the day."))
        elif done(form, partial(move.verb, person, by=request.membership, **asked)):
            say(
                request,
                _("Done: %(label)s is now: %(state)s.")
                % {"label": person, "state": person.get_state_display()},
            )
            return redirect(kind.name, pk)
    return _refused(request, kind, pk, move_form=form, open_move=key)


def goodbye(request: SignedRequest, kind: Kind, pk: int) -> HttpResponse:
    """Somebody who helps leaves: first what it means to each family, then the act and what came of it."""
    person = kind.find(request.membership, pk)
    form = MoveForm(request.POST if request.method == "POST" else held_data(request))
    cared: list[Cared] = []

    def release() -> None:
        cared.extend(release_helper(person, reason=form.cleaned_data["reason"], by=request.membership))

    if request.method == "POST" and form.is_valid() and done(form, release):
        say(request, _("%(label)s has said goodbye.") % {"label": person})
        for one in cared:
            say_what_next(request, one.seeker, one.replacement)
        return redirect(kind.name, pk)
    is_told = "told" in request.GET or not is_of_a_large_pool(person)
    foreseen = foresee_farewell(person) if is_told else []
    context = {
        "person": person,
        "kind": kind,
        "form": form,
        "is_told": is_told,
        "families": [Meaning.of(one, request.membership) for one in foreseen],
    }
    return render(request, "people/goodbye.html", context, status=422 if request.method == "POST" else 200)


def consent(request: SignedRequest, kind: Kind, pk: int) -> HttpResponse:
    """Writes down what somebody agreed to."""
    person = kind.find(request.membership, pk)
    form = ConsentForm(request.POST, purposes=kind.purposes.choices)
    if form.is_valid() and done(form, lambda: kind.give(person, by=request.membership, **form.cleaned_data)):
        say(request, _("The consent is written down."))
        return redirect(kind.name, pk)
    return _refused(request, kind, pk, consent_form=form)


def consent_withdraw(request: SignedRequest, kind: Kind, pk: int) -> HttpResponse:
    """Writes down that somebody took a consent back."""
    person = kind.find(request.membership, pk)
    purpose = request.POST.get("purpose", "")
    if purpose not in kind.purposes.values:
        raise Http404
    kind.withdraw(person, purpose=kind.purposes(purpose), by=request.membership)
    say(request, _("The consent is taken back from now on."))
    return redirect(kind.name, pk)


def join(request: SignedRequest, kind: Kind, pk: int) -> HttpResponse:
    """Gives somebody a place in a programme."""
    person = kind.find(request.membership, pk)
    form = JoinForm(request.POST, places=kind.places(request.membership, person))
    if form.is_valid():
        number, _dash, member = form.cleaned_data["place"].partition("-")
        programme = get_object_or_404(programmes_in_scope(request.membership), pk=number)
        whom = {"member": get_object_or_404(person.members, pk=member)} if member else {}
        if done(form, lambda: kind.join(programme, person, by=request.membership, **whom)):
            say(
                request, _("%(label)s is now in “%(programme)s”.") % {"label": person, "programme": programme}
            )
            return redirect(kind.name, pk)
    return _refused(request, kind, pk, join_form=form)


def leave(request: SignedRequest, kind: Kind, pk: int) -> HttpResponse:
    """Ends somebody's place in a programme; refused while a pair is open."""
    person = kind.find(request.membership, pk)
    asked = request.POST.get("place", "")
    place = next(
        (one for one in matching_of(request.membership, person).places if str(one.pk) == asked), None
    )
    if place is None:
        raise Http404
    leave_programme(place, by=request.membership)
    say(request, _("%(label)s has left “%(programme)s”.") % {"label": person, "programme": place.programme})
    return redirect(kind.name, pk)


def small(
    request: SignedRequest,
    kind: Kind,
    pk: int,
    name: str,
    form: BaseForm,
    verb: Callable[..., object],
    told: str,
) -> HttpResponse:
    """A small form of the page, `name` in its context: calls verb(person, **what was typed, by=...)."""
    person = kind.find(request.membership, pk)
    if form.is_valid() and done(form, lambda: verb(person, by=request.membership, **form.cleaned_data)):
        say(request, told)
        return redirect(kind.name, pk)
    return _refused(request, kind, pk, **{name: form})


def show_form(
    request: SignedRequest, filling: Filling, template: str, person: Any, **context: Any
) -> HttpResponse:
    """A person's form in steps, as it stands; 422 when something sent has to be mended,
    409 when a colleague has saved another version meanwhile."""
    shown = {
        "filling": filling,
        "form": filling.form,
        "members": filling.rows,
        "person": person,
        "phrases": common_weeks(),
    }
    return render(request, template, {**shown, **context}, status=filling.status)


def _refused(request: SignedRequest, kind: Moving, pk: int, **context: Any) -> HttpResponse:
    """The page again, with the form as it was typed and what is wrong with it."""
    page: HttpResponse = kind.show(request, kind.find(request.membership, pk), **context)
    return page
