"""Registering, revising, pausing and seeing off mentor-employees."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.actor import Robot
from base.common.errors import Refusal
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from mentors.domain.mentors import (
    data_of,
    give_consent,
    link_mentor,
    pause_mentor,
    problems_of_mentor,
    register_mentor,
    resume_mentor,
    revise_mentor,
    see_off_mentor,
    withdraw_consent,
)
from mentors.domain.participations import end_participation
from mentors.enums import ConsentPurpose
from mentors.models import MentorEmployee
from tests.factories.accounts import UserFactory
from tests.factories.mentors import MentorEmployeeFactory, ParticipationFactory, mentor_data
from tests.factories.organisations import EmployerFactory, SiteFactory

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)
WORDS = {"purpose": ConsentPurpose.MATCHING, "text_version": "2026-01", "language": "pl", "by": ALICE}


def test_register_numbers_mentors_per_centre_over_all_employers():
    first = ParticipationFactory()
    second = ParticipationFactory(centre=first.centre)
    elsewhere = ParticipationFactory()
    labels = [
        register_mentor(part, data=mentor_data(), by=ALICE).label for part in (first, second, elsewhere)
    ]
    assert labels == ["M-1", "M-2", "M-1"]


def test_register_keeps_all_that_was_told_and_stands_at_the_employer():
    place = resolve("32-600", "Oświęcim")
    participation = ParticipationFactory(employer=EmployerFactory(place=place, name="Huta"))
    register_mentor(participation, data=mentor_data(), by=ALICE)
    mentor = MentorEmployee.objects.get()
    assert (mentor.full_name, str(mentor), mentor.state, mentor.centre) == (
        "Stanisław Żak",
        "M-1",
        "active",
        participation.centre,
    )
    assert (mentor.place_name, mentor.point) == ("Oświęcim", (place.latitude, place.longitude))
    assert mentor.spoken == [Spoken("pl", Level.NATIVE), Spoken("en", Level.B1)]
    assert mentor.search_text == "m-1 huta spawacz oswiecim oswiecim"
    assert mentor.search_contact == "stanislaw zak stanislaw@example.org"


def test_register_stands_at_the_site_or_at_a_named_place():
    participation = ParticipationFactory()
    site = SiteFactory(organisation=participation.employer, place=resolve("33-100", "Tarnów"))
    at_site = register_mentor(participation, data=mentor_data(site=site), by=ALICE)
    named = mentor_data(site=site, place=resolve("32-600", "Oświęcim"))
    at_place = register_mentor(participation, data=named, by=ALICE)
    assert (at_site.place_name, at_place.place_name) == ("Tarnów", "Oświęcim")


def test_register_at_a_strange_site_is_an_error():
    with pytest.raises(ValidationError) as caught:
        register_mentor(ParticipationFactory(), data=mentor_data(site=SiteFactory()), by=ALICE)
    assert caught.value.message_dict == {"site": ["This site belongs to another employer."]}
    assert MentorEmployee.objects.count() == 0


def test_register_with_a_known_import_key_gives_the_same_row():
    participation = ParticipationFactory()
    rows = [register_mentor(participation, data=mentor_data(import_key="s:1"), by=ALICE) for _ in range(2)]
    assert rows[0].pk == rows[1].pk


def test_register_for_an_employer_whose_part_ended_is_refused():
    with pytest.raises(Refusal) as caught:
        register_mentor(ParticipationFactory(state="ended"), data=mentor_data(), by=ALICE)
    assert caught.value.code == "ended"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"first_name": ""}, ["first_name"]),
        ({"job_title": " "}, ["job_title"]),
        ({"trade": "piracy"}, ["trade"]),
        ({"languages": ()}, ["languages"]),
        ({"email": ""}, ["email"]),
        ({"room": 0}, ["room"]),
        ({"wish_strength": "must"}, ["wish_gender"]),
        ({}, []),
    ],
)
def test_problems_name_the_fields(changes, fields):
    assert sorted(problems_of_mentor(mentor_data(**changes))) == fields


def test_revise_with_its_own_data_changes_nothing():
    mentor = register_mentor(ParticipationFactory(), data=mentor_data(), by=ALICE)
    before = MentorEmployee.objects.values().get()
    revise_mentor(mentor, data=data_of(mentor), by=ALICE)
    assert MentorEmployee.objects.values().get() == before


def test_revise_writes_what_differs_and_refuses_a_stale_version():
    mentor = register_mentor(ParticipationFactory(), data=mentor_data(), by=ALICE)
    revise_mentor(mentor, data=replace(data_of(mentor), job_title="Brygadzista"), by=ALICE, version=1)
    row = MentorEmployee.objects.get()
    assert (row.job_title, row.version, "brygadzista" in row.search_text) == ("Brygadzista", 2, True)
    with pytest.raises(Refusal) as caught:
        revise_mentor(mentor, data=data_of(mentor), by=ALICE, version=1)
    assert caught.value.code == "stale"


def test_pause_resume_leave():
    mentor = MentorEmployeeFactory()
    assert pause_mentor(mentor, reason="holiday", by=ALICE).state == "paused"
    assert resume_mentor(mentor, by=ALICE).state == "active"
    assert see_off_mentor(mentor, reason="new job", by=ALICE).state_reason == "new job"
    with pytest.raises(Refusal, match="has left already"):
        see_off_mentor(mentor, reason="new job", by=ALICE)
    with pytest.raises(Refusal, match="cannot take a pause"):
        pause_mentor(mentor, reason="holiday", by=ALICE)
    with pytest.raises(ValidationError):
        see_off_mentor(mentor, reason="", by=ALICE)


def test_resume_waits_for_the_employer():
    mentor = MentorEmployeeFactory(state="paused")
    end_participation(mentor.participation, reason="closed", by=ALICE)
    with pytest.raises(Refusal) as caught:
        resume_mentor(mentor, by=ALICE)
    assert caught.value.code == "ended"


def test_link_gives_one_log_in_to_one_mentor():
    mentor, user = MentorEmployeeFactory(), UserFactory()
    link_mentor(mentor, user=user, by=ALICE)
    assert MentorEmployee.objects.get().user == user
    with pytest.raises(Refusal):
        link_mentor(mentor, user=UserFactory(), by=ALICE)
    with pytest.raises(Refusal):
        link_mentor(MentorEmployeeFactory(participation=mentor.participation), user=user, by=ALICE)


def test_consent_is_given_once_and_withdrawn():
    mentor = MentorEmployeeFactory()
    assert give_consent(mentor, **WORDS).pk == give_consent(mentor, **WORDS).pk
    withdraw_consent(mentor, purpose=ConsentPurpose.MATCHING, by=ALICE)
    assert mentor.consents.in_force(timezone.now()).count() == 0
    with pytest.raises(Refusal):
        withdraw_consent(mentor, purpose=ConsentPurpose.MATCHING, by=ALICE)
    with pytest.raises(ValidationError):
        give_consent(mentor, **WORDS, given_at=timezone.now() + timedelta(hours=1))
