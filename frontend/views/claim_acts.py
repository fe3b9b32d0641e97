"""What is done to a claim: begun, sent in, decided, spoken of. Each act is a POST and says what it did."""

from collections.abc import Callable
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.accounts.rules import is_employer
from frontend.access import SignedRequest, door, require
from frontend.claim_acts import DECISIONS, permission_for
from frontend.claim_lists import bill_months
from frontend.doing import done, status_of, without_errors
from frontend.forms.claims import CommentForm, DecisionForm, OtherClaimForm, SubmitForm
from frontend.held import held_data
from frontend.toasts import say
from frontend.views.claims import find, show
from matching.models import Pair
from mentors.models import Participation
from mentors.queries import participations_in_scope
from stipends.domain.claims import begin_claim, begin_other_claim, discard_draft, sign_claim, submit_claim
from stipends.domain.comments import comment
from stipends.domain.moving import refuse_stale
from stipends.models import Claim

# --- the firm ---------------------------------------------------------------------------------------------


@door("stipends.make_claim")
@require_POST
def claim_begin(request: SignedRequest, part_pk: int, pair_pk: int, month: str) -> HttpResponse:
    """A draft of the mentor's allowance for a month, made from the log."""
    part = _own_part(request, part_pk)
    pair = get_object_or_404(Pair, pk=pair_pk, helper__mentor__participation=part)
    found = begin_claim(part, pair=pair, month=_month(month), by=request.membership)
    return redirect("claim", found.key)


@door("stipends.make_claim")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_other(request: SignedRequest, part_pk: int) -> HttpResponse:
    """Another kind of support: a bill with its papers."""
    part = _own_part(request, part_pk)
    sent = request.method == "POST"
    form = OtherClaimForm(request.POST if sent else held_data(request), bill_months())
    begun: list[Claim] = []

    def begin() -> None:
        begun.append(begin_other_claim(part, **form.for_verb(), by=request.membership))

    if sent and form.is_valid() and done(form, begin):
        return redirect("claim", begun[0].key)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return render(request, "claims/other.html", {"form": form, "part": part}, status=status)


@door("stipends.make_claim")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_submit(request: SignedRequest, key: UUID) -> HttpResponse:
    """Signs and sends the claim in; what is missing is told on its page."""
    found = find(request.membership, key)
    if request.method != "POST":
        return _typed_before(request, found, lambda typed: {"submit_form": SubmitForm.of(found, typed)})
    form = SubmitForm.of(found, request.POST)

    def submit() -> None:
        signed = sign_claim(found, by=request.membership, **form.cleaned_data)
        submit_claim(signed, by=request.membership, version=signed.version)

    if form.is_valid() and done(form, submit):
        say(request, _("Sent in. The centre checks it; you are told what comes next."))
        return redirect("claim", key)
    fresh = find(request.membership, key)
    form.see_version(fresh.version)
    return show(request, fresh, status=status_of(form), submit_form=form)


@door("stipends.make_claim")
@require_POST
def claim_discard(request: SignedRequest, key: UUID) -> HttpResponse:
    """Puts a draft away; the month can be claimed anew."""
    discard_draft(find(request.membership, key), by=request.membership)
    say(request, _("The draft is put away. The month can be claimed again."))
    return redirect("claims")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error


def _own_part(request: SignedRequest, pk: int) -> Participation:
    parts = participations_in_scope(request.membership).select_related("employer", "centre")
    return get_object_or_404(parts, pk=pk)


# --- the centre -------------------------------------------------------------------------------------------


@door("stipends.verify_claim")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_decide(request: SignedRequest, key: UUID) -> HttpResponse:
    """Verifies, approves, sends back, rejects, takes back; refused, the page says why and keeps the words."""
    found = find(request.membership, key)
    if request.method != "POST":
        return _typed_before(request, found, _decision_typed)
    form = DecisionForm(request.POST)
    decision = DECISIONS.get(form.data.get("decision", ""))
    if decision is None:
        raise Http404
    # Who decides about what is no longer so is told, before it is asked whether they may decide what now is.
    is_as_seen = not form.is_valid() or done(form, partial(refuse_stale, found, form.cleaned_data["version"]))
    if is_as_seen:
        require(request, permission_for(decision, found), found)
    if is_as_seen and form.is_valid() and done(form, partial(_decide, request, found, form)):
        say(request, decision.done)
        return redirect("claim", key)
    fresh = find(request.membership, key)
    refused = {"refused_decision": decision, "decision_form": form}
    return show(request, fresh, status=status_of(form), **refused)


def _decide(request: SignedRequest, found: Claim, form: DecisionForm) -> None:
    decision, typed = DECISIONS[form.cleaned_data["decision"]], form.cleaned_data
    given = {"words": typed["words"]} if decision.asks else {}
    if decision.to is not None:
        given["version"] = typed["version"]
    decision.verb(found, by=request.membership, **given)


# --- both -------------------------------------------------------------------------------------------------


@door("stipends.comment_claim")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_comment(request: SignedRequest, key: UUID) -> HttpResponse:
    """Says something of the claim, to everybody who sees it or to the centre's people only."""
    found = find(request.membership, key)
    require(request, "stipends.comment_claim", found)
    if request.method != "POST":
        return _typed_before(request, found, lambda typed: {"comment_form": CommentForm(typed)})
    form = CommentForm(request.POST)

    def speak() -> None:
        inside = form.cleaned_data["inside"] and not is_employer(request.membership)
        comment(found, words=form.cleaned_data["words"], inside=inside, by=request.membership)

    if form.is_valid() and done(form, speak):
        say(request, _("Said."))
        return redirect("claim", key)
    return show(request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, comment_form=form)


def _typed_before(
    request: SignedRequest, found: Claim, forms_of: Callable[[QueryDict], dict[str, Any]]
) -> HttpResponse:
    """The claim's page with what was typed before the log-in expired; without it, the page as it is."""
    typed = held_data(request)
    if typed is None:
        return redirect("claim", found.key)
    forms = forms_of(typed)
    without_errors(*(form for form in forms.values() if isinstance(form, BaseForm)))
    return show(request, found, **forms)


def _decision_typed(typed: QueryDict) -> dict[str, Any]:
    decision = DECISIONS.get(typed.get("decision", ""))
    return {"refused_decision": decision, "decision_form": DecisionForm(typed)} if decision else {}
