"""The volunteers of the demo, each somewhere on the way from applying to leaving."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from base.audit.actor import Actor
from base.common.enums import ContactChannel, Gender, GenderWish, WishStrength
from base.organisations.models import Organisation
from volunteers.domain.agreements import Terms, prepare_agreement
from volunteers.domain.clearance import record_clearance_item
from volunteers.domain.papers import give_consent, record_training, sign_agreement
from volunteers.domain.volunteers import (
    VolunteerData,
    activate_volunteer,
    pause_volunteer,
    record_interview,
    register_volunteer,
    see_off_volunteer,
    start_training,
)
from volunteers.enums import ClearanceKind, ClearanceResult, ConsentPurpose, VolunteerState
from volunteers.models import Volunteer

from .cast import Towns
from .chance import CHILDREN, Chance, Person

CONSENT_TEXT: Final = "2026-03"
TRAINING: Final = "Pierwsze spotkania: wieczór dla wolontariuszy"

#: Of twenty volunteers, how many stand where.
STATES: Final = (
    *[VolunteerState.ACTIVE] * 13,
    *[VolunteerState.APPLIED] * 2,
    VolunteerState.INTERVIEWED,
    *[VolunteerState.IN_TRAINING] * 2,
    VolunteerState.PAUSED,
    VolunteerState.LEFT,
)

#: Of twelve trained volunteers, days since the criminal record was checked; None: papers from abroad miss.
CHECKED_DAYS_AGO: Final = (40, 75, 350, 120, 160, 210, None, 30, 90, 345, 250, 60)
LATER_EACH: Final = 9
#: Such an item may not be required of those who always lived here.
FOREIGN: Final = frozenset({ClearanceKind.FOREIGN_RECORD, ClearanceKind.LIABILITY_STATEMENT})


def settle_volunteers(
    chance: Chance, centre: Organisation, count: int, *, towns: Towns, by: Actor, told: Mapping[int, Person]
) -> list[Volunteer]:
    """So many volunteers of the centre; `told` names those (by number, from 1) whose name is given."""
    volunteers = []
    for number in range(1, count + 1):
        person = told.get(number) or chance.volunteer()
        state = VolunteerState.ACTIVE if number in told else STATES[(number * 7) % len(STATES)]
        volunteer = register_volunteer(centre, data=_volunteer(chance, person, number, towns), by=by)
        _walk(volunteer, state, number, person, by=by)
        volunteers.append(volunteer)
    return volunteers


def _volunteer(chance: Chance, person: Person, number: int, towns: Towns) -> VolunteerData:
    rng = chance.rng
    only_women = person.gender == Gender.WOMAN and rng.random() < 0.15
    return VolunteerData(
        first_name=person.first_name,
        last_name=person.surname,
        gender=person.gender,
        phone=chance.phone(),
        email=f"volunteer{number}.{rng.randrange(10**5)}@example.org",
        channel=rng.choice([ContactChannel.EMAIL, ContactChannel.EMAIL, ContactChannel.SMS]),
        language="pl",
        languages=person.spoken,
        place=chance.place(towns),
        week=chance.week(most_days=5),
        travel_km=rng.choice([5, 8, 10, 12, 15]),
        offers=chance.needs(5),
        life_stages=frozenset(band.value for band in rng.sample(CHILDREN, rng.randint(0, 3))),
        room=rng.choices([1, 2], [4, 1])[0],
        wish_gender=GenderWish.WOMAN if only_women else GenderWish.ANY,
        wish_strength=WishStrength.PREFER if only_women else WishStrength.NONE,
        applied_on=timezone.localdate() - timedelta(days=rng.randint(20, 380)),
    )


def _walk(volunteer: Volunteer, to: VolunteerState, number: int, person: Person, *, by: Actor) -> None:
    """From the application as far as `to`, with the papers of each step."""
    for purpose in ConsentPurpose:
        give_consent(
            volunteer,
            purpose=purpose,
            text_version=CONSENT_TEXT,
            language="pl",
            given_at=_noon(volunteer.applied_on),
            by=by,
        )
    if to == VolunteerState.APPLIED:
        return
    talk = volunteer.applied_on + timedelta(days=6)
    record_interview(volunteer, on=talk, by=by)
    if to == VolunteerState.INTERVIEWED:
        return
    start_training(volunteer, by=by)
    if to == VolunteerState.IN_TRAINING:
        return
    record_training(volunteer, name=TRAINING, completed_on=talk + timedelta(days=9), by=by)
    _check(volunteer, number, person, by=by)
    signed = talk + timedelta(days=12)
    papers = f"{volunteer.number}/{signed.year}"
    sign_agreement(volunteer, number=papers, signed_on=signed, valid_from=signed, by=by)
    activate_volunteer(volunteer, by=by)
    if to == VolunteerState.PAUSED:
        pause_volunteer(volunteer, reason="Sesja egzaminacyjna, wraca w lutym.", by=by)
    elif to == VolunteerState.LEFT:
        see_off_volunteer(volunteer, reason="Wyjazd za granicę.", by=by)


def next_agreement(volunteer: Volunteer, *, by: Actor) -> None:
    """The agreement of the coming year, for the volunteer to read and sign on the phone."""
    year = timezone.localdate().year + 1
    terms = Terms(
        number=f"{volunteer.number}/{year}",
        valid_from=date(year, 1, 1),
        valid_until=date(year, 12, 31),
        scope="pomoc rodzinie w nauce języka polskiego, w urzędach i w sprawach codziennych",
        manner="spotkania z rodziną w miejscach uzgodnionych z koordynatorką",
        hours="około 2 godzin tygodniowo, po uzgodnieniu z rodziną",
    )
    prepare_agreement(volunteer, terms=terms, by=by)


def _check(volunteer: Volunteer, number: int, person: Person, *, by: Actor) -> None:
    """What the Act of 13 May 2016 asks: for most complete, for some about to lapse or not complete yet."""
    days_ago = CHECKED_DAYS_AGO[number % len(CHECKED_DAYS_AGO)]
    today = timezone.localdate()
    lived_here = person.community.language == "pl"
    for position, kind in enumerate(ClearanceKind):
        if days_ago is None and kind in FOREIGN:
            continue
        # The record comes first and so lapses first; the rest followed within weeks.
        after = 0 if kind == ClearanceKind.CRIMINAL_RECORD else LATER_EACH * (position + 1)
        day = today - timedelta(days=max(30, (days_ago or 30) - after))
        waived = kind in FOREIGN and lived_here
        result = ClearanceResult.NOT_REQUIRED if waived else ClearanceResult.CLEAN
        record_clearance_item(volunteer, kind=kind, result=result, checked_on=day, by=by)


def _noon(day: date) -> datetime:
    return timezone.localtime().replace(year=day.year, month=day.month, day=day.day, hour=12, minute=0)
