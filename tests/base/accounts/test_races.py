"""What must stay true when two people press at the same moment; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from base.accounts.domain.invitations import accept_as_new_user
from base.accounts.domain.members import end_membership
from base.accounts.enums import Role
from base.accounts.models import Membership, User
from base.common.errors import Refusal
from tests.factories.accounts import MembershipFactory, invitation
from tests.factories.organisations import CentreFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def at_once(*calls) -> list[str]:
    """Each call in a thread and connection of its own, started together; "done" or the refusal's code."""
    start = Barrier(len(calls))

    def run(call) -> str:
        try:
            start.wait()
            call()
            return "done"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_invitation_accepted_many_times_at_once_is_accepted_once():
    fresh = invitation()
    answers = at_once(*[lambda: accept_as_new_user(fresh.invitation, name="Nina")] * 8)
    assert answers == ["done"] + ["used"] * 7
    assert (User.objects.count(), Membership.objects.count()) == (1, 1)


def test_two_invitations_of_one_person_at_once_make_one_user():
    first, second = invitation(), invitation()
    answers = at_once(
        lambda: accept_as_new_user(first.invitation, name="Nina"),
        lambda: accept_as_new_user(second.invitation, name="Nina"),
    )
    assert (answers, User.objects.count()) == (["done", "known"], 1)


def test_two_administrators_who_end_each_other_at_once_leave_one():
    centre = CentreFactory()
    one, other = MembershipFactory.create_batch(2, organisation=centre, role=Role.ADMINISTRATOR)
    answers = at_once(lambda: end_membership(other, by=one), lambda: end_membership(one, by=other))
    assert answers == ["done", "last_one"]
    assert Membership.objects.current().count() == 1
