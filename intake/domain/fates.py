"""What becomes of a row: whom it repeats or resembles, and what that and its doubts make of it."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from intake.domain.sameness.comparing import Shelf
from intake.domain.sameness.people import People, Traits, Twin
from intake.domain.sameness.twins import people_at, settle_twins, welcome
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Fate
from intake.models import StagedRow, Upload

from .verdicts import Verdict


class Company:
    """Everybody a row may be: those who are here, and the rows above it."""

    def __init__(self, upload: Upload) -> None:
        self.shelf = Shelf(SHEETS[upload.kind], upload.centre)

    @cached_property
    def people(self) -> People:
        """Looked up when the first row is compared: rows whose twins are known do without."""
        return people_at(self.shelf.centre, self.shelf.kind)

    def twins_of(self, traits: Traits) -> list[Twin]:
        """Who it surely is, alone; else those it perhaps is."""
        return self.people.twins(traits)

    def welcome(self, row: StagedRow, traits: Traits, twins: Sequence[Twin]) -> None:
        """From now on a row further down may be this one."""
        welcome(self.people, row, traits, twins)

    def expect(self, twins: Collection[Twin]) -> None:
        """Look up at once what Splot has of all these who are here."""
        self.shelf.expect({twin.label for twin in twins if twin.label})


def settle(
    row: StagedRow,
    verdict: Verdict,
    twins: Sequence[Twin],
    *,
    company: Company,
    beside: Mapping[int, StagedRow],
) -> None:
    """Write what was found into the row. `beside` are rows read in the same go, by pk."""
    row.twins, row.person_label, row.differences = [twin.as_json() for twin in twins], "", {}
    row.warnings = verdict.warnings
    shelf = company.shelf
    if row.decision.get("left"):
        row.fate = Fate.LEFT
    elif verdict.problems:
        row.fate = Fate.BAD
    else:
        row.fate = settle_twins(row, verdict.values, twins, kind=shelf.kind, shelf=shelf, beside=beside)
        if row.fate not in {Fate.LEFT, Fate.ASKED} and any(
            not shelf.heard(row.person_label, one.column, row.cells.get(one.column, ""))
            for one in verdict.asked
        ):
            row.fate = Fate.ASKED
    row.needs_look = row.fate not in {Fate.GOOD, Fate.REPEATED, Fate.LEFT}
