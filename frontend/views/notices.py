"""The outbox of the centre: what waits, what somebody has to read out or hand over, what has gone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.accounts.models import Membership
from base.audit.domain.records import record
from base.notices.domain.outbox import hand_over
from base.notices.domain.rendering import render as words_of
from base.notices.enums import NoticeState
from base.notices.models import Notice
from base.notices.queries import for_organisation, to_hand_over
from frontend.access import SignedRequest, door
from frontend.paging import Option, paginate
from frontend.toasts import say

TO_DO = "to_do"


@door("notices.view_notice")
@require_safe
def notices(request: SignedRequest) -> HttpResponse:
    """Messages by state; first those that wait for somebody's hands."""
    organisation = request.membership.organisation_id
    state = request.GET.get("state", "")
    if state == TO_DO:
        rows = to_hand_over(organisation)
    else:
        rows = for_organisation(organisation, state=state if state in NoticeState.values else "")
    options = [Option(TO_DO, _("to hand over"), to_hand_over(organisation).count()), *_states()]
    context = {"page": paginate(request, rows), "options": options, "state": state}
    return render(request, "notices/list.html", context)


def _states() -> list[Option]:
    shown = (NoticeState.WAITING, NoticeState.SENT, NoticeState.HANDED_OVER, NoticeState.CANCELLED)
    return [Option(state.value, state.label) for state in shown]


@door("notices.view_notice")
@require_safe
def notice(request: SignedRequest, pk: int) -> HttpResponse:
    """One message as text to read out or a letter to print; reading it is on record."""
    found = find(request.membership, pk)
    is_gone = found.state == NoticeState.CANCELLED
    record("notices.notice.read", by=request.membership, on=found, organisation_id=found.organisation_id)
    context = {
        "notice": found,
        "words": None if is_gone else words_of(found),
        "deliveries": found.deliveries.all(),
    }
    return render(request, "notices/page.html", context)


@door("notices.view_notice")
@require_POST
def notice_hand_over(request: SignedRequest, pk: int) -> HttpResponse:
    """Notes that somebody has told, given or shown it."""
    found = hand_over(find(request.membership, pk), by=request.membership)
    say(request, _("Noted: %(label)s has been told.") % {"label": found.recipient_label})
    return redirect("notices")


def find(membership: Membership, pk: int) -> Notice:
    """A message this centre looks after."""
    return get_object_or_404(for_organisation(membership.organisation_id), pk=pk)
