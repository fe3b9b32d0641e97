"""A helper's conversation with a family or a colleague, on the phone; a report; a word to the coordinator."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.helping import call_for_help
from activities.domain.talk import report_message
from activities.models import TalkMessage
from activities.queries import pairs_of_helper
from activities.queries.talk import messages_of, standing_of
from base.accounts.models import Membership
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.facing import people_of
from frontend.family import kept_words
from frontend.forms.talk import AskForm, ReportForm, TalkForm, begun
from frontend.held import held_data
from frontend.quiet import is_quiet
from frontend.talk import Reader, change_contact, send, show_talk, words_of
from frontend.toasts import say
from matching.enums import PairSide
from matching.models import Pair

SIDE = PairSide.HELPER
PAGE = "phone/talk.html"


@door("activities.talk")
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: SignedRequest, key: UUID) -> HttpResponse:
    """What the two and their coordinators write to each other."""
    reader = _reader(request, key)
    if request.method == "POST":

        def again(form: TalkForm, status: int) -> HttpResponse:
            return show_talk(request, reader, PAGE, form=form, status=status)

        return send(request, reader, again)
    if is_quiet(request):
        return show_talk(request, reader, PAGE)
    return show_talk(request, reader, PAGE, form=typed_before(request))


def typed_before(request: SignedRequest) -> TalkForm:
    """The form with what was typed before a log-in was lost, or a phrase was touched."""
    held = held_data(request)
    if held:
        return begun(held.get("words", ""), held.get("key", ""))
    return begun(kept_words(request))


@door("activities.talk")
@require_POST
def talk_contact(request: SignedRequest, key: UUID) -> HttpResponse:
    """Shows the other side one's phone or e-mail, or takes that back."""
    reader = _reader(request, key)
    say(request, change_contact(request, reader))
    return redirect(reader.here)


@door("activities.talk")
@require_http_methods(["GET", "HEAD", "POST"])
def talk_report(request: SignedRequest, key: UUID, pk: int) -> HttpResponse:
    """Reports a message of somebody else: administrators read of it."""
    reader = _reader(request, key)
    message = _others(reader.pair, pk)
    form = ReportForm(request.POST if request.method == "POST" else held_data(request))
    if request.method == "POST" and form.is_valid() and done(form, lambda: _report(message, form, request)):
        say(request, _("Reported. The people who lead the centre will look at it."))
        return redirect(reader.here)
    context = {"reader": reader, "pair": reader.pair, "said": words_of(message), "form": form}
    return render(request, "phone/talk_report.html", context, status=422 if form.errors else 200)


@door("activities.talk")
@require_http_methods(["GET", "HEAD", "POST"])
def talk_ask(request: SignedRequest, key: UUID) -> HttpResponse:
    """A word to the coordinators alone: a call for help."""
    reader = _reader(request, key)
    form = AskForm(request.POST if request.method == "POST" else held_data(request))

    def call() -> None:
        call_for_help(reader.pair, side=SIDE, by=request.membership, words=form.cleaned_data["words"])

    if request.method == "POST" and form.is_valid() and done(form, call):
        say(request, _("Your coordinator has it and will get in touch with you."))
        return redirect(reader.here)
    context = {"reader": reader, "pair": reader.pair, "form": form}
    return render(request, "phone/talk_ask.html", context, status=422 if form.errors else 200)


def _report(message: TalkMessage, form: ReportForm, request: SignedRequest) -> None:
    report_message(message, side=SIDE, words=form.cleaned_data["words"], by=request.membership)


def _others(pair: Pair, pk: int) -> TalkMessage:
    """A message the helper can see and has not written."""
    rows = messages_of(pair).exclude(side=SIDE).filter(hidden_at=None)
    return get_object_or_404(rows.select_related("pair"), pk=pk)


def _reader(request: SignedRequest, key: UUID) -> Reader:
    pair = _find(request.membership, key)
    return Reader(
        pair=pair,
        side=SIDE,
        actor=request.membership,
        helper=_("You"),
        family=pair.seeker.household.label,
        here=reverse("talk", args=[pair.key]),
        membership=request.membership,
    )


def _find(membership: Membership, key: UUID) -> Pair:
    """The helper's own pair once both have said yes, ended ones too."""
    found: Pair = get_object_or_404(people_of(pairs_of_helper(membership)), key=key)
    if standing_of(found, on=timezone.localdate()) is None:
        raise Http404
    return found
