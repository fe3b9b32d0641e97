"""Talks by a set protocol: begun, one question at a time or the whole of it, closed."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.common.errors import Refusal
from desk.domain.interviews import answer_talk, begin_talk, close_talk, drop_talk
from desk.models import Interview
from desk.queries.interviews import next_unanswered, protocol_in_force, talks_in_scope
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.onboarding import AnswersForm, BeginTalkForm, CloseTalkForm
from frontend.held import held_data
from frontend.onboarding import person_of, side_of
from frontend.toasts import say
from frontend.views import newcomer as page

WHOLE = "whole"


@door("desk.use")
@require_POST
def interview_begin(request: SignedRequest, side: str, pk: int) -> HttpResponse:
    """Begins a talk by the protocol in force, or goes on with the one that is open."""
    which = side_of(side)
    person = person_of(request.membership, which, pk)
    form = BeginTalkForm(request.POST)
    protocol = protocol_in_force(person.centre_id, which, on=timezone.localdate())
    if protocol is None:
        raise Refusal(_("No protocol is in force. Set the questions first."), code="no_protocol")
    begun: list[Interview] = []

    def begin() -> None:
        begun.append(begin_talk(person, protocol=protocol, on=form.cleaned_data["on"], by=request.membership))

    if form.is_valid() and done(form, begin):
        whole = f"?{WHOLE}=1" if WHOLE in request.POST else ""
        return redirect(reverse("interview", args=[begun[0].pk]) + whole)
    return page.show(request, which, pk, status=HTTPStatus.UNPROCESSABLE_ENTITY, talk_form=form)


@door("desk.use")
@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: SignedRequest, pk: int) -> HttpResponse:
    """One question at a time, or with ?whole all of them; what is answered is kept at each step."""
    found = _open_talk(request, pk)
    whole = WHOLE in request.GET or WHOLE in request.POST
    asked = [one.code for one in found.protocol.asked()]
    code = request.POST.get("question", "") or request.GET.get("question", "")
    code = "" if whole else code if code in asked else next_unanswered(found) or asked[0]
    sent = request.method == "POST"
    form = AnswersForm(request.POST if sent else held_data(request), talk=found, only=code)
    if sent and form.is_valid() and done(form, lambda: _answer(request, found, form)):
        return _onward(found, asked, code)
    context = {
        "interview": found,
        "form": form,
        "question": code,
        "number": asked.index(code) + 1 if code else 0,
        "total": len(asked),
        "before": asked[asked.index(code) - 1] if code and asked.index(code) else "",
    }
    return render(request, "onboarding/interview.html", context, status=422 if sent else 200)


def _answer(request: SignedRequest, found: Interview, form: AnswersForm) -> None:
    answer_talk(found, answers=form.answers(), by=request.membership)


def _onward(found: Interview, asked: list[str], code: str) -> HttpResponse:
    """To the next question in order; after the last, or the whole, to the end."""
    at = asked.index(code) + 1 if code else len(asked)
    if at < len(asked):
        return redirect(f"{reverse('interview', args=[found.pk])}?question={asked[at]}")
    return redirect("interview_close", found.pk)


@door("desk.use")
@require_http_methods(["GET", "HEAD", "POST"])
def interview_close(request: SignedRequest, pk: int) -> HttpResponse:
    """What the talk came to; from then on it stays as it is."""
    found = _open_talk(request, pk)
    sent = request.method == "POST"
    form = CloseTalkForm(request.POST if sent else held_data(request), initial={"on": found.held_on})
    way = found.onboarding
    if sent and form.is_valid():
        typed: dict[str, Any] = form.cleaned_data
        if done(form, lambda: close_talk(found, by=request.membership, **typed)):
            say(request, _("The talk is written down."))
            return redirect("newcomer", way.side, way.person.pk)
    lacking = [one for one in found.protocol.asked() if one.code not in found.answers]
    context = {"interview": found, "form": form, "lacking": lacking}
    return render(request, "onboarding/interview_close.html", context, status=422 if sent else 200)


@door("desk.use")
@require_POST
def interview_drop(request: SignedRequest, pk: int) -> HttpResponse:
    """A talk begun by mistake is gone, with its answers."""
    found = _open_talk(request, pk)
    way = found.onboarding
    drop_talk(found, by=request.membership)
    say(request, _("The talk is gone; nothing of it is kept."))
    return redirect("newcomer", way.side, way.person.pk)


def _open_talk(request: SignedRequest, pk: int) -> Interview:
    found = get_object_or_404(talks_in_scope(request.membership), pk=pk)
    if found.closed_at is not None:
        raise Refusal(_("This talk is closed: what was said stays as it was written."), code="closed")
    return found
