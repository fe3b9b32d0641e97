"""Programmes, their dated rules, and who takes part."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.queries import history_of
from base.common.errors import Refusal
from matching.domain.programmes import (
    change_state,
    create_programme,
    enrol_household,
    enrol_mentor,
    enrol_volunteer,
    leave_programme,
    revise_rules,
    share_with,
)
from matching.models import ProgrammeRules
from matching.queries import rules_on
from tests.factories.families import EmploymentFactory, MemberFactory, household_with
from tests.factories.matching import PairFactory, ProposalFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import mentor_with
from tests.factories.organisations import CentreFactory, EmployerFactory
from tests.factories.volunteers import volunteer_with

BY = Robot("test")
pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def made(kind="friendship", **fields):
    return create_programme(CentreFactory(), key=f"{kind}-here", name="Here", kind=kind, by=BY, **fields)


# --- making one -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("friendship", {"same_gender": True, "same_employer": False, "language_purpose": "speak"}),
        ("language_practice", {"same_gender": False, "language_purpose": "practise", "rhythm": "weekly"}),
        ("guidance", {"rhythm": "monthly", "max_room": 6, "language_purpose": "speak"}),
        ("workplace", {"same_employer": True, "not_the_supervisor": True, "weight_trade": 30}),
    ],
)
def test_new_programme_has_the_rules_of_its_kind(kind, expected):
    rules = rules_on(made(kind), today())

    assert {name: getattr(rules, name) for name in expected} == expected
    assert rules.checked_by == "test"
    weights = [getattr(rules, one.name) for one in rules._meta.fields if one.name.startswith("weight_")]
    assert sum(weights) == 100


@pytest.mark.parametrize("kind", ["friendship", "language_practice", "guidance", "workplace"])
def test_only_a_programme_at_work_is_without_children(kind):
    assert made(kind).contact_with_minors == (kind != "workplace")


def test_new_programme_is_shared_by_its_lead_first():
    programme = made()

    assert list(programme.centres.all()) == [programme.lead]
    assert [record.act for record in history_of(programme)] == ["matching.programme.create"]


def test_programme_is_led_by_a_centre_or_an_ngo():
    with pytest.raises(Refusal) as refused:
        create_programme(EmployerFactory(), key="firm", name="Firm", kind="workplace", by=BY)
    assert refused.value.code == "kind"


def test_key_in_use_is_told_at_the_key():
    made()
    with pytest.raises(ValidationError) as refused:
        made()
    assert list(refused.value.message_dict) == ["key"]


# --- revising rules -------------------------------------------------------------------------------------


def test_revision_begins_where_the_rules_before_end():
    programme = made(valid_from=today() - timedelta(days=10))
    day = today() + timedelta(days=3)

    revised = revise_rules(programme, valid_from=day, source="Resolution 2", by=BY, max_km=12)

    first = programme.rules.get(valid_from__lt=day)
    assert (first.valid_to, first.max_km) == (day - timedelta(days=1), 30)
    assert (revised.valid_from, revised.valid_to, revised.max_km, revised.same_gender) == (
        day,
        None,
        12,
        True,
    )
    assert rules_on(programme, day - timedelta(days=1)) == first
    assert rules_on(programme, day) == revised


def test_revision_from_the_same_day_replaces_that_row():
    programme = made()

    revised = revise_rules(programme, source="Resolution 2", by=BY, max_km=12)

    assert list(programme.rules.values_list("pk", "max_km", "source")) == [(revised.pk, 12, "Resolution 2")]


def test_revision_before_a_later_one_ends_the_day_before():
    programme = made(valid_from=today() - timedelta(days=10))
    later = revise_rules(programme, valid_from=today() + timedelta(days=30), source="b", by=BY, max_km=5)

    between = revise_rules(programme, valid_from=today() + timedelta(days=10), source="a", by=BY, max_km=9)

    assert between.valid_to == later.valid_from - timedelta(days=1)
    spans = list(programme.rules.order_by("valid_from").values_list("valid_from", "valid_to", "max_km"))
    assert [km for _, _, km in spans] == [30, 9, 5]
    assert [end and end + timedelta(days=1) for _, end, _ in spans] == [spans[1][0], spans[2][0], None]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": timezone.localdate() - timedelta(days=1)}, "valid_from"),
        ({"weight_time": 101}, "weight_time"),
        ({"max_km": 0}, "max_km"),
        ({"max_km": 5000}, "max_km"),
        ({"max_room": 0}, "max_room"),
        ({"session_minutes": 45}, "session_minutes"),
        ({"session_minutes": 20}, "session_minutes"),
        ({"min_level": 9}, "min_level"),
        ({"detour": "0.5"}, "detour"),
        ({"same_employer": True}, "same_employer"),
        ({"same_site": True}, "same_site"),
        ({"source": ""}, "source"),
        ({"rhythm": "daily"}, "rhythm"),
    ],
)
def test_rules_that_cannot_be_are_told_at_their_field(changes, field):
    programme = made(valid_from=today() - timedelta(days=10))
    with pytest.raises(ValidationError) as refused:
        revise_rules(programme, **({"source": "a", "by": BY} | changes))
    assert list(refused.value.message_dict) == [field]
    assert programme.rules.get().valid_to is None


def test_rules_without_any_points_are_refused():
    weights = {one.name: 0 for one in ProgrammeRules._meta.fields if one.name.startswith("weight_")}
    with pytest.raises(ValidationError) as refused:
        revise_rules(made(), source="a", by=BY, **weights)
    assert list(refused.value.message_dict) == ["weight_language"]


# --- sharing and taking part ------------------------------------------------------------------------------


def test_sharing_twice_is_once():
    programme, ring = made(), CentreFactory()

    assert share_with(programme, ring, by=BY) == share_with(programme, ring, by=BY)
    assert set(programme.centres.all()) == {programme.lead, ring}


def test_family_of_a_sharing_centre_takes_part():
    programme, ring = made(), CentreFactory()
    household = household_with(centre=ring)
    with pytest.raises(Refusal) as refused:
        enrol_household(programme, household, by=BY)
    assert refused.value.code == "centre"

    share_with(programme, ring, by=BY)

    assert enrol_household(programme, household, by=BY).household == household


def test_second_place_is_refused_while_the_first_lasts():
    programme = made()
    household = household_with(centre=programme.lead)
    seeker = enrol_household(programme, household, by=BY)
    with pytest.raises(Refusal) as refused:
        enrol_household(programme, household, by=BY)
    assert refused.value.code == "already_there"

    leave_programme(seeker, by=BY)

    assert enrol_household(programme, household, by=BY).pk != seeker.pk


def test_volunteer_takes_part_once():
    programme = made()
    volunteer = volunteer_with(centre=programme.lead)
    enrol_volunteer(programme, volunteer, by=BY)
    with pytest.raises(Refusal) as refused:
        enrol_volunteer(programme, volunteer, by=BY)
    assert refused.value.code == "already_there"


def test_archived_family_does_not_join():
    programme = made()
    with pytest.raises(Refusal) as refused:
        enrol_household(programme, household_with(centre=programme.lead, state="archived"), by=BY)
    assert refused.value.code == "archived"


def test_nobody_joins_a_programme_that_has_ended():
    programme = change_state(made(), to="ended", by=BY)
    with pytest.raises(Refusal) as refused:
        enrol_volunteer(programme, volunteer_with(centre=programme.lead), by=BY)
    assert refused.value.code == "ended"


def test_at_work_one_employed_adult_takes_part():
    programme = made("workplace")
    household = household_with(centre=programme.lead, children=1)
    worker, child = household.members.order_by("-is_contact")
    for member in (None, worker, child, MemberFactory()):
        with pytest.raises(Refusal) as refused:
            enrol_household(programme, household, member=member, by=BY)
        assert refused.value.code == "member"

    EmploymentFactory(member=worker)

    worker.refresh_from_db()
    assert enrol_household(programme, household, member=worker, by=BY).member == worker


def test_helpers_join_the_kind_of_programme_they_are_for():
    friendship, work = made("friendship"), made("workplace")
    for verb, programme, person in (
        (enrol_volunteer, work, volunteer_with(centre=work.lead)),
        (enrol_mentor, friendship, mentor_with(participation__centre=friendship.lead)),
    ):
        with pytest.raises(Refusal) as refused:
            verb(programme, person, by=BY)
        assert refused.value.code == "kind"
    mentor = mentor_with(participation__centre=work.lead)
    assert enrol_mentor(work, mentor, by=BY).mentor == mentor


def test_leaving_withdraws_what_was_proposed():
    programme = programme_of()
    seeker, helper = seeker_of(programme), helper_of(programme)
    proposal = ProposalFactory(seeker=seeker, helper=helper)

    leave_programme(helper, by=BY)
    leave_programme(helper, by=BY)

    helper.refresh_from_db()
    proposal.refresh_from_db()
    assert (helper.left_on, proposal.state, proposal.version) == (today(), "withdrawn", 2)
    assert [record.act for record in history_of(helper)] == ["matching.helper.leave"]


def test_who_has_a_pair_does_not_leave():
    programme = programme_of()
    seeker = seeker_of(programme)
    PairFactory(seeker=seeker, helper=helper_of(programme))
    with pytest.raises(Refusal) as refused:
        leave_programme(seeker, by=BY)
    assert refused.value.code == "paired"
