"""A helper's own meetings: changed, taken back, chosen between two versions."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.changing import may_change
from activities.domain.meetings import amend_meeting, withdraw_meeting
from activities.errors import Stale
from activities.models import Meeting
from activities.queries import meetings_in_scope
from base.accounts.models import Membership
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.differing import Sent, chosen_draft, differing_page, small_number
from frontend.forms.meetings import AmendForm
from frontend.held import held_data
from frontend.log_page import LogPage, meeting_as_sent, page_of_meeting
from frontend.toasts import say


@door("accounts.help")
@require_http_methods(["GET", "HEAD", "POST"])
def own_meeting(request: SignedRequest, pk: int) -> HttpResponse:
    """What was written down; while it may be changed, as a form."""
    meeting = _find(request.membership, pk)
    if request.method != "POST":
        typed = held_data(request)
        page = meeting_as_sent(meeting, typed, {}) if typed else page_of_meeting(meeting)
        return _show(request, meeting, page)
    form = AmendForm(request.POST)
    if not form.is_valid():
        return _mend(request, meeting, form.errors)
    try:
        amend_meeting(meeting, version=form.cleaned_data["version"], draft=form.draft, by=request.membership)
    except ValidationError as error:
        return _mend(request, meeting, error.message_dict)
    except Stale as stale:
        return differing_page(
            request, _find(request.membership, pk), Sent.of_draft(form.draft), told=str(stale.message)
        )
    except Refusal as refusal:
        return _mend(request, meeting, {}, told=refusal.message, status=HTTPStatus.CONFLICT)
    say(request, _("The meeting is changed."))
    return redirect("companion", meeting.pair.key)


@door("accounts.help")
@require_POST
def own_meeting_choose(request: SignedRequest, pk: int) -> HttpResponse:
    """One meeting out of two versions, line by line; the entry a phone still holds is settled with it."""
    meeting = _find(request.membership, pk)
    version = small_number(request.POST.get("version", "")) or 0
    try:
        draft = chosen_draft(meeting, request.POST)
        amend_meeting(meeting, version=version, draft=draft, by=request.membership)
    except ValidationError as error:
        return _mend(request, meeting, {}, told=" ".join(error.messages))
    except Stale as stale:
        fresh = _find(request.membership, pk)
        return differing_page(
            request, fresh, Sent.of_draft(draft), told=str(stale.message), entry_id=_entry(request)
        )
    except Refusal as refusal:
        return _mend(request, meeting, {}, told=refusal.message, status=HTTPStatus.CONFLICT)
    return _show(
        request,
        _find(request.membership, pk),
        page_of_meeting(_find(request.membership, pk)),
        settled=_entry(request),
        done=_("It stands as you chose."),
    )


@door("accounts.help")
@require_POST
def own_meeting_withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes it back: its time is free again."""
    meeting = _find(request.membership, pk)
    try:
        withdraw_meeting(meeting, by=request.membership)
    except Refusal as refusal:
        return _mend(request, meeting, {}, told=refusal.message, status=HTTPStatus.CONFLICT)
    say(request, _("The meeting is taken back."))
    return redirect("companion", meeting.pair.key)


def _entry(request: SignedRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("entry", ""))
    except ValueError:
        return None


def _find(membership: Membership, pk: int) -> Meeting:
    found: Meeting = get_object_or_404(meetings_in_scope(membership), pk=pk)
    return found


def _mend(
    request: SignedRequest,
    meeting: Meeting,
    errors: ValidationError | Mapping[str, Any],
    *,
    told: object = "",
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    page = (
        meeting_as_sent(meeting, request.POST, errors)
        if "start_date" in request.POST
        else page_of_meeting(meeting)
    )
    told = told or " ".join(word for words in page.errors.values() for word in words)
    return _show(request, meeting, page, told=told, status=status)


def _show(
    request: SignedRequest,
    meeting: Meeting,
    page: LogPage,
    *,
    told: object = "",
    done: str = "",
    settled: UUID | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "form": page,
        "may_change": may_change(meeting, by=request.membership),
        "told": told,
        "done": done,
        "settled": settled,
    }
    return render(request, "phone/meeting.html", context, status=status)
