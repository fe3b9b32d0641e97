"""The proposals desk: the list beside one proposal, and the decisions."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.accounts.models import Membership
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.acts import Act
from frontend.desk import Desk, chosen_programme, row_of, told_alone, told_certificate, told_urgent
from frontend.facing import face, name_of, people_of
from frontend.forms.matching import DecisionForm, RefusalForm
from frontend.held import held_data
from frontend.toasts import refuse, say
from matching.domain.change_sentences import why_changed
from matching.domain.decisions import (
    approve_proposal,
    approve_selection,
    pin_proposal,
    refuse_proposal,
    unpin_proposal,
)
from matching.domain.owed import priority_now
from matching.domain.sentences import priority_reason, summary
from matching.enums import ProposalChange, ProposalOrigin, ProposalState
from matching.models import Proposal
from matching.queries import has_minors, pairs_in_scope, proposals_in_scope

MOST_AT_ONCE = 200


# --- showing ----------------------------------------------------------------------------------------------


@door("matching.decide_proposal")
@require_safe
def proposals(request: SignedRequest) -> HttpResponse:
    """The list; on a wide screen its first proposal stands open beside it."""
    programme = chosen_programme(request.membership, request.GET)
    desk = Desk(request.membership, request.GET, programme)
    if request.htmx.target == "news":
        return render(request, "proposals/news.html", {"desk": desk, "seen": request.GET.get("seen")})
    first = desk.page.object_list[0].proposal.pk if desk.page.object_list else None
    return show(request, find(request.membership, first) if first else None, is_list=True, desk=desk)


@door("matching.decide_proposal")
@require_safe
def proposal(request: SignedRequest, pk: int) -> HttpResponse:
    """One proposal beside the list; for htmx the proposal alone, or its row."""
    found = find(request.membership, pk)
    if request.htmx.target == f"row-{pk}":
        return render(request, "proposals/row.html", row_context(request, found))
    return show(request, found)


def find(membership: Membership, pk: int) -> Proposal:
    """A proposal with a side of the membership's own, open or decided, with all its page shows."""
    rows = people_of(proposals_in_scope(membership)).select_related("run", "programme")
    found: Proposal = get_object_or_404(rows.annotate(has_children=has_minors("seeker__household")), pk=pk)
    return found


def show(
    request: SignedRequest,
    found: Proposal | None,
    *,
    is_list: bool = False,
    status: int = HTTPStatus.OK,
    desk: Desk | None = None,
    **context: Any,
) -> HttpResponse:
    """The desk with this proposal open; forms and sentences in `context` were refused."""
    programme = found.programme if found else chosen_programme(request.membership, request.GET)
    desk = Desk(request.membership, request.GET, programme, found if not is_list else None)
    opened = opened_context(request, found, desk) if found else {}
    alone = request.htmx.target == "opened"
    template = "proposals/opened.html" if alone else "proposals/desk.html"
    shown = {"desk": desk, "is_list": is_list, **opened, **context}
    return render(request, template, shown, status=status)


def opened_context(request: SignedRequest, found: Proposal, desk: Desk) -> dict[str, Any]:
    """What the opened proposal shows."""
    facing = face(request.membership, found, found.criteria, points=found.points)
    is_urgent = found.origin == ProposalOrigin.REPLACEMENT
    is_changed = found.change == ProposalChange.CHANGED
    proven, numbers = told_alone() if is_urgent else told_certificate(found.run)
    return {
        "proposal": found,
        "facing": facing,
        "summary": summary(found),
        "urgent": told_urgent(found) if is_urgent else "",
        "reasons": reasons_of(found, desk) if facing.seeker.is_whole else [],
        "changed_why": why_changed(found, request.membership) if is_changed else "",
        "proven": proven,
        "numbers": numbers,
        "is_open": found.state == ProposalState.OPEN,
        "decided": found.decisions.order_by("-decided_at", "-pk").first(),
        "pair": pairs_in_scope(request.membership).filter(proposal=found).order_by("-pk").first(),
        "acts": acts_of(found, desk),
        "refusal_form": RefusalForm(),
    }


def reasons_of(found: Proposal, desk: Desk) -> list[str]:
    """Why this family is as urgent as it is, in words."""
    priority = priority_now(found.seeker, promise_days=desk.promise_days)
    return [priority_reason(one) for one in priority.reasons if one.adds and one.code != "asks"]


def acts_of(found: Proposal, desk: Desk) -> list[Act]:
    """Approve, refuse, pin."""
    url = reverse("proposal_decide", args=[found.pk]) + desk.address
    fields = {"version": str(found.version)}
    pin = ("unpin", _("Unpin")) if found.pinned else ("pin", _("Pin"))
    return [
        Act(_("Approve"), url, icon="check", look="main", key="a", fields={**fields, "act": "approve"}),
        Act(_("Refuse"), opens="refuse", key="r"),
        Act(pin[1], url, icon="pin", key="p", fields={**fields, "act": pin[0]}),
    ]


