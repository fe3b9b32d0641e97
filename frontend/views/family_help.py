"""Asking for help, and reporting a concern."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.domain.concerns import report_concern
from activities.domain.helping import call_for_help
from families.domain.questions import ask_centre
from families.enums import QuestionAbout
from frontend.doing import done
from frontend.family import FamilyRequest, family_door, kept_words
from frontend.family_pairs import pairs_shown
from frontend.forms.family import ConcernForm, WordsForm
from frontend.toasts import say
from frontend.views.family_about import whole
from matching.enums import PairSide


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def help_me(request: FamilyRequest) -> HttpResponse:
    """The coordinator is asked to call: about the pair where there is one, else about anything."""
    form = WordsForm(request.POST if request.method == "POST" else None, initial=_begun(request))
    if form.is_valid() and done(form, lambda: _call(request, form.cleaned_data["words"])):
        say(request, _("We have it. Your coordinator will call you."))
        return redirect("f_home")
    return render(request, "f/help.html", {"form": form}, status=422 if form.errors else 200)


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: FamilyRequest) -> HttpResponse:
    """A concern, read by few: the page says by whom. The helper never hears of it."""
    form = ConcernForm(
        request.POST if request.method == "POST" else None, initial={"key": uuid4(), **_begun(request)}
    )
    if form.is_valid() and done(form, lambda: _report(request, form)):
        return render(request, "f/concern_told.html")
    return render(request, "f/concern.html", {"form": form}, status=422 if form.errors else 200)


def _begun(request: FamilyRequest) -> dict[str, str]:
    return {"words": kept_words(request)}


def _call(request: FamilyRequest, words: str) -> object:
    open_pairs = pairs_shown(whole(request.household))
    if open_pairs:
        return call_for_help(open_pairs[0].pair, side=PairSide.FAMILY, by=request.actor, words=words)
    return ask_centre(request.household, about=QuestionAbout.CALL, words=words, by=request.actor)


def _report(request: FamilyRequest, form: ConcernForm) -> object:
    open_pairs = pairs_shown(whole(request.household))
    return report_concern(
        request.household,
        words=form.cleaned_data["words"],
        key=form.cleaned_data["key"],
        pair=open_pairs[0].pair if open_pairs else None,
        side=PairSide.FAMILY,
        by=request.actor,
    )
