"""Columns that several kinds of lists share."""

from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, cast

from django.core.exceptions import ValidationError
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.common.enums import ContactChannel, GenderWish, WishStrength
from base.common.profiles import NEEDED_BY_CHANNEL
from base.places import gazetteer
from base.places.errors import UnreadableText
from base.places.models import Located
from base.places.profiles import NOWHERE, Nowhere
from intake.domain import readers
from intake.domain.readers.vocabulary import CHANNEL, GENDER, GENDER_WISH, WISH_STRENGTH

from .columns import Column, Known, Values

SPLOT_LABEL: Final = Column(
    "splot_label", "Numer w Splocie", "Splot number", ("K-417", "K-417"),
    _("Written by Splot in the files it gives out, so that a row comes back to the same person."),
    personal=True, ours=True,
)  # fmt: skip
NUMBER_OF_OWN: Final = Column(
    "own_number", "Własny numer", "Your own number", ("R/2026/14", "F-14"),
    _("Optional: the number you use yourselves. The same number twice is the same person."),
    also=("numer", "nr", "lp", "id"), personal=True,
)  # fmt: skip
FIRST_NAME: Final = Column(
    "first_name",
    "Imię",
    "First name",
    ("Halina", "Halina"),
    reader=readers.NAME,
    required=True,
    also=("imie",),
    personal=True,
)
LAST_NAME: Final = Column(
    "last_name",
    "Nazwisko",
    "Surname",
    ("Nowak", "Nowak"),
    reader=readers.NAME,
    also=("last name",),
    personal=True,
)
PHONE: Final = Column(
    "phone", "Telefon", "Phone", ("600 100 200", "+48 600 100 200"),
    _("A Polish number, or one with its country code: +380…"), readers.PHONE,
    also=("nr telefonu", "tel", "komórka", "mobile"), personal=True,
)  # fmt: skip
EMAIL: Final = Column(
    "email",
    "E-mail",
    "E-mail",
    ("halina@example.org", "halina@example.org"),
    reader=readers.EMAIL,
    also=("mail",),
    personal=True,
)
CHANNEL_COLUMN: Final = Column(
    "channel", "Jak się kontaktować", "How to reach them", ("telefon", "phone call"),
    _("Left empty: the phone or the e-mail that is there."),
    readers.CHANNELS, also=("kanał kontaktu", "kontakt", "channel"), words=CHANNEL,
)  # fmt: skip
LANGUAGE_COLUMN: Final = Column(
    "language", "Język korespondencji", "Language we write in", ("polski", "Polish"),
    _("One language: in this one our letters and messages are written."), readers.LANGUAGE,
    also=("język kontaktu", "language"),
)  # fmt: skip
POSTCODE: Final = Column(
    "postcode",
    "Kod pocztowy",
    "Post code",
    ("30-619", "30-619"),
    also=("kod", "postcode", "zip"),
    fields=("place",),
)
PLACE: Final = Column(
    "place_name", "Miejscowość", "Place", ("Kraków", "Kraków"),
    _("A town or village. Where a post code covers several, both are needed."),
    also=("miasto", "city", "town"),
)  # fmt: skip
LANGUAGES_COLUMN: Final = Column(
    "languages", "Języki", "Languages", ("polski ojczysty, angielski B2", "Polish native, English B2"),
    _("Each with its level: A0, A1, A2, B1, B2, C1, C2 or native."), readers.LANGUAGES, required=True,
    also=("języki z poziomem", "języki poziom", "znajomość języków"),
)  # fmt: skip
WEEK_COLUMN: Final = Column(
    "week", "Wolne godziny", "Free hours", ("pn-pt po 17, sob 10-14", "Mon-Fri after 17, Sat 10-14"),
    _("As you would say it: days and hours, or “weekends”, “evenings”."), readers.WEEK,
    also=("dostępność", "kiedy może", "wolny czas", "availability"),
)  # fmt: skip
GENDER_COLUMN: Final = Column(
    "gender", "Płeć", "Gender", ("kobieta", "woman"),
    _("Optional: some wish for a helper of one gender."), readers.GENDER_READER, words=GENDER,
)  # fmt: skip
WISH_GENDER: Final = Column(
    "wish_gender", "Płeć pomocnika", "Helper's gender", ("bez znaczenia", "no matter"),
    _("Only where it matters to them."), readers.WISH, words=GENDER_WISH,
)  # fmt: skip
WISH_STRENGTH_COLUMN: Final = Column(
    "wish_strength", "Jak ważne jest to życzenie", "How strong is this wish", ("", ""),
    _("Left empty beside a gender: if possible."), readers.STRENGTH, words=WISH_STRENGTH,
)  # fmt: skip
TRAVEL: Final = Column(
    "travel_km",
    "Może dojechać (km)",
    "Can travel (km)",
    ("10", "10"),
    reader=readers.DISTANCE,
    also=("dojazd", "travel"),
)
ROOM: Final = Column(
    "room", "Ile rodzin naraz", "How many families at a time", ("1", "1"), reader=readers.ROOM
)
NOTE: Final = Column(
    "note", "Uwagi", "Note", ("", ""),
    _("For coordinators. Please nothing about health, origin, religion or residence status."),
    also=("notatka", "notes"), personal=True,
)  # fmt: skip


