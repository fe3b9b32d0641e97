"""Conversations at the desk: the list, one of them with quick phrases, hiding and reporting a message."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.domain.talk import hide_message, look_at_talk, report_message, show_message
from activities.models import Talk, TalkMessage
from activities.queries.talk import (
    REPORTED,
    UNREAD,
    conversations_in_scope,
    messages_of,
    standing_of,
    unread_of,
)
from base.accounts.models import Membership
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.facing import name_of, people_of
from frontend.forms.talk import ReportForm, TalkForm
from frontend.held import held_data
from frontend.paging import Option, paginate
from frontend.quiet import is_quiet
from frontend.talk import Reader, send, show_talk, words_of
from frontend.toasts import say
from frontend.views.talk import typed_before
from matching.enums import PairSide
from matching.models import Pair
from matching.queries import pairs_in_scope

SIDE = PairSide.COORDINATOR
PAGE = "talk/page.html"
SHOWS = (Option(UNREAD, gettext_lazy("to read")), Option(REPORTED, gettext_lazy("reported")))


@door("activities.read_talk")
@require_safe
def conversations(request: SignedRequest) -> HttpResponse:
    """Conversations of the centre's pairs, the newest first, by label and without what was written."""
    show = request.GET.get("show", "")
    rows = conversations_in_scope(request.membership, show=show)
    people = ("seeker__household", "helper__volunteer", "helper__mentor", "programme")
    page = paginate(request, rows.select_related("pair", *(f"pair__{one}" for one in people)))
    shown: list[Talk] = list(page.object_list)
    unread = unread_of(request.membership, [talk.pair for talk in shown])
    page.object_list = [
        (talk, name_of(talk.pair.helper, request.membership), unread.get(talk.pair_id, 0)) for talk in shown
    ]
    known = show if show in (UNREAD, REPORTED) else ""
    return render(request, "talk/list.html", {"page": page, "shows": SHOWS, "show": known})


@door("activities.read_talk")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_talk(request: SignedRequest, pk: int) -> HttpResponse:
    """What the two of a pair write to each other, and a coordinator's own word in it. A look is on record."""
    reader = _reader(request, pk)

    def again(form: TalkForm, status: int = HTTPStatus.OK) -> HttpResponse:
        return show_talk(request, reader, PAGE, form=form, status=status)

    if request.method == "POST":
        return send(request, reader, again)
    if is_quiet(request):
        return show_talk(request, reader, PAGE)
    look_at_talk(reader.pair, by=request.membership)
    return again(typed_before(request))


@door("activities.read_talk")
@require_POST
def pair_talk_hide(request: SignedRequest, pk: int, message: int) -> HttpResponse:
    """Takes a message out of sight of the pair."""
    reader = _reader(request, pk)
    hide_message(_message(reader.pair, message), by=request.membership)
    undo = reverse("pair_talk_show", args=[pk, message])
    say(request, _("The pair does not see this message any more."), undo_url=undo)
    return redirect(f"{reader.here}#m{message}")


@door("activities.read_talk")
@require_POST
def pair_talk_show(request: SignedRequest, pk: int, message: int) -> HttpResponse:
    """Puts a hidden message back."""
    reader = _reader(request, pk)
    show_message(_message(reader.pair, message), by=request.membership)
    say(request, _("The pair sees this message again."))
    return redirect(f"{reader.here}#m{message}")


@door("activities.read_talk")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_talk_report(request: SignedRequest, pk: int, message: int) -> HttpResponse:
    """Reports a message of the pair to the administrators."""
    reader = _reader(request, pk)
    found = get_object_or_404(messages_of(reader.pair).exclude(side=SIDE).select_related("pair"), pk=message)
    form = ReportForm(request.POST if request.method == "POST" else held_data(request))

    def report() -> None:
        report_message(found, side=SIDE, words=form.cleaned_data["words"], by=request.membership)

    if request.method == "POST" and form.is_valid() and done(form, report):
        say(request, _("Reported. The administrators of the centre have been told that there is a concern."))
        return redirect(f"{reader.here}#m{message}")
    context = {"reader": reader, "pair": reader.pair, "said": words_of(found), "form": form}
    return render(request, "talk/report.html", context, status=422 if form.errors else 200)


def _message(pair: Pair, pk: int) -> TalkMessage:
    return get_object_or_404(messages_of(pair).select_related("pair"), pk=pk)


def _reader(request: SignedRequest, pk: int) -> Reader:
    pair = _find(request.membership, pk)
    return Reader(
        pair=pair,
        side=SIDE,
        actor=request.membership,
        helper=name_of(pair.helper, request.membership),
        family=pair.seeker.household.label,
        here=reverse("pair_talk", args=[pk]),
        membership=request.membership,
    )


def _find(membership: Membership, pk: int) -> Pair:
    found: Pair = get_object_or_404(people_of(pairs_in_scope(membership)), pk=pk)
    if standing_of(found, on=timezone.localdate()) is None:
        raise Http404
    return found
