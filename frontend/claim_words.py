"""Claims in words: months, states and who acts next, what a decision will do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import rules
from babel.dates import format_date
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext, to_locale
from django.utils.translation import gettext as _

from base.accounts.rules import is_employer
from matching.models import Pair
from stipends.domain.life import STRAIGHT_WAY
from stipends.enums import OPEN_CLAIM_STATES, OVER_CLAIM_STATES, ClaimState, SupportKind
from stipends.models import Claim

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from base.accounts.models import Membership

#: How each state looks: the kinds of a badge.
STATE_LOOKS = {
    ClaimState.TO_CORRECT: "wait",
    ClaimState.SUBMITTED: "wait",
    ClaimState.VERIFIED: "wait",
    ClaimState.APPROVED: "ok",
    ClaimState.IN_BATCH: "ok",
    ClaimState.PAID: "ok",
    ClaimState.REJECTED: "stop",
    ClaimState.CLAWED_BACK: "stop",
}


@dataclass(frozen=True)
class Station:
    """One state on the way of a claim. look: "", "done", "now", "over now"."""

    label: "StrOrPromise"
    small: str
    look: str = ""


def month_words(month: date) -> str:
    """October 2026, as it stands within a sentence."""
    return format_date(month, "LLLL y", locale=to_locale(get_language() or "pl"))


def title_of(claim: Claim) -> str:
    """What is asked for and for which month."""
    words = {"month": month_words(claim.month)}
    if claim.kind == SupportKind.MENTOR_ALLOWANCE:
        return _("Mentor's allowance for %(month)s") % words
    kind = str(claim.get_kind_display())
    return _("%(kind)s, %(month)s") % (words | {"kind": kind[:1].upper() + kind[1:]})


def pair_words(pair: Pair) -> str:
    """Mentor and new colleague, by the names the firm knows them by."""
    mentor = pair.helper.mentor
    return f"{mentor.full_name if mentor else pair.helper} → {mentee_name(pair)}"


def mentee_name(pair: Pair) -> str:
    """The first name; the label where none is written down."""
    member = pair.seeker.member
    return (member.first_name if member else "") or pair.seeker.household.label


def subject_of(claim: Claim) -> str:
    """Whom it is paid for, or for which bill."""
    if claim.pair is None:
        return f"{claim.get_kind_display()}: {claim.subject}"
    return pair_words(claim.pair)


def day_words(moment: date | datetime | None) -> str:
    """A day as people say it; nothing for none."""
    if moment is None:
        return ""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return date_format(day, "j E Y")


def next_words(claim: Claim, membership: "Membership") -> str:
    """Who acts next, said to this reader; nothing where it is over."""
    state = ClaimState(claim.state)
    if state in OPEN_CLAIM_STATES:
        until = {"day": date_format(claim.claim_by, "j E"), "firm": str(claim.participation.employer)}
        own = is_employer(membership)
        return (_("now you, until %(day)s") if own else _("now %(firm)s, until %(day)s")) % until
    if state == ClaimState.SUBMITTED and _is_turn_of(membership, claim, "stipends.verify_claim"):
        return _("you or a colleague check it")
    if state == ClaimState.VERIFIED and _is_turn_of(membership, claim, "stipends.approve_claim"):
        return _("you or a colleague approve it")
    return str(_NEXT.get(state, ""))


def _is_turn_of(membership: "Membership", claim: Claim, permission: str) -> bool:
    me = membership.actor_id
    return rules.has_perm(permission, membership, claim) and me not in (claim.claimant_id, claim.verifier_id)


_NEXT: dict[ClaimState, "StrOrPromise"] = {
    ClaimState.SUBMITTED: gettext_lazy("the centre checks it"),
    ClaimState.VERIFIED: gettext_lazy("a second person approves it"),
    ClaimState.APPROVED: gettext_lazy("finance puts it in a payment batch"),
    ClaimState.IN_BATCH: gettext_lazy("the transfer is on its way"),
}
_LATER: dict[ClaimState, "StrOrPromise"] = {
    ClaimState.SUBMITTED: gettext_lazy("the centre checks"),
    ClaimState.VERIFIED: gettext_lazy("a second person approves"),
    ClaimState.APPROVED: gettext_lazy("the money is set aside"),
    ClaimState.PAID: gettext_lazy("transfer to the firm's account"),
}


def stations_of(claim: Claim, membership: "Membership") -> list[Station]:
    """The way of the claim: what is behind it, where it stands and who acts, what is to come."""
    return list(_stations(claim, membership))


def _stations(claim: Claim, membership: "Membership") -> Iterator[Station]:
    state = ClaimState(claim.state)
    reached = {
        ClaimState.DRAFT: claim.created_at,
        ClaimState.SUBMITTED: claim.submitted_at,
        ClaimState.VERIFIED: claim.verified_at,
        ClaimState.APPROVED: claim.approved_at,
        ClaimState.PAID: claim.paid_on,
    }
    if state in OVER_CLAIM_STATES:
        for one in STRAIGHT_WAY:
            if reached[one]:
                yield Station(one.label, day_words(reached[one]), "done")
        yield Station(state.label, _("nothing more is to do"), "over now")
        return
    stands = {ClaimState.TO_CORRECT: ClaimState.DRAFT, ClaimState.IN_BATCH: ClaimState.APPROVED}
    here = STRAIGHT_WAY.index(stands.get(state, state))
    for place, one in enumerate(STRAIGHT_WAY):
        if place < here:
            yield Station(one.label, day_words(reached[one]), "done")
        elif place == here:
            is_paid = state == ClaimState.PAID
            small = day_words(claim.paid_on) if is_paid else next_words(claim, membership)
            yield Station(state.label, small, "done now" if is_paid else "now")
        else:
            yield Station(one.label, str(_LATER[one]))


def ordinal_month(count: int, most: int) -> str:
    """Which month of the pair this is, of how many at most."""
    return pgettext("of a pair that is paid for", "month %(count)d of at most %(most)d") % {
        "count": count,
        "most": most,
    }
