"""What happens in this room, said after the commit; labels and numbers only, never names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RunProgressed:
    """A run changed its state, its step or its share of work done (0 to 100)."""

    run_id: int
    programme_id: int
    state: str
    stage: str
    progress: int


@dataclass(frozen=True)
class ProposalsPublished:
    """A run's proposals stand in place of those before it."""

    run_id: int
    programme_id: int
    proposals: int


@dataclass(frozen=True)
class ProposalDecided:
    """Somebody approved, refused, pinned or unpinned a proposal."""

    proposal_id: int
    programme_id: int
    state: str
    pinned: bool
    version: int


@dataclass(frozen=True)
class PairChanged:
    """A pair was offered or moved on."""

    pair_id: int
    programme_id: int
    state: str


@dataclass(frozen=True)
class PlaceTaken:
    """Somebody has a place in a programme; household_id: None where it is a helper's."""

    programme_id: int
    household_id: int | None
