"""What the database refuses and suspends by itself, whoever writes: by plain SQL, on both databases."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from base.common import triggers
from base.common.enums import MINORS
from base.common.triggers import refusal_from
from matching.models import Pair
from matching.queries import lapsed_pairs
from tests.factories.families import EmploymentFactory, MemberFactory, household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import mentor_with
from tests.factories.volunteers import ClearanceItemFactory, clear, volunteer_with
from volunteers.enums import ClearanceKind, ClearanceResult, ClearanceState
from volunteers.models import ClearanceItem, Volunteer
from volunteers.queries import clearance_of, cleared_on

pytestmark = [pytest.mark.database, pytest.mark.django_db]
MISSING = "There are children in this family: the helper needs a complete and valid clearance first."
GOING_ON = ["offered", "helper_accepted", "accepted", "active"]
TAKEN_BACK = ["declined", "closed", "undone"]


@pytest.fixture
def programme():
    return programme_of()


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def insert(seeker, helper, state="offered", offered_on=None, programme=None):
    """A pair by plain SQL."""
    now = timezone.now()
    sql(
        "INSERT INTO matching_pair (key, way, programme_id, seeker_id, helper_id, origin, state,"
        " suspended_from, offered_on, offered_at, undo_until, approved_by_label, close_reason, version)"
        " VALUES (%s, '[]', %s, %s, %s, 'by_hand', %s, '', %s, %s, %s, 'nobody', '', 1)",
        uuid4().hex,
        (programme or seeker.programme).pk,
        seeker.pk,
        helper.pk,
        state,
        (offered_on or timezone.localdate()).isoformat(),
        now,
        now,
    )


def refusal_of(act, *args, **kwargs):
    """(code, sentence) of what the database says."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act(*args, **kwargs)
    refusal = refusal_from(caught.value)
    assert refusal is not None, caught.value
    return refusal.code, refusal.message


def days(number):
    return timezone.localdate() + timedelta(days=number)


# --- clearance: nobody gets in ---------------------------------------------------------------------------


@pytest.mark.parametrize("state", GOING_ON)
def test_insert_is_refused_without_clearance(programme, state):
    seeker, helper = seeker_of(programme, children=1), helper_of(programme, cleared=False)
    assert refusal_of(insert, seeker, helper, state) == ("clearance", MISSING)
    assert not Pair.objects.exists()


@pytest.mark.parametrize("kind", ClearanceKind)
def test_insert_is_refused_when_one_item_is_missing(programme, kind):
    seeker, helper = seeker_of(programme, children=1), helper_of(programme)
    helper.volunteer.clearance_items.filter(kind=kind).delete()
    assert refusal_of(insert, seeker, helper)[0] == "clearance"


@pytest.mark.parametrize("state", GOING_ON)
@pytest.mark.parametrize("before", ["suspended", *TAKEN_BACK])
def test_update_is_refused_without_clearance(programme, before, state):
    insert(seeker_of(programme, children=1), helper_of(programme, cleared=False), before)
    update = "UPDATE matching_pair SET state = %s"
    with triggers.lifted(connection, "splot_pair_way"):
        assert refusal_of(sql, update, state) == ("clearance", MISSING)


def test_pair_cannot_be_moved_to_a_family_with_children_or_to_an_uncleared_helper(programme):
    seeker, helper = seeker_of(programme), helper_of(programme, cleared=False)
    with_child, cleared = seeker_of(programme, children=1), helper_of(programme)
    insert(seeker, helper)
    assert refusal_of(sql, "UPDATE matching_pair SET seeker_id = %s", with_child.pk)[0] == "clearance"
    sql("UPDATE matching_pair SET helper_id = %s", cleared.pk)
    sql("UPDATE matching_pair SET seeker_id = %s", with_child.pk)
    assert refusal_of(sql, "UPDATE matching_pair SET helper_id = %s", helper.pk)[0] == "clearance"


def test_without_the_trigger_the_same_insert_goes_through(programme):
    seeker, helper = seeker_of(programme, children=1), helper_of(programme, cleared=False)
    with triggers.lifted(connection, "splot_pair_clearance"):
        insert(seeker, helper)
    assert Pair.objects.get().state == "offered"


