"""Whether a row is somebody new, somebody who is here already, or a question: and a person's word on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from intake.enums import Fate, UploadState
from intake.models import StagedRow, Upload

from .columns import SheetKind, Values
from .comparing import Shelf, compare
from .people import People, Traits, Twin
from .reasons import reasons_of
from .sheets import SHEETS
from .steps import expect, lock_upload
from .understanding import said_of

DIFFERENT: Final = ""


@dataclass(frozen=True)
class Read:
    """A row without problems, and what was read in it."""

    row: StagedRow
    values: Values
    traits: Traits


@dataclass(frozen=True)
class Compared:
    """One column of two side by side. `default` is the side that is taken unless a person says otherwise."""

    column: str
    heading: str
    file: str
    ours: str
    same: bool
    default: str


def place_rows(reads: Sequence[Read], *, people: People, shelf: Shelf) -> None:
    """Say of each row who it is: sets `traits`, `twins`, `decision`, `differences`, `person_label`, a warning
    beside the name, and `fate` (GOOD, ASKED, CHANGED, REPEATED or LEFT). In the order of the file; the rows
    are known to `people` afterwards."""
    found: dict[int, list[Twin]] = {}
    for one in reads:
        found[one.row.pk] = people.twins(one.traits)
    raise NotImplementedError


def side_by_side(row: StagedRow, twin: Mapping[str, Any] | None = None) -> list[Compared]:
    """The row and one of its twins (the first), column by column, in the active language."""
    raise NotImplementedError


def decide_row(row: StagedRow, *, same: str, take: Mapping[str, str] | None = None, by: Actor) -> StagedRow:
    """A person's word on a row that is perhaps somebody who is here. `same` names the twin ("K-417",
    "row:12"), or DIFFERENT for another person; `take`: {our column: "file" | "ours"}.

    Refusal (code "twin") when that is none of the row's twins; (code "state") when the list is not waiting.
    """
    raise NotImplementedError
