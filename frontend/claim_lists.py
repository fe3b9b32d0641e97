"""Lists of claims as their pages show them: the firm's months and claims, the centre's rows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from base.accounts.models import Membership
from frontend.claim_words import STATE_LOOKS, month_words, next_words, subject_of
from frontend.forms.claims import ClaimListFilter
from frontend.paging import paginate
from mentors.models import Participation
from mentors.queries import participations_in_scope
from stipends.domain.claimable import ClaimableMonth, claimable_months
from stipends.enums import OPEN_CLAIM_STATES, ClaimState
from stipends.models import Claim
from stipends.queries.claims import ClaimFilter, claims_listed
from stipends.queries.scopes import claims_in_scope

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from frontend.access import SignedRequest

#: So near its last day a month is told to be due.
SOON = timedelta(days=7)
#: How many months are offered for a bill.
MONTHS_OF_BILLS = 12
TURNS = {
    "verify": [ClaimState.SUBMITTED],
    "approve": [ClaimState.VERIFIED],
    "pay": [ClaimState.APPROVED],
}


@dataclass(frozen=True)
class ClaimRow:
    """A claim as a row of a list."""

    claim: Claim
    firm: str
    subject: str
    month: str
    state: "StrOrPromise"
    look: str
    next_words: str
    is_late: bool

    @classmethod
    def of(cls, claim: Claim, membership: Membership) -> "ClaimRow":
        """The row as this reader sees it."""
        return cls(
            claim,
            str(claim.participation.employer),
            subject_of(claim),
            month_words(claim.month),
            ClaimState(claim.state).label,
            STATE_LOOKS.get(ClaimState(claim.state), ""),
            next_words(claim, membership),
            claim.is_open and claim.claim_by - timezone.localdate() <= SOON,
        )


def months_listed(membership: Membership) -> list[date]:
    """The months of the claims one may see, the newest first."""
    months = claims_in_scope(membership).order_by("-month").values_list("month", flat=True)
    return list(months.distinct())


def wanted_claims(membership: Membership, filters: ClaimListFilter, *, sort: str) -> QuerySet[Claim]:
    """The claims a list or its file shows."""
    state, turn = filters.chosen("state"), filters.chosen("turn")
    states = TURNS.get(turn, [])
    if state:
        states = [one for one in [ClaimState(state)] if not states or one in states]
        if not states:
            return Claim.objects.none()
    wanted = ClaimFilter(
        text=filters.chosen("q"), states=states, kind=filters.chosen("kind"), month=filters.chosen_month
    )
    return claims_listed(membership, wanted, sort=sort)


def bill_months() -> list[date]:
    """The months a cost may be of: those that are over, the newest first."""
    months, day = [], timezone.localdate()
    for _month in range(MONTHS_OF_BILLS):
        day = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
        months.append(day)
    return months


def to_claim(membership: Membership) -> list[ClaimableMonth]:
    """What the firm can claim now and has not begun, at every centre, the first to lapse first."""
    found = [month for part in parts_of(membership) for month in claimable_months(part)]
    return sorted((one for one in found if one.claim is None), key=lambda one: (one.claim_by, one.month))


def parts_of(membership: Membership) -> list[Participation]:
    """The firm's part at each centre."""
    return list(participations_in_scope(membership).select_related("employer", "centre"))


def firm_page(request: "SignedRequest") -> dict[str, Any]:
    """The firm's own page: months to claim, claims that wait for it, then all of them."""
    membership = request.membership
    page = paginate(request, claims_listed(membership))
    page.object_list = [ClaimRow.of(claim, membership) for claim in page.object_list]
    return {
        "to_claim": to_claim(membership),
        "waiting": waiting_claims(membership),
        "page": page,
        "parts": parts_of(membership),
    }


def waiting_claims(membership: Membership) -> list[ClaimRow]:
    """The firm's claims that wait for it: drafts, and those sent back; the first to lapse first."""
    rows = claims_listed(membership, ClaimFilter(states=OPEN_CLAIM_STATES), sort="due")
    return [ClaimRow.of(claim, membership) for claim in rows]
