"""The employers of the demo, with their mentor-employees and the colleagues who came from elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from base.audit.actor import Actor
from base.organisations.domain.organisations import OrganisationData
from base.organisations.models import Organisation
from base.places.week import Week
from families.domain.employments import JobData, register_employee
from families.models import Household
from mentors.domain.mentors import MentorData, give_consent, register_mentor
from mentors.domain.participations import ParticipationData, register_employer
from mentors.enums import ConsentPurpose
from mentors.models import MentorEmployee, Participation

from .cast import FIRMS, Firm, Towns
from .chance import Chance, Person, place_at
from .families import CONSENT_TEXT, agree, family

NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
#: Of six employers one has not signed yet; the first signs in the app (demo/door.py).
SIGNED_IN_SIX = 5
#: How many days ago the others signed, at least: before the months that are claimed.
SIGNED_BEFORE = 150


class AtWork(NamedTuple):
    """Everybody the demo has at work."""

    participations: list[Participation]
    mentors: list[MentorEmployee]
    employees: list[Household]


def settle_employers(
    chance: Chance,
    centre: Organisation,
    count: int,
    employees: int,
    *,
    towns: Towns,
    by: Actor,
    first: Person,
) -> AtWork:
    """So many employers with one or two mentors each, the employees spread over them."""
    participations = [
        register_employer(centre, data=_employer(chance, number), by=by) for number in range(count)
    ]
    mentors: list[MentorEmployee] = []
    for number, participation in enumerate(participations):
        for job in range(1 + number % 2):
            person = first if not mentors else chance.neighbour(0.5)
            data = _mentor(chance, number, job, person)
            # Whoever logs in as the first mentor finds new colleagues there.
            if not mentors:
                data = replace(data, week=Week.parse("pn-pt 8-20, sb 9-18"), room=2)
            mentors.append(_register(participation, data, by=by))
    people = [
        _employee(chance, centre, participations, number % max(count, 1), towns=towns, by=by)
        for number in range(employees if count else 0)
    ]
    return AtWork(participations, mentors, people)


def _firm(number: int) -> Firm:
    return FIRMS[number % len(FIRMS)]


def _employer(chance: Chance, number: int) -> ParticipationData:
    firm, again = _firm(number), number // len(FIRMS)
    who = chance.neighbour(0.5)
    signed = timezone.localdate() - timedelta(days=SIGNED_BEFORE + chance.rng.randint(0, 250))
    is_signed = number > 0 and number % 6 < SIGNED_IN_SIX
    return ParticipationData(
        OrganisationData(
            name=f"{firm.name} {again + 1}" if again else firm.name,
            nip=nip(chance),
            email=f"kadry{number + 1}@example.org",
            phone=chance.phone(),
            place=place_at(firm.postcode, firm.place),
        ),
        representative=f"{who.first_name} {who.surname}",
        agreement_number=f"M/{number + 1}/{signed.year}" if is_signed else "",
        agreement_from=signed if is_signed else None,
    )


def nip(chance: Chance) -> str:
    """A number whose last digit checks (mod 11, domain of the tax office)."""
    while True:
        digits = [chance.rng.randint(1, 9) for _ in NIP_WEIGHTS]
        check = sum(digit * weight for digit, weight in zip(digits, NIP_WEIGHTS, strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))


def _mentor(chance: Chance, number: int, job: int, person: Person) -> MentorData:
    jobs = _firm(number).jobs
    trade, title, _newcomer = jobs[job % len(jobs)]
    return MentorData(
        first_name=person.first_name,
        last_name=person.surname,
        gender=person.gender,
        job_title=title,
        trade=trade,
        phone=chance.phone(),
        email=f"mentor{number + 1}.{job + 1}@example.org",
        languages=person.spoken,
        week=chance.week(most_days=5),
        room=chance.rng.choice([1, 2]),
    )


def _register(participation: Participation, data: MentorData, *, by: Actor) -> MentorEmployee:
    mentor = register_mentor(participation, data=data, by=by)
    for purpose in ConsentPurpose:
        give_consent(mentor, purpose=purpose, text_version=CONSENT_TEXT, language="pl", by=by)
    return mentor


def _employee(
    chance: Chance,
    centre: Organisation,
    firms: Sequence[Participation],
    number: int,
    *,
    towns: Towns,
    by: Actor,
) -> Household:
    """One newly hired person, alone here."""
    jobs = _firm(number).jobs
    trade, _mentor_job, title = chance.rng.choice(jobs)
    job = JobData(
        employer=firms[number].employer,
        job_title=title,
        trade=trade,
        started_on=timezone.localdate() - timedelta(days=chance.rng.randint(5, 60)),
    )
    data = family(chance, chance.newcomer(), towns, alone=True)
    household = register_employee(centre, data=data, job=job, by=by)
    agree(household, chance, by=by)
    return household
