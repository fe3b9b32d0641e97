"""Employers' parts and mentor-employees as rows, without the verbs; and the data the verbs take."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from base.common.enums import Gender, Trade
from base.organisations.domain.organisations import OrganisationData
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.search_text import searchable
from base.places.week import Week
from mentors.domain.mentors import MentorData
from mentors.domain.participations import ParticipationData
from mentors.enums import ConsentPurpose, ParticipationState
from mentors.models import MentorConsent, MentorEmployee, MentorLanguage, Participation
from tests.factories.located import LocatedFactory
from tests.factories.organisations import CentreFactory, EmployerFactory, nip_number

POLISH_AND_ENGLISH = (Spoken("pl", Level.NATIVE), Spoken("en", Level.B1))


def participation_data(**changes: Any) -> ParticipationData:
    """A firm with a signed agreement, unless changed."""
    given = {
        "organisation": organisation_data(),
        "representative": "Jan Żak",
        "agreement_number": "ZP/12/2026",
        "agreement_from": date(2026, 1, 1),
    }
    return ParticipationData(**(given | changes))


def organisation_data(**changes: Any) -> OrganisationData:
    """A firm in Oświęcim, unless changed."""
    given = {
        "name": "Chemia Oświęcim S.A.",
        "nip": nip_number(9000),
        "email": "kadry@example.org",
        "place": resolve("32-600", "Oświęcim"),
    }
    return OrganisationData(**(given | changes))


def mentor_data(**changes: Any) -> MentorData:
    """A welder who speaks Polish and some English, complete and right, unless changed."""
    given = {
        "first_name": "Stanisław",
        "last_name": "Żak",
        "gender": Gender.MAN,
        "job_title": "Spawacz",
        "trade": Trade.WELDING_METAL,
        "email": "stanislaw@example.org",
        "languages": POLISH_AND_ENGLISH,
        "week": Week.parse("pn-pt 6-14"),
    }
    return MentorData(**(given | changes))


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    employer = factory.SubFactory(EmployerFactory)
    centre = factory.SubFactory(CentreFactory)
    state = ParticipationState.ACTIVE
    representative = "Jan Żak"
    agreement_number = factory.Sequence(lambda n: f"ZP/{n}/2026")
    agreement_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))
    search_text = factory.LazyAttribute(lambda row: searchable(row.employer.name, row.employer.nip))


class MentorEmployeeFactory(LocatedFactory):
    class Meta:
        model = MentorEmployee

    participation = factory.SubFactory(ParticipationFactory)
    centre = factory.SelfAttribute("participation.centre")
    number = factory.Sequence(lambda n: n + 1)
    label = factory.LazyAttribute(lambda row: f"M-{row.number}")
    first_name = "Stanisław"
    last_name = factory.Sequence(lambda n: f"Żak {n}")
    gender = Gender.MAN
    email = factory.Sequence(lambda n: f"mentor{n}@example.org")
    job_title = "Spawacz"
    trade = Trade.WELDING_METAL
    week = factory.LazyFunction(lambda: Week.parse("pn-pt 6-14"))
    search_text = factory.LazyAttribute(lambda row: searchable(row.label, row.job_title))
    search_contact = factory.LazyAttribute(lambda row: searchable(row.first_name, row.last_name))


class MentorLanguageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MentorLanguage

    mentor = factory.SubFactory(MentorEmployeeFactory)
    language = "pl"
    level = Level.NATIVE


class MentorConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MentorConsent

    mentor = factory.SubFactory(MentorEmployeeFactory)
    purpose = ConsentPurpose.MATCHING
    text_version = "2026-01"
    language = "pl"
    given_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=60))
    recorded_by_label = "Alicja"


def mentor_with(
    *, languages: tuple[Spoken, ...] = POLISH_AND_ENGLISH, consent: bool = True, **fields: Any
) -> MentorEmployee:
    """A mentor-employee ready to be matched."""
    mentor = MentorEmployeeFactory(**fields)
    for language, level in languages:
        MentorLanguageFactory(mentor=mentor, language=language, level=level)
    if consent:
        MentorConsentFactory(mentor=mentor)
    return mentor
