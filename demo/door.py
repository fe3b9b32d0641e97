"""How firms of the demo came in: a survey, a talk, an agreement signed in the app; one waits at the door."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.utils import timezone

from base.audit.actor import Actor
from mentors.domain.applications import ApplicationData, apply_to_take_part, confirm_application
from mentors.domain.consulting import ConsultationData, SurveyData, record_consultation, send_survey
from mentors.domain.part_words import words_of_part
from mentors.domain.parts import PartTerms, prepare_part, sign_part_as_centre, sign_part_as_employer
from mentors.enums import Difficulty, ParticipationState, StaffBand, SupportKind
from mentors.models import Participation, PreparedPart

from . import log_ins
from .chance import Chance, place_at
from .employers import nip
from .past import month_ago

#: The first firm's agreement holds since so many months.
MONTHS_SIGNED: Final = 6
KINDS: Final = (SupportKind.MENTOR_ALLOWANCE, SupportKind.TRAINING, SupportKind.TRANSLATION)


def open_doors(chance: Chance, participations: Sequence[Participation], *, by: Actor) -> None:
    """The first firm signs in the app, the one without an agreement is to sign, a stranger asks to join."""
    employer, administrator = log_ins.played_by(log_ins.EMPLOYER), log_ins.played_by(log_ins.ADMINISTRATOR)
    first = participations[0]
    prepared = _prepare(first, 1, log_ins.EMPLOYER.name, by=by, answered_by=employer)
    seen = words_of_part(prepared).print
    name = log_ins.EMPLOYER.name
    sign_part_as_employer(prepared, seen=seen, typed_name=name, may_sign=True, agrees=True, by=employer)
    sign_part_as_centre(prepared, typed_name=log_ins.ADMINISTRATOR.name, by=administrator)
    for number, part in enumerate(participations[1:], start=2):
        if part.state == ParticipationState.APPLIED:
            _prepare(part, number, part.representative, by=by, answered_by=by)
            break
    fresh = apply_to_take_part(
        first.centre,
        data=ApplicationData(
            name="Pralnia Biały Puch",
            nip=nip(chance),
            representative="Irena Kmiecik",
            position="właścicielka",
            email="biuro@puch.example",
            phone=chance.phone(),
            note="Zatrudniamy od stycznia trzy osoby z Ukrainy i szukamy kogoś, kto je wprowadzi.",
            place=place_at("30-734", "Kraków"),
        ),
    )
    assert fresh is not None  # noqa: S101 - the form was not sent before
    confirm_application(fresh.application)


def _prepare(
    part: Participation, number: int, representative: str, *, by: Actor, answered_by: Actor
) -> PreparedPart:
    """What the firm answered, what was decided, and the agreement to sign."""
    survey = SurveyData(
        staff=StaffBand.SMALL, from_abroad=4, to_hire=2, jobs="pomoc piekarza", could_mentor=1,
        languages="ukraiński", by_shifts=True, difficulties=(Difficulty.POLISH, Difficulty.SAFETY),
        wanted=KINDS,
    )  # fmt: skip
    send_survey(part, data=survey, by=answered_by)
    talk = ConsultationData(
        held_on=timezone.localdate() - timedelta(days=7),
        consultant=log_ins.COORDINATOR.name,
        kinds=KINDS,
        words="Jedna mentorka na zmianie porannej, instrukcje BHP do przetłumaczenia.",
    )
    record_consultation(part, data=talk, by=by)
    since = month_ago(MONTHS_SIGNED)
    terms = PartTerms(number=f"M/{number}/{since.year}", valid_from=since, representative=representative)
    return prepare_part(part, terms=terms, by=by)
