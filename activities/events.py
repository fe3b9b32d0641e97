"""What happens in this room, said after the commit; numbers only, never names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeetingChanged:
    """A meeting was written down, confirmed, changed, settled or taken back."""

    meeting_id: int
    pair_id: int
    programme_id: int
    state: str


@dataclass(frozen=True)
class PlanChanged:
    """A meeting to come was planned, moved, called off, or asked about."""

    planned_id: int
    pair_id: int
    programme_id: int


@dataclass(frozen=True)
class FirstWeeksChanged:
    """A line of a new colleague's first weeks was ticked or opened again."""

    pair_id: int
    programme_id: int


@dataclass(frozen=True)
class HelpChanged:
    """Somebody called for help, or was answered."""

    call_id: int
    pair_id: int
    programme_id: int
    state: str


@dataclass(frozen=True)
class CatalogueChanged:
    """The activities of a programme are others now."""

    programme_id: int


@dataclass(frozen=True)
class ContactChanged:
    """A coordinator's contact or note on a pair was written down or taken back."""

    pair_id: int
    programme_id: int


@dataclass(frozen=True)
class TalkChanged:
    """A message was written or hidden, or somebody let their contact be seen or took that back."""

    pair_id: int
    programme_id: int


@dataclass(frozen=True)
class CareRulesChanged:
    """The rules by which pairs of a programme are looked after are others from a day on."""

    programme_id: int
