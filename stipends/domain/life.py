"""The life of a claim as a small machine without rows: which state may follow which, and who moves it there.

Verbs ask here; the database refuses the rest by a trigger made of the same table (triggers/claims.py).
"""

from collections.abc import Mapping
from enum import StrEnum

from stipends.enums import ClaimState


class Mover(StrEnum):
    """Whose act it is. Verifier, approver and claimant of one claim are three people."""

    CLAIMANT = "claimant"
    VERIFIER = "verifier"
    APPROVER = "approver"
    PAYER = "payer"


#: From → to → who may. A draft is written by the claimant until it is submitted; what is over stays over.
MOVERS: Mapping[ClaimState, Mapping[ClaimState, tuple[Mover, ...]]] = {
    ClaimState.DRAFT: {ClaimState.SUBMITTED: (Mover.CLAIMANT,)},
    ClaimState.SUBMITTED: {
        ClaimState.TO_CORRECT: (Mover.VERIFIER,),
        ClaimState.VERIFIED: (Mover.VERIFIER,),
        ClaimState.REJECTED: (Mover.VERIFIER,),
    },
    ClaimState.TO_CORRECT: {
        ClaimState.SUBMITTED: (Mover.CLAIMANT,),
        ClaimState.REJECTED: (Mover.VERIFIER,),
    },
    ClaimState.VERIFIED: {
        ClaimState.TO_CORRECT: (Mover.APPROVER,),
        ClaimState.APPROVED: (Mover.APPROVER,),
        ClaimState.REJECTED: (Mover.APPROVER,),
    },
    ClaimState.APPROVED: {
        ClaimState.IN_BATCH: (Mover.PAYER,),
        ClaimState.CLAWED_BACK: (Mover.APPROVER,),
    },
    ClaimState.IN_BATCH: {
        ClaimState.PAID: (Mover.PAYER,),
        # The batch was called off, or the bank returned the transfer.
        ClaimState.APPROVED: (Mover.PAYER,),
    },
    ClaimState.PAID: {ClaimState.CLAWED_BACK: (Mover.APPROVER,)},
    ClaimState.REJECTED: {},
    ClaimState.CLAWED_BACK: {},
}

#: State → the states that may follow it.
TRANSITIONS: Mapping[ClaimState, frozenset[ClaimState]] = {
    state: frozenset(after) for state, after in MOVERS.items()
}

#: Who acts next on a claim in this state; None where it is over.
NEXT_MOVER: Mapping[ClaimState, Mover | None] = {
    ClaimState.DRAFT: Mover.CLAIMANT,
    ClaimState.SUBMITTED: Mover.VERIFIER,
    ClaimState.TO_CORRECT: Mover.CLAIMANT,
    ClaimState.VERIFIED: Mover.APPROVER,
    ClaimState.APPROVED: Mover.PAYER,
    ClaimState.IN_BATCH: Mover.PAYER,
    ClaimState.PAID: None,
    ClaimState.REJECTED: None,
    ClaimState.CLAWED_BACK: None,
}

#: The way of a claim that nothing is wrong with, as a page draws it.
STRAIGHT_WAY = (
    ClaimState.DRAFT,
    ClaimState.SUBMITTED,
    ClaimState.VERIFIED,
    ClaimState.APPROVED,
    ClaimState.PAID,
)
