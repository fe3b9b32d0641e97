"""Claims that wait for somebody: how many for the navigation, and the lines of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.accounts.rules import is_employer
from frontend.claim_words import day_words
from frontend.templatetags.money import zl
from stipends.enums import OPEN_CLAIM_STATES
from stipends.models import Claim
from stipends.queries.claims import claims_to_approve, claims_to_verify
from stipends.queries.scopes import claims_in_scope

if TYPE_CHECKING:
    from base.accounts.models import Membership


@dataclass(frozen=True)
class ClaimTask:
    """One line of a day: what waits, since when, and where it is done."""

    what: str
    why: str
    url: str
    act: str


def claims_waiting(membership: "Membership") -> QuerySet[Claim]:
    """The firm's own that are still to be sent in; at the centre those to verify or to approve."""
    if is_employer(membership):
        return claims_in_scope(membership).filter(state__in=OPEN_CLAIM_STATES)
    return claims_to_verify(membership) | claims_to_approve(membership)


def claim_tasks(membership: "Membership") -> Iterator[ClaimTask]:
    """Lines for those who verify and approve, each with the claim that has waited longest."""
    to_verify = list(
        claims_to_verify(membership).values_list("submitted_at", "participation__employer__name")
    )
    if to_verify:
        count = len(to_verify)
        what = ngettext("%(count)d claim to verify", "%(count)d claims to verify", count) % {"count": count}
        since, firm = to_verify[0]
        why = _("The longest waits since %(day)s: %(firm)s.") % {"day": day_words(since), "firm": firm}
        yield ClaimTask(what, why, f"{reverse('claims')}?turn=verify", _("Verify"))
    to_approve = list(claims_to_approve(membership).values_list("total_grosze", flat=True))
    if to_approve:
        count = len(to_approve)
        what = ngettext("%(count)d claim to approve", "%(count)d claims to approve", count) % {"count": count}
        why = _("%(amount)s in all.") % {"amount": zl(sum(to_approve))}
        yield ClaimTask(what, why, f"{reverse('claims')}?turn=approve", _("Approve"))
