"""What happened in this room, for those above who care; handlers run after the commit."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HouseholdChanged:
    """Registered or revised: profile, members, consents, priorities or a job."""

    household_id: int
    centre_id: int


@dataclass(frozen=True)
class HouseholdsRegistered:
    """A list came in: stands for a HouseholdChanged of each, and for a ChildRecorded of each child. Nobody
    can be paired with them yet."""

    centre_id: int
    household_ids: tuple[int, ...]


@dataclass(frozen=True)
class HouseholdsUnregistered:
    """A list was taken back: these households, which nobody had used, are gone."""

    centre_id: int
    labels: tuple[str, ...]


@dataclass(frozen=True)
class HouseholdStateChanged:
    """Paused, back, or archived."""

    household_id: int
    centre_id: int
    state: str


@dataclass(frozen=True)
class ChildRecorded:
    """A child is in the household who was not on record before: its pairs need clearance."""

    household_id: int
    member_id: int


@dataclass(frozen=True)
class HouseholdConsentWithdrawn:
    """The family took a consent back."""

    household_id: int
    purpose: str


@dataclass(frozen=True)
class ColleagueNamed:
    """An employer named a new colleague, or what became of one is decided."""

    named_id: int
    centre_id: int
    employer_id: int


@dataclass(frozen=True)
class EmploymentChanged:
    """A member's job began, changed or got its last day."""

    household_id: int
    member_id: int
    employer_id: int
    last_day: date | None
