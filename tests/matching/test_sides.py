"""The centres of both sides of a pair, a proposal and a veto: the database keeps them, whoever writes."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection

from base.accounts.enums import Role
from base.common.triggers import lifted
from matching.models import Helper, Pair, Proposal, Seeker, Veto
from matching.queries import pairs_in_scope, proposals_in_scope, vetoes_in_scope
from tests.factories.accounts import MembershipFactory
from tests.factories.families import household_with
from tests.factories.matching import (
    PairFactory,
    ProposalFactory,
    VetoFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.factories.mentors import mentor_with
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import volunteer_with

pytestmark = [pytest.mark.database, pytest.mark.django_db]
MATCHES = {Pair: PairFactory, Proposal: ProposalFactory, Veto: VetoFactory}
SCOPES = {Pair: pairs_in_scope, Proposal: proposals_in_scope, Veto: vetoes_in_scope}
TRIGGERS = {
    model: {
        "postgresql": f"splot_{model._meta.model_name}_centres",
        "sqlite": f"splot_{model._meta.model_name}_centres_after",
    }
    for model in MATCHES
}


@pytest.fixture
def here():
    return CentreFactory()


@pytest.fixture
def there():
    return CentreFactory()


@pytest.fixture
def elsewhere():
    return CentreFactory()


@pytest.fixture
def match(request, here, there):
    """One of each kind: a family of here and a helper of there."""
    programme = programme_of(here, there)
    return MATCHES[request.param](
        seeker=seeker_of(programme, household_with(centre=here)),
        helper=helper_of(programme, volunteer_with(centre=there)),
    )


of_each_kind = pytest.mark.parametrize("match", MATCHES, indirect=True)


def centres_of(match):
    return type(match).objects.values_list("seeker_centre", "helper_centre").get(pk=match.pk)


def reach(match, centre):
    """Whether a coordinator of the centre reaches it."""
    member = MembershipFactory(organisation=centre, role=Role.COORDINATOR)
    return SCOPES[type(match)](member).filter(pk=match.pk).exists()


@of_each_kind
def test_both_centres_are_filled_and_asked_by_the_scope(match, here, there, elsewhere):
    assert centres_of(match) == (here.pk, there.pk)
    assert [reach(match, centre) for centre in (here, there, elsewhere)] == [True, True, False]


def test_a_mentors_centre_is_the_helpers(here, there):
    programme = programme_of(here, there, kind="workplace")
    pair = PairFactory(seeker=seeker_of(programme), helper=helper_of(programme, mentor_with(centre=there)))
    assert centres_of(pair) == (here.pk, there.pk)


@of_each_kind
def test_whoever_writes_another_centre_is_put_right(match, here, there, elsewhere):
    type(match).objects.filter(pk=match.pk).update(seeker_centre=elsewhere, helper_centre=None)
    assert centres_of(match) == (here.pk, there.pk)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {match._meta.db_table} SET helper_centre_id = NULL")
    assert centres_of(match) == (here.pk, there.pk)


@of_each_kind
def test_an_instance_that_never_read_them_blanks_nothing(match, here, there):
    assert match.seeker_centre_id is None
    match.save()
    assert centres_of(match) == (here.pk, there.pk)


@of_each_kind
def test_many_at_once_are_filled_too(match, here, there):
    programme = match.seeker.programme
    more = type(match).objects.get(pk=match.pk)
    more.pk, more.key = None, uuid4()  # only a pair has a key
    more.seeker = seeker_of(programme, household_with(centre=there))
    more.helper = helper_of(programme, volunteer_with(centre=here))
    type(match).objects.bulk_create([more])
    assert centres_of(type(match).objects.latest("pk")) == (there.pk, here.pk)


@of_each_kind
def test_a_family_that_comes_to_another_centre_takes_it_along(match, here, there, elsewhere):
    household = match.seeker.household
    household.centre = elsewhere
    household.save()
    assert centres_of(match) == (elsewhere.pk, there.pk)
    assert [reach(match, centre) for centre in (here, there, elsewhere)] == [False, True, True]


@of_each_kind
def test_a_volunteer_who_comes_to_another_centre_takes_it_along(match, here, there, elsewhere):
    volunteer = match.helper.volunteer
    type(volunteer).objects.filter(pk=volunteer.pk).update(centre=elsewhere)
    assert centres_of(match) == (here.pk, elsewhere.pk)
    assert [reach(match, centre) for centre in (here, there, elsewhere)] == [True, False, True]


def test_a_mentor_who_comes_to_another_centre_takes_the_pair_along(here, there):
    programme = programme_of(here, kind="workplace")
    pair = PairFactory(seeker=seeker_of(programme), helper=helper_of(programme, mentor_with(centre=here)))
    mentor = pair.helper.mentor
    type(mentor).objects.filter(pk=mentor.pk).update(centre=there)
    assert centres_of(pair) == (here.pk, there.pk)


@of_each_kind
def test_a_place_given_to_somebody_else_is_followed(match, here, there, elsewhere):
    Seeker.objects.filter(pk=match.seeker_id).update(household=household_with(centre=elsewhere))
    Helper.objects.filter(pk=match.helper_id).update(volunteer=volunteer_with(centre=here))
    assert centres_of(match) == (elsewhere.pk, here.pk)


@of_each_kind
def test_without_the_trigger_a_wrong_centre_would_stay(match, here, there, elsewhere):
    with lifted(connection, TRIGGERS[type(match)][connection.vendor]):
        type(match).objects.filter(pk=match.pk).update(seeker_centre=elsewhere)
        assert centres_of(match) == (elsewhere.pk, there.pk)


@of_each_kind
def test_what_was_there_before_is_filled_by_the_migration(match, here, there):
    with lifted(connection, TRIGGERS[type(match)][connection.vendor]), connection.cursor() as cursor:
        type(match).objects.update(seeker_centre=None, helper_centre=None)
        cursor.execute(
            import_module("matching.migrations.0007_sides_filled").FILL.format(table=match._meta.db_table)
        )
    assert centres_of(match) == (here.pk, there.pk)
