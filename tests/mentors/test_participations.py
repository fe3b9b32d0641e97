"""Employers' parts in a centre's programme."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.errors import Refusal
from base.organisations.models import Organisation
from mentors.domain.participations import (
    end_participation,
    problems_of_participation,
    register_employer,
    reopen_participation,
    revise_participation,
)
from mentors.models import Participation
from tests.factories.mentors import ParticipationFactory, organisation_data, participation_data
from tests.factories.organisations import CentreFactory, nip_number

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)


def test_register_makes_the_employer_and_its_part():
    participation = register_employer(CentreFactory(), data=participation_data(), by=ALICE)
    employer = participation.employer
    assert (employer.kind, employer.name, employer.place_name) == (
        "employer",
        "Chemia Oświęcim S.A.",
        "Oświęcim",
    )
    assert (participation.state, participation.representative) == ("active", "Jan Żak")
    assert participation.search_text.startswith("chemia oswiecim s.a. 676")
    assert Record.objects.filter(act="mentors.participation.registered").count() == 1


def test_register_without_a_signed_agreement_is_applied():
    data = participation_data(agreement_number="", agreement_from=None)
    assert register_employer(CentreFactory(), data=data, by=ALICE).state == "applied"


def test_register_at_a_second_centre_keeps_one_employer():
    first = register_employer(CentreFactory(), data=participation_data(), by=ALICE)
    second = register_employer(CentreFactory(), data=participation_data(), by=ALICE)
    assert (first.employer, Organisation.objects.filter(kind="employer").count()) == (second.employer, 1)


def test_register_twice_at_one_centre_is_refused():
    centre = CentreFactory()
    register_employer(centre, data=participation_data(), by=ALICE)
    with pytest.raises(Refusal, match="This employer takes part already"):
        register_employer(centre, data=participation_data(), by=ALICE)
    assert Participation.objects.count() == 1


def test_part_of_one_filled_in_form_is_registered_once():
    centre = CentreFactory()
    nameless = organisation_data(nip="")
    data = participation_data(organisation=nameless, import_key="form:1")
    first = register_employer(centre, data=data, by=ALICE)
    assert register_employer(centre, data=data, by=ALICE) == first
    assert register_employer(CentreFactory(), data=data, by=ALICE) != first


def test_register_with_the_number_of_a_centre_is_refused():
    CentreFactory(nip=nip_number(9000))
    with pytest.raises(Refusal) as caught:
        register_employer(CentreFactory(), data=participation_data(), by=ALICE)
    assert caught.value.code == "not_employer"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"organisation": organisation_data(name=" ", nip="123", regon="1", email="x")},
         ["email", "name", "nip", "regon"]),
        ({"agreement_until": date(2025, 1, 1)}, ["agreement_until"]),
        ({"agreement_from": None}, ["agreement_from"]),
        ({"representative": "x" * 121}, ["representative"]),
        ({"organisation": organisation_data(nip="PL 676-243-00-11x")}, ["nip"]),
        ({}, []),
    ],
)  # fmt: skip
def test_problems_name_the_fields(changes, fields):
    assert sorted(problems_of_participation(participation_data(**changes))) == fields


def test_register_with_problems_saves_nothing():
    with pytest.raises(ValidationError):
        register_employer(CentreFactory(), data=participation_data(agreement_from=None), by=ALICE)
    assert Organisation.objects.filter(kind="employer").count() == 0


def test_revise_writes_both_and_a_signature_makes_it_active():
    data = participation_data(agreement_number="", agreement_from=None)
    participation = register_employer(CentreFactory(), data=data, by=ALICE)
    data = participation_data(organisation=organisation_data(name="Chemia Nova"))
    revise_participation(participation, data=data, by=ALICE)
    participation = Participation.objects.get()
    assert (participation.state, participation.employer.name) == ("active", "Chemia Nova")
    assert participation.search_text.startswith("chemia nova")


def test_end_and_reopen():
    participation = ParticipationFactory()
    end_participation(participation, reason="closed", by=ALICE)
    assert (participation.state, participation.state_reason) == ("ended", "closed")
    with pytest.raises(Refusal):
        end_participation(participation, reason="closed", by=ALICE)
    assert reopen_participation(participation, by=ALICE).state == "active"
    with pytest.raises(Refusal):
        reopen_participation(participation, by=ALICE)


def test_reopened_after_the_agreement_ran_out_is_applied():
    participation = ParticipationFactory(agreement_until=timezone.localdate() - timedelta(days=1))
    end_participation(participation, reason="closed", by=ALICE)
    assert reopen_participation(participation, by=ALICE).state == "applied"


def test_revise_does_not_reopen():
    participation = register_employer(CentreFactory(), data=participation_data(), by=ALICE)
    end_participation(participation, reason="closed", by=ALICE)
    data = replace(participation_data(), representative="Ewa Żak")
    assert revise_participation(participation, data=data, by=ALICE).state == "ended"
