"""Families, one in each row: whom we talk to, who else is at home, where and when, what is needed."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.enums import AgeBand
from base.organisations.models import Organisation
from base.places.errors import UnreadableText
from families.domain.bulk import (
    ReadyHousehold,
    ready_household,
    register_households,
    unregister_households,
    unused_households,
)
from families.domain.households import HouseholdData, MemberData, problems_of_household
from families.enums import HouseholdState
from intake.domain import readers
from intake.domain.readers.vocabulary import HELP_AREA, YES_NO
from intake.enums import Kind

from . import common_columns as common
from .columns import Column, Known, Registered, SheetKind, Values
from .family_people import update_many, values_of
from .known_people import cells_of_people

COLUMNS = (
    common.SPLOT_LABEL,
    common.NUMBER_OF_OWN,
    Column(
        "contact_name", "Osoba do kontaktu", "Contact person", ("Olena Kowal", "Olena Kowal"),
        _("First name and surname of the adult we talk to."), required=True,
        reader=readers.NAME, also=("imię i nazwisko", "kontakt imię i nazwisko", "name"),
        fields=("first_name", "is_contact"), personal=True,
    ),
    common.PHONE,
    common.named(common.EMAIL, "E-mail", "E-mail", example=("", "")),
    common.CHANNEL_COLUMN,
    common.named(
        common.LANGUAGE_COLUMN, "Język korespondencji", "Language we write in",
        example=("ukraiński", "Ukrainian"),
    ),
    common.POSTCODE,
    common.PLACE,
    Column(
        "address", "Ulica i numer", "Street and number", ("ul. Wielicka 12/3", "ul. Wielicka 12/3"),
        also=("adres", "ulica", "address"), personal=True,
    ),
    common.named(
        common.LANGUAGES_COLUMN, "Języki", "Languages",
        example=("ukraiński ojczysty, polski A2", "Ukrainian native, Polish A2"),
    ),
    common.WEEK_COLUMN,
    Column(
        "needs", "Potrzeby", "Needs", ("szkoła, urzędy i pisma", "school, offices and papers"),
        _("One or more, with commas between them."), readers.AREAS,
        also=("w czym pomóc",), words=HELP_AREA,
    ),
    Column(
        "wants_polish", "Chce ćwiczyć polski", "Wants to practise Polish", ("tak", "yes"),
        reader=readers.YES_OR_NO, words=YES_NO, also=("ćwiczyć polski",),
    ),
    common.named(
        common.GENDER_COLUMN, "Płeć osoby do kontaktu", "Contact person's gender", also=("płeć", "gender")
    ),
    Column(
        "age", "Wiek osoby do kontaktu", "Contact person's age", ("38", "38"),
        _("In years. Left empty: 26-40."), readers.AGE, also=("wiek", "age"), fields=("age_band",),
    ),
    Column(
        "adults", "Wiek pozostałych dorosłych", "Ages of other adults", ("41", "41"),
        _("In years, one for each: “41; 67”."), readers.AGES,
        also=("inni dorośli", "other adults"), fields=("members",),
    ),
    Column(
        "children", "Wiek dzieci", "Ages of children", ("4; 7", "4; 7"),
        _("In years, one for each child. We keep an age, never a date of birth or a name."), readers.AGES,
        also=("dzieci", "children"),
    ),
    common.WISH_GENDER,
    common.WISH_STRENGTH_COLUMN,
    common.named(common.TRAVEL, "Może dojechać (km)", "Can travel (km)", example=("5", "5")),
    Column(
        "waiting_since", "Czeka od", "Waiting since", ("12.10.2026", "12.10.2026"),
        _("Left empty: from today."), readers.DATE, also=("data zgłoszenia",),
    ),
    common.NOTE,
)  # fmt: skip


def build(values: Values, surroundings: None) -> HouseholdData:
    """The household a row tells of."""
    contact = MemberData(
        age_band=values.get("age", AgeBand.ADULT_26_40),
        first_name=values.get("contact_name", "").split(" ")[0][:60],
        gender=values.get("gender", ""),
        is_contact=True,
        languages=values.get("languages", ()),
    )
    others = [MemberData(age_band=band) for band in (*values.get("adults", ()), *values.get("children", ()))]
    return HouseholdData(
        contact_name=values.get("contact_name", ""),
        members=(contact, *others),
        channel=common.channel_of(values),
        place=values.get("place"),
        wants_polish=values.get("wants_polish") == "yes",
        import_key=values.get("import_key", ""),
        **common.wish_of(values),
        **common.taken(
            values,
            "phone",
            "email",
            "address",
            "language",
            "week",
            "travel_km",
            "needs",
            "waiting_since",
            "note",
        ),
    )


def check_ages(values: Values, surroundings: None) -> dict[str, UnreadableText]:
    """Children among the adults or adults among the children, by column. A son or daughter of 18-25 is moved
    to the adults, where they belong without a doubt."""
    grown = [band for band in values.get("children", ()) if band == AgeBand.ADULT_18_25]
    if grown:
        values["children"] = tuple(band for band in values["children"] if band != AgeBand.ADULT_18_25)
        values["adults"] = (*values.get("adults", ()), *grown)
    found = {}
    if any(band.is_minor for band in values.get("adults", ())):
        found["adults"] = UnreadableText(_("Somebody under eighteen belongs to the column of children."))
    if any(not band.is_minor for band in values.get("children", ())):
        found["children"] = UnreadableText(_("Somebody of eighteen or more belongs to the column of adults."))
    return found


def ready(data: HouseholdData) -> ReadyHousehold:
    """The row made, after `problems_of_household`, before the transaction that stores it."""
    return ready_household(data, is_checked=True)


def register_many(
    centre: Organisation, rows: Sequence[HouseholdData | ReadyHousehold], by: Actor
) -> list[Registered]:
    """Through the verb of many; in the order of the rows."""
    return [Registered(one.label, one.version) for one in register_households(centre, rows=rows, by=by)]


def check_unused(centre: Organisation, people: Sequence[tuple[str, int]]) -> None:
    """InUse where somebody worked with any of them since."""
    unused_households(centre, people=people)


def unregister_many(centre: Organisation, people: Sequence[tuple[str, int]], by: Actor) -> None:
    """Through the verb of many: all of them or nobody."""
    unregister_households(centre, people=people, by=by)


def cells_of(centre: Organisation, labels: Collection[str] | None = None) -> dict[str, dict[str, str]]:
    """What Splot has of these households (None: all of the centre) as texts of the sheet."""
    return cells_of_people(COLUMNS, values_of(centre, labels))


def known_people(centre: Organisation) -> Sequence[Known]:
    """The centre's households by those they are reached through, the archived too."""
    people = centre.households.annotate(name=F("contact_name"))
    return common.known_of(people, archived=HouseholdState.ARCHIVED)


def name_of(cells: Mapping[str, str]) -> str:
    """Whose row it is."""
    return cells.get("contact_name", "")


FAMILIES = SheetKind(
    kind=Kind.FAMILIES,
    columns=COLUMNS,
    shown=("postcode", "place_name", "languages", "week"),
    build=build,
    check=problems_of_household,
    name_of=name_of,
    known_people=known_people,
    cross_check=check_ages,
    register_many=register_many,
    ready=ready,
    update_many=update_many,
    unregister_many=unregister_many,
    check_unused=check_unused,
    cells_of=cells_of,
    values_of=values_of,
)
