"""Reads of claims: lists for those who act on them, and the claims that use up what a rule allows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from base.accounts.models import Membership
from stipends.enums import LIVE_CLAIM_STATES, OPEN_CLAIM_STATES, ClaimState, SupportKind
from stipends.models import Claim
from stipends.rules import keeps_money, verifies

from .scopes import claims_in_scope

#: They use up months of a pair, new colleagues of a mentor and pairs of an employer.
COUNTING_CLAIM_STATES = tuple(state for state in LIVE_CLAIM_STATES if state not in OPEN_CLAIM_STATES)

#: The sorts of the list of claims; a minus turns one around.
CLAIM_SORTS: Mapping[str, tuple[str, ...]] = {
    "number": ("number", "pk"),
    "-number": ("-number", "-pk"),
    "month": ("month", "pk"),
    "-month": ("-month", "-pk"),
    "employer": ("participation__employer__name", "pk"),
    "-employer": ("-participation__employer__name", "-pk"),
    "total": ("total_grosze", "pk"),
    "-total": ("-total_grosze", "-pk"),
    "due": ("claim_by", "pk"),
    "-due": ("-claim_by", "-pk"),
    "submitted": ("submitted_at", "pk"),
    "-submitted": ("-submitted_at", "-pk"),
}


@dataclass(frozen=True)
class ClaimFilter:
    """What a list is narrowed to; an empty part narrows nothing. `text`: of the number, firm or label."""

    text: str = ""
    states: Collection[str] = ()
    kind: str = ""
    month: date | None = None
    project: int | None = None
    participation: int | None = None


def claims_listed(
    membership: Membership | None, given: ClaimFilter | None = None, *, sort: str = "-month"
) -> QuerySet[Claim]:
    """The claims in scope with what a line of a list shows, narrowed and sorted."""
    given = given or ClaimFilter()
    found = claims_in_scope(membership).select_related(
        "participation__employer",
        "participation__centre",
        "rule__call__project",
        "pair__helper__mentor",
        "pair__seeker__household",
        "pair__seeker__member__employment",
    )
    found = found.defer("computation")
    for word in given.text.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(participation__employer__name__icontains=word)
            | Q(pair__helper__mentor__label__iexact=word)
            | Q(pair__seeker__household__label__iexact=word)
        )
    if given.states:
        found = found.filter(state__in=given.states)
    if given.kind:
        found = found.filter(kind=given.kind)
    if given.month is not None:
        found = found.filter(month=given.month.replace(day=1))
    if given.project is not None:
        found = found.filter(rule__call__project=given.project)
    if given.participation is not None:
        found = found.filter(participation=given.participation)
    return found.order_by(*CLAIM_SORTS.get(sort, CLAIM_SORTS["-month"]))


def claims_to_verify(membership: Membership | None) -> QuerySet[Claim]:
    """Submitted claims this person may verify: not those they claimed themselves."""
    if membership is None or not verifies(membership):
        return Claim.objects.none()
    found = claims_in_scope(membership).filter(state=ClaimState.SUBMITTED)
    return found.exclude(claimant_id=membership.user_id).order_by("submitted_at", "pk")


def claims_to_approve(membership: Membership | None) -> QuerySet[Claim]:
    """Verified claims this person may approve: neither claimed nor verified by themselves."""
    if membership is None or not keeps_money(membership):
        return Claim.objects.none()
    found = claims_in_scope(membership).filter(state=ClaimState.VERIFIED)
    mine = Q(claimant_id=membership.user_id) | Q(verifier_id=membership.user_id)
    return found.exclude(mine).order_by("verified_at", "pk")


def claims_that_count(besides: Claim) -> QuerySet[Claim]:
    """Claims of the mentor's allowance, this one left out, that use up what a rule allows."""
    found = Claim.objects.filter(kind=SupportKind.MENTOR_ALLOWANCE, state__in=COUNTING_CLAIM_STATES)
    return found.exclude(pk=besides.pk) if besides.pk else found
