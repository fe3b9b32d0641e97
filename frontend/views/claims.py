"""Pages of claims: the firm's own and the centre's list, its file, one claim."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import rules
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from base.accounts.models import Membership
from base.accounts.rules import is_employer
from frontend.access import SignedRequest, door
from frontend.claim_acts import offers_of
from frontend.claim_lists import ClaimRow, firm_page, months_listed, wanted_claims
from frontend.claim_words import STATE_LOOKS, next_words, stations_of, title_of
from frontend.claims import ClaimTold
from frontend.exports import Column, export
from frontend.forms.claims import ClaimListFilter, CommentForm, PaperForm, SubmitForm
from frontend.listing import listing, show_list, sort_of
from frontend.templatetags.money import amount
from stipends.enums import ClaimState
from stipends.models import Claim
from stipends.queries.claims import CLAIM_SORTS
from stipends.queries.scopes import claims_in_scope

# --- lists ------------------------------------------------------------------------------------------------


@door("stipends.view_claim")
@require_safe
def claims(request: SignedRequest) -> HttpResponse:
    """The firm's months to claim and its claims; for the centre's staff those that were sent in."""
    if is_employer(request.membership):
        return render(request, "claims/mine.html", firm_page(request))
    filters, rows, sort = _wanted(request)
    found = listing(request, rows, filters, sort=sort)
    found.page.object_list = [ClaimRow.of(claim, request.membership) for claim in found.page.object_list]
    return show_list(request, "claims/list.html", found, export="claims_export")


@door("stipends.view_claim")
@require_safe
def claims_export(request: SignedRequest) -> HttpResponse:
    """The same claims as a file; of a firm all of its own."""
    _filters, rows, _sort = _wanted(request)
    name = pgettext("name of a file", "claims")
    return export(request, rows, COLUMNS, act="stipends.claims.exported", name=name)


def _wanted(request: SignedRequest) -> tuple[ClaimListFilter, QuerySet[Claim], str]:
    filters = ClaimListFilter(request.GET, months_listed(request.membership))
    sort = sort_of(request, CLAIM_SORTS, "due")
    return filters, wanted_claims(request.membership, filters, sort=sort), sort


#: What the centre said last of a claim in one of them stands on top of its page.
SAID_STATES = (ClaimState.TO_CORRECT, ClaimState.REJECTED, ClaimState.CLAWED_BACK)
COLUMNS = (
    Column(gettext_lazy("Claim"), lambda row: row.number),
    Column(gettext_lazy("Employer"), lambda row: row.participation.employer.name),
    Column("NIP", lambda row: row.participation.employer.nip),
    Column(gettext_lazy("Agreement number"), lambda row: row.participation.agreement_number),
    Column(gettext_lazy("Kind of support"), lambda row: row.get_kind_display()),
    Column(gettext_lazy("Month"), lambda row: f"{row.month:%Y-%m}"),
    Column(gettext_lazy("Mentor"), lambda row: row.pair.helper.mentor.label if row.pair else ""),
    Column(gettext_lazy("New colleague"), lambda row: row.pair.seeker.household.label if row.pair else ""),
    Column(gettext_lazy("Minutes"), lambda row: row.minutes),
    Column(gettext_lazy("Allowance, zł"), lambda row: amount(row.gross_grosze)),
    Column(gettext_lazy("Contributions, zł"), lambda row: amount(row.contributions_grosze)),
    Column(gettext_lazy("To pay, zł"), lambda row: amount(row.total_grosze)),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column(gettext_lazy("Budget line"), lambda row: row.rule.line.code),
    Column(gettext_lazy("Submitted"), lambda row: row.submitted_at and row.submitted_at.date()),
    Column(gettext_lazy("Paid on"), lambda row: row.paid_on),
)


# --- one claim --------------------------------------------------------------------------------------------


@door("stipends.view_claim")
@require_safe
def claim(request: SignedRequest, key: UUID) -> HttpResponse:
    """A month with its hours, the computation step by step, papers, and who acts next.

    ?seen= asks from an open page whether it is still the version that was seen.
    """
    found = find(request.membership, key)
    if request.htmx and "seen" in request.GET:
        if request.GET["seen"] == str(found.version):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return render(request, "claims/news.html", {"claim": found})
    return show(request, found)


def find(membership: Membership, key: UUID) -> Claim:
    """A claim of the firm's own, or one sent in at the membership's centre; else not found."""
    rows = claims_in_scope(membership).select_related(
        "centre", "participation__employer", "rule__call__project", "rule__line", "account", "batch",
        "pair__programme", "pair__helper__mentor", "pair__seeker__household",
        "pair__seeker__member__employment", "corrects",
    )  # fmt: skip
    return get_object_or_404(rows, key=key)


def show(
    request: SignedRequest, found: Claim, *, status: int = HTTPStatus.OK, **refused: Any
) -> HttpResponse:
    """The page; forms in `refused` were sent and stand there as they were typed."""
    membership = request.membership
    told = ClaimTold(found, membership)
    is_own = is_employer(membership)
    may_write = is_own and found.is_open
    comments = found.comments.all() if not is_own else found.comments.filter(inside=False)
    life = list(found.steps.all())
    context = {
        "claim": found,
        "told": told,
        "title": title_of(found),
        "stations": stations_of(found, membership),
        "next_words": next_words(found, membership),
        "look": STATE_LOOKS.get(ClaimState(found.state), ""),
        "offers": offers_of(found, membership),
        "is_own": is_own,
        "sees_meetings": rules.has_perm("activities.view_meeting", membership),
        "may_write": may_write,
        "life": life,
        "said_last": life[-1] if life and found.state in SAID_STATES else None,
        "comments": comments,
        "comment_form": CommentForm(),
        "submit_form": SubmitForm.of(found, name=_usual_name(request)) if may_write else None,
        "paper_form": PaperForm(),
    }
    context |= refused
    paper_form = context["paper_form"]
    context["refused_kind"] = paper_form.data.get("kind", "") if paper_form.is_bound else ""
    return render(request, "claims/page.html", context, status=status)


def _usual_name(request: SignedRequest) -> str:
    return request.user.name
