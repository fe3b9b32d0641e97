"""What becomes of a row: whom it repeats or resembles, and what that and its doubts make of it."""

from collections.abc import Mapping, Sequence

from intake.enums import Fate
from intake.models import StagedRow, Upload

from .judging import Verdict
from .people import People, Traits, Twin
from .sheets import SHEETS


class Company:
    """Everybody a row may be: those who are here, and the rows above it."""

    def __init__(self, upload: Upload) -> None:
        self.people = People.of(SHEETS[upload.kind].known_people(upload.centre))

    def twins_of(self, traits: Traits) -> list[Twin]:
        """Who it surely is, alone; else those it perhaps is."""
        return self.people.twins(traits)

    def welcome(self, row: StagedRow, traits: Traits) -> None:
        """From now on a row further down may be this one."""
        self.people.add(traits, row=row.pk, number=row.number)


def sure_label(twins: Sequence[Twin]) -> str:
    """The neutral label of whom a row surely is, "" for nobody who is here."""
    return next((twin.label for twin in twins if twin.sure), "")


def settle(
    row: StagedRow, verdict: Verdict, twins: Sequence[Twin], here: Mapping[str, Mapping[str, str]]
) -> None:
    """Write what was found into the row. `here` are the people met, by label, in the words of the sheet."""
    row.twins = [twin.as_json() for twin in twins]
    row.person_label, row.differences = sure_label(twins), {}
    row.warnings = verdict.warnings
    if row.decision.get("left"):
        row.fate = Fate.LEFT
    elif verdict.problems:
        row.fate = Fate.BAD
    elif any(twin.sure for twin in twins):
        row.fate = Fate.REPEATED
    elif verdict.asked or (twins and "same" not in row.decision):
        row.fate = Fate.ASKED
    else:
        row.fate = Fate.GOOD
    row.needs_look = row.fate not in {Fate.GOOD, Fate.REPEATED}