@pytest.mark.parametrize("age_band", sorted(MINORS))
def test_a_child_of_any_age_counts(programme, age_band):
    household = household_with(centre=programme.lead)
    MemberFactory(household=household, age_band=age_band, is_contact=False)
    seeker, helper = seeker_of(programme, household), helper_of(programme, cleared=False)
    assert refusal_of(insert, seeker, helper)[0] == "clearance"


def test_adults_alone_need_no_clearance(programme):
    insert(seeker_of(programme), helper_of(programme, cleared=False), "active")
    assert Pair.objects.get().state == "active"


def test_a_child_who_has_left_needs_no_clearance(programme):
    household = household_with(centre=programme.lead, children=1)
    household.members.filter(is_contact=False).update(left_on=days(0))
    insert(seeker_of(programme, household), helper_of(programme, cleared=False), "active")
    assert Pair.objects.get().state == "active"


def test_mentors_at_work_need_no_clearance():
    programme = programme_of(kind="workplace")
    household = household_with(centre=programme.lead, children=1)
    job = EmploymentFactory(member__household=household, member__is_contact=False)
    mentor = mentor_with(centre=programme.lead, participation__centre=programme.lead)
    insert(seeker_of(programme, household, job.member), helper_of(programme, mentor), "active")
    assert Pair.objects.get().state == "active"


def test_mentor_is_no_cleared_helper_where_children_are(programme):
    mentor = mentor_with(centre=programme.lead, participation__centre=programme.lead)
    assert (
        refusal_of(insert, seeker_of(programme, children=1), helper_of(programme, mentor))[0] == "clearance"
    )


# --- clearance: whatever is recorded succeeds and suspends -------------------------------------------------


def states():
    return list(Pair.objects.order_by("pk").values_list("state", "suspended_from", "version"))


@pytest.mark.parametrize("state", GOING_ON)
def test_recording_a_child_succeeds_and_suspends(programme, state):
    uncleared, cleared = helper_of(programme, cleared=False), helper_of(programme)
    seeker = seeker_of(programme)
    insert(seeker, uncleared, state)
    insert(seeker_of(programme), cleared, state)
    sql(
        "INSERT INTO families_member (household_id, first_name, age_band, gender, is_contact)"
        " VALUES (%s, '', '3-6', '', %s)",
        seeker.household_id,
        False,
    )
    assert states() == [("suspended", state, 2), (state, "", 1)]


@pytest.mark.parametrize(
    "change", ["age_band = '10-12'", "left_on = NULL, age_band = '10-12'", "household_id = {0}"]
)
def test_child_that_comes_about_otherwise_suspends_too(programme, change):
    seeker = seeker_of(programme)
    grown = MemberFactory(household=seeker.household, is_contact=False, left_on=days(-3))
    elsewhere = MemberFactory(
        household=household_with(centre=programme.lead), is_contact=False, age_band="0-2"
    )
    insert(seeker, helper_of(programme, cleared=False), "active")
    moves = "household_id" in change
    if not moves and "left_on" not in change:
        sql("UPDATE families_member SET left_on = NULL WHERE id = %s", grown.pk)
    sql(
        f"UPDATE families_member SET {change.format(seeker.household_id)} WHERE id = %s",
        elsewhere.pk if moves else grown.pk,
    )
    assert states() == [("suspended", "active", 2)]


@pytest.mark.parametrize(
    "lose",
    [
        lambda item: item.update(revoked_on=days(0)),
        lambda item: item.update(valid_until=days(-1)),
        lambda item: item.update(checked_on=days(1)),
        lambda item: item.update(result="not_clean"),
        lambda item: item.delete(),
    ],
)
def test_losing_an_item_succeeds_and_suspends(programme, lose):
    helper, other = helper_of(programme, room=2), helper_of(programme)
    insert(seeker_of(programme, children=1), helper, "active")
    insert(seeker_of(programme), helper, "active")
    insert(seeker_of(programme, children=1), other, "active")
    lose(ClearanceItem.objects.filter(volunteer=helper.volunteer, kind="krk"))
    assert states() == [("suspended", "active", 2), ("active", "", 1), ("active", "", 1)]


