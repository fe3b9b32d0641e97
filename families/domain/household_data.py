"""What a household is told by, and what must hold for it: one check for forms, imports and verbs."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.enums import AgeBand, ContactChannel, GenderWish, WishStrength
from base.common.profiles import FieldProblems, Problems, check_channel, check_wish, one_line
from base.places.gazetteer import Place
from base.places.languages import Level, Spoken
from base.places.profiles import Nowhere, check_language, check_languages
from base.places.week import Week
from families.models import Household, Member

PLAIN_FIELDS = (
    "contact_name", "phone", "email", "address", "channel", "language", "week", "travel_km", "needs",
    "wants_polish", "wish_gender", "wish_strength", "note",
)  # fmt: skip
MEMBER_FIELDS = ("first_name", "age_band", "gender", "is_contact")
MOST_MEMBERS = 25


@dataclass(frozen=True)
class MemberData:
    """A person of the household; `id` None is somebody new. `languages` hold each language once."""

    age_band: str
    first_name: str = ""
    gender: str = ""
    is_contact: bool = False
    languages: tuple[Spoken, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class HouseholdData:
    """What a coordinator writes about a household. `place` None: not known; `waiting_since` None: today.

    When revising, a `place` of None keeps the old one (NOWHERE takes it away), members not named stay as
    they are, those in `gone` (ids) leave. `import_key` says where a row came from: the same key twice is the
    same household.
    """

    contact_name: str
    members: tuple[MemberData, ...]
    phone: str = ""
    email: str = ""
    address: str = ""
    channel: str = ContactChannel.PHONE_CALL
    language: str = "uk"
    place: Place | Nowhere | None = None
    week: Week = field(default_factory=Week.empty)
    travel_km: int = 0
    needs: frozenset[str] = frozenset()
    wants_polish: bool = False
    wish_gender: str = GenderWish.ANY
    wish_strength: str = WishStrength.NONE
    note: str = ""
    waiting_since: date | None = None
    import_key: str = ""
    gone: frozenset[int] = frozenset()


def data_of(household: Household) -> HouseholdData:
    """The household as data, for `dataclasses.replace` or a form; `place` None keeps its place."""
    plain = {name: getattr(household, name) for name in PLAIN_FIELDS}
    return HouseholdData(
        **(plain | {"phone": str(household.phone or "")}),
        members=tuple(member_data_of(member) for member in household.current_members),
        waiting_since=household.waiting_since,
        import_key=household.import_key,
    )


def member_data_of(member: Member) -> MemberData:
    """The member as data, with the id that leads a revision back to the same row."""
    return MemberData(
        id=member.pk,
        languages=tuple(Spoken(row.language, Level(row.level)) for row in member.languages.all()),
        **{name: getattr(member, name) for name in MEMBER_FIELDS},
    )


def tidy(data: HouseholdData) -> HouseholdData:
    """The same without stray spaces in what was typed."""
    return replace(
        data,
        contact_name=one_line(data.contact_name),
        phone=data.phone.strip(),
        email=data.email.strip(),
        address=one_line(data.address),
        note=data.note.strip(),
        members=tuple(replace(one, first_name=one_line(one.first_name)) for one in data.members),
    )


def problems_of_household(data: HouseholdData) -> FieldProblems:
    """What keeps this household from being saved, by field ("phone", "members", "members.0.languages").

    Empty when nothing does. Touches no database.
    """
    data = tidy(data)
    problems = Problems()
    problems.check_values(Household, {name: getattr(data, name) for name in PLAIN_FIELDS})
    check_language(problems, data.language)
    check_wish(problems, data.wish_gender, data.wish_strength)
    contacts = {"phone": data.phone, "email": data.email, "address": data.address}
    check_channel(problems, data.channel, contacts)
    if data.waiting_since and data.waiting_since > timezone.localdate():
        problems.add("waiting_since", _("Nobody can wait since a day that has not come yet."))
    for position, member in enumerate(data.members):
        _check_member(problems, member, prefix=f"members.{position}.")
    _check_who_is_there(problems, data.members)
    return problems.by_field


def _check_member(problems: Problems, member: MemberData, *, prefix: str) -> None:
    problems.check_values(Member, {name: getattr(member, name) for name in MEMBER_FIELDS}, prefix=prefix)
    check_languages(problems, member.languages, field=f"{prefix}languages")


def _check_who_is_there(problems: Problems, members: tuple[MemberData, ...]) -> None:
    if all(_is_minor(one) for one in members):
        problems.add("members", _("At least one adult: a child alone comes with a guardian."), "no_adult")
    if len(members) > MOST_MEMBERS:
        problems.add("members", _("So many people are more than one household."), "too_many")
    contacts = [position for position, one in enumerate(members) if one.is_contact]
    if len(contacts) != 1:
        problems.add("members", _("Say which one person we talk to."), "one_contact")
        return
    prefix, contact = f"members.{contacts[0]}.", members[contacts[0]]
    if _is_minor(contact):
        problems.add(f"{prefix}is_contact", _("We talk to an adult of the household."), "minor")
    if not contact.languages:
        sentence = _("Write at least one language: without a language nobody can be matched.")
        problems.add(f"{prefix}languages", sentence, "required")


def _is_minor(member: MemberData) -> bool:
    return member.age_band in AgeBand.values and AgeBand(member.age_band).is_minor
