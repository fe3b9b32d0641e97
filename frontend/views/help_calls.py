"""Calls for help: the open ones, longest waiting first, and their answer."""

from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.domain.helping import answer_help
from activities.enums import HelpState
from activities.models import HelpCall
from activities.queries import help_calls_in_scope
from base.accounts.models import Membership
from base.audit.domain.records import record
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.facing import name_of
from frontend.forms.activities import AnswerForm
from frontend.meetings import SIDE_WORDS, since_words
from frontend.paging import paginate
from frontend.toasts import say
from matching.enums import PairSide
from matching.models import Helper
from matching.queries import programmes_in_scope


@door("activities.answer_help")
@require_safe
def help_calls(request: SignedRequest) -> HttpResponse:
    """Who asks for help, since when, and whom to phone; answered ones on request."""
    return _show(request)


@transaction.atomic
def _show(request: SignedRequest, *, status: int = HTTPStatus.OK, **refused: Any) -> HttpResponse:
    answered = request.GET.get("state") == HelpState.ANSWERED
    calls = help_calls_in_scope(request.membership, open_only=not answered)
    if answered:
        calls = calls.filter(state=HelpState.ANSWERED).order_by("-answered_at", "-pk")
    page = paginate(request, calls.select_related(*CENTRES))
    rows = list(page.object_list)
    page.object_list = [_told(call, request.membership) for call in rows]
    if any(call.words or call.answer for call in rows):
        record("activities.help.read", by=request.membership, details={"rows": len(rows)})
    context = {
        "page": page,
        "answered": answered,
        "topics": " ".join(
            f"help:{pk}" for pk in programmes_in_scope(request.membership).values_list("pk", flat=True)
        ),
    }
    return render(request, "help/list.html", {**context, **refused}, status=status)


CENTRES = (
    "pair__seeker__household__centre",
    "pair__helper__volunteer__centre",
    "pair__helper__mentor__centre",
)


def _told(call: HelpCall, membership: Membership) -> dict[str, Any]:
    """A row: who asks, for how long, and the way to the phone number where reading it is on record."""
    helper, household = call.pair.helper, call.pair.seeker.household
    is_familys = call.side == PairSide.FAMILY
    own = (household if is_familys else helper.person).centre_id == membership.organisation_id
    contact = _family_url(household.pk) if is_familys else _helper_url(helper)
    return {
        "call": call,
        "side": SIDE_WORDS[call.side],
        "since": since_words(call.made_at, timezone.now()),
        "helper": name_of(helper, membership),
        "whom": household.label if is_familys else name_of(helper, membership),
        "contact": f"{contact}?contact=show#contact" if own else "",
        "centre": household.centre if is_familys else helper.person.centre,
        "form": AnswerForm(auto_id=f"answer-{call.pk}-%s"),
    }


def _family_url(pk: int) -> str:
    return reverse("family", args=[pk])


def _helper_url(helper: Helper) -> str:
    route = "volunteer" if helper.volunteer_id else "mentor"
    return reverse(route, args=[helper.person.pk])


@door("activities.answer_help")
@require_POST
def help_answer(request: SignedRequest, pk: int) -> HttpResponse:
    """Closes a call with what was done."""
    calls = help_calls_in_scope(request.membership, open_only=False)
    call = get_object_or_404(calls, pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        told = _("Write in a few words what was done, then close the call.")
        return _show(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, told=told, wrong=pk)
    try:
        answer_help(call, by=request.membership, words=form.cleaned_data["words"])
    except Refusal as refusal:
        return _show(request, status=HTTPStatus.CONFLICT, told=refusal.message)
    say(request, _("Answered: %(label)s.") % {"label": call.pair.seeker.household.label})
    return redirect("help_calls")
