"""Where colleagues work and what they speak."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.accounts.domain.staff import MOST_LANGUAGES, set_staff
from base.accounts.enums import Role
from base.accounts.queries import staff_in_scope
from base.audit.actor import Robot
from base.audit.models import Record
from base.common.errors import Refusal
from base.places.languages import Level, Spoken, language_codes
from tests.factories.accounts import MembershipFactory
from tests.factories.organisations import CentreFactory, SiteFactory

pytestmark = pytest.mark.django_db
BY = Robot("Ada")
UKRAINIAN, POLISH = Spoken("uk", Level.B2), Spoken("pl", Level.NATIVE)


@pytest.fixture
def alice():
    return MembershipFactory(user__name="Alice")


def languages_of(colleague):
    return [tuple(one.spoken) for one in colleague.languages.order_by("-level")]


def test_site_and_languages_take_the_place_of_those_before(alice):
    site = SiteFactory(organisation=alice.organisation, name="Branch")
    set_staff(alice, site=None, languages=[POLISH], why="x", by=BY)
    set_staff(alice, site=site, languages=[UKRAINIAN, POLISH], why="x", by=BY)
    alice.refresh_from_db()
    assert (alice.site, languages_of(alice)) == (site, [tuple(POLISH), tuple(UKRAINIAN)])
    record = Record.objects.filter(act="accounts.staff.revised").first()
    assert record.details == {
        "membership": alice.pk,
        "values": {
            "site": ["", "Branch"],
            "languages": [[["pl", 7]], [["pl", 7], ["uk", 4]]],
        },
        "why": "x",
    }
    assert (record.organisation_id, record.object_label) == (alice.organisation_id, "")


def test_site_of_another_organisation_is_refused(alice):
    with pytest.raises(ValidationError) as refused:
        set_staff(alice, site=SiteFactory(), languages=[], why="x", by=BY)
    assert list(refused.value.message_dict) == ["site"]


def test_more_languages_than_anybody_speaks_are_refused(alice):
    many = [Spoken(code, Level.A1) for code in language_codes()[: MOST_LANGUAGES + 1]]
    with pytest.raises(ValidationError) as refused:
        set_staff(alice, site=None, languages=many, why="x", by=BY)
    assert list(refused.value.message_dict) == ["languages"]


@pytest.mark.parametrize("fields", [{"role": Role.VOLUNTEER}, {"ended_at": timezone.now()}])
def test_only_those_who_work_here_have_it(fields):
    with pytest.raises(Refusal, match="Only those who work at the centre"):
        set_staff(MembershipFactory(**fields), site=None, languages=[], why="x", by=BY)


def test_staff_are_those_of_the_same_centre_who_see_others(alice):
    def here(**fields):
        return MembershipFactory(organisation=alice.organisation, **fields)

    filip = here(user__name="Filip", role=Role.FINANCE)
    here(role=Role.VOLUNTEER)
    here(ended_at=timezone.now())
    MembershipFactory(organisation=CentreFactory())
    assert list(staff_in_scope(alice)) == [alice, filip]
