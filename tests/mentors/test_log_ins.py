"""Log-ins at the firm: its mentors, linked when they accept, and those who speak for it."""

import pytest

from base.accounts.domain.invitations import accept_as_new_user
from base.accounts.enums import Role
from base.accounts.models import Invitation
from base.audit.actor import Robot
from base.common.errors import Refusal
from mentors.domain.log_ins import invite_mentor, invite_representative, link_by_address
from tests.factories.accounts import MembershipFactory
from tests.factories.mentors import MentorEmployeeFactory, ParticipationFactory

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)


def mentor_of(firm, **fields):
    return MentorEmployeeFactory(participation__employer=firm, **fields)


def test_accepted_invitation_links_the_mentor_at_every_centre(django_capture_on_commit_callbacks):
    mentor = MentorEmployeeFactory(email="Jan@example.org")
    firm = mentor.participation.employer
    same_elsewhere = mentor_of(firm, email="jan@example.org")
    fresh = invite_mentor(mentor, by=ALICE)
    assert (fresh.invitation.organisation, fresh.invitation.role) == (firm, "mentor")
    with django_capture_on_commit_callbacks(execute=True):
        membership = accept_as_new_user(fresh.invitation, name="Jan")
    for one in (mentor, same_elsewhere):
        one.refresh_from_db()
    assert (mentor.user, same_elsewhere.user) == (membership.user, membership.user)


def test_mentor_of_another_firm_is_not_linked():
    membership = MembershipFactory(role=Role.MENTOR)
    MentorEmployeeFactory(email=membership.user.email)
    assert link_by_address(membership, by=membership) == []


def test_employers_representative_becomes_no_mentor(django_capture_on_commit_callbacks):
    mentor = MentorEmployeeFactory(email="jan@example.org")
    fresh = invite_representative(mentor.participation, email="jan@example.org", name="Jan", by=ALICE)
    assert (fresh.invitation.organisation, fresh.invitation.role) == (
        mentor.participation.employer,
        "employer",
    )
    with django_capture_on_commit_callbacks(execute=True):
        accept_as_new_user(fresh.invitation, name="Jan")
    mentor.refresh_from_db()
    assert mentor.user is None


def test_two_mentors_with_one_address_at_one_centre_stay_unlinked():
    part = ParticipationFactory()
    membership = MembershipFactory(role=Role.MENTOR, organisation=part.employer)
    for _ in range(2):
        MentorEmployeeFactory(participation=part, email=membership.user.email)
    elsewhere = mentor_of(part.employer, email=membership.user.email)
    assert link_by_address(membership, by=membership) == [elsewhere]


def test_who_logs_in_at_the_firm_already_is_linked_without_an_invitation():
    mentor = MentorEmployeeFactory(email="jan@example.org")
    membership = MembershipFactory(
        organisation=mentor.participation.employer, role=Role.MENTOR, user__email="jan@example.org"
    )
    assert invite_mentor(mentor, by=ALICE) is None
    assert (mentor.user, Invitation.objects.count()) == (membership.user, 0)


@pytest.mark.parametrize(
    ("fields", "code"), [({"email": ""}, "no_address"), ({"state": "left"}, "left")], ids=["address", "left"]
)
def test_invitation_needs_an_address_and_somebody_who_is_there(fields, code):
    with pytest.raises(Refusal) as caught:
        invite_mentor(MentorEmployeeFactory(**fields), by=ALICE)
    assert caught.value.code == code


def test_firm_whose_part_has_ended_gets_no_log_in():
    with pytest.raises(Refusal) as caught:
        invite_representative(ParticipationFactory(state="ended"), email="jan@example.org", by=ALICE)
    assert caught.value.code == "ended"
