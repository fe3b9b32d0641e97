"""The catalogue of a programme's activities: pictures with words, put in order, reworded, hidden."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.catalogue import add_activity, order_activities, reword_activity, show_activity
from activities.enums import Picture
from activities.models import Activity
from activities.models.catalogue import WORD_LANGUAGES
from activities.queries import catalogue_of
from base.accounts.models import Membership
from frontend.access import SignedRequest, door, require
from frontend.doing import done
from frontend.forms.activities import ActivityForm
from frontend.forms.reasons import WhyForm
from frontend.held import held_data
from frontend.toasts import say
from matching.models import Programme
from matching.queries import programmes_in_scope

CHANGE = "activities.change_catalogue"


@door("activities.view_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def activities(request: SignedRequest, pk: int) -> HttpResponse:
    """The catalogue; sent, a new activity at its end."""
    programme = _programme(request.membership, pk)
    if request.method == "POST":
        require(request, CHANGE, programme)
    typed = request.POST if request.method == "POST" else held_data(request)
    form = ActivityForm(typed or None, initial={"picture": Picture.OTHER})

    def add() -> None:
        add_activity(programme, by=request.membership, **form.for_verb())

    if request.method == "POST" and form.is_valid() and done(form, add):
        say(request, _("Added at the end of the list."))
        return redirect("activities", pk)
    return _show(request, programme, form=form)


def _show(
    request: SignedRequest,
    programme: Programme,
    *,
    form: ActivityForm | None = None,
    changing: WhyForm | None = None,
) -> HttpResponse:
    context = {
        "programme": programme,
        "rows": [_told(activity) for activity in catalogue_of(programme, hidden=True)],
        "form": form or ActivityForm(initial={"picture": Picture.OTHER}),
        "changing": changing or WhyForm(auto_id="change_%s"),
        "pictures": Picture.choices,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/activities.html", context, status=status)


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: SignedRequest, pk: int, code: str) -> HttpResponse:
    """Other words, or another picture."""
    programme, found = _both(request, pk, code)
    typed = request.POST if request.method == "POST" else held_data(request)
    standard = str(found.word) if found.is_standard else ""
    form = ActivityForm(typed or None, standard=standard, initial={"picture": found.picture, **found.words})

    def reword() -> None:
        reword_activity(programme, code=code, by=request.membership, **form.for_verb())

    if request.method == "POST" and form.is_valid() and done(form, reword):
        say(request, _("Reworded. Old meetings are called so too."))
        return redirect("activities", pk)
    context = {"programme": programme, "activity": found, "form": form, "pictures": Picture.choices}
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/activity.html", context, status=status)


@door(CHANGE)
@require_POST
def activity_order(request: SignedRequest, pk: int, code: str) -> HttpResponse:
    """One place up or down; at either end it stays where it is."""
    programme, found = _both(request, pk, code)
    codes = [one.code for one in catalogue_of(programme, hidden=True)]
    place = codes.index(found.code)
    to = place + (-1 if request.POST.get("to") == "up" else 1)
    if not 0 <= to < len(codes):
        return redirect("activities", pk)
    codes[place], codes[to] = codes[to], codes[place]

    def order(why: str) -> None:
        order_activities(programme, codes=codes, why=why, by=request.membership)

    return _changed(request, programme, order)


@door(CHANGE)
@require_POST
def activity_shown(request: SignedRequest, pk: int, code: str) -> HttpResponse:
    """Offers an activity again, or no more."""
    programme, found = _both(request, pk, code)
    shown = request.POST.get("shown") == "yes"

    def show(why: str) -> None:
        show_activity(programme, code=found.code, shown=shown, why=why, by=request.membership)
        say(request, _("Offered again.") if shown else _("Not offered any more. Old meetings keep it."))

    return _changed(request, programme, show)


def _changed(request: SignedRequest, programme: Programme, change: Callable[[str], None]) -> HttpResponse:
    """Does what a button beside an activity says, with the reason above the list."""
    form = WhyForm(request.POST, auto_id="change_%s")
    if form.is_valid() and done(form, lambda: change(form.cleaned_data["why"])):
        return redirect("activities", programme.pk)
    return _show(request, programme, changing=form)


def _programme(membership: Membership, pk: int) -> Programme:
    return get_object_or_404(programmes_in_scope(membership), pk=pk)


def _both(request: SignedRequest, pk: int, code: str) -> tuple[Programme, Activity]:
    programme = _programme(request.membership, pk)
    require(request, CHANGE, programme)
    found = next((one for one in catalogue_of(programme, hidden=True) if one.code == code), None)
    if found is None:
        raise Http404
    return programme, found


def _told(activity: Activity) -> dict[str, Any]:
    """A row: its word here, and its own words by language."""
    own = [(code, activity.words[code]) for code in WORD_LANGUAGES if activity.words.get(code)]
    return {"activity": activity, "word": activity.word, "own": own}
