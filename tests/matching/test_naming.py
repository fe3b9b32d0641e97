"""An employer names mentors and new colleagues: each agrees themselves, and the centre looks first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.errors import Refusal
from families.domain.access import HouseholdActor
from families.domain.consents import give_consent as agree
from families.domain.naming import (
    NamedData,
    job_of,
    join_named,
    take_in_named,
    turn_down_named,
    withdraw_named,
)
from families.models import Household, NamedColleague
from families.queries import named_in_scope, named_on_page, named_waiting, who_named_may_be
from matching.domain.naming import name_colleague
from matching.domain.problems import ask
from matching.queries import active_helpers, waiting_seekers
from mentors.domain.mentors import give_consent
from mentors.domain.naming import name_mentor
from mentors.enums import ConsentPurpose
from mentors.models import MentorEmployee
from mentors.queries import who_mentor_may_be
from tests.factories.families import EmploymentFactory, household_data, household_with, member_data
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.factories.mentors import ParticipationFactory, mentor_data, mentor_with
from tests.factories.organisations import SiteFactory

pytestmark = pytest.mark.django_db
DANA = Robot("Dana", actor_id=3)
ALICE = Robot("Alice", actor_id=7)


@pytest.fixture
def part():
    return ParticipationFactory()


def colleague(**changes) -> NamedData:
    given = {
        "first_name": "Oksana", "job_title": "Packer", "trade": "manufacturing", "shift": "early",
        "started_on": date(2026, 11, 2), "language": "uk", "phone": "+48600100777", "knows": True,
    }  # fmt: skip
    return NamedData(**(given | changes))


def appointed(**changes):
    return mentor_data(**({"appointed_from": date(2026, 11, 1), "shift": "early"} | changes))


# --- mentors ----------------------------------------------------------------------------------------------


def test_a_named_mentor_is_matched_with_nobody_before_they_agree_themselves(part):
    mentor = name_mentor(part, data=appointed(), by=DANA)
    work = programme_of(part.centre, kind="workplace", same_employer=True)
    helper = helper_of(work, mentor)
    assert helper not in active_helpers(work)
    assert len(ask(work, on=timezone.localdate()).problem.helpers) == 0
    give_consent(mentor, purpose=ConsentPurpose.MATCHING, text_version="1", language="pl", by=DANA)
    assert helper in active_helpers(work)


def test_naming_keeps_what_the_firm_may_tell_and_nothing_else(part):
    told = appointed(wish_gender="woman", wish_strength="must", note="Canary", room=2)
    mentor = name_mentor(part, data=told, by=DANA)
    assert (mentor.shift, mentor.appointed_from, mentor.room) == ("early", date(2026, 11, 1), 2)
    assert (str(mentor.week), mentor.wish_gender, mentor.wish_strength) == ("", "any", "none")
    assert (mentor.note, mentor.gender) == ("", "")
    acts = Record.objects.filter(act__startswith="mentors.mentor.").order_by("pk")
    assert [one.act for one in acts] == ["mentors.mentor.registered", "mentors.mentor.named"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "Known@example.org"}, "email"),
        ({"appointed_from": None}, "appointed_from"),
        ({"appointed_until": date(2026, 10, 31)}, "appointed_until"),
        ({"languages": ()}, "languages"),
        ({"shift": "sometimes"}, "shift"),
    ],
)
def test_what_keeps_a_naming_from_being_done_is_told_by_field(part, changes, field):
    mentor_with(participation=part, email="known@example.org")
    with pytest.raises(ValidationError) as caught:
        name_mentor(part, data=appointed(**changes), by=DANA)
    assert list(caught.value.error_dict) == [field]
    assert part.mentors.count() == 1


def test_who_left_can_be_named_anew_and_a_form_sent_twice_is_one_mentor(part):
    mentor_with(participation=part, email="stanislaw@example.org", state="left")
    first, second = (name_mentor(part, data=appointed(import_key="f:1"), by=DANA) for _ in range(2))
    assert first == second
    assert part.mentors.count() == 2


def test_nobody_is_named_when_the_part_is_over(part):
    part.state = "ended"
    part.save()
    for act in (
        lambda: name_mentor(part, data=appointed(), by=DANA),
        lambda: name_colleague(part, data=colleague(), by=DANA),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "ended"
    assert (MentorEmployee.objects.count(), NamedColleague.objects.count()) == (0, 0)


def test_who_a_mentor_may_be_is_told_within_the_centre(part):
    named = mentor_with(participation=part, email="a@example.org", last_name="Zak")
    same_address = mentor_with(participation=ParticipationFactory(centre=part.centre), email="A@example.org")
    same_name = mentor_with(participation=part, last_name="zak", state="left")
    mentor_with(participation=part, last_name="Nowak", first_name="Stanisław")
    mentor_with(email="a@example.org")
    assert who_mentor_may_be(named) == [same_address, same_name]


# --- new colleagues ---------------------------------------------------------------------------------------


def test_a_named_colleague_is_nobody_of_ours_until_the_centre_has_looked(part):
    site = SiteFactory(organisation=part.employer)
    named = name_colleague(part, data=colleague(site=site), by=DANA)
    assert (named.centre, named.employer, named.site, named.state) == (
        part.centre,
        part.employer,
        site,
        "waiting",
    )
    assert Household.objects.count() == 0
    record = Record.objects.get(act="families.named_colleague.named")
    assert record.details == {"employer": part.employer_id}
    assert "Oksana" not in f"{record.object_label}{record.details}{named}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_name": ""}, "first_name"),
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"email": "nowhere"}, "email"),
        ({"knows": False}, "knows"),
        ({"language": "xx"}, "language"),
        ({"contract_until": date(2026, 11, 1)}, "contract_until"),
        ({"trade": "magic"}, "trade"),
    ],
)
def test_what_is_wrong_with_a_colleague_is_told_by_field(part, changes, field):
    with pytest.raises(ValidationError) as caught:
        name_colleague(part, data=colleague(**changes), by=DANA)
    assert list(caught.value.error_dict) == [field]


def test_a_site_of_another_firm_is_refused(part):
    with pytest.raises(ValidationError) as caught:
        name_colleague(part, data=colleague(site=SiteFactory()), by=DANA)
    assert list(caught.value.error_dict) == ["site"]


def test_taken_in_they_have_the_job_no_consent_and_their_contact_is_forgotten_here(part):
    named = name_colleague(part, data=colleague(), by=DANA)
    data = household_data(members=(member_data(first_name="Oksana"),), phone="+48600100777")
    household = take_in_named(named, data=data, job=job_of(part.employer, named), by=ALICE)
    named.refresh_from_db()
    assert (named.state, named.household, named.label) == ("taken_in", household, household.label)
    assert (str(named.phone), named.email) == ("", "")
    job = household.members.get().employment
    assert (job.employer, job.shift, job.started_on) == (part.employer, "early", date(2026, 11, 2))
    assert household.consents.count() == 0
    work = programme_of(part.centre, kind="workplace", same_employer=True)
    seeker_of(work, household, household.members.get())
    seeker_of(friendship := programme_of(part.centre), household)
    assert len(ask(work, on=timezone.localdate()).problem.seekers) == 0
    assert waiting_seekers(friendship).count() == 0
    agree(household, purpose="matching", text_version="1", language="uk", by=HouseholdActor(household))
    assert len(ask(work, on=timezone.localdate()).problem.seekers) == 1


def test_who_was_with_us_before_keeps_their_place_elsewhere_and_is_asked_for_work(part):
    known = household_with(centre=part.centre, phone="+48600100777", consent=False)
    friendship = programme_of(part.centre)
    seeker_of(friendship, known)
    work = programme_of(part.centre, kind="workplace", same_employer=True)
    seeker_of(work, known, known.members.get())
    join_named(name_colleague(part, data=colleague(), by=DANA), member=known.members.get(), by=ALICE)
    assert waiting_seekers(friendship).count() == 1
    assert waiting_seekers(work).count() == 0
    agree(known, purpose="matching", text_version="1", language="uk", by=HouseholdActor(known))
    assert waiting_seekers(work).count() == 1


def test_who_is_with_us_already_is_not_written_twice(part):
    known = household_with(centre=part.centre, phone="+48600100777")
    named = name_colleague(part, data=colleague(), by=DANA)
    assert who_named_may_be(named) == [known]
    join_named(named, member=known.members.get(), by=ALICE)
    assert Household.objects.count() == 1
    assert known.members.get().employment.job_title == "Packer"
    with pytest.raises(Refusal) as refused:
        join_named(named, member=known.members.get(), by=ALICE)
    assert refused.value.code == "already"


def test_a_family_of_another_centre_is_no_place_for_the_job(part):
    named = name_colleague(part, data=colleague(), by=DANA)
    with pytest.raises(Refusal) as refused:
        join_named(named, member=household_with().members.get(), by=ALICE)
    assert refused.value.code == "other_centre"


def test_likely_twins_have_the_contact_or_the_name_at_this_firm(part):
    by_mail = household_with(centre=part.centre, phone="", email="O@example.org")
    at_firm = household_with(centre=part.centre)
    worker = at_firm.members.get()
    worker.first_name = "oksana"
    worker.save()
    EmploymentFactory(member=worker, employer=part.employer)
    elsewhere = household_with(phone="+48600100777")
    household_with(centre=part.centre)
    named = name_colleague(part, data=colleague(email="o@example.org"), by=DANA)
    assert who_named_may_be(named) == [by_mail, at_firm]
    assert elsewhere.centre != part.centre


def test_turned_down_or_withdrawn_nothing_of_their_contact_is_left(part):
    for act, state in (
        (lambda one: turn_down_named(one, reason="Does not want to", by=ALICE), "turned_down"),
        (lambda one: withdraw_named(one, by=DANA), "withdrawn"),
    ):
        named = act(name_colleague(part, data=colleague(email="o@example.org"), by=DANA))
        named.refresh_from_db()
        assert (named.state, str(named.phone), named.email) == (state, "", "")
        with pytest.raises(Refusal):
            withdraw_named(named, by=DANA)
    with pytest.raises(ValidationError):
        turn_down_named(name_colleague(part, data=colleague(), by=DANA), reason=" ", by=ALICE)


@pytest.mark.database
def test_the_database_keeps_no_contact_of_somebody_decided_about(part):
    named = name_colleague(part, data=colleague(), by=DANA)
    with pytest.raises(IntegrityError), transaction.atomic():
        NamedColleague.objects.filter(pk=named.pk).update(state="turned_down")


def test_each_sees_the_named_of_their_own(cast):
    part = ParticipationFactory(employer=cast.firm, centre=cast.centre)
    elsewhere = ParticipationFactory(employer=cast.firm, centre=cast.other_centre)
    mine = name_colleague(part, data=colleague(), by=cast.dana)
    theirs = name_colleague(elsewhere, data=colleague(), by=cast.dana)
    other = name_colleague(ParticipationFactory(centre=cast.centre), data=colleague(), by=DANA)
    assert set(named_in_scope(cast.alice)) == {mine, other}
    assert set(named_in_scope(cast.carol)) == {theirs}
    assert set(named_in_scope(cast.dana)) == {mine, theirs}
    for nobody in (cast.filip, cast.tymon, cast.bob, cast.mirek, cast.olena, None):
        assert list(named_in_scope(nobody)) == []
    gone = turn_down_named(name_colleague(part, data=colleague(), by=cast.dana), reason="no", by=cast.alice)
    assert named_on_page(cast.dana, cast.firm, cast.centre) == [mine, gone]
    assert named_on_page(cast.alice, cast.firm, cast.centre) == [mine]


def test_the_first_named_waits_at_the_front(part):
    later = name_colleague(part, data=colleague(), by=DANA)
    sooner = name_colleague(part, data=replace(colleague(), first_name="Iryna"), by=DANA)
    sooner.named_at -= timedelta(days=2)
    sooner.save()
    assert list(named_waiting(NamedColleague.objects.all())) == [sooner, later]
