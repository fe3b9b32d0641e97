"""Volunteers, one in each row."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.organisations.models import Organisation
from intake.enums import Kind
from volunteers.domain.volunteers import VolunteerData, problems_of_volunteer, register_volunteer

from . import common_columns as common
from .columns import Column, Known, SheetKind, Values
from .readers import DATE, choices
from .vocabulary import HELP_AREA

COLUMNS = (
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
        _("One or more, with commas between them."), choices(HELP_AREA),
        words=HELP_AREA, also=("oferta", "pomoc"),
    ),
    common.ROOM,
    common.GENDER_COLUMN,
    common.named(common.WISH_GENDER, "Płeć osoby, której pomaga", "Gender of whom they help"),
    common.WISH_STRENGTH_COLUMN,
    Column(
        "applied_on", "Data zgłoszenia", "Applied on", ("12.10.2026", "12.10.2026"),
        _("Left empty: today."), DATE, also=("zgłoszenie",),
    ),
    common.NOTE,
)  # fmt: skip


def build(values: Values, surroundings: None) -> VolunteerData:
    """The volunteer a row tells of."""
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


def register(centre: Organisation, data: VolunteerData, by: Actor) -> str:
    """Through the verb; the label of the volunteer."""
    return register_volunteer(centre, data=data, by=by).label


def known_people(centre: Organisation) -> Sequence[Known]:
    """The centre's volunteers."""
    rows = centre.volunteers.order_by("pk").values_list(
        "label", "import_key", "first_name", "last_name", "phone", "email", "postcode"
    )
    return [
        Known(label, key, f"{first} {last}", str(phone or ""), email, code)
        for label, key, first, last, phone, email, code in rows
    ]


def name_of(cells: Mapping[str, str]) -> str:
    """Whose row it is."""
    return f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()


VOLUNTEERS = SheetKind(
    kind=Kind.VOLUNTEERS,
    columns=COLUMNS,
    shown=("postcode", "place_name", "languages", "week"),
    build=build,
    check=problems_of_volunteer,
    register=register,
    name_of=name_of,
    known_people=known_people,
)
