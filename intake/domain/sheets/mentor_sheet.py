"""Mentor-employees, one in each row, of employers the centre already knows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.profiles import FieldProblems
from base.organisations.models import Organisation
from base.places.errors import UnreadableText
from intake.domain import readers
from intake.domain.readers.vocabulary import TRADE
from intake.enums import Kind
from mentors.domain.bulk import (
    ReadyMentor,
    ready_mentor,
    register_mentors,
    unregister_mentors,
    unused_mentors,
)
from mentors.domain.mentors import MentorData, problems_of_mentor
from mentors.enums import MentorState, ParticipationState
from mentors.models import Participation

from . import common_columns as common
from .columns import Column, Known, Registered, SheetKind, Values
from .employers import Employers, employers_of
from .known_people import cells_of_people
from .mentor_people import update_many, values_of

COLUMNS = (
    common.SPLOT_LABEL,
    common.NUMBER_OF_OWN,
    Column(
        "employer", "Pracodawca", "Employer", ("Chemia Oświęcim S.A.", "Chemia Oświęcim S.A."),
        _("By its name as in Splot, or by its NIP. It has to be added before its mentors."), required=True,
        also=("firma", "nip", "nazwa pracodawcy", "company"), fields=("participation", "site"),
    ),
    common.FIRST_NAME,
    common.LAST_NAME,
    Column("job_title", "Stanowisko", "Job", ("spawacz", "welder"), required=True, also=("job title",)),
    Column(
        "trade", "Branża", "Trade", ("spawanie i metal", "welding and metal"),
        _("The kind of work, so that mentors meet colleagues of the same."), readers.TRADES, words=TRADE,
    ),
    common.LANGUAGES_COLUMN,
    common.named(common.WEEK_COLUMN, "Godziny na mentoring", "Hours for mentoring", also=("wolne godziny",
    "free hours")),
    common.named(common.ROOM, "Ilu nowych pracowników naraz", "New colleagues at a time"),
    common.PHONE,
    common.EMAIL,
    common.CHANNEL_COLUMN,
    common.LANGUAGE_COLUMN,
    common.GENDER_COLUMN,
    common.named(common.WISH_GENDER, "Płeć nowego pracownika", "New colleague's gender"),
    common.WISH_STRENGTH_COLUMN,
    common.NOTE,
)  # fmt: skip


@dataclass(frozen=True)
class MentorRow:
    """A mentor and the employer's part they belong to; None where the employer is not known."""

    participation: Participation | None
    data: MentorData


def build(values: Values, surroundings: Employers) -> MentorRow:
    """The mentor a row tells of."""
    data = MentorData(
        first_name=values.get("first_name", ""),
        job_title=values.get("job_title", ""),
        channel=common.channel_of(values),
        import_key=values.get("import_key", ""),
        **common.wish_of(values),
        **common.taken(
            values,
            "last_name",
            "gender",
            "phone",
            "email",
            "language",
            "languages",
            "trade",
            "week",
            "room",
            "note",
        ),
    )
    return MentorRow(surroundings.find(values.get("employer", "")), data)


def check(row: MentorRow) -> FieldProblems:
    """What the room itself says against this mentor."""
    return problems_of_mentor(row.data)


def check_employer(values: Values, surroundings: Employers) -> dict[str, UnreadableText]:
    """Whether the employer is one of the centre's and still takes part."""
    text = values.get("employer", "")
    found = surroundings.find(text)
    if found is None and text:
        sentence = format_lazy(_("“{text}” is no employer of your centre yet. Add it first."), text=text)
        return {"employer": UnreadableText(sentence, suggestions=surroundings.names_like(text))}
    if found is not None and found.state == ParticipationState.ENDED:
        return {"employer": UnreadableText(_("This employer's part has ended. Reopen it first."))}
    return {}


def ready(row: MentorRow, *, is_checked: bool = True) -> ReadyMentor:
    """The row made, before the transaction that stores it; `is_checked`: after `check`."""
    assert row.participation is not None  # noqa: S101 - the column is obligatory
    return ready_mentor(row.participation, row.data, is_checked=is_checked)


def register_many(
    centre: Organisation, rows: Sequence[MentorRow | ReadyMentor], by: Actor
) -> list[Registered]:
    """Through the verb of many; in the order of the rows."""
    made = [row if isinstance(row, ReadyMentor) else ready(row, is_checked=False) for row in rows]
    return [Registered(one.label, one.version) for one in register_mentors(centre, rows=made, by=by)]


def check_unused(centre: Organisation, people: Sequence[tuple[str, int]]) -> None:
    """InUse where somebody worked with any of them since."""
    unused_mentors(centre, people=people)


def unregister_many(centre: Organisation, people: Sequence[tuple[str, int]], by: Actor) -> None:
    """Through the verb of many: all of them or nobody."""
    unregister_mentors(centre, people=people, by=by)


def cells_of(centre: Organisation, labels: Collection[str] | None = None) -> dict[str, dict[str, str]]:
    """What Splot has of these mentors (None: all of the centre) as texts of the sheet."""
    return cells_of_people(COLUMNS, values_of(centre, labels))


def known_people(centre: Organisation) -> Sequence[Known]:
    """The centre's mentors, those who left too; the employer stands where others have a post code."""
    people = centre.mentor_employees.annotate(name=common.FULL_NAME)
    return common.known_of(
        people, archived=MentorState.LEFT, around="participation__employer__name", place=""
    )


def name_of(cells: Mapping[str, str]) -> str:
    """Whose row it is."""
    return f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()


MENTORS = SheetKind(
    kind=Kind.MENTORS,
    columns=COLUMNS,
    shown=("employer", "job_title", "languages", "week"),
    build=build,
    check=check,
    name_of=name_of,
    known_people=known_people,
    surroundings=employers_of,
    cross_check=check_employer,
    register_many=register_many,
    ready=ready,
    update_many=update_many,
    unregister_many=unregister_many,
    check_unused=check_unused,
    cells_of=cells_of,
    values_of=values_of,
)