def test_item_moved_to_another_volunteer_suspends_the_first(programme):
    helper = helper_of(programme)
    insert(seeker_of(programme, children=1), helper, "active")
    other = volunteer_with(cleared=False)
    sql("UPDATE volunteers_clearanceitem SET volunteer_id = %s WHERE kind = 'krk'", other.pk)
    assert states() == [("suspended", "active", 2)]


def test_new_check_that_went_badly_suspends(programme):
    helper = helper_of(programme)
    insert(seeker_of(programme, children=1), helper, "active")
    ClearanceItemFactory(volunteer=helper.volunteer, result="not_clean", checked_on=days(0))
    assert states() == [("suspended", "active", 2)]


def test_better_clearance_suspends_nothing(programme):
    helper = helper_of(programme)
    insert(seeker_of(programme, children=1), helper, "active")
    clear(helper.volunteer, checked_on=days(0))
    assert states() == [("active", "", 1)]


# --- one definition of clearance, in SQL and in queries ----------------------------------------------------

PAPERS = st.fixed_dictionaries(
    {
        "checked": st.integers(-12, 3),
        "lasts": st.integers(0, 14),
        "result": st.sampled_from([*ClearanceResult, ClearanceResult.CLEAN, ClearanceResult.CLEAN]),
        "revoked": st.one_of(st.none(), st.none(), st.integers(-12, 3)),
    }
)
WAIVABLE = ClearanceKind.FOREIGN_RECORD  # so that every result can stand in it


def told_plainly(items, on):
    """Whether this kind counts on a day, as ClearanceItem puts it, item by item."""
    known = [one for one in items if one.checked_on <= on and not (one.revoked_on and one.revoked_on <= on)]
    newest = max(known, key=lambda one: (one.checked_on, one.pk), default=None)
    return newest is not None and newest.result != "not_clean" and newest.valid_until >= on


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(papers=st.lists(PAPERS, max_size=5), offered=st.integers(-12, 6))
def test_queries_and_triggers_agree_on_clearance(told_of_but_one_kind, papers, offered):
    helper, families, adults = told_of_but_one_kind
    on = days(offered)
    with transaction.atomic():
        items = [item_of(helper.volunteer, **one) for one in papers]
        today, then = told_plainly(items, days(0)), told_plainly(items, on)
        event(f"cleared today: {today}, on the day of the offer: {then}")

        assert is_cleared(helper, days(0)) is today
        assert is_cleared(helper, on) is then
        assert lines_say(helper, on) is then
        assert goes_in(families[0], helper, on) is (today and then)
        assert goes_in(families[1], helper, days(0)) is today
        insert(adults, helper, "active")
        MemberFactory(household=adults.household, age_band="7-9", is_contact=False)
        pair = Pair.objects.get(seeker=adults)
        assert (pair.state == "suspended") is not today
        assert not lapsed_pairs(days(0)).exists()
        transaction.set_rollback(True)


@pytest.fixture
def told_of_but_one_kind(programme):
    """A helper with all papers but those of one kind; two families with a child, one without."""
    helper = helper_of(programme, room=3)
    helper.volunteer.clearance_items.filter(kind=WAIVABLE).delete()
    families = [seeker_of(programme, children=1) for _ in range(2)]
    return helper, families, seeker_of(programme)


def item_of(volunteer, checked, lasts, result, revoked):
    return ClearanceItemFactory(
        volunteer=volunteer,
        kind=WAIVABLE,
        result=result,
        checked_on=days(checked),
        valid_until=days(checked + lasts),
        revoked_on=None if revoked is None else days(revoked),
    )


def is_cleared(helper, on: date) -> bool:
    return cleared_on(Volunteer.objects.filter(pk=helper.volunteer_id), on=on).exists()


def lines_say(helper, on: date) -> bool:
    lines = clearance_of(Volunteer.objects.get(pk=helper.volunteer_id), on=on)
    return all(line.state == ClearanceState.VALID for line in lines)


