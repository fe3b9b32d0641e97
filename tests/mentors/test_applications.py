"""Firms that ask to take part: the public form, the confirmed address, who is known already, the answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from base.accounts.models import Invitation
from base.accounts.queries import hash_token
from base.audit.actor import Robot
from base.audit.models import Record
from base.common.errors import Refusal
from base.notices.models import Notice
from base.organisations.models import Organisation
from mentors.domain.alike import known_of, names_alike
from mentors.domain.applications import (
    accept_application,
    apply_to_take_part,
    confirm_application,
    decline_application,
    forget_applications,
)
from mentors.models import Application, Participation
from mentors.queries.joining import application_by_token, applications_in_scope, centre_to_join
from tests.factories.accounts import MembershipFactory
from tests.factories.joining import ApplicationFactory, application_data, unconfirmed
from tests.factories.mentors import ParticipationFactory
from tests.factories.organisations import CentreFactory, EmployerFactory, nip_number

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)


@pytest.fixture
def centre():
    return CentreFactory(key="krakow")


# --- applying ---------------------------------------------------------------------------------------------


def test_application_waits_for_its_address_and_its_token_is_kept_as_a_hash_only(centre):
    fresh = apply_to_take_part(centre, data=application_data(nip="PL 676-" + nip_number(7000)[3:]))
    row = Application.objects.get()
    assert (row.state, row.nip, row.email) == ("unconfirmed", nip_number(7000), "kadry@example.org")
    assert row.token_hash == hash_token(fresh.token)
    assert fresh.token not in str(vars(row))
    assert application_by_token(fresh.token) == row
    assert application_by_token("another") is None


def test_known_firm_gets_the_same_as_an_unknown_one(centre):
    known = ParticipationFactory(centre=centre)
    first = apply_to_take_part(centre, data=application_data(nip=known.employer.nip))
    second = apply_to_take_part(centre, data=application_data())
    assert (first.application.state, second.application.state) == ("unconfirmed", "unconfirmed")


def test_one_filled_in_form_is_one_application(centre):
    data = application_data(form_mark="form:1")
    assert apply_to_take_part(centre, data=data) is not None
    assert apply_to_take_part(centre, data=data) is None
    assert apply_to_take_part(CentreFactory(), data=data) is not None
    assert Application.objects.filter(centre=centre).count() == 1


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": " "}, {"name"}),
        ({"nip": ""}, {"nip"}),
        ({"nip": "1234567890", "regon": "12"}, {"nip", "regon"}),
        ({"email": "nowhere"}, {"email"}),
        ({"representative": "Jan"}, {"representative"}),
        ({"note": "x" * 501}, {"note"}),
    ],
)
def test_everything_wrong_is_told_at_once(centre, changes, fields):
    with pytest.raises(ValidationError) as caught:
        apply_to_take_part(centre, data=application_data(**changes))
    assert set(caught.value.error_dict) == fields
    assert not Application.objects.exists()


def test_firms_apply_to_active_centres_and_ngos_only(centre):
    assert centre_to_join("krakow") == centre
    assert centre_to_join(EmployerFactory(key="firm").key) is None
    assert centre_to_join(CentreFactory(state="archived").key) is None
    with pytest.raises(Refusal):
        apply_to_take_part(EmployerFactory(), data=application_data())


# --- confirming -------------------------------------------------------------------------------------------


def test_nobody_reads_an_application_before_its_address_is_confirmed(centre):
    alice = MembershipFactory(organisation=centre)
    row = unconfirmed(centre=centre)
    assert not applications_in_scope(alice).exists()
    confirm_application(row)
    assert list(applications_in_scope(alice)) == [row]
    assert Record.objects.filter(act="mentors.application.confirmed", organisation_id=centre.pk).count() == 1


def test_confirming_twice_changes_nothing(centre):
    row = confirm_application(unconfirmed(centre=centre))
    assert confirm_application(row).confirmed_at == row.confirmed_at


def test_late_link_confirms_nothing(centre):
    row = unconfirmed(centre=centre, expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refusal) as caught:
        confirm_application(row)
    assert caught.value.code == "expired"


def test_of_other_centres_and_to_other_roles_nothing_is_shown(centre):
    ApplicationFactory(centre=centre)
    assert not applications_in_scope(MembershipFactory()).exists()
    assert not applications_in_scope(MembershipFactory(organisation=centre, role="finance")).exists()
    assert not applications_in_scope(None).exists()


@pytest.mark.database
def test_database_keeps_an_unconfirmed_application_from_being_answered(centre):
    row = unconfirmed(centre=centre)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=row.pk).update(state="waiting")
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=row.pk).update(state="accepted", confirmed_at=timezone.now())


# --- who is known already ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Złota Huta sp. z o.o.", "ZŁOTA HUTA Spółka z ograniczoną odpowiedzialnością", True),
        ("Złota Huta", "Zlota Huta S.A.", True),
        ("Złota Huta", "Złota Huta Kraków sp. k.", True),
        ("Stalmax Export", "Stalmaks Export", True),
        ("Złota Huta", "Srebrna Woda", False),
        ("ABC sp. z o.o.", "XYZ sp. z o.o.", False),
        ("Sp. z o.o.", "S.A.", False),
        ("", "Złota Huta", False),
    ],
)
def test_names_are_alike_without_their_legal_form(one, other, alike):
    assert names_alike(one, other) is alike


def test_duplicates_are_found_by_nip_regon_and_name_at_the_own_centre_only(centre):
    same = ParticipationFactory(centre=centre)
    by_name = ParticipationFactory(centre=centre, employer__name="HUTA NOWA S.A.")
    by_regon = ParticipationFactory(centre=centre, employer__name="Inna", employer__regon="123456785")
    ParticipationFactory(employer__name="Nowa Huta")
    twin = ApplicationFactory(centre=centre, nip=same.employer.nip, name="Zupełnie inaczej")
    unconfirmed(centre=centre, nip=same.employer.nip)
    row = ApplicationFactory(
        centre=centre, nip=same.employer.nip, name="Nowa Huta sp. z o.o.", regon="12345678512347"
    )
    known = known_of(row)
    assert (known.part, known.elsewhere, known.waiting) == (same, False, [twin])
    assert set(known.alike) == {by_name, by_regon}


def test_firm_of_another_centre_is_known_by_nip_alone(centre):
    elsewhere = ParticipationFactory()
    known = known_of(ApplicationFactory(centre=centre, nip=elsewhere.employer.nip))
    assert (known.part, known.elsewhere, known.alike, known.is_known) == (None, True, [], True)
    assert known_of(ApplicationFactory(centre=centre)).is_known is False


# --- answering --------------------------------------------------------------------------------------------


def test_accepted_firm_takes_part_and_its_representative_is_invited_and_told(centre):
    row = ApplicationFactory(centre=centre, email="jan@example.org", regon="123456785")
    done = accept_application(row, by=ALICE)
    part = Participation.objects.get()
    assert (part.centre, part.employer.nip, part.employer.regon) == (centre, row.nip, "123456785")
    assert (part.state, part.representative) == ("applied", "Jan Żak")
    assert (done.invitation.invitation.email, done.invitation.invitation.role) == (
        "jan@example.org", "employer",
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.participation, row.answered_by_label) == ("accepted", part, "Alice")
    notice = Notice.objects.get(template="application_answered")
    assert (notice.address, notice.context["accepted"], notice.organisation_id) == (
        "jan@example.org", True, centre.pk,
    )  # fmt: skip


def test_application_keeps_its_place_in_the_firm(centre):
    row = ApplicationFactory(centre=centre)
    assert row.place_name
    firm = accept_application(row, by=ALICE).participation.employer
    assert (firm.postcode, firm.place_name) == (row.postcode, row.place_name)


def test_firm_known_by_nip_is_accepted_only_when_it_was_asked(centre):
    part = ParticipationFactory(centre=centre, employer__email="office@firm.example")
    row = ApplicationFactory(centre=centre, nip=part.employer.nip, name="Other Name")
    with pytest.raises(Refusal) as caught:
        accept_application(row, by=ALICE)
    assert caught.value.code == "unchecked"
    assert not Invitation.objects.exists()
    done = accept_application(row, by=ALICE, firm_was_asked=True)
    assert done.participation == part
    part.employer.refresh_from_db()
    assert (part.employer.name, part.employer.email) != ("Other Name", row.email)
    assert Organisation.objects.filter(kind="employer").count() == 1


def test_firm_of_another_centre_is_not_written_twice(centre):
    firm = EmployerFactory()
    row = ApplicationFactory(centre=centre, nip=firm.nip)
    assert accept_application(row, by=ALICE, firm_was_asked=True).participation.employer == firm


def test_representative_who_logs_in_already_gets_no_second_invitation(centre):
    part = ParticipationFactory(centre=centre)
    dana = MembershipFactory(organisation=part.employer, role="employer")
    row = ApplicationFactory(centre=centre, nip=part.employer.nip, email=dana.user.email)
    assert accept_application(row, by=ALICE, firm_was_asked=True).invitation is None


def test_part_that_has_ended_is_reopened_first(centre):
    part = ParticipationFactory(centre=centre, state="ended")
    row = ApplicationFactory(centre=centre, nip=part.employer.nip)
    with pytest.raises(Refusal) as caught:
        accept_application(row, by=ALICE, firm_was_asked=True)
    assert caught.value.code == "ended"
    row.refresh_from_db()
    assert row.state == "waiting"


def test_declined_firm_is_told_and_the_reason_stays_inside(centre):
    row = decline_application(ApplicationFactory(centre=centre), reason="Not  in our region", by=ALICE)
    assert (row.state, row.reason, row.participation) == ("declined", "Not in our region", None)
    notice = Notice.objects.get()
    assert notice.context == {"centre": centre.name, "accepted": False}
    with pytest.raises(ValidationError):
        decline_application(ApplicationFactory(centre=centre), reason=" ", by=ALICE)


def test_application_is_answered_once(centre):
    row = decline_application(ApplicationFactory(centre=centre), reason="no", by=ALICE)
    for answer in (
        lambda: accept_application(row, by=ALICE),
        lambda: decline_application(row, reason="no", by=ALICE),
        lambda: accept_application(unconfirmed(centre=centre), by=ALICE),
    ):
        with pytest.raises(Refusal) as caught:
            answer()
        assert caught.value.code == "answered"


def test_audit_names_neither_firm_nor_person(centre):
    fresh = apply_to_take_part(centre, data=application_data())
    accept_application(confirm_application(fresh.application), by=ALICE)
    told = str(list(Record.objects.filter(act__startswith="mentors.application").values()))
    assert f"P-{fresh.application.pk}" in told
    for word in ("Huta", "Żak", "example.org", nip_number(7000)):
        assert word not in told


# --- forgetting -------------------------------------------------------------------------------------------


def test_what_was_never_confirmed_and_what_was_declined_a_year_ago_is_forgotten(centre, settings):
    settings.SPLOT_DECLINED_APPLICATION_DAYS = 365
    now = timezone.now()
    gone = unconfirmed(centre=centre, expires_at=now - timedelta(hours=2))
    old = ApplicationFactory(centre=centre, state="declined", answered_at=now - timedelta(days=366))
    kept = [
        unconfirmed(centre=centre),
        ApplicationFactory(centre=centre, state="declined", answered_at=now - timedelta(days=364)),
        ApplicationFactory(centre=centre),
        accept_application(ApplicationFactory(centre=centre), by=ALICE).participation.applications.get(),
    ]
    assert forget_applications(now) == 2
    assert set(Application.objects.all()) == set(kept)
    assert {gone.pk, old.pk}.isdisjoint({one.pk for one in kept})
