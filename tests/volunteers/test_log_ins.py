"""A volunteer's log-in: invited to the address on record, linked when the invitation is accepted."""

import pytest

from base.accounts.domain.invitations import accept_as_new_user
from base.accounts.enums import Role
from base.accounts.models import Invitation
from base.audit.actor import Robot
from base.common.errors import Refusal
from tests.factories.accounts import MembershipFactory, invitation
from tests.factories.volunteers import VolunteerFactory
from volunteers.domain.log_ins import invite_volunteer, link_by_address
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)


def test_accepted_invitation_links_the_log_in(django_capture_on_commit_callbacks):
    volunteer = VolunteerFactory(email="Lucja@example.org")
    fresh = invite_volunteer(volunteer, by=ALICE)
    sent = fresh.invitation
    assert (sent.email, sent.role, sent.organisation) == ("lucja@example.org", "volunteer", volunteer.centre)
    with django_capture_on_commit_callbacks(execute=True):
        membership = accept_as_new_user(fresh.invitation, name="Łucja")
    volunteer.refresh_from_db()
    assert volunteer.user == membership.user


def test_another_role_or_another_centre_links_nobody(django_capture_on_commit_callbacks):
    volunteer = VolunteerFactory(email="lucja@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        accept_as_new_user(invitation(volunteer.centre, email="lucja@example.org").invitation, name="Łucja")
        elsewhere = invitation(role=Role.VOLUNTEER, email="Other@example.org").invitation
        accept_as_new_user(elsewhere, name="Other")
    volunteer.refresh_from_db()
    assert volunteer.user is None


def test_who_logs_in_here_already_is_linked_without_an_invitation():
    volunteer = VolunteerFactory(email="lucja@example.org")
    membership = MembershipFactory(
        organisation=volunteer.centre, role=Role.VOLUNTEER, user__email="lucja@example.org"
    )
    assert invite_volunteer(volunteer, by=ALICE) is None
    assert (volunteer.user, Invitation.objects.count()) == (membership.user, 0)


@pytest.mark.parametrize(
    ("fields", "code"), [({"email": ""}, "no_address"), ({"state": "left"}, "left")], ids=["address", "left"]
)
def test_invitation_needs_an_address_and_somebody_who_is_with_us(fields, code):
    with pytest.raises(Refusal) as caught:
        invite_volunteer(VolunteerFactory(**fields), by=ALICE)
    assert caught.value.code == code


def test_who_has_a_log_in_is_not_invited():
    member = MembershipFactory()
    with pytest.raises(Refusal, match="has a log-in already"):
        invite_volunteer(VolunteerFactory(user=member.user), by=ALICE)


def test_address_of_two_volunteers_links_neither():
    membership = MembershipFactory(role=Role.VOLUNTEER)
    for _ in range(2):
        VolunteerFactory(centre=membership.organisation, email=membership.user.email)
    assert link_by_address(membership, by=membership) is None
    assert Volunteer.objects.exclude(user=None).count() == 0


def test_log_in_of_one_volunteer_is_not_given_to_another():
    membership = MembershipFactory(role=Role.VOLUNTEER)
    VolunteerFactory(centre=membership.organisation, user=membership.user)
    second = VolunteerFactory(centre=membership.organisation, email=membership.user.email)
    assert link_by_address(membership, by=membership) is None
    second.refresh_from_db()
    assert second.user is None
