"""What happened in this room, for those above who care; handlers run after the commit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VolunteerChanged:
    """Registered or revised: profile, languages, training, agreement or consent."""

    volunteer_id: int
    centre_id: int


@dataclass(frozen=True)
class VolunteersRegistered:
    """A list came in: stands for everything the rows told of each. Nobody can be paired with them yet."""

    centre_id: int
    volunteer_ids: tuple[int, ...]


@dataclass(frozen=True)
class VolunteersUnregistered:
    """A list was taken back: these volunteers, with whom nobody had worked, are gone."""

    centre_id: int
    labels: tuple[str, ...]


@dataclass(frozen=True)
class VolunteerStateChanged:
    """Moved along the way from application to leaving."""

    volunteer_id: int
    centre_id: int
    state: str


@dataclass(frozen=True)
class ClearanceChanged:
    """An item of clearance was recorded or revoked: whoever meets children through us is looked at again."""

    volunteer_id: int
    centre_id: int


@dataclass(frozen=True)
class VolunteerConsentWithdrawn:
    """The volunteer took a consent back."""

    volunteer_id: int
    purpose: str