WHERE: Final = {"postcode", "place_name"}
#: A stored number as its text, "+48600100200": made into an object it would cost more than all the rest.
RAW_PHONE: Final = Cast("phone", CharField())


FULL_NAME: Final = Concat("first_name", Value(" "), "last_name")


def known_of(
    people: "QuerySet[Any]", *, archived: str, around: str = "postcode", place: str = "place_name"
) -> list[Known]:
    """These people, annotated with their `name`, as repeats are looked for, in the order they came."""
    rows = (
        people.annotate(raw_phone=RAW_PHONE)
        .order_by("pk")
        .values_list(
            "label", "import_key", "name", "raw_phone", "email", around, place or around, "state", "version"
        )
    )
    return [
        Known(label, key, name, phone, email, where, town if place else "", state == archived, version)
        for label, key, name, phone, email, where, town, state, version in rows
    ]


def named(column: Column, pl: str, en: str, **changes: object) -> Column:
    """The same column under other headings."""
    return replace(column, pl=pl, en=en, **changes)  # type: ignore[arg-type]


def channel_of(values: Values) -> str:
    """The channel that was written, else the one the contacts allow."""
    if chosen := values.get("channel"):
        return str(chosen)
    if values.get("phone"):
        return ContactChannel.PHONE_CALL
    return ContactChannel.EMAIL if values.get("email") else ContactChannel.IN_PERSON


def wish_of(values: Values) -> Values:
    """Both halves of a wish for a gender; a gender without a strength is a soft wish."""
    gender = values.get("wish_gender", GenderWish.ANY)
    soft = WishStrength.NONE if gender == GenderWish.ANY else WishStrength.PREFER
    return {"wish_gender": gender, "wish_strength": values.get("wish_strength", soft)}


def place_of(values: Values) -> gazetteer.Place | None:
    """Where the row says they live; None without a word. UnknownPlace as the gazetteer raises it."""
    postcode, name = values.get("postcode", ""), values.get("place_name", "")
    return gazetteer.resolve(postcode, name) if postcode or name else None


def taken(values: Values, *names: str) -> Values:
    """The values of these columns that are not empty."""
    return {name: values[name] for name in names if name in values}


def revised_wish(known: Any, values: Values) -> Values:
    """Both halves of a wish after a newer row: somebody new to wish for is a soft wish, nobody is none."""
    if "wish_gender" not in values and "wish_strength" not in values:
        return {}
    gender = values.get("wish_gender", known.wish_gender) or GenderWish.ANY
    if gender == GenderWish.ANY:
        return {"wish_gender": gender, "wish_strength": WishStrength.NONE}
    strength = values.get("wish_strength", known.wish_strength) or WishStrength.NONE
    soft = WishStrength.PREFER if strength == WishStrength.NONE else strength
    return {"wish_gender": gender, "wish_strength": soft}


def revised_channel(data: Any, values: Values) -> str:
    """The channel of the newer data; where it is emptied, or lost the contact it needs, the one there is."""
    contacts = {"phone": data.phone, "email": data.email, "address": getattr(data, "address", "")}
    needed, _sentence = NEEDED_BY_CHANNEL.get(data.channel, ("", ""))
    was_told = values.get("channel") or "channel" not in values
    if was_told and (not needed or contacts[needed] or contacts.keys().isdisjoint(values)):
        return str(data.channel)
    return channel_of(contacts)


def revised_place(person: Located, values: Values) -> gazetteer.Place | Nowhere | None:
    """Where a newer row says somebody lives; None keeps the place. ValidationError by column when the post
    code and the place it leaves behind are no place together."""
    if values.keys() & WHERE and not any(values.get(name, getattr(person, name)) for name in WHERE):
        return NOWHERE
    if values.get("place"):
        return cast(gazetteer.Place, values["place"])
    said = {name: values[name] for name in ("postcode", "place_name") if values.get(name)}
    if not said:
        return None
    beside = {"postcode": person.postcode, "place_name": person.place_name} | said
    for both in (beside, said):
        with suppress(UnreadableText):
            return place_of(both)
    sentence = format_lazy(_("We do not know the place “{place}”."), place=" ".join(map(str, said.values())))
    raise ValidationError({next(iter(said)): [ValidationError(sentence, code="place")]})
