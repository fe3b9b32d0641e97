"""Memberships over time, and what a person sets for themselves."""

import pytest

from base.accounts.domain.centres import create_centre
from base.accounts.domain.drafts import save_draft
from base.accounts.domain.members import choose_language, end_membership, revise_account
from base.accounts.enums import Role
from base.accounts.events import MembershipEnded
from base.accounts.models import FormDraft, Membership
from base.accounts.queries import current_membership, members_in_scope
from base.audit.actor import SYSTEM
from base.audit.models import Record
from base.common.errors import Refusal
from base.common.events import subscribe
from base.organisations.domain.organisations import OrganisationData
from base.organisations.models import Organisation
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db


def test_ended_membership_is_not_current(cast):
    end_membership(cast.alice, by=cast.ada)
    assert current_membership(cast.alice.user) is None
    assert cast.alice not in members_in_scope(cast.ada)
    record = Record.objects.get(act="accounts.membership.ended")
    assert (record.actor_label, record.details) == (
        "Ada",
        {"membership": cast.alice.pk, "role": "coordinator"},
    )


def test_ending_twice_keeps_the_first_moment(cast):
    first = end_membership(cast.alice, by=cast.ada).ended_at
    assert end_membership(cast.alice, by=cast.ada).ended_at == first
    assert Record.objects.filter(act="accounts.membership.ended").count() == 1


def test_last_administrator_stays(cast):
    with pytest.raises(Refusal) as refusal:
        end_membership(cast.ada, by=cast.ada)
    assert refusal.value.code == "last_one"
    MembershipFactory(organisation=cast.centre, role=Role.ADMINISTRATOR)
    assert end_membership(cast.ada, by=cast.ada).ended_at is not None


def test_administrator_whose_account_is_closed_does_not_count(cast):
    MembershipFactory(organisation=cast.centre, role=Role.ADMINISTRATOR, user__is_active=False)
    with pytest.raises(Refusal):
        end_membership(cast.ada, by=cast.ada)


def test_ending_the_last_role_forgets_the_drafts_there(cast):
    elsewhere = MembershipFactory(user=cast.alice.user, organisation=cast.other_centre)
    for membership in (cast.alice, elsewhere, cast.bob):
        save_draft(membership, form_key="family_add", data={})
    end_membership(cast.alice, by=cast.ada)
    left = FormDraft.objects.values_list("user_id", "organisation_id")
    assert sorted(left) == sorted(
        [(cast.alice.user_id, cast.other_centre.pk), (cast.bob.user_id, cast.centre.pk)]
    )


def test_ending_one_of_two_roles_keeps_the_drafts(cast):
    MembershipFactory(user=cast.alice.user, organisation=cast.centre, role=Role.FINANCE)
    save_draft(cast.alice, form_key="family_add", data={})
    end_membership(cast.alice, by=cast.ada)
    assert FormDraft.objects.count() == 1


def test_ending_is_told_after_the_commit(cast, django_capture_on_commit_callbacks):
    heard = []
    stop = subscribe(MembershipEnded, heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        end_membership(cast.alice, by=cast.ada)
    stop()
    assert heard == [MembershipEnded(cast.alice.pk, cast.alice.user_id)]


def test_current_membership_is_the_preferred_else_the_first(cast):
    user = cast.alice.user
    second = MembershipFactory(user=user, organisation=cast.other_centre)
    assert current_membership(user) == cast.alice
    assert current_membership(user, second.pk) == second
    assert current_membership(user, cast.bob.pk) == cast.alice
    assert current_membership(user, cast.ewa.pk) == cast.alice


def test_current_membership_of_a_closed_account_is_none(cast):
    cast.alice.user.is_active = False
    assert current_membership(cast.alice.user) is None


def test_current_membership_takes_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        membership = current_membership(cast.alice.user, cast.alice.pk)
        assert (membership.organisation.name, membership.user.name) == ("Centre A", "Alice")


def test_members_in_scope_are_of_ones_own_organisation(cast):
    names = [member.user.name for member in members_in_scope(cast.ada)]
    assert names == ["Ada", "Alice", "Bob", "Filip", "Olena", "Tymon"]
    assert [m.user.name for m in members_in_scope(cast.ada, search="ali")] == ["Alice"]
    assert [m.user.name for m in members_in_scope(cast.ada, search=cast.bob.user.email)] == ["Bob"]
    assert list(members_in_scope(None)) == []


def test_family_acts_without_its_name_in_the_records(cast):
    assert cast.olena.actor_label == f"family {cast.olena.user_id}"
    assert cast.bob.actor_label == "Bob"


def test_revised_account_keeps_what_was_typed(cast):
    user = revise_account(cast.bob.user, name=" Robert ", language="ru", shortcuts=False)
    user.refresh_from_db()
    assert (user.name, user.language, user.shortcuts) == ("Robert", "ru", False)


def test_unknown_language_is_refused(cast):
    with pytest.raises(Refusal):
        choose_language(cast.bob.user, language="tlh")


def test_new_centre_comes_with_its_administrators_invitation():
    fresh = create_centre(OrganisationData(name="Złota"), key="zlota", administrator="a@b.pl", by=SYSTEM)
    assert (fresh.invitation.organisation.key, fresh.invitation.role) == ("zlota", Role.ADMINISTRATOR)


def test_centre_is_not_made_without_its_invitation():
    with pytest.raises(Refusal):
        create_centre(OrganisationData(name="Złota"), key="zlota", administrator="nobody", by=SYSTEM)
    assert (Organisation.objects.count(), Membership.objects.count()) == (0, 0)
