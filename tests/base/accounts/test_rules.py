"""Who may do what by role."""

import pytest
import rules

from base.accounts.enums import Role
from base.accounts.rules import concerns_own_organisation, has_role, works_with_people
from tests.factories.accounts import invitation

pytestmark = pytest.mark.django_db

WHO = ("ada", "alice", "filip", "bob", "mirek", "dana", "olena", "ewa")


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ("accounts.manage_members", ["ada"]),
        ("accounts.invite_helper", ["ada", "alice"]),
        ("organisations.change_organisation", ["ada"]),
        ("audit.view_records", ["ada"]),
    ],
)
def test_permission_is_for(cast, permission, allowed):
    assert [name for name in WHO if rules.has_perm(permission, getattr(cast, name))] == allowed
    assert not rules.has_perm(permission, None)


def test_members_are_managed_at_ones_own_organisation(cast):
    theirs = invitation(cast.other_centre).invitation
    assert rules.has_perm("accounts.manage_members", cast.ada, invitation(cast.centre).invitation)
    assert not rules.has_perm("accounts.manage_members", cast.ada, theirs)
    assert rules.has_perm("organisations.change_organisation", cast.ada, cast.centre)
    assert not rules.has_perm("organisations.change_organisation", cast.ada, cast.other_centre)


def test_people_are_worked_with_by_administrator_and_coordinator(cast):
    assert [name for name in WHO if works_with_people(getattr(cast, name))] == ["ada", "alice"]


def test_role_that_ended_opens_nothing(cast):
    assert not has_role(Role.COORDINATOR)(cast.ewa)
    assert has_role(Role.COORDINATOR)(cast.alice)


def test_nobody_concerns_nothing():
    assert not concerns_own_organisation(None, None)
