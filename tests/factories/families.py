"""Households as rows, without the verbs; and the data a verb takes."""

import random
from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from base.accounts.queries import hash_token
from base.common.enums import AgeBand, Gender, HelpArea
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.search_text import searchable
from base.places.week import Week
from families.domain.households import HouseholdData, MemberData
from families.enums import ConsentPurpose
from families.models import (
    Employment,
    Household,
    HouseholdAccess,
    HouseholdConsent,
    Member,
    MemberLanguage,
    PriorityInput,
)
from tests.factories.located import LocatedFactory
from tests.factories.organisations import CentreFactory, EmployerFactory
from tests.factories.people import phone

UKRAINIAN = (Spoken("uk", Level.NATIVE), Spoken("pl", Level.A2))


def member_data(**changes: Any) -> MemberData:
    """The woman we talk to, unless changed."""
    given = {
        "age_band": AgeBand.ADULT_26_40,
        "first_name": "Olena",
        "gender": Gender.WOMAN,
        "is_contact": True,
        "languages": UKRAINIAN,
    }
    return MemberData(**(given | changes))


def child_data(**changes: Any) -> MemberData:
    """A child of seven to nine, unless changed."""
    return MemberData(**({"age_band": AgeBand.CHILD_7_9} | changes))


def household_data(**changes: Any) -> HouseholdData:
    """A mother with a child in Kraków, complete and right, unless changed."""
    given = {
        "contact_name": "Olena Kowalenko",
        "members": (member_data(), child_data()),
        "phone": "600 100 200",
        "place": resolve("31-137", "Kraków"),
        "week": Week.parse("pn-pt 17-20"),
        "travel_km": 10,
        "needs": frozenset({HelpArea.SCHOOL}),
    }
    return HouseholdData(**(given | changes))


class HouseholdFactory(LocatedFactory):
    """A household without members; `MemberFactory` adds them, or use `household_with`."""

    class Meta:
        model = Household

    centre = factory.SubFactory(CentreFactory)
    number = factory.Sequence(lambda n: n + 1)
    label = factory.LazyAttribute(lambda row: f"K-{row.number}")
    contact_name = "Olena Kowalenko"
    phone = factory.Sequence(lambda n: phone(random.Random(n)))
    week = factory.LazyFunction(lambda: Week.parse("pn-pt 17-20"))
    travel_km = 10
    needs = frozenset({HelpArea.SCHOOL})
    search_text = factory.LazyAttribute(lambda row: searchable(row.label, row.postcode, row.place_name))
    search_contact = factory.LazyAttribute(lambda row: searchable(row.contact_name, row.phone))


class MemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Member

    household = factory.SubFactory(HouseholdFactory)
    first_name = "Olena"
    age_band = AgeBand.ADULT_26_40
    gender = Gender.WOMAN
    is_contact = True


class MemberLanguageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MemberLanguage

    member = factory.SubFactory(MemberFactory)
    language = "uk"
    level = Level.NATIVE


class HouseholdConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HouseholdConsent

    household = factory.SubFactory(HouseholdFactory)
    purpose = ConsentPurpose.MATCHING
    text_version = "2026-01"
    language = "uk"
    given_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=60))
    recorded_by_label = "Alicja"


class PriorityInputFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PriorityInput

    household = factory.SubFactory(HouseholdFactory)
    kind = "alone"
    reason = "Came alone last month"


class HouseholdAccessFactory(factory.django.DjangoModelFactory):
    """A link that was opened with the PIN 271828; the token is the factory's `token`."""

    class Meta:
        model = HouseholdAccess
        exclude = ("token",)

    household = factory.SubFactory(HouseholdFactory)
    token = factory.Sequence(lambda n: f"{n:043d}")
    token_hash = factory.LazyAttribute(lambda row: hash_token(row.token))
    pin_hash = factory.LazyFunction(lambda: make_password("271828"))
    language = "en"
    made_by_label = "Alice"
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=180))
    opened_at = factory.LazyFunction(timezone.now)
    last_used_at = factory.LazyFunction(timezone.now)


class EmploymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employment

    member = factory.SubFactory(MemberFactory)
    employer = factory.SubFactory(EmployerFactory)
    job_title = "Spawacz"
    trade = "welding_metal"
    started_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))


def household_with(
    *,
    children: int = 0,
    languages: tuple[Spoken, ...] = UKRAINIAN,
    consent: bool = True,
    **fields: Any,
) -> Household:
    """A household with its contact person and so many children, ready to be matched."""
    household = HouseholdFactory(**fields)
    contact = MemberFactory(household=household)
    for language, level in languages:
        MemberLanguageFactory(member=contact, language=language, level=level)
    for _ in range(children):
        MemberFactory(household=household, first_name="", age_band=AgeBand.CHILD_7_9, is_contact=False)
    if consent:
        HouseholdConsentFactory(household=household)
    return household
