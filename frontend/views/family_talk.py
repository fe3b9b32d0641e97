"""The family's conversation with its helper: phrases first, in its own language."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.talk import report_message
from activities.queries.talk import messages_of
from frontend.doing import done
from frontend.family import FamilyRequest, family_door, kept_words
from frontend.family_pairs import find_talking_pair
from frontend.forms.talk import ReportForm, TalkForm
from frontend.quiet import is_quiet
from frontend.talk import Reader, change_contact, send, show_talk, words_of
from frontend.toasts import say
from frontend.views.family_about import whole
from matching.enums import PairSide

SIDE = PairSide.FAMILY
PAGE = "f/talk.html"


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: FamilyRequest, key: UUID) -> HttpResponse:
    """What the two and their coordinators write to each other."""
    reader = _reader(request, key)
    if request.method == "POST":

        def again(form: TalkForm, status: int) -> HttpResponse:
            return show_talk(request, reader, PAGE, form=form, status=status)

        return send(request, reader, again)
    words = "" if is_quiet(request) else kept_words(request)
    return show_talk(request, reader, PAGE, words=words)


@family_door
@require_POST
def talk_contact(request: FamilyRequest, key: UUID) -> HttpResponse:
    """Shows the helper the family's phone or e-mail, or takes that back."""
    reader = _reader(request, key)
    say(request, change_contact(request, reader))
    return redirect(reader.here)


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def talk_report(request: FamilyRequest, key: UUID, pk: int) -> HttpResponse:
    """Reports a message: read by those who lead the centre."""
    reader = _reader(request, key)
    rows = messages_of(reader.pair).exclude(side=SIDE).filter(hidden_at=None).select_related("pair")
    message = get_object_or_404(rows, pk=pk)
    begun = {"words": kept_words(request)}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=begun)

    def report() -> None:
        report_message(message, side=SIDE, words=form.cleaned_data["words"], by=request.actor)

    if form.is_valid() and done(form, report):
        say(request, _("Thank you for telling us. The people who lead the centre will look at it."))
        return redirect(reader.here)
    context = {"reader": reader, "pair": reader.pair, "said": words_of(message), "form": form}
    return render(request, "f/talk_report.html", context, status=422 if form.errors else 200)


def _reader(request: FamilyRequest, key: UUID) -> Reader:
    found = find_talking_pair(whole(request.household), key)
    return Reader(
        pair=found.pair,
        side=SIDE,
        actor=request.actor,
        helper=found.name,
        family=_("You"),
        here=reverse("f_talk", args=[key]),
    )
