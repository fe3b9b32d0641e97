"""One move of a claim under its lock: what all verbs of its life do alike."""

from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.triggers import refusal_from
from stipends.enums import ClaimState
from stipends.events import ClaimMoved
from stipends.models import Claim, ClaimStep

from .life import TRANSITIONS

#: Of a state, the act as the audit calls it.
ACTS: Mapping[ClaimState, str] = {
    ClaimState.SUBMITTED: "submit",
    ClaimState.TO_CORRECT: "send_back",
    ClaimState.VERIFIED: "verify",
    ClaimState.APPROVED: "approve",
    ClaimState.IN_BATCH: "put_in_batch",
    ClaimState.PAID: "pay",
    ClaimState.REJECTED: "reject",
    ClaimState.CLAWED_BACK: "claw_back",
}
LONGEST_WORDS = 500


def lock_claim(claim: Claim) -> Claim:
    """The claim, fresh and locked until the commit. Only the rule, ledger accounts and a batch's rows are
    locked after it; the mentor, the employer's part and the pair before.
    """
    return (
        Claim.objects.select_for_update(of=("self",))
        .select_related(
            "centre",
            "participation__employer",
            "rule__call__project",
            "rule__line",
            "pair__programme",
            "pair__helper__mentor",
            "pair__seeker__household",
            "pair__seeker__member__employment",
            "account",
        )
        .get(pk=claim.pk)
    )


def refuse_stale(claim: Claim, version: int | None) -> None:
    """Refusal "stale" when it is not the version the person saw; None asks nothing."""
    if version is not None and version != claim.version:
        raise Refusal(
            _("Somebody changed this claim meanwhile. Look at it again, then decide."), code="stale"
        )


def move_claim(claim: Claim, to: ClaimState, *, by: Actor, words: str = "") -> Claim:
    """Save the locked claim, with whatever was set on it, in another state; its step, record and event.

    Refusal "wrong_step" when the state cannot follow, or in the words of the database.
    """
    before = ClaimState(claim.state)
    if to not in TRANSITIONS[before]:
        raise does_not_follow(claim, to)
    claim.state = to
    claim.version += 1
    save(claim)
    ClaimStep.objects.create(
        claim=claim,
        state=to,
        at=timezone.now(),
        by_id=by.actor_id,
        by_label=by.actor_label[:200],
        words=words[:LONGEST_WORDS],
        total_grosze=claim.total_grosze,
    )
    back = before == ClaimState.IN_BATCH and to == ClaimState.APPROVED
    tell("take_out_of_batch" if back else ACTS[to], claim, by=by, details={"grosze": claim.total_grosze})
    return claim


def save(claim: Claim) -> None:
    """Save, turning what the database refuses into a sentence."""
    try:
        with transaction.atomic():
            claim.save()
    except DatabaseError as error:
        if refusal := refusal_from(error):
            raise refusal from error
        if isinstance(error, IntegrityError) and (refusal := _of_constraint(error)):
            raise refusal from error
        raise


def does_not_follow(claim: Claim, to: ClaimState) -> Refusal:
    """The refusal of a state that cannot follow the claim's."""
    words = {"to": ClaimState(to).label, "now": claim.get_state_display()}
    return Refusal(_("“%(to)s” does not follow “%(now)s”.") % words, code="wrong_step")


def tell(act: str, claim: Claim, *, by: Actor, details: Mapping[str, Any] | None = None) -> None:
    """Record what was done to a claim under its centre, and say so after the commit."""
    record(
        f"stipends.claim.{act}",
        by=by,
        on=claim,
        organisation_id=claim.centre_id,
        details={"state": str(claim.state), **(details or {})},
    )
    emit(ClaimMoved(claim.pk, claim.centre_id, claim.participation.employer_id, str(claim.state)))


def _of_constraint(error: IntegrityError) -> Refusal | None:
    """What a constraint of the claim says in words; None of another one. SQLite names columns instead."""
    said = str(error)
    if "one_live_claim_a_pair_and_month" in said or "stipends_claim.pair_id" in said:
        return Refusal(_("There is a claim for this pair and month already."), code="twice")
    if any(name in said for name in FOUR_EYES):
        return four_eyes()
    return None


FOUR_EYES = (
    "claim_not_verified_by_its_claimant",
    "claim_approved_by_a_second_person",
    "claim_not_approved_by_its_claimant",
)


def four_eyes() -> Refusal:
    """Verifier, approver and claimant are three people."""
    sentence = _("Whoever claims, whoever verifies and whoever approves are three people. Ask a colleague.")
    return Refusal(sentence, code="four_eyes")
