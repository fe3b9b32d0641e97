"""Lists sent in, their rows, what is asked about them, and what a centre remembers of its own habits."""

from .memory import ImportedPerson, KnownHeading, RememberedAnswer
from .rows import RowQuestion, StagedRow
from .upload import STALE, Upload

__all__ = [
    "STALE",
    "ImportedPerson",
    "KnownHeading",
    "RememberedAnswer",
    "RowQuestion",
    "StagedRow",
    "Upload",
]
