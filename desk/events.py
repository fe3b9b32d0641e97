"""What happens in this room, said after the commit; numbers only, never names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CareChanged:
    """A line of Today was put off, taken up again, given to somebody or given back."""

    organisation_id: int
    key: str


@dataclass(frozen=True)
class PipelineChanged:
    """Somebody on their way in went on: a stage, an interview, a reference, a paper, a training, an owner.
    Number 0: nothing was written of their way itself, the board shows them otherwise all the same."""

    organisation_id: int
    onboarding_id: int


@dataclass(frozen=True)
class BulkProgressed:
    """An act on many went on."""

    bulk_id: int
    organisation_id: int
