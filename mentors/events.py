"""What happened in this room, for those above who care; handlers run after the commit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ParticipationChanged:
    """An employer joined, was revised, or its part ended."""

    participation_id: int
    centre_id: int


@dataclass(frozen=True)
class MentorChanged:
    """A mentor-employee was registered or revised, or a consent changed."""

    mentor_id: int
    centre_id: int


@dataclass(frozen=True)
class MentorsRegistered:
    """A list came in: stands for a MentorChanged of each. Nobody can be paired with them yet."""

    centre_id: int
    mentor_ids: tuple[int, ...]


@dataclass(frozen=True)
class MentorsUnregistered:
    """A list was taken back: these mentors, with whom nobody had worked, are gone."""

    centre_id: int
    labels: tuple[str, ...]


@dataclass(frozen=True)
class MentorStateChanged:
    """A mentor-employee paused, came back or left."""

    mentor_id: int
    centre_id: int
    state: str
