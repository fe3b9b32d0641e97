"""Employers on their way in: applications as rows, surveys and agreements through the verbs."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from base.accounts.queries import hash_token
from base.audit.actor import Robot
from mentors.domain.applications import ApplicationData
from mentors.domain.consulting import (
    ConsultationData,
    SurveyData,
    record_consultation,
    send_survey,
)
from mentors.domain.part_words import words_of_part
from mentors.domain.parts import PartTerms, prepare_part, sign_part_as_employer
from mentors.enums import ApplicationState
from mentors.models import Application
from tests.factories.located import LocatedFactory
from tests.factories.organisations import CentreFactory, nip_number

CLERK = Robot("Clerk", actor_id=901)
SIGNER = Robot("Signer", actor_id=902)


class ApplicationFactory(LocatedFactory):
    class Meta:
        model = Application

    centre = factory.SubFactory(CentreFactory)
    name = factory.Sequence(lambda n: f"Huta {n} sp. z o.o.")
    nip = factory.Sequence(lambda n: nip_number(5000 + n))
    representative = "Jan Żak"
    position = "prezes zarządu"
    email = factory.Sequence(lambda n: f"huta{n}@example.org")
    language = "pl"
    state = ApplicationState.WAITING
    token_hash = factory.Sequence(lambda n: hash_token(f"token-{n}"))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=72))
    confirmed_at = factory.LazyFunction(timezone.now)


def unconfirmed(**fields: Any) -> Application:
    """An application whose link nobody has opened."""
    return ApplicationFactory(state=ApplicationState.UNCONFIRMED, confirmed_at=None, **fields)


def application_data(**changes: Any) -> ApplicationData:
    """What a firm writes, complete and right, unless changed."""
    given = {
        "name": "Nowa Huta sp. z o.o.",
        "nip": nip_number(7000),
        "representative": "Jan Żak",
        "email": "Kadry@Example.org",
    }
    return ApplicationData(**(given | changes))


def survey_data(**changes: Any) -> SurveyData:
    """A firm of a hundred people with eleven from abroad, unless changed."""
    given = {
        "staff": "50-249",
        "from_abroad": 11,
        "to_hire": 4,
        "jobs": "spawacze, magazynierzy",
        "could_mentor": 3,
        "difficulties": ["polish", "safety"],
        "wanted": ["mentor_allowance", "training"],
    }
    return SurveyData(**(given | changes))


def consultation_data(**changes: Any) -> ConsultationData:
    """An allowance and a training, decided today, unless changed."""
    given = {
        "held_on": timezone.localdate(),
        "consultant": "Alicja Nowak",
        "kinds": ["mentor_allowance", "training"],
        "words": "Dwóch mentorów od stycznia.",
    }
    return ConsultationData(**(given | changes))


def part_terms(**changes: Any) -> PartTerms:
    """An agreement of the year to come with Jan Żak, unless changed."""
    given = {
        "number": "UP/1/2026",
        "valid_from": date(2026, 12, 1),
        "valid_until": date(2027, 11, 30),
        "representative": "Jan Żak",
        "position": "prezes zarządu",
        "register": "KRS 0000123456",
    }
    return PartTerms(**(given | changes))


def consulted(participation: Any, **changes: Any) -> Any:
    """The part, with a survey and a consultation."""
    send_survey(participation, data=survey_data(), by=SIGNER)
    record_consultation(participation, data=consultation_data(**changes), by=CLERK)
    return participation


def prepared_part(participation: Any, **changes: Any) -> Any:
    """An agreement that waits for the employer."""
    return prepare_part(consulted(participation), terms=part_terms(**changes), by=CLERK)


def signed_by_employer(participation: Any, *, by: Any = SIGNER, **changes: Any) -> Any:
    """An agreement that waits for the centre."""
    prepared = prepared_part(participation, **changes)
    sign_part_as_employer(
        prepared, seen=words_of_part(prepared).print, typed_name=prepared.representative, may_sign=True,
        agrees=True, by=by,
    )  # fmt: skip
    return prepared
