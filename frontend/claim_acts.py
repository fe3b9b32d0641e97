"""What can be decided about a claim, by whom, and what will happen then: said before it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rules
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.templatetags.money import zl
from stipends.domain.life import MOVERS, Mover
from stipends.domain.verifying import (
    approve_claim,
    book_repayment,
    claw_back,
    reject_claim,
    send_back,
    verify_claim,
)
from stipends.enums import ClaimState, EntryKind
from stipends.models import Claim

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from base.accounts.models import Membership

#: More would not fit the step that keeps them.
MOST_WORDS = 500


@dataclass(frozen=True)
class Decision:
    """One thing to decide. `consequence` tells of this claim what will happen; `asks`: the label of the words
    it needs, "" for none.
    """

    key: str
    label: "StrOrPromise"
    title: "StrOrPromise"
    consequence: Callable[[Claim], str]
    verb: Callable[..., Any]
    done: "StrOrPromise"
    to: ClaimState | None = None
    asks: "StrOrPromise" = ""
    icon: str = "check"
    look: str = ""


@dataclass(frozen=True)
class Offer:
    """A decision this reader can take now; `hindrance` says why they cannot, though others could."""

    decision: Decision
    consequence: str
    hindrance: str = ""


VERIFIERS_OWN = (ClaimState.TO_CORRECT, ClaimState.VERIFIED, ClaimState.REJECTED)
PERMISSIONS = {
    Mover.VERIFIER: "stipends.verify_claim",
    Mover.APPROVER: "stipends.approve_claim",
}


def offers_of(claim: Claim, membership: "Membership") -> list[Offer]:
    """What this reader can decide now; empty for those who only look, and for the firm."""
    offers = []
    for decision in DECISIONS.values():
        mover = _mover(decision, claim)
        if mover is not None and rules.has_perm(PERMISSIONS[mover], membership, claim):
            hindrance = _hindrance(decision, claim, membership)
            offers.append(Offer(decision, decision.consequence(claim), hindrance))
    return offers


def permission_for(decision: Decision, claim: Claim) -> str:
    """What one must be allowed to decide so; where the claim's state leaves nothing to decide, as usually."""
    usual = Mover.VERIFIER if decision.to in VERIFIERS_OWN else Mover.APPROVER
    return PERMISSIONS[_mover(decision, claim) or usual]


def _mover(decision: Decision, claim: Claim) -> Mover | None:
    if decision.to is None:
        return Mover.APPROVER if is_owed(claim) else None
    movers = MOVERS[ClaimState(claim.state)].get(decision.to, ())
    return next((mover for mover in movers if mover in PERMISSIONS), None)


def is_owed(claim: Claim) -> bool:
    """Whether a paid claim was taken back and its money has not come yet."""
    if claim.state != ClaimState.CLAWED_BACK:
        return False
    kinds = {entry.kind for entry in claim.entries.all()}
    return EntryKind.CLAW_BACK in kinds and EntryKind.REPAYMENT not in kinds


def _hindrance(decision: Decision, claim: Claim, membership: "Membership") -> str:
    me = membership.actor_id
    if decision.to in (ClaimState.VERIFIED, ClaimState.APPROVED) and me == claim.claimant_id:
        return _("You claimed it yourself: somebody else decides.")
    if decision.to == ClaimState.APPROVED and me == claim.verifier_id:
        return _("You verified it: a second person approves.")
    return ""


# --- what will happen -------------------------------------------------------------------------------------


def _words(claim: Claim) -> dict[str, str]:
    return {
        "firm": str(claim.participation.employer),
        "amount": zl(claim.total_grosze),
        "line": str(claim.rule.line),
    }


def _of_verifying(claim: Claim) -> str:
    sentence = _(
        "You say that hours, papers and amount are right: %(amount)s. Then a second person approves it."
    )
    return sentence % _words(claim)


def _of_sending_back(claim: Claim) -> str:
    sentence = _(
        "%(firm)s reads your words, can change the claim and sends it in again. Until then it holds no hours."
    )
    return sentence % _words(claim)


def _of_rejecting(claim: Claim) -> str:
    sentence = _(
        "The claim ends and nothing is paid. %(firm)s reads your words and can claim the month anew."
    )
    return sentence % _words(claim)


def _of_approving(claim: Claim) -> str:
    sentence = _(
        "%(amount)s of “%(line)s” are set aside for %(firm)s. From then on nobody changes the claim; a "
        "correction is an entry of its own."
    )
    return sentence % _words(claim)


def _of_clawing_back(claim: Claim) -> str:
    if claim.state == ClaimState.PAID:
        sentence = _(
            "%(firm)s is asked to give %(amount)s back and reads your words. The ledger keeps the payment "
            "and adds what is owed."
        )
    else:
        sentence = _("Nothing will be paid: %(amount)s go back to “%(line)s”. %(firm)s reads your words.")
    return sentence % _words(claim)


def _of_repaying(claim: Claim) -> str:
    sentence = _("%(amount)s from %(firm)s have arrived. They stand on “%(line)s” again and can be used.")
    return sentence % _words(claim)


DECISIONS: Mapping[str, Decision] = {
    one.key: one
    for one in (
        Decision(
            "verify", gettext_lazy("Verify"), gettext_lazy("Is everything right?"), _of_verifying,
            verify_claim, gettext_lazy("Verified. A second person approves it next."),
            ClaimState.VERIFIED, look="main",
        ),
        Decision(
            "approve", gettext_lazy("Approve"), gettext_lazy("Approve this claim?"), _of_approving,
            approve_claim, gettext_lazy("Approved: the money is set aside."),
            ClaimState.APPROVED, look="main",
        ),
        Decision(
            "send_back", gettext_lazy("Send back"), gettext_lazy("Send it back to be corrected?"),
            _of_sending_back, send_back, gettext_lazy("Sent back. The firm is told what to correct."),
            ClaimState.TO_CORRECT, gettext_lazy("What is to be corrected?"), "undo",
        ),
        Decision(
            "reject", gettext_lazy("Reject"), gettext_lazy("Reject this claim?"), _of_rejecting,
            reject_claim, gettext_lazy("Rejected. The firm is told why."),
            ClaimState.REJECTED, gettext_lazy("Why?"), "close", "danger",
        ),
        Decision(
            "claw_back", gettext_lazy("Take back"), gettext_lazy("Take this claim back?"), _of_clawing_back,
            claw_back, gettext_lazy("Taken back. The firm is told why."),
            ClaimState.CLAWED_BACK, gettext_lazy("Why?"), "undo", "danger",
        ),
        Decision(
            "repaid", gettext_lazy("The money came back"), gettext_lazy("Has the money come back?"),
            _of_repaying, book_repayment, gettext_lazy("Written into the ledger."), look="main",
        ),
    )
}  # fmt: skip
