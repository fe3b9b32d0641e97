"""Volunteers as rows, without the verbs; and the data a verb takes."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from base.common.enums import Gender, HelpArea
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.search_text import searchable
from base.places.week import Week
from tests.factories.located import LocatedFactory
from tests.factories.organisations import CentreFactory
from volunteers.domain.volunteers import VolunteerData
from volunteers.enums import ClearanceKind, ClearanceResult, ConsentPurpose, VolunteerState
from volunteers.models import (
    Agreement,
    ClearanceItem,
    Training,
    Volunteer,
    VolunteerConsent,
    VolunteerLanguage,
)

POLISH_AND_UKRAINIAN = (Spoken("pl", Level.NATIVE), Spoken("uk", Level.B2))


def volunteer_data(**changes: Any) -> VolunteerData:
    """A woman in Kraków, complete and right, unless changed."""
    given = {
        "first_name": "Łucja",
        "last_name": "Świątek",
        "gender": Gender.WOMAN,
        "email": "lucja@example.org",
        "languages": POLISH_AND_UKRAINIAN,
        "place": resolve("31-137", "Kraków"),
        "week": Week.parse("pn-pt 17-20"),
        "offers": frozenset({HelpArea.SCHOOL}),
    }
    return VolunteerData(**(given | changes))


class VolunteerFactory(LocatedFactory):
    class Meta:
        model = Volunteer

    centre = factory.SubFactory(CentreFactory)
    number = factory.Sequence(lambda n: n + 1)
    label = factory.LazyAttribute(lambda row: f"W-{row.number}")
    state = VolunteerState.ACTIVE
    first_name = "Łucja"
    last_name = factory.Sequence(lambda n: f"Świątek {n}")
    gender = Gender.WOMAN
    email = factory.Sequence(lambda n: f"volunteer{n}@example.org")
    week = factory.LazyFunction(lambda: Week.parse("pn-pt 17-20"))
    offers = frozenset({HelpArea.SCHOOL})
    interviewed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=90))
    serving_since = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10))
    search_text = factory.LazyAttribute(lambda row: searchable(row.label, row.postcode, row.place_name))
    search_contact = factory.LazyAttribute(lambda row: searchable(row.first_name, row.last_name))


class VolunteerLanguageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VolunteerLanguage

    volunteer = factory.SubFactory(VolunteerFactory)
    language = "pl"
    level = Level.NATIVE


class TrainingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Training

    volunteer = factory.SubFactory(VolunteerFactory)
    name = "Wieczór wprowadzający"
    completed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    volunteer = factory.SubFactory(VolunteerFactory)
    number = factory.Sequence(lambda n: f"W/{n}/2026")
    signed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10))
    valid_from = factory.SelfAttribute("signed_on")


class VolunteerConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VolunteerConsent

    volunteer = factory.SubFactory(VolunteerFactory)
    purpose = ConsentPurpose.MATCHING
    text_version = "2026-01"
    language = "pl"
    given_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=60))
    recorded_by_label = "Alicja"


class ClearanceItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClearanceItem

    volunteer = factory.SubFactory(VolunteerFactory)
    kind = ClearanceKind.CRIMINAL_RECORD
    result = ClearanceResult.CLEAN
    checked_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    valid_until = factory.LazyAttribute(lambda row: row.checked_on + timedelta(days=365))
    checked_by_label = "Alicja"


def clear(volunteer: Volunteer, *, checked_on: date | None = None, **fields: Any) -> None:
    """Give the volunteer an item in order of every kind."""
    if checked_on is not None:
        fields["checked_on"] = checked_on
    for kind in ClearanceKind:
        ClearanceItemFactory(volunteer=volunteer, kind=kind, **fields)


def volunteer_with(
    *,
    languages: tuple[Spoken, ...] = POLISH_AND_UKRAINIAN,
    cleared: bool = True,
    consent: bool = True,
    trained: bool = True,
    **fields: Any,
) -> Volunteer:
    """A volunteer ready to be matched with anybody."""
    volunteer = VolunteerFactory(**fields)
    for language, level in languages:
        VolunteerLanguageFactory(volunteer=volunteer, language=language, level=level)
    if trained:
        TrainingFactory(volunteer=volunteer)
    if consent:
        VolunteerConsentFactory(volunteer=volunteer)
    if cleared:
        clear(volunteer)
    return volunteer