def goes_in(seeker, helper, offered_on: date) -> bool:
    refused = None
    try:
        with transaction.atomic():
            insert(seeker, helper, offered_on=offered_on)
    except DatabaseError as error:
        refused = refusal_from(error)
    if refused:
        assert (refused.code, refused.message) == ("clearance", MISSING)
    return Pair.objects.filter(seeker=seeker).exists()


def test_lapsed_pairs_are_those_the_database_would_refuse(programme):
    lapsing, fine, adults = helper_of(programme), helper_of(programme), helper_of(programme)
    for helper, children in ((lapsing, 1), (fine, 1), (adults, 0)):
        insert(seeker_of(programme, children=children), helper, "active")
    insert(seeker_of(programme, children=1), helper_of(programme, cleared=False), "suspended")
    with triggers.lifted(connection, "splot_clearance_suspends"):
        ClearanceItem.objects.filter(volunteer__in=(lapsing.volunteer, adults.volunteer)).update(
            valid_until=days(2)
        )
    assert list(lapsed_pairs(days(2))) == []
    assert [pair.helper for pair in lapsed_pairs(days(3))] == [lapsing]


# --- room, one helper, one programme -----------------------------------------------------------------------


def test_open_pair_above_the_room_is_refused(programme):
    volunteer = volunteer_with(centre=programme.lead, room=2)
    other = programme_of(programme.lead)
    here, there = helper_of(programme, volunteer), helper_of(other, volunteer)
    insert(seeker_of(programme), here, "active")
    insert(seeker_of(other), there, "suspended")
    for state in [*GOING_ON, "suspended"]:
        assert refusal_of(insert, seeker_of(programme), here, state) == (
            "no_room",
            "The helper has no room left.",
        )
    for state in TAKEN_BACK:
        insert(seeker_of(programme), here, state)


def test_pair_that_ended_comes_back_only_while_there_is_room(programme):
    helper = helper_of(programme)
    insert(seeker_of(programme), helper, "declined")
    insert(seeker_of(programme), helper, "active")
    again = "UPDATE matching_pair SET state = 'offered' WHERE state = 'declined'"
    with triggers.lifted(connection, "splot_pair_way"):
        assert refusal_of(sql, again)[0] == "no_room"
        sql("UPDATE matching_pair SET state = 'closed' WHERE state = 'active'")
        sql(again)


def test_pair_is_not_moved_to_a_helper_without_room(programme):
    full, other = helper_of(programme), helper_of(programme)
    insert(seeker_of(programme), full)
    insert(seeker_of(programme), other)
    move = "UPDATE matching_pair SET helper_id = %s WHERE helper_id = %s"
    assert refusal_of(sql, move, full.pk, other.pk)[0] == "no_room"


def test_mentor_has_room_as_told(programme):
    mentor = mentor_with(centre=programme.lead, participation__centre=programme.lead, room=1)
    helper = helper_of(programme, mentor)
    insert(seeker_of(programme), helper)
    assert refusal_of(insert, seeker_of(programme), helper)[0] == "no_room"


def test_room_made_smaller_stops_new_pairs_only(programme):
    helper = helper_of(programme, room=2)
    for _ in range(2):
        insert(seeker_of(programme), helper)
    Volunteer.objects.update(room=1)
    sql("UPDATE matching_pair SET state = 'helper_accepted'")
    assert refusal_of(insert, seeker_of(programme), helper)[0] == "no_room"


def test_family_has_one_open_pair(programme):
    seeker = seeker_of(programme)
    insert(seeker, helper_of(programme), "closed")
    insert(seeker, helper_of(programme), "suspended")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(seeker, helper_of(programme))


def test_both_sides_belong_to_the_programme_of_the_pair(programme):
    other = programme_of(programme.lead)
    told = ("programme", "Both sides of a pair belong to its programme.")
    assert refusal_of(insert, seeker_of(programme), helper_of(other)) == told
    assert refusal_of(insert, seeker_of(other), helper_of(programme)) == told
    assert refusal_of(insert, seeker_of(programme), helper_of(programme), programme=other) == told
    PairFactory(seeker=seeker_of(programme), helper=helper_of(programme))
    assert refusal_of(sql, "UPDATE matching_pair SET programme_id = %s", other.pk) == told
