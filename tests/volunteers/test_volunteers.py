"""Registering and revising volunteers, and their way from application to leaving."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.enums import ContactChannel, GenderWish, WishStrength
from base.common.errors import Refusal
from base.common.events import subscribe
from base.places.languages import Level, Spoken
from tests.factories.accounts import UserFactory
from tests.factories.organisations import CentreFactory, EmployerFactory
from tests.factories.volunteers import VolunteerFactory, volunteer_data, volunteer_with
from volunteers.domain.papers import (
    end_agreement,
    give_consent,
    record_training,
    sign_agreement,
    withdraw_consent,
)
from volunteers.domain.volunteers import (
    activate_volunteer,
    data_of,
    link_volunteer,
    pause_volunteer,
    problems_of_volunteer,
    readmit_volunteer,
    record_interview,
    register_volunteer,
    resume_volunteer,
    revise_volunteer,
    see_off_volunteer,
    start_training,
)
from volunteers.enums import ConsentPurpose, VolunteerState
from volunteers.events import VolunteerConsentWithdrawn, VolunteerStateChanged
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)
TODAY = timezone.localdate
WORDS = {"purpose": ConsentPurpose.MATCHING, "text_version": "2026-01", "language": "pl", "by": ALICE}


def test_register_numbers_volunteers_of_each_centre_apart():
    ours, theirs = CentreFactory(), CentreFactory()
    labels = [register_volunteer(c, data=volunteer_data(), by=ALICE).label for c in (ours, ours, theirs)]
    assert labels == ["W-1", "W-2", "W-1"]


def test_register_keeps_all_that_was_told():
    register_volunteer(CentreFactory(), data=volunteer_data(phone="600 100 200", room=2), by=ALICE)
    volunteer = Volunteer.objects.get()
    assert (volunteer.full_name, str(volunteer), volunteer.room) == ("Łucja Świątek", "W-1", 2)
    assert (volunteer.place_name, volunteer.state, volunteer.applied_on) == ("Kraków", "applied", TODAY())
    assert volunteer.spoken == [Spoken("pl", Level.NATIVE), Spoken("uk", Level.B2)]
    assert volunteer.search_text == "w-1 31-137 krakow krakow"
    assert volunteer.search_contact == "lucja swiatek 48600100200 lucja@example.org"


def test_register_with_a_known_import_key_gives_the_same_row():
    centre = CentreFactory()
    rows = [
        register_volunteer(centre, data=volunteer_data(import_key="s:1", first_name=name), by=ALICE)
        for name in ("Ewa", "Iga")
    ]
    assert (rows[0].pk, rows[1].first_name) == (rows[1].pk, "Ewa")


def test_register_at_an_employer_is_refused():
    with pytest.raises(Refusal, match="Only a centre or an NGO registers people"):
        register_volunteer(EmployerFactory(), data=volunteer_data(), by=ALICE)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"first_name": " "}, ["first_name"]),
        ({"email": ""}, ["email"]),
        ({"channel": ContactChannel.SMS}, ["phone"]),
        ({"channel": ContactChannel.LETTER}, ["channel"]),
        ({"languages": ()}, ["languages"]),
        ({"languages": (Spoken("pl", 9),)}, ["languages"]),
        ({"room": 0}, ["room"]),
        ({"room": 21}, ["room"]),
        ({"offers": frozenset({"money"})}, ["offers"]),
        ({"life_stages": frozenset({"30"})}, ["life_stages"]),
        ({"gender": "x"}, ["gender"]),
        ({"wish_strength": WishStrength.PREFER}, ["wish_gender"]),
        ({"wish_gender": GenderWish.MAN}, ["wish_strength"]),
        ({"applied_on": date(2199, 1, 1)}, ["applied_on"]),
        ({}, []),
    ],
)
def test_problems_name_the_fields(changes, fields):
    assert sorted(problems_of_volunteer(volunteer_data(**changes))) == fields


def test_register_with_problems_saves_nothing():
    with pytest.raises(ValidationError):
        register_volunteer(CentreFactory(), data=volunteer_data(languages=()), by=ALICE)
    assert (Volunteer.objects.count(), Record.objects.count()) == (0, 0)


def test_revise_with_its_own_data_changes_nothing():
    volunteer = register_volunteer(CentreFactory(), data=volunteer_data(), by=ALICE)
    before = Volunteer.objects.values().get()
    revise_volunteer(volunteer, data=data_of(volunteer), by=ALICE)
    assert Volunteer.objects.values().get() == before


def test_revise_writes_what_differs():
    volunteer = register_volunteer(CentreFactory(), data=volunteer_data(), by=ALICE)
    data = replace(data_of(volunteer), last_name="Żak", languages=(Spoken("pl", Level.C1),))
    revise_volunteer(volunteer, data=data, by=ALICE, version=1)
    volunteer = Volunteer.objects.get()
    assert (volunteer.full_name, volunteer.spoken, volunteer.version) == (
        "Łucja Żak",
        [Spoken("pl", Level.C1)],
        2,
    )
    assert volunteer.search_contact == "lucja zak lucja@example.org"
    details = Record.objects.get(act="volunteers.volunteer.revised").details
    assert details == {"changed": ["last_name", "languages"]}


def test_revise_of_a_stale_version_is_refused():
    volunteer = register_volunteer(CentreFactory(), data=volunteer_data(), by=ALICE)
    with pytest.raises(Refusal) as caught:
        revise_volunteer(volunteer, data=volunteer_data(note="x"), by=ALICE, version=5)
    assert caught.value.code == "stale"


def test_the_way_from_application_to_active(django_capture_on_commit_callbacks):
    heard = []
    end = subscribe(VolunteerStateChanged, heard.append)
    volunteer = register_volunteer(CentreFactory(), data=volunteer_data(), by=ALICE)
    with django_capture_on_commit_callbacks(execute=True):
        record_interview(volunteer, on=date(2026, 10, 1), by=ALICE)
        start_training(volunteer, by=ALICE)
        record_training(volunteer, name="Evening", completed_on=date(2026, 10, 5), by=ALICE)
        give_consent(volunteer, **WORDS)
        activate_volunteer(volunteer, by=ALICE)
    end()
    assert [event.state for event in heard] == ["interviewed", "in_training", "active"]
    assert (volunteer.interviewed_on, volunteer.serving_since) == (date(2026, 10, 1), TODAY())


def test_activation_names_everything_that_is_missing():
    volunteer = volunteer_with(
        state=VolunteerState.INTERVIEWED, interviewed_on=None, trained=False, consent=False
    )
    with pytest.raises(Refusal) as caught:
        activate_volunteer(volunteer, by=ALICE)
    assert caught.value.message == (
        "There is no consent for being matched with families yet. The interview is not recorded yet. "
        "No completed training is recorded yet."
    )
    assert Volunteer.objects.get().state == "interviewed"


def test_return_from_a_pause_asks_for_the_same_as_the_start():
    volunteer = volunteer_with()
    since = volunteer.serving_since
    pause_volunteer(volunteer, reason="exams", by=ALICE)
    assert (volunteer.state, volunteer.state_reason) == ("paused", "exams")
    resume_volunteer(volunteer, by=ALICE)
    assert (volunteer.state, volunteer.serving_since) == ("active", since)
    pause_volunteer(volunteer, reason="exams", by=ALICE)
    withdraw_consent(volunteer, purpose=ConsentPurpose.MATCHING, by=ALICE)
    with pytest.raises(Refusal) as caught:
        resume_volunteer(volunteer, by=ALICE)
    assert caught.value.code == "missing"


def test_who_left_comes_back_by_a_new_talk():
    volunteer = volunteer_with()
    see_off_volunteer(volunteer, reason="moved", by=ALICE)
    readmit_volunteer(volunteer, by=ALICE)
    assert (volunteer.state, volunteer.interviewed_on, volunteer.applied_on) == ("applied", None, TODAY())
    assert volunteer.trainings.count() == 1


VERBS = {
    "interview": (record_interview, {"on": date(2026, 10, 1)}),
    "train": (start_training, {}),
    "activate": (activate_volunteer, {}),
    "pause": (pause_volunteer, {"reason": "r"}),
    "resume": (resume_volunteer, {}),
    "see_off": (see_off_volunteer, {"reason": "r"}),
    "readmit": (readmit_volunteer, {}),
}
ALLOWED = {
    "applied": {"interview": "interviewed", "see_off": "left"},
    "interviewed": {"train": "in_training", "activate": "active", "see_off": "left"},
    "in_training": {"activate": "active", "see_off": "left"},
    "active": {"pause": "paused", "see_off": "left"},
    "paused": {"resume": "active", "see_off": "left"},
    "left": {"readmit": "applied"},
}


@pytest.mark.parametrize("state", VolunteerState.values)
@pytest.mark.parametrize("name", VERBS)
def test_each_step_leads_where_the_table_says(state, name):
    volunteer = volunteer_with(state=state, cleared=False)
    verb, more = VERBS[name]
    if to := ALLOWED[state].get(name):
        assert verb(volunteer, by=ALICE, **more).state == to
        return
    with pytest.raises(Refusal) as caught:
        verb(volunteer, by=ALICE, **more)
    assert caught.value.message.endswith(f"{volunteer.label} is now: {VolunteerState(state).label}.")
    assert Volunteer.objects.get().state == state


@pytest.mark.parametrize("verb", [pause_volunteer, see_off_volunteer])
def test_pause_and_leaving_ask_for_a_reason(verb):
    with pytest.raises(ValidationError) as caught:
        verb(volunteer_with(), reason=" ", by=ALICE)
    assert list(caught.value.message_dict) == ["reason"]


def test_interview_of_a_day_to_come_is_an_error():
    with pytest.raises(ValidationError) as caught:
        record_interview(VolunteerFactory(state="applied"), on=TODAY() + timedelta(days=1), by=ALICE)
    assert list(caught.value.message_dict) == ["on"]


def test_link_gives_one_log_in_to_one_volunteer():
    volunteer, user = VolunteerFactory(), UserFactory()
    link_volunteer(volunteer, user=user, by=ALICE)
    link_volunteer(volunteer, user=user, by=ALICE)
    assert Volunteer.objects.get().user == user
    with pytest.raises(Refusal, match="This volunteer has a log-in already"):
        link_volunteer(volunteer, user=UserFactory(), by=ALICE)
    with pytest.raises(Refusal, match="belongs to another volunteer"):
        link_volunteer(VolunteerFactory(centre=volunteer.centre), user=user, by=ALICE)


def test_training_and_agreement_twice_are_one():
    volunteer = VolunteerFactory()
    for _ in range(2):
        record_training(volunteer, name="Evening", completed_on=date(2026, 10, 5), by=ALICE)
        sign_agreement(
            volunteer, number="W/1", signed_on=date(2026, 10, 5), valid_from=date(2026, 10, 6), by=ALICE
        )
    assert (volunteer.trainings.count(), volunteer.agreements.count()) == (1, 1)


def test_training_names_what_is_wrong():
    with pytest.raises(ValidationError) as caught:
        record_training(
            VolunteerFactory(), name=" ", completed_on=date(2199, 1, 1), hours=Decimal(0), by=ALICE
        )
    assert sorted(caught.value.message_dict) == ["completed_on", "hours", "name"]


def test_agreement_names_what_is_wrong():
    with pytest.raises(ValidationError) as caught:
        sign_agreement(
            VolunteerFactory(), number="", signed_on=date(2199, 1, 1), valid_from=date(2026, 10, 6),
            valid_until=date(2026, 10, 5), by=ALICE,
        )  # fmt: skip
    assert sorted(caught.value.message_dict) == ["number", "signed_on", "valid_until"]


def test_agreement_ends_on_its_last_day():
    volunteer = VolunteerFactory()
    agreement = sign_agreement(
        volunteer, number="W/1", signed_on=date(2026, 10, 5), valid_from=date(2026, 10, 6), by=ALICE
    )
    assert end_agreement(agreement, last_day=date(2026, 11, 1), by=ALICE).valid_until == date(2026, 11, 1)
    with pytest.raises(ValidationError):
        end_agreement(agreement, last_day=date(2026, 10, 1), by=ALICE)


def test_consent_given_twice_is_one_and_withdrawing_tells(django_capture_on_commit_callbacks):
    heard = []
    end = subscribe(VolunteerConsentWithdrawn, heard.append)
    volunteer = VolunteerFactory()
    assert give_consent(volunteer, **WORDS).pk == give_consent(volunteer, **WORDS).pk
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(volunteer, purpose=ConsentPurpose.MATCHING, by=ALICE)
    end()
    assert heard == [VolunteerConsentWithdrawn(volunteer.pk, "matching")]
    with pytest.raises(Refusal, match="There is no such consent to withdraw"):
        withdraw_consent(volunteer, purpose=ConsentPurpose.MATCHING, by=ALICE)
