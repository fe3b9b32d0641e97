"""Whether a row is somebody new, somebody who is here already, or a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from base.organisations.models import Organisation
from base.places.folding import fold
from intake.domain.sheets.columns import SheetKind, Values
from intake.enums import Fate
from intake.models import StagedRow

from .comparing import PART, Shelf, compare, remembered_keys
from .people import People, Traits, Twin
from .reasons import reasons_of


@dataclass(frozen=True)
class Answer:
    """Which twin a row stands for; `is_sure` without a person's word, `is_open` when that is needed first.
    Without a twin it is somebody new."""

    twin: Twin | None = None
    is_sure: bool = False
    is_open: bool = False


def people_at(centre: Organisation, kind: SheetKind) -> People:
    """Everybody of the centre a row may be, and under which rows earlier files told of them."""
    return People.of(kind.known_people(centre), remembered_keys(kind, centre))


def answer_of(row: StagedRow, twins: Sequence[Twin]) -> Answer:
    """What a person said of the row's twins, as far as it is about these."""
    decision = row.decision
    chosen = next((twin for twin in twins if twin.code == decision.get("same")), None)
    if chosen is not None:
        return Answer(chosen)
    apart = set(decision.get("apart", ()))
    left = [twin for twin in twins if twin.code not in apart]
    if not left:
        return Answer()
    return Answer(left[0], is_sure=left[0].sure, is_open=not left[0].sure)


def welcome(people: People, row: StagedRow, traits: Traits, twins: Sequence[Twin]) -> None:
    """From now on rows below are compared with this one too: as somebody new, or as the first row about
    somebody in Splot. A row that only repeats another one is no company."""
    answer = answer_of(row, twins)
    if answer.twin is None or answer.is_open:
        people.add(traits, row=row.pk, number=row.number)
    elif answer.twin.label:
        people.add(traits, row=row.pk, number=row.number, label=answer.twin.label)


def settle_twins(
    row: StagedRow,
    values: Values,
    twins: Sequence[Twin],
    *,
    kind: SheetKind,
    shelf: Shelf,
    beside: Mapping[int, StagedRow],
) -> Fate:
    """Who this row is: GOOD (somebody new), CHANGED, REPEATED, LEFT (joined with another row), or ASKED.

    Sets `twins`, `decision` (without what was said of a twin that is gone), `differences`, `person_label`,
    and adds a warning beside the name. `beside`: rows read in the same go, by pk, not written yet.
    """
    row.twins = [twin.as_json() for twin in twins]
    row.differences, row.person_label = {}, ""
    answer = answer_of(row, twins)
    if "same" in row.decision and (answer.is_open or answer.is_sure):
        row.decision = {name: word for name, word in row.decision.items() if name not in _WORD}
    if answer.twin is None:
        return Fate.GOOD
    if answer.is_open:
        for twin in twins:
            _warn(row, kind, _perhaps(twin))
        return Fate.ASKED
    if answer.twin.label:
        return _beside_person(row, values, answer, kind=kind, shelf=shelf)
    return _beside_row(row, answer, kind=kind, beside=beside)


#: What a decision holds about twins, beside "left".
_WORD = frozenset({"same", "take", "gave"})


def _beside_person(row: StagedRow, values: Values, answer: Answer, *, kind: SheetKind, shelf: Shelf) -> Fate:
    assert answer.twin is not None  # noqa: S101 - the caller looked
    twin = answer.twin
    found = compare(kind, row, values, shelf.of(twin.label), take=row.decision.get("take"))
    row.person_label, row.differences = twin.label, found.differences
    if found.differences and answer.is_sure and twin.why == ("only_name",):
        _warn(row, kind, _perhaps(twin))
        return Fate.ASKED
    if found.open:
        _warn(row, kind, _both_moved(twin))
        return Fate.ASKED
    _warn(row, kind, _changes(twin) if found.changes else _repeats(twin))
    for name, difference in found.differences.items():
        if difference[2:] == [PART] and name not in row.decision.get("take", {}):
            sentence = _("Splot knows more here, and it stays so. Open the row to take what the file says.")
            row.warnings = {**row.warnings, name: [*row.warnings.get(name, ()), sentence]}
    return Fate.CHANGED if found.changes else Fate.REPEATED


def _beside_row(row: StagedRow, answer: Answer, *, kind: SheetKind, beside: Mapping[int, StagedRow]) -> Fate:
    assert answer.twin is not None  # noqa: S101 - the caller looked
    twin = answer.twin
    if not answer.is_sure:
        _warn(row, kind, _("Joined with row %(row)s.") % {"row": twin.number})
        return Fate.LEFT
    other = beside.get(twin.row) or StagedRow.objects.only("cells").get(pk=twin.row)
    row.differences = differences_of_rows(row.cells, other.cells)
    if not row.differences:
        _warn(row, kind, _("The same as row %(row)s of this file; added once.") % {"row": twin.number})
        return Fate.REPEATED
    _warn(row, kind, _two_rows(twin))
    return Fate.ASKED


def differences_of_rows(cells: Mapping[str, str], other: Mapping[str, str]) -> dict[str, list[str]]:
    """{our column: [text of the other row, text of this row]} where this row says something else, or more."""
    return {
        name: [other.get(name, ""), text]
        for name, text in cells.items()
        if text and bare(text) != bare(other.get(name, ""))
    }


def _warn(row: StagedRow, kind: SheetKind, sentence: str) -> None:
    name = kind.name_column
    row.warnings = {**row.warnings, name: [*row.warnings.get(name, ()), sentence]}


def _repeats(twin: Twin) -> str:
    if twin.archived:
        return _("Here already as %(label)s, in the archive. Nothing changes there.") % {"label": twin.label}
    return _("Here already as %(label)s. Nothing changes there.") % {"label": twin.label}


def _changes(twin: Twin) -> str:
    if twin.archived:
        sentence = _("Here already as %(label)s, in the archive. What is new in this row changes there.")
    else:
        sentence = _("Here already as %(label)s. What is new in this row changes there.")
    return sentence % {"label": twin.label}


def _both_moved(twin: Twin) -> str:
    sentence = _("%(label)s was changed in Splot and in the file. Say which of the two is right.")
    return sentence % {"label": twin.label}


def _two_rows(twin: Twin) -> str:
    sentence = _("Row %(row)s tells of the same person, and something else. Say which of the two is right.")
    return sentence % {"row": twin.number}


def _perhaps(twin: Twin) -> str:
    if not twin.label:
        first = _("Perhaps the same person as in row %(row)s?") % {"row": twin.number}
    elif twin.archived:
        first = _("Perhaps the same person as %(label)s, in the archive?") % {"label": twin.label}
    else:
        first = _("Perhaps the same person as %(label)s?") % {"label": twin.label}
    return " ".join([first, *reasons_of(twin.why)])


def bare(text: str) -> str:
    """A text without what makes no difference to a reader: case, diacritics, spaces."""
    return " ".join(fold(text).split())
