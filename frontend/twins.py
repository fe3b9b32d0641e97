"""Who a row of a list may be, and both side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from intake.domain.deciding import Compared, side_by_side
from intake.domain.sameness import people as known
from intake.domain.sameness.reasons import reasons_of
from intake.models import StagedRow

#: Read together: a question about one of them leaves the others open too.
WHERE: Final = frozenset({"postcode", "place_name", "address"})


@dataclass(frozen=True)
class Twin:
    """Somebody a row may be: `key` as a decision names them ("K-417", "row:12"), where they are found, why
    we ask, and whether we are sure."""

    key: str
    who: str
    url: str
    why: str
    is_sure: bool


@dataclass(frozen=True)
class Line:
    """A field on both sides; `agrees` where both surely say the same. Where the row says nothing there is
    nothing to choose: an empty cell erases nothing."""

    told: Compared
    agrees: bool

    @property
    def is_choice(self) -> bool:
        """Whether a person says which side counts."""
        return bool(self.told.file) and not self.told.same


@dataclass(frozen=True)
class Beside:
    """A row beside somebody it may be, field by field: what differs first, what only Splot knows last."""

    twin: Twin
    lines: Sequence[Line]


def twins_of(row: StagedRow, people: Mapping[str, str]) -> list[Twin]:
    """The twins of a row; `people` are the addresses of people's pages by label."""
    return [_twin(known.Twin.from_json(told), people) for told in row.twins]


def beside_of(row: StagedRow, people: Mapping[str, str]) -> list[Beside]:
    """The row beside each of its twins."""
    return [_beside(row, told, people) for told in row.twins]


def _beside(row: StagedRow, told: Mapping[str, Any], people: Mapping[str, str]) -> Beside:
    asked = {question.column for question in row.questions.all()}
    if asked & WHERE:
        asked |= WHERE
    lines = [
        Line(one, one.same and bool(one.file) and one.column not in asked) for one in side_by_side(row, told)
    ]
    lines.sort(key=lambda line: (not line.is_choice, not line.told.file))
    return Beside(_twin(known.Twin.from_json(told), people), lines)


def _twin(told: known.Twin, people: Mapping[str, str]) -> Twin:
    who = told.label or _("row %(number)d of this file") % {"number": told.number}
    why = reasons_of(told.why)
    if told.archived:
        why.append(_("They are in the archive."))
    return Twin(told.code, who, people.get(told.label, ""), " ".join(why), told.sure)
