"""What happens in this room, said after the commit; numbers only, never names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClaimMoved:
    """A claim was begun, written on, or came to another state."""

    claim_id: int
    centre_id: int
    employer_id: int
    state: str
