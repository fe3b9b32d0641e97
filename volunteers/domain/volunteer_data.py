"""What a volunteer is told by, and what must hold for it: one check for forms, imports and verbs."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.enums import ContactChannel, GenderWish, WishStrength
from base.common.profiles import FieldProblems, Problems, check_channel, check_wish, one_line
from base.places.gazetteer import Place
from base.places.languages import Spoken
from base.places.profiles import Nowhere, check_language, check_languages
from base.places.week import Week
from volunteers.models import Volunteer

PLAIN_FIELDS = (
    "first_name", "last_name", "gender", "phone", "email", "channel", "language", "week", "travel_km",
    "offers", "life_stages", "room", "wish_gender", "wish_strength", "note",
)  # fmt: skip
MOST_ROOM = 20


@dataclass(frozen=True)
class VolunteerData:
    """What a coordinator writes about a volunteer. `place` None: not known; `applied_on` None: today.

    When revising, a `place` of None keeps the old one (NOWHERE takes it away). `room` is how many families
    at a time. `import_key` says where a row came from: the same key twice is the same volunteer.
    """

    first_name: str
    last_name: str = ""
    gender: str = ""
    phone: str = ""
    email: str = ""
    channel: str = ContactChannel.EMAIL
    language: str = "pl"
    languages: tuple[Spoken, ...] = ()
    place: Place | Nowhere | None = None
    week: Week = field(default_factory=Week.empty)
    travel_km: int = 10
    offers: frozenset[str] = frozenset()
    life_stages: frozenset[str] = frozenset()
    room: int = 1
    wish_gender: str = GenderWish.ANY
    wish_strength: str = WishStrength.NONE
    note: str = ""
    applied_on: date | None = None
    import_key: str = ""


def data_of(volunteer: Volunteer) -> VolunteerData:
    """The volunteer as data, for `dataclasses.replace` or a form; `place` None keeps the place."""
    plain = {name: getattr(volunteer, name) for name in PLAIN_FIELDS}
    return VolunteerData(
        **(plain | {"phone": str(volunteer.phone or "")}),
        languages=tuple(volunteer.spoken),
        applied_on=volunteer.applied_on,
        import_key=volunteer.import_key,
    )


def tidy(data: VolunteerData) -> VolunteerData:
    """The same without stray spaces in what was typed."""
    return replace(
        data,
        first_name=one_line(data.first_name),
        last_name=one_line(data.last_name),
        phone=data.phone.strip(),
        email=data.email.strip(),
        note=data.note.strip(),
    )


def problems_of_volunteer(data: VolunteerData) -> FieldProblems:
    """What keeps this volunteer from being saved, by field ("phone", "languages"); empty when nothing does.

    Touches no database.
    """
    data = tidy(data)
    problems = Problems()
    problems.check_values(Volunteer, {name: getattr(data, name) for name in PLAIN_FIELDS})
    check_language(problems, data.language)
    check_languages(problems, data.languages)
    check_wish(problems, data.wish_gender, data.wish_strength)
    check_channel(problems, data.channel, {"phone": data.phone, "email": data.email})
    if not data.languages:
        sentence = _("Write at least one language: without a language nobody can be matched.")
        problems.add("languages", sentence, "required")
    if isinstance(data.room, int) and not 1 <= data.room <= MOST_ROOM:
        problems.add("room", _("Room for at least one family and for at most 20."))
    if data.applied_on and data.applied_on > timezone.localdate():
        problems.add("applied_on", _("This day has not come yet."))
    return problems.by_field
