"""What papers a newcomer has and lacks. Clearance, agreements and consents are read where they are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from desk.enums import Side
from desk.models import Paper, PaperKind
from families.models import Household
from families.queries import what_is_missing as family_lacks
from volunteers.enums import ClearanceState
from volunteers.models import Volunteer
from volunteers.queries import clearance_of

from .stages import paper_kinds_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SOON_DAYS = 30

#: How a line stands.
VALID, LAPSING, LAPSED, MISSING, OPTIONAL = "valid", "lapsing", "lapsed", "missing", "optional"


@dataclass(frozen=True)
class PaperLine:
    """One paper as it stands on a day. kind and paper: None where another room keeps it."""

    name: "StrOrPromise"
    state: str
    valid_until: date | None = None
    received_on: date | None = None
    kind: PaperKind | None = None
    paper: Paper | None = None

    @property
    def is_lacking(self) -> bool:
        """Whether it is still to be asked for."""
        return self.state in (MISSING, LAPSED)


def papers_of(person: Volunteer | Household, *, on: date) -> list[PaperLine]:
    """Every paper the centre expects, its own first, then what the rooms of people know already."""
    side = Side.VOLUNTEERS if isinstance(person, Volunteer) else Side.FAMILIES
    kinds = paper_kinds_of(person.centre_id, side)
    return [*_expected(kinds, person.papers.filter(taken_back_at=None), on), *known_elsewhere(person, on=on)]


def _expected(kinds: Iterable[PaperKind], papers: Iterable[Paper], on: date) -> list[PaperLine]:
    newest: dict[int, Paper] = {}
    for paper in papers:
        newest.setdefault(paper.kind_id, paper)
    return [_line(kind, newest.get(kind.pk), on) for kind in kinds if kind.shown or kind.pk in newest]


def _line(kind: PaperKind, paper: Paper | None, on: date) -> PaperLine:
    if paper is None:
        return PaperLine(str(kind), MISSING if kind.required else OPTIONAL, kind=kind)
    state = state_until(paper.valid_until, on)
    return PaperLine(str(kind), state, paper.valid_until, paper.received_on, kind, paper)


def state_until(until: date | None, on: date) -> str:
    """How something that counts until that day stands."""
    if until is None:
        return VALID
    if until < on:
        return LAPSED
    return LAPSING if until <= on + timedelta(days=SOON_DAYS) else VALID


def known_elsewhere(person: Volunteer | Household, *, on: date) -> list[PaperLine]:
    """Clearance and agreement of a volunteer, consent of a family: as their own pages tell them."""
    if isinstance(person, Household):
        lacks = any(one.code == "consent" for one in family_lacks(person))
        return [PaperLine(_("consent for finding a helper"), MISSING if lacks else VALID)]
    lines = [
        PaperLine(
            line.kind.label,
            state_until(line.valid_until, on) if line.state == ClearanceState.VALID else MISSING,
            line.valid_until,
            line.item.checked_on if line.item else None,
        )
        for line in clearance_of(person, on=on)
    ]
    agreements = [one for one in person.agreements.all() if one.valid_from <= on]
    newest = agreements[0] if agreements else None
    agreement = PaperLine(
        _("volunteer's agreement"),
        state_until(newest.valid_until, on) if newest else OPTIONAL,
        newest.valid_until if newest else None,
        newest.signed_on if newest else None,
    )
    return [*lines, agreement]
