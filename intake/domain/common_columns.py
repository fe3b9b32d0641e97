"""Columns that several kinds of lists share."""

from dataclasses import replace
from typing import Final

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from base.common.enums import ContactChannel, GenderWish, WishStrength
from base.places import gazetteer

from .columns import Column, Values
from .readers import LANGUAGE, LANGUAGES, NUMBER, WEEK, choice
from .vocabulary import CHANNEL, GENDER, GENDER_WISH, WISH_STRENGTH

NUMBER_OF_OWN: Final = Column(
    "own_number", "Własny numer", "Your own number", ("R/2026/14", "F-14"),
    _("Optional: the number you use yourselves. The same number twice is the same person."),
    also=("numer", "nr", "lp", "id"),
)  # fmt: skip
FIRST_NAME: Final = Column(
    "first_name", "Imię", "First name", ("Halina", "Halina"), required=True, also=("imie",)
)
LAST_NAME: Final = Column("last_name", "Nazwisko", "Surname", ("Nowak", "Nowak"), also=("last name",))
PHONE: Final = Column(
    "phone", "Telefon", "Phone", ("600 100 200", "+48 600 100 200"),
    _("A Polish number, or one with its country code: +380…"),
    also=("nr telefonu", "tel", "komórka", "mobile"),
)  # fmt: skip
EMAIL: Final = Column(
    "email", "E-mail", "E-mail", ("halina@example.org", "halina@example.org"), also=("mail",)
)
CHANNEL_COLUMN: Final = Column(
    "channel", "Jak się kontaktować", "How to reach them", ("telefon", "phone call"),
    _("Left empty: the phone or the e-mail that is there."),
    choice(CHANNEL), also=("kanał kontaktu", "kontakt", "channel"), words=CHANNEL,
)  # fmt: skip
LANGUAGE_COLUMN: Final = Column(
    "language", "Język korespondencji", "Language we write in", ("polski", "Polish"),
    _("One language: in this one our letters and messages are written."), LANGUAGE,
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
    _("Each with its level: A0, A1, A2, B1, B2, C1, C2 or native."), LANGUAGES, required=True,
    also=("języki z poziomem", "języki poziom", "znajomość języków"),
)  # fmt: skip
WEEK_COLUMN: Final = Column(
    "week", "Wolne godziny", "Free hours", ("pn-pt po 17, sob 10-14", "Mon-Fri after 17, Sat 10-14"),
    _("As you would say it: days and hours, or “weekends”, “evenings”."), WEEK,
    also=("dostępność", "kiedy może", "wolny czas", "availability"),
)  # fmt: skip
GENDER_COLUMN: Final = Column(
    "gender", "Płeć", "Gender", ("kobieta", "woman"),
    _("Optional: some wish for a helper of one gender."), choice(GENDER), words=GENDER,
)  # fmt: skip
WISH_GENDER: Final = Column(
    "wish_gender", "Płeć pomocnika", "Helper's gender", ("bez znaczenia", "no matter"),
    _("Only where it matters to them."), choice(GENDER_WISH), words=GENDER_WISH,
)  # fmt: skip
WISH_STRENGTH_COLUMN: Final = Column(
    "wish_strength", "Jak ważne jest to życzenie", "How strong is this wish", ("", ""),
    _("Left empty beside a gender: if possible."), choice(WISH_STRENGTH), words=WISH_STRENGTH,
)  # fmt: skip
TRAVEL: Final = Column(
    "travel_km",
    "Może dojechać (km)",
    "Can travel (km)",
    ("10", "10"),
    reader=NUMBER,
    also=("dojazd", "travel"),
)
ROOM: Final = Column("room", "Ile rodzin naraz", "How many families at a time", ("1", "1"), reader=NUMBER)
NOTE: Final = Column(
    "note", "Uwagi", "Note", ("", ""),
    _("For coordinators. Please nothing about health, origin, religion or residence status."),
    also=("notatka", "notes"),
)  # fmt: skip


#: A stored number as its text, "+48600100200": made into an object it would cost more than all the rest.
RAW_PHONE: Final = Cast("phone", CharField())


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
