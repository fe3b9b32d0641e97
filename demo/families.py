"""The families of the demo."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from base.audit.actor import Actor
from base.common.enums import AgeBand, ContactChannel, Gender, GenderWish, WishStrength
from base.organisations.models import Organisation
from families.domain.consents import give_consent
from families.domain.households import (
    HouseholdData,
    MemberData,
    archive_household,
    pause_household,
    register_household,
)
from families.domain.priorities import PriorityData, add_priority
from families.enums import ConsentPurpose, PriorityKind
from families.models import Household

from .cast import STREETS, Towns
from .chance import Chance, Person

CONSENT_TEXT: Final = "2026-03"
CHANNELS: Final = (
    ContactChannel.SMS, ContactChannel.PHONE_CALL, ContactChannel.EMAIL, ContactChannel.LETTER,
    ContactChannel.QR, ContactChannel.IN_PERSON,
)  # fmt: skip
WRITTEN_TO: Final = frozenset({"pl", "uk", "ru", "en"})
ADULTS: Final = (AgeBand.ADULT_18_25, AgeBand.ADULT_26_40, AgeBand.ADULT_26_40, AgeBand.ADULT_41_60)

#: One in so many has such a reason not to wait its turn; the words a coordinator wrote.
REASONS: Final = (
    (9, PriorityData(PriorityKind.ALONE, "Nikogo tu jeszcze nie zna.")),
    (11, PriorityData(PriorityKind.SINGLE_PARENT, "Jedna dorosła osoba z dziećmi.")),
    (14, PriorityData(PriorityKind.SCHOOL_START, "Starsze dziecko zaczyna szkołę po feriach.", weight=2)),
    (23, PriorityData(PriorityKind.COORDINATOR, "Prosi o towarzyszenie na zebraniach w szkole.")),
)  # fmt: skip
DEADLINE_EVERY: Final = 31
PAUSED_EVERY: Final = 29
ARCHIVED_EVERY: Final = 41


def settle_families(
    chance: Chance, centre: Organisation, count: int, *, towns: Towns, by: Actor
) -> list[Household]:
    """So many families of the centre, most of them waiting, a few paused or archived."""
    households = []
    for number in range(1, count + 1):
        household = register_household(centre, data=family(chance, chance.newcomer(), towns), by=by)
        agree(household, chance, by=by)
        _give_reasons(household, number, by=by)
        if number % PAUSED_EVERY == 0:
            pause_household(household, reason="Wyjazd do rodziny do końca miesiąca.", by=by)
        elif number % ARCHIVED_EVERY == 0:
            archive_household(household, reason="Przeprowadzka do innego miasta.", by=by)
        households.append(household)
    return households


def family(chance: Chance, contact: Person, towns: Towns, *, alone: bool = False) -> HouseholdData:
    """What a coordinator wrote down about them; `alone` leaves out everybody but the contact person."""
    rng = chance.rng
    channel = rng.choices(CHANNELS, [30, 25, 20, 10, 5, 10])[0]
    place = chance.place(towns)
    wish = rng.random()
    gender = GenderWish.WOMAN if contact.gender == Gender.WOMAN and wish < 0.35 else GenderWish.ANY
    home = contact.community.language
    return HouseholdData(
        contact_name=f"{contact.first_name} {contact.surname}",
        members=_members(chance, contact, alone=alone),
        phone=chance.phone(),
        email=f"family{rng.randrange(10**6)}@example.org" if channel == ContactChannel.EMAIL else "",
        address=f"{rng.choice(STREETS)} {rng.randint(1, 90)}/{rng.randint(1, 40)}",
        channel=channel,
        language=home if home in WRITTEN_TO else "en",
        place=place,
        week=chance.week(),
        travel_km=rng.choice([0, 3, 5, 8, 12]),
        needs=chance.needs(4),
        wants_polish=rng.random() < 0.75,
        wish_gender=gender,
        wish_strength=_strength(gender, wish),
        waiting_since=timezone.localdate() - timedelta(days=int(rng.triangular(2, 130, 30))),
    )


def agree(household: Household, chance: Chance, *, by: Actor) -> None:
    """Consent to be matched and reached, on the day they came; most also to be shown to partners."""
    purposes = [ConsentPurpose.MATCHING, ConsentPurpose.CONTACT]
    if chance.rng.random() < 0.85:
        purposes.append(ConsentPurpose.SHARING)
    for purpose in purposes:
        give_consent(
            household,
            purpose=purpose,
            text_version=CONSENT_TEXT,
            language=household.language,
            given_at=_noon(household),
            by=by,
        )


def _strength(gender: GenderWish, wish: float) -> WishStrength:
    if gender == GenderWish.ANY:
        return WishStrength.NONE
    return WishStrength.MUST if wish < 0.12 else WishStrength.PREFER


def _members(chance: Chance, contact: Person, *, alone: bool) -> tuple[MemberData, ...]:
    rng = chance.rng
    members = [
        MemberData(
            rng.choice(ADULTS),
            first_name=contact.first_name,
            gender=contact.gender,
            is_contact=True,
            languages=contact.spoken,
        )
    ]
    if alone:
        return tuple(members)
    if rng.random() < 0.45:
        gender = Gender.MAN if contact.gender == Gender.WOMAN else Gender.WOMAN
        members.append(MemberData(rng.choice(ADULTS), gender=gender, languages=contact.spoken[:1]))
    members += [MemberData(age_band) for age_band in chance.children()]
    return tuple(members)


def _give_reasons(household: Household, number: int, *, by: Actor) -> None:
    for every, reason in REASONS:
        if number % every == 0:
            add_priority(household, data=reason, by=by)
    if number % DEADLINE_EVERY == 0:
        moving = timezone.localdate() + timedelta(days=25)
        words = "Umowa najmu kończy się w tym terminie, szuka mieszkania."
        add_priority(household, data=PriorityData(PriorityKind.DEADLINE, words, until=moving), by=by)


def _noon(household: Household) -> datetime:
    now = timezone.localtime()
    day = household.waiting_since
    return now.replace(year=day.year, month=day.month, day=day.day, hour=12, minute=0) - timedelta(days=1)
