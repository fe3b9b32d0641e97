"""Thousands of households and volunteers at once, as real as the small ones: for benches and heavy tests."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from base.common.enums import AgeBand, ContactChannel, Gender, GenderWish, HelpArea, WishStrength
from base.organisations.models import Organisation
from base.places.gazetteer import Place
from base.places.languages import Spoken
from base.places.search_text import searchable
from families.enums import ConsentPurpose as FamilyPurpose
from families.models import Household, HouseholdConsent, Member, MemberLanguage, PriorityInput
from tests.factories import people
from volunteers.enums import ClearanceKind, ClearanceResult, VolunteerState
from volunteers.enums import ConsentPurpose as VolunteerPurpose
from volunteers.models import ClearanceItem, Training, Volunteer, VolunteerConsent, VolunteerLanguage

AREAS = tuple(HelpArea.values)
CHILDREN = tuple(band for band in AgeBand if band.is_minor)
ADULTS = tuple(band for band in AgeBand if not band.is_minor)
BATCH = 2000
WEEKS = 400  # different weeks, drawn from again and again

M = TypeVar("M", bound=models.Model)


def _save(model: type[M], rows: Iterable[M]) -> list[M]:
    return model._default_manager.bulk_create(list(rows), batch_size=BATCH)


def _located(place: Place) -> dict[str, Any]:
    return {
        "postcode": place.postcode,
        "place_name": place.name,
        "commune_code": place.commune_code,
        "commune_name": place.commune,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def _wish(rng: random.Random) -> dict[str, str]:
    drawn = rng.random()
    if drawn < 0.7:
        return {"wish_gender": GenderWish.ANY, "wish_strength": WishStrength.NONE}
    strength = WishStrength.MUST if drawn > 0.88 else WishStrength.PREFER
    return {"wish_gender": rng.choice((GenderWish.WOMAN, GenderWish.MAN)), "wish_strength": strength}


def _last_number(model: type[models.Model], centre: Organisation) -> int:
    return model._default_manager.filter(centre=centre).aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def bulk_households(centre: Organisation, count: int, *, seed: int = 2026) -> list[Household]:
    """So many households with members, languages and consents; the same seed gives the same people."""
    rng = random.Random(seed)
    weeks = [people.random_week(rng) for _ in range(WEEKS)]
    communities = [people.random_community(rng) for _ in range(count)]
    first = _last_number(Household, centre) + 1
    today = timezone.localdate()
    households = _save(
        Household,
        (
            _household(rng, centre, first + at, community, rng.choice(weeks), today)
            for at, community in enumerate(communities)
        ),
    )
    members = _save(Member, (member for household in households for member in _members(rng, household)))
    home = {household.pk: community[0] for household, community in zip(households, communities, strict=True)}
    _save(MemberLanguage, _members_languages(rng, members, home))
    _save(HouseholdConsent, map(_household_consent, households))
    _save(PriorityInput, (_priority(one) for one in households if rng.random() < 0.12))
    return households


def _household(
    rng: random.Random, centre: Organisation, number: int, community: Sequence[Any], week: Any, today: date
) -> Household:
    place = people.random_place(rng)
    woman = rng.random() < 0.75
    name = f"{rng.choice(community[2 if woman else 3].split())} {rng.choice(community[4].split())}"
    label, phone = f"K-{number}", people.phone(rng)
    return Household(
        centre=centre,
        number=number,
        label=label,
        contact_name=name,
        phone=phone,
        address=f"{rng.choice(people.STREETS)} {rng.randint(1, 90)}",
        channel=rng.choice((ContactChannel.PHONE_CALL, ContactChannel.SMS)),
        language=community[0],
        week=week,
        travel_km=rng.choice((0, 2, 5, 10, 15)),
        needs=frozenset(rng.sample(AREAS, rng.randint(1, 4))),
        wants_polish=rng.random() < 0.6,
        waiting_since=today - timedelta(days=int(rng.expovariate(1 / 60))),
        search_text=searchable(label, place.postcode, place.name, place.commune),
        search_contact=searchable(name, phone),
        **_wish(rng),
        **_located(place),
    )


def _members(rng: random.Random, household: Household) -> Iterable[Member]:
    name = household.contact_name.split()[0]
    yield Member(
        household=household,
        first_name=name,
        age_band=rng.choices(ADULTS, (2, 5, 3, 1))[0],
        gender=Gender.WOMAN if name.endswith(("a", "я")) else rng.choice((Gender.WOMAN, Gender.MAN)),
        is_contact=True,
    )
    if rng.random() < 0.4:
        yield Member(household=household, age_band=rng.choice(ADULTS), gender=Gender.MAN)
    for _ in range(rng.choices(range(4), (4, 3, 2, 1))[0]):
        yield Member(household=household, age_band=rng.choice(CHILDREN))


def _members_languages(
    rng: random.Random, members: Iterable[Member], home: dict[int, str]
) -> Iterable[MemberLanguage]:
    for member in members:
        if not member.is_minor:
            for language, level in people.newcomers_languages(rng, home[member.household_id]):
                yield MemberLanguage(member=member, language=language, level=level)


def _household_consent(household: Household) -> HouseholdConsent:
    return HouseholdConsent(
        household=household,
        purpose=FamilyPurpose.MATCHING,
        text_version="2026-01",
        language=household.language,
        given_at=timezone.now() - timedelta(days=1),
        recorded_by_label="bulk",
    )


def _priority(household: Household) -> PriorityInput:
    return PriorityInput(household=household, kind="alone", weight=1, reason="Knows nobody here")


@transaction.atomic
def bulk_volunteers(
    centre: Organisation, count: int, *, seed: int = 2027, cleared: float = 0.9
) -> list[Volunteer]:
    """So many active volunteers with languages, consents, training; a share of them with full clearance."""
    rng = random.Random(seed)
    weeks = [people.random_week(rng) for _ in range(WEEKS)]
    first = _last_number(Volunteer, centre) + 1
    today = timezone.localdate()
    volunteers = _save(
        Volunteer,
        (_volunteer(rng, centre, first + at, rng.choice(weeks), today) for at in range(count)),
    )
    spoken: Iterable[tuple[Volunteer, Spoken]] = (
        (volunteer, one) for volunteer in volunteers for one in people.volunteers_languages(rng)
    )
    _save(
        VolunteerLanguage,
        (VolunteerLanguage(volunteer=who, language=one.language, level=one.level) for who, one in spoken),
    )
    _save(VolunteerConsent, map(_volunteer_consent, volunteers))
    _save(
        Training,
        (Training(volunteer=one, name="Introduction", completed_on=today) for one in volunteers),
    )
    _save(
        ClearanceItem,
        (item for one in volunteers if rng.random() < cleared for item in _clearance(one, today)),
    )
    return volunteers


def _volunteer(rng: random.Random, centre: Organisation, number: int, week: Any, today: date) -> Volunteer:
    place = people.random_place(rng)
    woman = rng.random() < 0.7
    first_name = rng.choice(people.POLISH[0 if woman else 1].split())
    last_name = rng.choice(people.POLISH[2].split())
    label = f"W-{number}"
    return Volunteer(
        centre=centre,
        number=number,
        label=label,
        state=VolunteerState.ACTIVE,
        first_name=first_name,
        last_name=last_name,
        gender=Gender.WOMAN if woman else Gender.MAN,
        email=f"volunteer{number}@example.org",
        week=week,
        travel_km=rng.choice((5, 8, 10, 15, 20)),
        offers=frozenset(rng.sample(AREAS, rng.randint(2, 5))),
        life_stages=frozenset(rng.sample(AgeBand.values, rng.randint(1, 4))),
        room=rng.choices((1, 2, 3), (7, 2, 1))[0],
        interviewed_on=today,
        serving_since=today,
        search_text=searchable(label, place.postcode, place.name, place.commune),
        search_contact=searchable(first_name, last_name),
        **_wish(rng),
        **_located(place),
    )


def _volunteer_consent(volunteer: Volunteer) -> VolunteerConsent:
    return VolunteerConsent(
        volunteer=volunteer,
        purpose=VolunteerPurpose.MATCHING,
        text_version="2026-01",
        language="pl",
        given_at=timezone.now() - timedelta(days=1),
        recorded_by_label="bulk",
    )


def _clearance(volunteer: Volunteer, today: date) -> Iterable[ClearanceItem]:
    for kind in ClearanceKind:
        yield ClearanceItem(
            volunteer=volunteer,
            kind=kind,
            result=ClearanceResult.CLEAN,
            checked_on=today - timedelta(days=20),
            valid_until=today + timedelta(days=345),
            checked_by_label="bulk",
        )
