"""What volunteers do about themselves: their own fields, prints of what was seen, pause, standards."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
import rules
from django.utils import timezone

from base.common.errors import Refusal
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.week import Week
from tests.factories.accounts import MembershipFactory
from tests.factories.volunteers import volunteer_with
from volunteers.domain.oneself import (
    OWN_FIELDS,
    confirm_standards,
    pause_oneself,
    print_of,
    resume_oneself,
    revise_oneself,
)
from volunteers.domain.volunteer_data import VolunteerData, data_of
from volunteers.domain.volunteers import revise_volunteer, see_off_volunteer
from volunteers.enums import DocumentKind
from volunteers.models import CentreDocument, Volunteer
from volunteers.queries import document_in_force, readings_to_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    return MembershipFactory(user__name="Bob", role="volunteer")


@pytest.fixture
def volunteer(bob):
    return volunteer_with(centre=bob.organisation, user=bob.user)


def test_own_fields_are_fields_of_a_volunteer_without_what_coordinators_keep():
    assert {one.name for one in fields(VolunteerData)} - OWN_FIELDS == {"note", "applied_on", "import_key"}


@pytest.mark.parametrize("field", ["note", "applied_on", "import_key", "state", "number"])
def test_what_is_not_theirs_is_no_change_of_theirs(volunteer, bob, field):
    with pytest.raises(ValueError, match="not theirs"):
        revise_oneself(volunteer, changes={field: "x"}, by=bob)


CHANGES = {
    "first_name": "Robert", "last_name": "Lis", "gender": "man", "phone": "600 100 200",
    "email": "r@example.org", "channel": "in_person", "language": "uk",
    "languages": (Spoken("ka", Level.NATIVE),), "place": resolve("32-020", "Wieliczka"), "week": Week.full(),
    "travel_km": 3, "offers": frozenset({"work"}), "life_stages": frozenset({"0-2"}), "room": 4,
    "wish_gender": "woman", "wish_strength": "must",
}  # fmt: skip


def test_print_tells_a_change_of_each_field_and_of_no_other(volunteer, bob):
    assert CHANGES.keys() == OWN_FIELDS
    for name, value in CHANGES.items():
        changes = {name: value} | ({"wish_strength": "must"} if name == "wish_gender" else {})
        others = OWN_FIELDS - changes.keys()
        before, rest = print_of(volunteer, {name}), print_of(volunteer, others)
        if name != "wish_strength":
            revise_oneself(volunteer, changes=changes, by=bob)
            fresh = Volunteer.objects.get()
            assert (print_of(fresh, {name}) == before, print_of(fresh, others) == rest) == (False, True), name


def test_older_print_of_the_same_fields_is_refused_and_of_others_is_not(volunteer, bob):
    alice = MembershipFactory(organisation=bob.organisation)
    seen = print_of(volunteer, {"travel_km"})
    revise_volunteer(volunteer, data=replace(data_of(volunteer), room=3, travel_km=7), by=alice)
    with pytest.raises(Refusal) as refused:
        revise_oneself(volunteer, changes={"travel_km": 9}, seen=seen, by=bob)
    assert (refused.value.code, Volunteer.objects.get().travel_km) == ("stale", 7)
    seen = print_of(volunteer, {"travel_km"})
    revise_volunteer(volunteer, data=replace(data_of(volunteer), room=5), by=alice)
    assert revise_oneself(volunteer, changes={"travel_km": 9}, seen=seen, by=bob).travel_km == 9


def test_pause_keeps_the_day_until_somebody_is_back_or_leaves(volunteer, bob):
    until = timezone.localdate() + timedelta(days=10)
    assert pause_oneself(volunteer, until=until, by=bob).paused_until == until
    assert resume_oneself(volunteer, by=bob).paused_until is None
    pause_oneself(volunteer, until=until, by=bob)
    assert see_off_volunteer(volunteer, reason="moves", by=bob).paused_until is None


def test_only_the_version_in_force_is_confirmed(volunteer, bob):
    old = CentreDocument.objects.get(kind="standards")
    CentreDocument.objects.create(
        centre=bob.organisation, kind="standards", version="2", body="# x", source="s",
        valid_from=timezone.localdate(),
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        confirm_standards(volunteer, document=old, by=bob)
    assert refused.value.code == "stale"
    words = document_in_force(volunteer.centre_id, DocumentKind.STANDARDS, on=timezone.localdate())
    confirm_standards(volunteer, document=words, by=bob)
    assert list(readings_to_record(bob.organisation)) == [volunteer]


def test_volunteers_change_themselves_and_nobody_else(volunteer, bob, cast):
    other = volunteer_with(centre=bob.organisation)
    for right in ("volunteers.change_own_profile", "volunteers.sign_own_agreement"):
        asked = [
            rules.has_perm(right, who, whom)
            for who in (bob, MembershipFactory(organisation=bob.organisation), cast.bob)
            for whom in (volunteer, other)
        ]
        assert asked == [True, False, False, False, False, False]
