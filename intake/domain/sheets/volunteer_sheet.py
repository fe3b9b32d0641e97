"""Volunteers, one in each row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.profiles import FieldProblems
from base.organisations.models import Organisation
from intake.domain import readers
from intake.domain.readers.vocabulary import HELP_AREA
from intake.enums import Kind
from volunteers.domain.bulk import (
    ReadyVolunteer,
    ready_volunteer,
    register_volunteers,
    unregister_volunteers,
    unused_volunteers,
)
from volunteers.domain.volunteers import VolunteerData, problems_of_volunteer
from volunteers.domain.way_in import WayIn
from volunteers.enums import VolunteerState

from . import common_columns as common
from . import volunteer_papers as way_in
from .columns import Column, Known, Registered, SheetKind, Values
from .known_people import cells_of_people
from .volunteer_people import update_many, values_of

COLUMNS = (
    common.SPLOT_LABEL,
    common.NUMBER_OF_OWN,
    common.FIRST_NAME,
    common.LAST_NAME,
    common.PHONE,
    common.EMAIL,
    common.CHANNEL_COLUMN,
    common.LANGUAGE_COLUMN,
    common.POSTCODE,
    common.PLACE,
    common.LANGUAGES_COLUMN,
    common.WEEK_COLUMN,
    common.TRAVEL,
    Column(
        "offers", "W czym może pomóc", "Can help with", ("szkoła, czas wolny", "school, free time"),
        _("One or more, with commas between them."), readers.AREAS,
        words=HELP_AREA, also=("oferta", "pomoc"),
    ),
    common.ROOM,
    common.GENDER_COLUMN,
    common.named(common.WISH_GENDER, "Płeć osoby, której pomaga", "Gender of whom they help"),
    common.WISH_STRENGTH_COLUMN,
    Column(
        "applied_on", "Data zgłoszenia", "Applied on", ("12.10.2026", "12.10.2026"),
        _("Left empty: today."), readers.DATE, also=("zgłoszenie",),
    ),
    *way_in.COLUMNS,
    common.NOTE,
)  # fmt: skip


@dataclass(frozen=True)
class VolunteerRow:
    """What a row tells: who somebody is, and how far they have come."""

    data: VolunteerData
    papers: WayIn

    @property
    def import_key(self) -> str:
        """What the same row of the next file is known by."""
        return self.data.import_key


def build(values: Values, surroundings: None) -> VolunteerRow:
    """The volunteer a row tells of."""
    return VolunteerRow(_profile(values), way_in.papers_of(values))


def check(row: VolunteerRow) -> FieldProblems:
    """What keeps the row out, by field."""
    return {**problems_of_volunteer(row.data), **way_in.problems_of_papers(row.papers)}


def _profile(values: Values) -> VolunteerData:
    return VolunteerData(
        first_name=values.get("first_name", ""),
        channel=common.channel_of(values),
        place=values.get("place"),
        import_key=values.get("import_key", ""),
        **common.wish_of(values),
        **common.taken(
            values, "last_name", "gender", "phone", "email", "language", "languages", "week", "travel_km",
            "offers",
            "room", "applied_on", "note",
        ),
    )  # fmt: skip


def ready(row: VolunteerRow, *, is_checked: bool = True) -> ReadyVolunteer:
    """The row made, before the transaction that stores it; `is_checked`: after `check`."""
    return ready_volunteer(row.data, row.papers, is_checked=is_checked)


def register_many(
    centre: Organisation, rows: Sequence[VolunteerRow | ReadyVolunteer], by: Actor
) -> list[Registered]:
    """Through the verb of many; in the order of the rows."""
    made = [row if isinstance(row, ReadyVolunteer) else ready(row, is_checked=False) for row in rows]
    return [Registered(one.label, one.version) for one in register_volunteers(centre, rows=made, by=by)]


def check_unused(centre: Organisation, people: Sequence[tuple[str, int]]) -> None:
    """InUse where somebody worked with any of them since."""
    unused_volunteers(centre, people=people)


def unregister_many(centre: Organisation, people: Sequence[tuple[str, int]], by: Actor) -> None:
    """Through the verb of many: all of them or nobody."""
    unregister_volunteers(centre, people=people, by=by)


def cells_of(centre: Organisation, labels: Collection[str] | None = None) -> dict[str, dict[str, str]]:
    """What Splot has of these volunteers (None: all of the centre) as texts of the sheet."""
    return cells_of_people(COLUMNS, values_of(centre, labels))


def known_people(centre: Organisation) -> Sequence[Known]:
    """The centre's volunteers, those who left too."""
    return common.known_of(centre.volunteers.annotate(name=common.FULL_NAME), archived=VolunteerState.LEFT)


def name_of(cells: Mapping[str, str]) -> str:
    """Whose row it is."""
    return f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()


VOLUNTEERS = SheetKind(
    kind=Kind.VOLUNTEERS,
    columns=COLUMNS,
    shown=("postcode", "place_name", "languages", "week"),
    build=build,
    check=check,
    name_of=name_of,
    known_people=known_people,
    register_many=register_many,
    ready=ready,
    update_many=update_many,
    unregister_many=unregister_many,
    check_unused=check_unused,
    cells_of=cells_of,
    values_of=values_of,
)
