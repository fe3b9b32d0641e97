"""Consents, priorities and jobs of a household."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.errors import Refusal
from base.common.events import subscribe
from families.domain.consents import give_consent, withdraw_consent
from families.domain.employments import JobData, employ_member, end_employment, register_employee
from families.domain.priorities import PriorityData, add_priority, remove_priority
from families.enums import ConsentPurpose, PriorityKind
from families.events import HouseholdConsentWithdrawn
from families.models import Employment, Household
from tests.factories.families import household_data, household_with
from tests.factories.organisations import CentreFactory, EmployerFactory, SiteFactory

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)
MATCHING = ConsentPurpose.MATCHING
WORDS = {"purpose": MATCHING, "text_version": "2026-01", "language": "uk", "by": ALICE}


def job(employer=None, **changes):
    given = {"job_title": "Spawacz", "trade": "welding_metal", "started_on": date(2026, 3, 1)}
    return JobData(employer=employer or EmployerFactory(), **(given | changes))


def test_consent_is_kept_with_its_words_and_who_recorded_it():
    household = household_with(consent=False)
    consent = give_consent(household, **WORDS)
    assert (consent.text_version, consent.language, consent.recorded_by_id) == ("2026-01", "uk", 7)
    assert consent.withdrawn_at is None


def test_consent_given_twice_is_one():
    household = household_with(consent=False)
    assert give_consent(household, **WORDS).pk == give_consent(household, **WORDS).pk
    assert household.consents.count() == 1
    assert Record.objects.filter(act="families.consent.given").count() == 1


def test_consent_cannot_come_from_the_future():
    with pytest.raises(ValidationError) as caught:
        give_consent(household_with(), **WORDS, given_at=timezone.now() + timedelta(hours=1))
    assert list(caught.value.message_dict) == ["given_at"]


def test_withdrawing_ends_every_version_of_the_consent_and_tells(django_capture_on_commit_callbacks):
    heard = []
    end = subscribe(HouseholdConsentWithdrawn, heard.append)
    household = household_with(consent=False)
    give_consent(household, **WORDS)
    give_consent(household, **(WORDS | {"text_version": "2026-02"}))
    give_consent(household, **(WORDS | {"purpose": ConsentPurpose.CONTACT}))
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(household, purpose=MATCHING, by=ALICE)
    end()
    in_force = household.consents.in_force(timezone.now())
    assert [consent.purpose for consent in in_force] == ["contact"]
    assert heard == [HouseholdConsentWithdrawn(household.pk, "matching")]


def test_withdrawing_what_was_not_given_is_refused():
    with pytest.raises(Refusal, match="There is no such consent to withdraw"):
        withdraw_consent(household_with(consent=False), purpose=MATCHING, by=ALICE)


def test_consent_can_be_given_again_after_it_was_withdrawn():
    household = household_with(consent=False)
    first = give_consent(household, **WORDS)
    withdraw_consent(household, purpose=MATCHING, by=ALICE)
    assert give_consent(household, **WORDS).pk != first.pk


def test_priority_keeps_the_reason_and_who_added_it():
    household = household_with()
    data = PriorityData(kind=PriorityKind.ALONE, reason=" came  alone ", weight=2)
    row = add_priority(household, data=data, by=ALICE)
    assert (row.reason, row.weight, row.added_by_label) == ("came alone", 2, "Alice")
    assert add_priority(household, data=data, by=ALICE).pk == row.pk


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (PriorityData(kind="illness", reason="r"), ["kind"]),
        (PriorityData(kind="alone", reason=" "), ["reason"]),
        (PriorityData(kind="alone", reason="r", weight=3), ["weight"]),
        (PriorityData(kind="alone", reason="r", until=date(2020, 1, 1)), ["until"]),
        (PriorityData(kind="deadline", reason="r"), ["until"]),
    ],
)
def test_priority_names_what_is_wrong(data, fields):
    with pytest.raises(ValidationError) as caught:
        add_priority(household_with(), data=data, by=ALICE)
    assert sorted(caught.value.message_dict) == fields


def test_priority_removed_stays_in_the_audit():
    household = household_with()
    row = add_priority(household, data=PriorityData(kind="alone", reason="r"), by=ALICE)
    remove_priority(row, by=ALICE)
    assert household.priority_inputs.count() == 0
    assert list(Record.objects.values_list("act", "details").order_by("pk")) == [
        ("families.priority.added", {"kind": "alone", "weight": 1}),
        ("families.priority.removed", {"kind": "alone", "weight": 1}),
    ]


def test_employ_keeps_the_job_and_a_change_of_it():
    member = household_with().members.get()
    firm = EmployerFactory()
    employ_member(member, job=job(firm, supervisor_label=" m-3 "), by=ALICE)
    row = employ_member(member, job=job(firm, job_title="Brygadzista"), by=ALICE)
    assert (row.job_title, row.employer, row.supervisor_label) == ("Brygadzista", firm, "")
    assert Employment.objects.count() == 1


def test_employ_elsewhere_waits_for_the_end_of_the_old_job():
    member = household_with().members.get()
    old = employ_member(member, job=job(), by=ALICE)
    new = job(started_on=date(2026, 6, 1))
    with pytest.raises(Refusal) as caught:
        employ_member(member, job=new, by=ALICE)
    assert caught.value.code == "employed"
    end_employment(old, last_day=date(2026, 5, 31), by=ALICE)
    assert employ_member(member, job=new, by=ALICE).employer == new.employer


def test_employ_a_child_is_refused():
    child = household_with(children=1).members.get(is_contact=False)
    with pytest.raises(Refusal, match="A job is kept for adults of the household"):
        employ_member(child, job=job(), by=ALICE)


def test_employ_names_what_is_wrong():
    wrong = job(
        CentreFactory(),
        site=SiteFactory(),
        trade="piracy",
        job_title="",
        contract_until=date(2026, 1, 1),
    )
    with pytest.raises(ValidationError) as caught:
        employ_member(household_with().members.get(), job=wrong, by=ALICE)
    assert sorted(caught.value.message_dict) == ["contract_until", "employer", "job_title", "site", "trade"]


def test_end_before_the_start_is_refused():
    row = employ_member(household_with().members.get(), job=job(), by=ALICE)
    with pytest.raises(Refusal, match="A job cannot end before it starts"):
        end_employment(row, last_day=date(2026, 2, 1), by=ALICE)


def test_register_employee_makes_household_and_job_at_once():
    centre, work = CentreFactory(), job()
    data = household_data(import_key="e:1")
    household = register_employee(centre, data=data, job=work, by=ALICE)
    register_employee(centre, data=data, job=work, by=ALICE)
    assert [e.member.household for e in Employment.objects.all()] == [household]


def test_register_employee_with_a_wrong_job_saves_no_household():
    with pytest.raises(ValidationError):
        register_employee(CentreFactory(), data=household_data(), job=replace(job(), trade="x"), by=ALICE)
    assert Household.objects.count() == 0