def row_context(request: SignedRequest, found: Proposal) -> dict[str, Any]:
    """What one row of the list shows."""
    desk = Desk(request.membership, request.GET, found.programme)
    late = timezone.localdate() - timedelta(days=desk.promise_days)
    return {"row": row_of(found, request.membership, late=late), "desk": desk, "is_live": True}


# --- deciding ---------------------------------------------------------------------------------------------


@door("matching.decide_proposal")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_decide(request: SignedRequest, pk: int) -> HttpResponse:
    """Approves, refuses, pins or unpins; then opens the next one; 409 with what stands now when too late."""
    found = find(request.membership, pk)
    if request.method != "POST":
        return _held_refusal(request, found)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show(request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, told=_("Please decide again."))
    seen = form.cleaned_data["version"]
    try:
        return DECISIONS[form.cleaned_data["act"]](request, found, seen)
    except Refusal as refusal:
        fresh = find(request.membership, pk)
        typed: dict[str, Any] = {"refusing": True, "refusal_form": RefusalForm(request.POST)}
        kept = typed if form.cleaned_data["act"] == "refuse" else {}
        return show(request, fresh, status=HTTPStatus.CONFLICT, told=refusal.message, **kept)


def _held_refusal(request: SignedRequest, found: Proposal) -> HttpResponse:
    """The refusal that was typed before a log-in was lost, to be sent again; else just the proposal."""
    typed = held_data(request)
    if typed is None:
        return redirect("proposal", found.pk)
    return show(request, found, refusing=True, refusal_form=RefusalForm(typed))


def _approve(request: SignedRequest, found: Proposal, seen: int) -> HttpResponse:
    desk = Desk(request.membership, request.GET, found.programme, found)
    after = to_next(desk)
    pair = approve_proposal(found, by=request.membership, seen_version=seen)
    say(
        request,
        _("%(family)s and %(helper)s: approved. They are told in ten minutes.") % _names(request, found),
        undo_url=reverse("pair_undo", args=[pair.pk]),
    )
    return after


def _refuse(request: SignedRequest, found: Proposal, seen: int) -> HttpResponse:
    form = RefusalForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return show(request, found, status=status, refusing=True, refusal_form=form)
    after = to_next(Desk(request.membership, request.GET, found.programme, found))
    refuse_proposal(found, by=request.membership, seen_version=seen, **form.cleaned_data)
    say(
        request,
        _("%(family)s and %(helper)s: not this time. The next run respects it.") % _names(request, found),
    )
    return after


def _pin(request: SignedRequest, found: Proposal, seen: int) -> HttpResponse:
    pin_proposal(found, by=request.membership, seen_version=seen)
    say(request, _("Pinned: the next run keeps %(family)s and %(helper)s together.") % _names(request, found))
    return redirect(_address(found, request))


def _unpin(request: SignedRequest, found: Proposal, seen: int) -> HttpResponse:
    unpin_proposal(found, by=request.membership, seen_version=seen)
    say(request, _("The pin is off: the next run decides again."))
    return redirect(_address(found, request))


DECISIONS: Mapping[str, Callable[[SignedRequest, Proposal, int], HttpResponse]] = {
    "approve": _approve, "refuse": _refuse, "pin": _pin, "unpin": _unpin,
}  # fmt: skip


def to_next(desk: Desk) -> HttpResponse:
    """To the proposal after the open one, or to the list when it was the last."""
    if desk.following is not None:
        return redirect(reverse("proposal", args=[desk.following]) + desk.address)
    return redirect(reverse("proposals") + desk.address)


@door("matching.decide_proposal")
@require_POST
def proposals_approve(request: SignedRequest) -> HttpResponse:
    """Approves the chosen ones, each on its own; what could not be is told by label, the rest stands."""
    numbers = {int(one) for one in request.POST.getlist("chosen")[:MOST_AT_ONCE] if one.isdecimal()}
    chosen = people_of(proposals_in_scope(request.membership).filter(pk__in=numbers)).order_by("pk")
    outcomes = approve_selection(chosen, by=request.membership)
    done = sum(one.pair is not None for one in outcomes)
    if done:
        say(request, _approved(done))
    for one in outcomes:
        if one.refusal is not None:
            refuse(request, f"{one.proposal.seeker.household.label}: {one.refusal.message}")
    if not outcomes:
        refuse(request, _("Nothing was chosen. Tick the proposals first."))
    programme = chosen_programme(request.membership, request.GET)
    return redirect(reverse("proposals") + Desk(request.membership, request.GET, programme).address)


def _approved(count: int) -> str:
    return ngettext(
        "%(count)d pair is offered. Both sides are told in ten minutes; until then, undo it under Pairs.",
        "%(count)d pairs are offered. All are told in ten minutes; until then, undo them under Pairs.",
        count,
    ) % {"count": count}


def _names(request: SignedRequest, found: Proposal) -> dict[str, str]:
    return {
        "family": found.seeker.household.label,
        "helper": name_of(found.helper, request.membership),
    }


def _address(found: Proposal, request: SignedRequest) -> str:
    return (
        reverse("proposal", args=[found.pk]) + Desk(request.membership, request.GET, found.programme).address
    )
