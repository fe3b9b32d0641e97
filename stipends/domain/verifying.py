"""The centre's verbs: send a claim back, verify, approve, reject, take it back. Four eyes on each."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.common.errors import Refusal
from base.common.profiles import one_line
from stipends.enums import ClaimState, EntryKind
from stipends.models import Claim, LedgerEntry

from .aid import aid_of_claim, cancel_aid_of_claim
from .claims import Blocked
from .examination import examine
from .ledger import book
from .life import TRANSITIONS
from .moving import LONGEST_WORDS, does_not_follow, four_eyes, lock_claim, move_claim, refuse_stale, tell
from .telling import tell_claimant


@transaction.atomic
def send_back(claim: Claim, *, words: str, by: Actor, version: int | None = None) -> Claim:
    """The employer is to correct it; its hours are free again. ValidationError on "words" without any."""
    claim = _begin(claim, ClaimState.TO_CORRECT, by=by, version=version)
    words = _words(words)
    claim.verifier_id, claim.verifier_label, claim.verified_at = None, "", None
    _move_and_free(claim, ClaimState.TO_CORRECT, by=by, words=words)
    tell_claimant(claim, by=by)
    return claim


@transaction.atomic
def verify_claim(claim: Claim, *, by: Actor, version: int | None = None) -> Claim:
    """Everything is as it says. Blocked when the examination finds otherwise; Refusal "four_eyes" to the
    claimant, "stale", "wrong_step".
    """
    claim = _begin(claim, ClaimState.VERIFIED, by=by, version=version)
    if by.actor_id == claim.claimant_id:
        raise four_eyes()
    _refuse_blocked(claim)
    claim.verifier_id, claim.verifier_label = by.actor_id, by.actor_label[:200]
    claim.verified_at = timezone.now()
    return move_claim(claim, ClaimState.VERIFIED, by=by)


@transaction.atomic
def approve_claim(claim: Claim, *, by: Actor, version: int | None = None) -> Claim:
    """Commit its amount on the budget line and approve it, for good.

    Blocked when the examination finds something; Refusal "four_eyes" to claimant and verifier, "over_budget",
    "over_cap", "booked_twice" of the ledger, "stale", "wrong_step".
    """
    claim = _begin(claim, ClaimState.APPROVED, by=by, version=version)
    if claim.state != ClaimState.VERIFIED:  # out of a batch the payer's verbs lead back
        raise does_not_follow(claim, ClaimState.APPROVED)
    if by.actor_id in (claim.claimant_id, claim.verifier_id):
        raise four_eyes()
    _refuse_blocked(claim)
    book(EntryKind.COMMITMENT, claim, booked_on=timezone.localdate(), by=by, words=claim.number)
    claim.approver_id, claim.approver_label = by.actor_id, by.actor_label[:200]
    claim.approved_at = timezone.now()
    move_claim(claim, ClaimState.APPROVED, by=by)
    aid_of_claim(claim, by=by)
    tell_claimant(claim, by=by)
    return claim


@transaction.atomic
def reject_claim(claim: Claim, *, words: str, by: Actor, version: int | None = None) -> Claim:
    """Nothing is paid; hours and month are free for another claim. ValidationError on "words" without any."""
    claim = _begin(claim, ClaimState.REJECTED, by=by, version=version)
    words = _words(words)
    _move_and_free(claim, ClaimState.REJECTED, by=by, words=words)
    tell_claimant(claim, by=by)
    return claim


@transaction.atomic
def claw_back(claim: Claim, *, words: str, by: Actor, version: int | None = None) -> Claim:
    """Take an approval back: what was committed is free again, what was paid is to be given back.

    The claim, its hours and entries stay as they are; a right one is another claim. ValidationError on
    "words" without any; Refusal "four_eyes" to the claimant, "stale", "wrong_step".
    """
    claim = _begin(claim, ClaimState.CLAWED_BACK, by=by, version=version)
    if by.actor_id == claim.claimant_id:
        raise four_eyes()
    words = _words(words)
    kind = EntryKind.CLAW_BACK if claim.state == ClaimState.PAID else EntryKind.RELEASE
    book(kind, claim, booked_on=timezone.localdate(), by=by, words=words[:200])
    _move_and_free(claim, ClaimState.CLAWED_BACK, by=by, words=words)
    cancel_aid_of_claim(claim, reason=words, by=by)
    tell_claimant(claim, by=by)
    return claim


@transaction.atomic
def book_repayment(claim: Claim, *, by: Actor, words: str = "") -> LedgerEntry:
    """The employer has given back what was clawed back. Refusal "nothing_to_give_back", "booked_twice"."""
    claim = lock_claim(claim)
    entries = set(claim.entries.values_list("kind", flat=True))
    if claim.state != ClaimState.CLAWED_BACK or EntryKind.CLAW_BACK not in entries:
        raise Refusal(_("Nothing of this claim is to be given back."), code="nothing_to_give_back")
    entry = book(
        EntryKind.REPAYMENT, claim, booked_on=timezone.localdate(), by=by, words=words[:200] or claim.number
    )
    tell("repaid", claim, by=by, details={"grosze": claim.total_grosze})
    return entry


def _begin(claim: Claim, to: ClaimState, *, by: Actor, version: int | None) -> Claim:
    """The claim locked, when a person may ask for this state."""
    if by.actor_id is None:
        raise Refusal(_("A claim is decided on by a person."), code="nobody")
    claim = lock_claim(claim)
    if to not in TRANSITIONS[ClaimState(claim.state)]:
        raise does_not_follow(claim, to)
    refuse_stale(claim, version)
    return claim


def _move_and_free(claim: Claim, to: ClaimState, *, by: Actor, words: str) -> None:
    move_claim(claim, to, by=by, words=words)
    claim.hours.filter(released_at=None).update(released_at=timezone.now())


def _refuse_blocked(claim: Claim) -> None:
    if blocks := examine(claim).blocks:
        raise Blocked(blocks)


def _words(words: str) -> str:
    words = one_line(words)
    if not words:
        raise ValidationError({"words": _("Say why, so that the employer knows what to do.")})
    if len(words) > LONGEST_WORDS:
        raise ValidationError({"words": _("Say it in at most %(most)d signs.") % {"most": LONGEST_WORDS}})
    return words
