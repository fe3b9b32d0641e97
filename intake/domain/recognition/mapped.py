"""A column of a file as people see it, and a row under our columns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from intake.domain.readers.wording import is_form_of, words_of

from .synonyms import SYNONYMS


@dataclass(frozen=True)
class MappedColumn:
    """A column of the file: its heading, up to three texts out of it, the targets it goes to (none: it is
    left out), what its heading says before each text (`lead`), how sure we are ("sure", "check", "none") and
    why (a code, see `mapping.reason_of`)."""

    heading: str
    samples: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    lead: str = ""
    confidence: str = "none"
    why: str = ""
    sensitive: bool = False

    def __hash__(self) -> int:
        return hash((self.heading, self.targets, self.lead))

    def as_json(self) -> dict[str, Any]:
        """As `Upload.columns` keeps it."""
        return {**asdict(self), "samples": list(self.samples), "targets": list(self.targets)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "MappedColumn":
        """Back from `Upload.columns`."""
        return cls(**{**told, "samples": tuple(told["samples"]), "targets": tuple(told["targets"])})


@dataclass(frozen=True)
class MappedRow:
    """A row under our columns: texts, words kept for the note by their heading, and flaws by our column."""

    cells: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    flaws: dict[str, str] = field(default_factory=dict)


def is_note_heading(heading: str) -> bool:
    """Whether the heading only says that notes stand here ("Uwagi", "Comments"), so that their texts need no
    heading in the note."""
    words = words_of(heading)
    known = [words_of(phrase) for phrase in SYNONYMS["note"].split(";")]
    return bool(words) and any(
        len(words) == len(phrase) and all(any(is_form_of(word, one) for one in phrase) for word in words)
        for phrase in known
    )
