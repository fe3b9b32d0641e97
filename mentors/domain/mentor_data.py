"""What a mentor-employee is told by, and what must hold for it: one check for forms, imports and verbs."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from base.common.enums import ContactChannel, GenderWish, Trade, WishStrength
from base.common.profiles import FieldProblems, Problems, check_channel, check_wish, one_line
from base.organisations.models import Site
from base.places.gazetteer import Place
from base.places.languages import Spoken
from base.places.profiles import Nowhere, check_language, check_languages
from base.places.week import Week
from mentors.models import MentorEmployee

PLAIN_FIELDS = (
    "first_name", "last_name", "gender", "phone", "email", "channel", "language", "job_title", "trade",
    "shift", "appointed_from", "appointed_until", "week", "room", "wish_gender", "wish_strength", "note",
)  # fmt: skip
MOST_ROOM = 20


@dataclass(frozen=True)
class MentorData:
    """What a coordinator writes about a mentor-employee. `week` holds the hours for mentoring, `room` is how
    many new colleagues at a time. `appointed_from`, `appointed_until`: from when to when the employer has
    named them a mentor, both days included. `place` None: where the site or the employer is.

    When revising, a `place` of None keeps the old one (NOWHERE takes it away). `import_key`: the same
    key twice is the same person.
    """

    first_name: str
    job_title: str
    trade: str = Trade.OTHER
    last_name: str = ""
    gender: str = ""
    phone: str = ""
    email: str = ""
    channel: str = ContactChannel.EMAIL
    language: str = "pl"
    languages: tuple[Spoken, ...] = ()
    site: Site | None = None
    shift: str = ""
    appointed_from: date | None = None
    appointed_until: date | None = None
    place: Place | Nowhere | None = None
    week: Week = field(default_factory=Week.empty)
    room: int = 1
    wish_gender: str = GenderWish.ANY
    wish_strength: str = WishStrength.NONE
    note: str = ""
    import_key: str = ""


def data_of(mentor: MentorEmployee) -> MentorData:
    """The mentor as data, for `dataclasses.replace` or a form; `place` None keeps the place."""
    plain = {name: getattr(mentor, name) for name in PLAIN_FIELDS}
    return MentorData(
        **(plain | {"phone": str(mentor.phone or "")}),
        languages=tuple(mentor.spoken),
        site=mentor.site,
        import_key=mentor.import_key,
    )


def tidy(data: MentorData) -> MentorData:
    """The same without stray spaces in what was typed."""
    return replace(
        data,
        first_name=one_line(data.first_name),
        last_name=one_line(data.last_name),
        job_title=one_line(data.job_title),
        phone=data.phone.strip(),
        email=data.email.strip(),
        note=data.note.strip(),
    )


def problems_of_mentor(data: MentorData) -> FieldProblems:
    """What keeps this mentor from being saved, by field ("phone", "languages"); empty when nothing does.

    Touches no database. That the site is the employer's is checked by the verbs.
    """
    data = tidy(data)
    problems = Problems()
    problems.check_values(MentorEmployee, {name: getattr(data, name) for name in PLAIN_FIELDS})
    check_language(problems, data.language)
    check_languages(problems, data.languages)
    check_wish(problems, data.wish_gender, data.wish_strength)
    check_channel(problems, data.channel, {"phone": data.phone, "email": data.email})
    if not data.languages:
        sentence = _("Write at least one language: without a language nobody can be matched.")
        problems.add("languages", sentence, "required")
    if data.appointed_from and data.appointed_until and data.appointed_until < data.appointed_from:
        problems.add("appointed_until", _("The last day as a mentor cannot come before the first."))
    if isinstance(data.room, int) and not 1 <= data.room <= MOST_ROOM:
        problems.add("room", _("Room for at least one colleague and for at most 20."))
    return problems.by_field
