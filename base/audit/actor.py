"""Who acts: by id and label, so that the audit points to no table above it."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """What every `by=` takes; a membership is one."""

    @property
    def actor_id(self) -> int | None:
        """The user's id; None for a robot."""

    @property
    def actor_label(self) -> str:
        """How the record names them for good."""

    @property
    def actor_organisation_id(self) -> int | None:
        """On whose behalf they act; None for a robot."""


@dataclass(frozen=True)
class Robot:
    """A command or background job, named by what it is: `Robot("import_people")`."""

    actor_label: str
    actor_id: int | None = None
    actor_organisation_id: int | None = None


SYSTEM = Robot("system")
