"""The way in: one address, once, within 72 hours."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from base.accounts.domain.invitations import (
    accept_as_new_user,
    accept_as_user,
    invite_member,
    why_not_open,
    withdraw_invitation,
)
from base.accounts.domain.members import end_membership
from base.accounts.enums import Role
from base.accounts.events import MembershipBegan
from base.accounts.models import Invitation, Membership, User
from base.accounts.queries import hash_token, invitation_by_token, open_invitations
from base.audit.models import Record
from base.common.errors import Refusal
from base.common.events import subscribe
from base.organisations.domain.organisations import archive_organisation
from tests.factories.accounts import PASSWORD, UserFactory, invitation
from tests.factories.organisations import EmployerFactory

pytestmark = pytest.mark.django_db


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_invitation_keeps_only_a_hash_of_its_token(cast):
    fresh = invite_member(cast.centre, email="New@Example.org ", role=Role.FINANCE, by=cast.ada)
    stored = Invitation.objects.get()
    assert (stored.email, stored.token_hash) == ("new@example.org", hash_token(fresh.token))
    assert fresh.token not in [str(getattr(stored, field.attname)) for field in Invitation._meta.fields]
    assert (stored.invited_by_id, stored.invited_by_label) == (cast.ada.user_id, "Ada")


def test_invitation_lasts_72_hours(cast):
    stored = invitation(cast.centre).invitation
    assert stored.expires_at - stored.created_at == timedelta(hours=72)
    assert why_not_open(stored) is None
    stored.expires_at = timezone.now()
    assert why_not_open(stored).code == "expired"


def test_invitation_is_found_by_its_token_alone(cast):
    fresh = invitation(cast.centre)
    assert invitation_by_token(fresh.token) == fresh.invitation
    assert invitation_by_token(fresh.invitation.token_hash) is None


def test_inviting_again_ends_the_earlier_invitation(cast):
    first = invitation(cast.centre)
    second = invitation(cast.centre)
    first.invitation.refresh_from_db()
    assert why_not_open(first.invitation).code == "withdrawn"
    assert list(open_invitations(cast.ada)) == [second.invitation]


@pytest.mark.parametrize(
    ("email", "role", "code"),
    [
        ("not an address", Role.COORDINATOR, "address"),
        ("new@example.org", Role.EMPLOYER, "role"),
    ],
)
def test_invitation_is_refused_for(cast, email, role, code):
    assert refused(invite_member, cast.centre, email=email, role=role, by=cast.ada) == code


def test_invitation_is_refused_for_somebody_who_has_the_role(cast):
    email = cast.alice.user.email.upper()
    assert (
        refused(invite_member, cast.centre, email=email, role=Role.COORDINATOR, by=cast.ada)
        == "already_member"
    )


def test_invitation_is_refused_by_an_archived_organisation(cast):
    archive_organisation(cast.centre, by=cast.ada)
    assert refused(invite_member, cast.centre, email="a@b.pl", role=Role.FINANCE, by=cast.ada) == "archived"


def test_employer_may_be_invited_to_a_firm(cast):
    fresh = invite_member(EmployerFactory(), email="new@example.org", role=Role.EMPLOYER, by=cast.alice)
    assert fresh.invitation.role == Role.EMPLOYER


def test_accepting_makes_a_verified_user_with_the_membership(cast):
    fresh = invitation(cast.centre, role=Role.VOLUNTEER)
    membership = accept_as_new_user(fresh.invitation, name=" Nina ", password=PASSWORD, language="uk")
    user = membership.user
    assert (user.email, user.name, user.language) == ("new@example.org", "Nina", "uk")
    assert user.check_password(PASSWORD)
    assert (membership.organisation, membership.role, membership.ended_at) == (
        cast.centre,
        Role.VOLUNTEER,
        None,
    )
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("new@example.org", True, True)


def test_accepting_without_a_password_leaves_the_log_in_by_code(cast):
    membership = accept_as_new_user(invitation(cast.centre).invitation, name="Nina", password="")
    assert not membership.user.has_usable_password()


def test_accepting_works_once(cast):
    fresh = invitation(cast.centre)
    stale = Invitation.objects.get()
    accept_as_new_user(fresh.invitation, name="Nina")
    assert refused(accept_as_new_user, stale, name="Nina") == "used"
    assert User.objects.filter(email="new@example.org").count() == 1


def test_accepting_needs_a_name(cast):
    assert refused(accept_as_new_user, invitation(cast.centre).invitation, name="  ") == "name_missing"


def test_accepting_as_new_is_refused_for_a_known_address(cast):
    UserFactory(email="new@example.org")
    assert refused(accept_as_new_user, invitation(cast.centre).invitation, name="Nina") == "known"


def test_accepting_as_a_known_user_adds_the_membership(cast):
    fresh = invitation(cast.other_centre, email=cast.alice.user.email)
    membership = accept_as_user(fresh.invitation, user=cast.alice.user)
    assert (membership.user, membership.organisation) == (cast.alice.user, cast.other_centre)
    assert Membership.objects.current().filter(user=cast.alice.user).count() == 2


def test_accepting_is_refused_to_another_address(cast):
    fresh = invitation(cast.other_centre, email=cast.alice.user.email)
    assert refused(accept_as_user, fresh.invitation, user=cast.bob.user) == "other_address"


def test_accepting_is_refused_to_a_closed_account(cast):
    cast.alice.user.is_active = False
    fresh = invitation(cast.other_centre, email=cast.alice.user.email)
    assert refused(accept_as_user, fresh.invitation, user=cast.alice.user) == "inactive"


def test_withdrawn_invitation_cannot_be_accepted(cast):
    fresh = invitation(cast.centre)
    withdraw_invitation(fresh.invitation, by=cast.ada)
    withdraw_invitation(fresh.invitation, by=cast.ada)
    assert refused(accept_as_new_user, fresh.invitation, name="Nina") == "withdrawn"
    assert Record.objects.filter(act="accounts.invitation.withdrawn").count() == 1


def test_accepted_invitation_cannot_be_withdrawn(cast):
    fresh = invitation(cast.centre)
    accept_as_new_user(fresh.invitation, name="Nina")
    assert refused(withdraw_invitation, fresh.invitation, by=cast.ada) == "accepted"


def test_invitations_leave_records_without_an_address(cast):
    fresh = invitation(cast.centre)
    accept_as_new_user(fresh.invitation, name="Nina")
    records = Record.objects.filter(act__startswith="accounts.")
    assert [(r.act, r.organisation_id) for r in records.order_by("pk")] == [
        ("accounts.invitation.sent", cast.centre.pk),
        ("accounts.invitation.accepted", cast.centre.pk),
    ]
    assert "new@example.org" not in str(list(records.values()))


def test_accepting_is_told_after_the_commit(cast, django_capture_on_commit_callbacks):
    heard = []
    end = subscribe(MembershipBegan, heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        membership = accept_as_new_user(invitation(cast.centre).invitation, name="Nina")
        assert heard == []
    end()
    assert heard == [MembershipBegan(membership.pk, membership.user_id)]


def test_role_that_ended_can_be_given_again(cast):
    end_membership(cast.alice, by=cast.ada)
    fresh = invitation(cast.centre, email=cast.alice.user.email)
    assert accept_as_user(fresh.invitation, user=cast.alice.user).pk != cast.alice.pk


def test_open_invitations_are_those_of_ones_own_organisation(cast):
    mine = invitation(cast.centre).invitation
    invitation(cast.other_centre)
    assert list(open_invitations(cast.ada)) == [mine]
    assert list(open_invitations(None)) == []
