"""A whole pool of a programme at once, for measuring: thousands of families and volunteers in bulk."""

import random
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from base.audit.actor import Robot
from base.common.enums import AgeBand, Gender, GenderWish, HelpArea, WishStrength
from base.organisations.models import Organisation
from families.models import Household, Member, MemberLanguage, PriorityInput
from matching.domain.programmes import create_programme
from matching.models import Helper, Programme, Seeker
from tests.factories.people import (
    newcomers_languages,
    random_community,
    random_place,
    random_week,
    volunteers_languages,
)
from volunteers.enums import ClearanceKind, ClearanceResult, VolunteerState
from volunteers.models import ClearanceItem, Volunteer, VolunteerLanguage

CHILDREN = [AgeBand.CHILD_0_2, AgeBand.CHILD_3_6, AgeBand.CHILD_7_9, AgeBand.CHILD_10_12]
AREAS = HelpArea.values


@transaction.atomic
def seed_pool(*, families: int, volunteers: int, seed: int) -> Programme:
    """One centre, one programme of friendship (of any gender), and so many on either side."""
    rng = random.Random(seed)
    centre = Organisation.objects.create(kind="centre", key="bench", name="Bench")
    programme = create_programme(
        centre, key="bench", name="Bench", kind="friendship", by=Robot("bench"), same_gender=False
    )
    _seed_families(rng, centre, families)
    _seed_volunteers(rng, centre, volunteers)
    Seeker.objects.bulk_create(
        Seeker(programme=programme, household=household) for household in centre.households.all()
    )
    Helper.objects.bulk_create(
        Helper(programme=programme, volunteer=volunteer) for volunteer in centre.volunteers.all()
    )
    return programme


def _seed_families(rng: random.Random, centre: Organisation, count: int) -> None:
    today = timezone.localdate()
    households = Household.objects.bulk_create(
        [_household(rng, centre, number, today) for number in range(1, count + 1)]
    )
    members = Member.objects.bulk_create([one for row in households for one in _members(rng, row)])
    MemberLanguage.objects.bulk_create(
        [one for row in members if not row.is_minor for one in _spoken(rng, row)]
    )
    PriorityInput.objects.bulk_create(
        PriorityInput(household=row, kind="alone", reason="alone") for row in households if rng.random() < 0.2
    )


def _household(rng: random.Random, centre: Organisation, number: int, today) -> Household:
    wish = rng.random()
    household = Household(
        centre=centre,
        number=number,
        label=f"K-{number}",
        contact_name="Bench",
        phone=f"+48601{number:06d}",
        waiting_since=today - timedelta(days=rng.randint(0, 150)),
        week=random_week(rng),
        travel_km=rng.choice([0, 0, 3, 5, 10]),
        needs=frozenset(rng.sample(AREAS, rng.randint(1, 4))),
        wants_polish=rng.random() < 0.5,
        wish_gender=GenderWish.WOMAN if wish < 0.3 else GenderWish.ANY,
        wish_strength=WishStrength.MUST
        if wish < 0.1
        else WishStrength.PREFER
        if wish < 0.3
        else WishStrength.NONE,
    )
    household.set_place(random_place(rng))
    return household


def _members(rng: random.Random, household: Household) -> Iterator[Member]:
    gender = rng.choice([Gender.WOMAN, Gender.WOMAN, Gender.MAN])
    yield Member(household=household, age_band=AgeBand.ADULT_26_40, gender=gender, is_contact=True)
    if rng.random() < 0.4:
        yield Member(household=household, age_band=AgeBand.ADULT_41_60, gender=Gender.MAN)
    for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
        yield Member(household=household, age_band=rng.choice(CHILDREN))


def _spoken(rng: random.Random, member: Member) -> Iterator[MemberLanguage]:
    for language, level in newcomers_languages(rng, random_community(rng)[0]):
        yield MemberLanguage(member=member, language=language, level=level)


def _seed_volunteers(rng: random.Random, centre: Organisation, count: int) -> None:
    today = timezone.localdate()
    volunteers = Volunteer.objects.bulk_create(
        [_volunteer(rng, centre, number) for number in range(1, count + 1)]
    )
    VolunteerLanguage.objects.bulk_create(
        VolunteerLanguage(volunteer=row, language=language, level=level)
        for row in volunteers
        for language, level in volunteers_languages(rng)
    )
    ClearanceItem.objects.bulk_create(
        ClearanceItem(
            volunteer=row,
            kind=kind,
            result=ClearanceResult.CLEAN,
            checked_on=today - timedelta(days=30),
            valid_until=today + timedelta(days=300),
            checked_by_label="bench",
        )
        for row in volunteers
        if rng.random() < 0.8
        for kind in ClearanceKind
    )


def _volunteer(rng: random.Random, centre: Organisation, number: int) -> Volunteer:
    volunteer = Volunteer(
        centre=centre,
        number=number,
        label=f"W-{number}",
        state=VolunteerState.ACTIVE,
        first_name="Bench",
        gender=rng.choice([Gender.WOMAN, Gender.WOMAN, Gender.MAN]),
        email=f"w{number}@example.org",
        week=random_week(rng),
        travel_km=rng.choice([3, 5, 8, 10, 15]),
        offers=frozenset(rng.sample(AREAS, rng.randint(1, 5))),
        life_stages=frozenset(rng.sample(CHILDREN, rng.randint(0, 3))),
        room=rng.choice([1, 1, 1, 2]),
    )
    volunteer.set_place(random_place(rng))
    return volunteer
