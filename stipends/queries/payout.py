"""Reads of employers' bank accounts and of the aid they received."""

from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from base.accounts.models import Membership
from base.accounts.rules import is_auditor, is_employer
from base.organisations.models import Organisation
from base.places.search_text import found_in
from mentors.models import Participation
from stipends.enums import AccountState
from stipends.models import AidLimit, AidReceived, EuroRate, PayoutAccount
from stipends.rules import verifies

from .scopes import accounts_in_scope

#: The sorts of the list of accounts.
ACCOUNT_SORTS: Mapping[str, tuple[str, ...]] = {
    "employer": ("participation__employer__name", "-asked_at", "-pk"),
    "-employer": ("-participation__employer__name", "-asked_at", "-pk"),
    "asked": ("asked_at", "pk"),
    "-asked": ("-asked_at", "-pk"),
}


def paid_parts_in_scope(membership: Membership | None) -> QuerySet[Participation]:
    """The parts whose money one may ask about: an employer's own, the centre's for its staff and auditors."""
    parts = Participation.objects.select_related("employer", "centre")
    if membership is None:
        return parts.none()
    if is_employer(membership):
        return parts.filter(employer=membership.organisation_id)
    if verifies(membership) or is_auditor(membership):
        return parts.filter(centre=membership.organisation_id)
    return parts.none()


def accounts_listed(
    membership: Membership | None, *, text: str = "", states: Collection[str] = (), sort: str = "-asked"
) -> QuerySet[PayoutAccount]:
    """Bank accounts one may see, found by their employer, narrowed and sorted, with the employer."""
    accounts = accounts_in_scope(membership).filter(found_in(text, ["participation__search_text"]))
    if states:
        accounts = accounts.filter(state__in=states)
    return accounts.select_related("participation__employer").order_by(*ACCOUNT_SORTS[sort])


def accounts_to_confirm(membership: Membership | None) -> QuerySet[PayoutAccount]:
    """Those that wait for a second person, but for the ones this person wrote down, the oldest first."""
    waiting = accounts_in_scope(membership).filter(state=AccountState.ASKED)
    if membership is None:
        return waiting
    own = Q(asked_by_id=membership.user_id)
    return waiting.exclude(own).select_related("participation__employer").order_by("asked_at", "pk")


def accounts_of(participation: Participation) -> QuerySet[PayoutAccount]:
    """All that were ever written down for a part, newest first."""
    return participation.payout_accounts.order_by("-asked_at", "-pk")


def aid_of(employer: Organisation) -> QuerySet[AidReceived]:
    """All aid an employer received, what was taken back too, newest first; with its claims."""
    return employer.aid_received.select_related("claim").order_by("-granted_on", "-pk")


def rates() -> QuerySet[EuroRate]:
    """Euro rates, newest first."""
    return EuroRate.objects.order_by("-day")


def limits() -> QuerySet[AidLimit]:
    """Limits of de minimis aid, newest first."""
    return AidLimit.objects.order_by("-valid_from")
