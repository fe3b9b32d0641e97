"""The order of the list, its pages, and what is put off or given."""

import random
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.domain.contacts import record_contact
from base.audit.models import Record
from base.common.errors import Refusal
from base.common.events import subscribe
from desk.domain.care import MOST_DAYS, assign, give_back, put_off, take_up
from desk.enums import CareKind, Tier
from desk.events import CareChanged
from desk.models import Assignment, Snooze
from desk.queries.care import Show, care_page, line_of, lines_about, urgency
from desk.queries.watch import Watch
from frontend.today import Wanted, today_of
from matching.domain.owed import lost_and_waiting
from matching.models import PairStep
from matching.queries import without_a_proposal
from tests.desk.due import AT_ONCE, FROM_A_DAY, clearance, days, hard, keys, noon, quiet, waiting
from tests.factories.accounts import MembershipFactory
from tests.factories.families import HouseholdFactory
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.frontend.activities import call_at, pair_at

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def today():
    return timezone.localdate()


def line(membership, kind, thing):
    return line_of(membership, kind, thing.pk)


def shown(membership, show=Show.ALL, **how):
    return [one.key for one in care_page(Watch.of(membership, **how), show=show).lines]


# --- the order --------------------------------------------------------------------------------------------


def test_pages_together_are_the_whole_list_in_its_order(cast, today):
    draw = random.Random(20261129)
    makers = [*AT_ONCE.values(), *(lambda cast, make=make: make(cast, today) for make in FROM_A_DAY.values())]
    for make in makers:
        make(cast)
    for _ in range(12):
        HouseholdFactory(centre=cast.centre, waiting_since=today - days(draw.randint(0, 300)))
    watch = Watch.of(cast.ada)
    whole = care_page(watch, per_page=1000)
    pages = [care_page(watch, number=number, per_page=7) for number in range(1, -(-whole.total // 7) + 1)]
    assert [one for page in pages for one in page.lines] == whole.lines
    assert whole.lines == sorted(whole.lines, key=urgency)
    assert [one.tier for one in whole.lines] == sorted(one.tier for one in whole.lines)
    assert {page.total for page in pages} == {len(whole.lines)} == {sum(whole.by_kind.values())}


def test_page_beyond_the_last_is_the_last(cast, today):
    for ago in range(3):
        HouseholdFactory(centre=cast.centre, waiting_since=today - days(ago))
    page = care_page(Watch.of(cast.alice), number=9, per_page=2)
    assert (page.number, page.total, len(page.lines)) == (2, 3, 1)


def test_list_is_asked_in_as_many_queries_for_one_of_each_kind_as_for_three(cast, today):
    def fill():
        for make in AT_ONCE.values():
            make(cast)
        for make in FROM_A_DAY.values():
            make(cast, today)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            found = [today_of(cast.ada, wanted) for wanted in wanted_kinds()]
        return len(queries), sum(len(one.tasks) for one in found)

    today_of(cast.ada)  # the weeks that are over are counted once a day
    fill()
    once, rows = asked()
    fill()
    fill()
    thrice, more = asked()
    assert thrice == once
    assert more > 2 * rows


def wanted_kinds():
    return [Wanted(kind=kind) for kind in CareKind]


# --- tiers and their edges --------------------------------------------------------------------------------


def test_silence_grows_from_today_to_urgent(cast, today):
    pair = quiet(cast, today)
    assert line(cast.alice, CareKind.QUIET, pair).tier == Tier.TODAY
    later = {one.key: one.tier for one in care_page(Watch.of(cast.alice, on=today + days(7))).lines}
    before = {one.key: one.tier for one in care_page(Watch.of(cast.alice, on=today + days(6))).lines}
    assert (before[f"quiet:{pair.pk}"], later[f"quiet:{pair.pk}"]) == (Tier.TODAY, Tier.URGENT)


@pytest.mark.parametrize(
    ("waited", "tier"), [(45, None), (46, Tier.SOON), (60, Tier.SOON), (61, Tier.TODAY), (121, Tier.URGENT)]
)
def test_wait_is_told_near_the_promise_beyond_it_and_twice_as_long(cast, today, waited, tier):
    family = waiting(cast, today, waited=waited)
    found = line(cast.alice, CareKind.WAITING, family)
    assert (found and found.tier) == tier


@pytest.mark.parametrize(("left", "tier"), [(31, None), (30, Tier.SOON), (8, Tier.SOON), (7, Tier.URGENT)])
def test_clearance_is_told_thirty_days_ahead_and_urgent_in_the_last_seven(cast, today, left, tier):
    found = line(cast.alice, CareKind.CLEARANCE, clearance(cast, today, left=left))
    assert (found and found.tier) == tier


def test_hard_meeting_is_told_for_two_weeks_or_until_somebody_spoke_with_them(cast, today):
    pair = pair_at(cast.centre, days=200)
    old = hard(cast, pair, start=noon(today - days(14)), logged_at=noon(today - days(14)))
    assert f"hard:{old.pk}" not in keys(cast.alice)
    meeting = hard(cast, pair, start=noon(today - days(2)), logged_at=noon(today - days(2)))
    assert f"hard:{meeting.pk}" in keys(cast.alice)
    record_contact(pair, whom="both", way="phone", on=today, by=cast.alice)
    assert f"hard:{meeting.pk}" not in keys(cast.alice)


def test_family_in_two_programmes_is_one_line(cast, today):
    family = waiting(cast, today, waited=70)
    seeker_of(programme_of(cast.centre, promise_days=30), family)
    found = line(cast.alice, CareKind.WAITING, family)
    assert [one for one in keys(cast.alice) if one.startswith("waiting")] == [f"waiting:{family.pk}"]
    assert (found.tier, found.day) == (Tier.URGENT, today - days(40))


def test_pair_is_told_what_is_due_of_it_and_of_its_helper_alone(cast, today):
    pair = quiet(cast, today, silent=True)
    quiet(cast, today)
    call_at(cast.centre)
    call = call_at(cast.centre, pair)
    pair.helper.volunteer.clearance_items.filter(kind="krk").update(valid_until=today + days(3))
    clearance(cast, today)
    assert [one.key for one in lines_about(cast.alice, pair)] == [
        f"help:{call.pk}",
        f"quiet:{pair.pk}",
        f"clearance:{pair.helper.volunteer_id}",
        f"contact:{pair.pk}",
    ]
    assert lines_about(cast.carol, pair) == []


# --- put off ----------------------------------------------------------------------------------------------


def test_line_put_off_is_out_of_sight_until_its_day(cast, today):
    pair = quiet(cast, today)
    told = []
    end = subscribe(CareChanged, told.append)
    put_off(
        line(cast.alice, CareKind.QUIET, pair),
        until=today + days(3),
        reason=" They are away. ",
        by=cast.alice,
    )
    end()
    key = f"quiet:{pair.pk}"
    assert (key in shown(cast.ada), shown(cast.ada, Show.PUT_OFF)) == (False, [key])
    assert key in shown(cast.ada, on=today + days(3))
    snooze = Snooze.objects.get()
    assert (snooze.reason, snooze.by_label, snooze.tier) == ("They are away.", "Alice", Tier.TODAY)
    record = Record.objects.get(act="desk.line.put_off")
    assert (record.details["line"], "away" in str(record.details)) == (key, False)


def test_line_that_becomes_more_urgent_comes_back(cast, today):
    pair = quiet(cast, today)
    put_off(line(cast.alice, CareKind.QUIET, pair), until=today + days(40), reason="Away", by=cast.alice)
    assert f"quiet:{pair.pk}" not in shown(cast.alice, on=today + days(6))
    assert f"quiet:{pair.pk}" in shown(cast.alice, on=today + days(7))


@pytest.mark.parametrize("kind", [CareKind.HELP, CareKind.CLOSING, CareKind.OUTSIDE])
def test_each_tier_can_be_put_off_so_long_and_not_a_day_longer(cast, today, kind):
    found = line(cast.ada, kind, AT_ONCE[kind](cast))
    most = days(MOST_DAYS[found.tier])
    with pytest.raises(ValidationError) as refused:
        put_off(found, until=today + most + days(1), reason="Later", by=cast.ada)
    assert list(refused.value.message_dict) == ["until"]
    put_off(found, until=today + most, reason="Later", by=cast.ada)
    assert Snooze.objects.count() == 1


def test_put_off_says_why_and_until_a_day_to_come(cast, today):
    found = line(cast.ada, CareKind.OUTSIDE, HouseholdFactory(centre=cast.centre))
    with pytest.raises(ValidationError) as refused:
        put_off(found, until=today, reason="  ", by=cast.ada)
    assert refused.value.message_dict == {
        "until": ["Choose a day after today."],
        "reason": ["Say in a few words why it can wait."],
    }
    assert not Snooze.objects.exists()


def test_put_off_again_is_anew_and_taken_up_once(cast, today):
    found = line(cast.ada, CareKind.OUTSIDE, HouseholdFactory(centre=cast.centre))
    put_off(found, until=today + days(3), reason="First", by=cast.ada)
    put_off(found, until=today + days(9), reason="Second", by=cast.alice)
    assert [one.reason for one in Snooze.objects.filter(ended_at=None)] == ["Second"]
    take_up(found, by=cast.alice)
    assert found.key in shown(cast.ada)
    with pytest.raises(Refusal):
        take_up(found, by=cast.alice)


# --- given ------------------------------------------------------------------------------------------------


def test_line_is_given_to_a_colleague_and_back(cast):
    found = line(cast.ada, CareKind.OUTSIDE, HouseholdFactory(centre=cast.centre))
    assign(found, to=cast.alice, by=cast.ada)
    assert (shown(cast.alice, Show.MINE), shown(cast.ada, Show.MINE)) == ([found.key], [])
    assign(found, to=cast.ada, by=cast.alice)
    assert (shown(cast.alice, Show.MINE), shown(cast.ada, Show.MINE)) == ([], [found.key])
    give_back(found, by=cast.alice)
    assert shown(cast.ada, Show.MINE) == []
    with pytest.raises(Refusal):
        give_back(found, by=cast.alice)
    acts = Record.objects.filter(act__startswith="desk.line.").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["desk.line.assigned", "desk.line.assigned", "desk.line.given_back"]


@pytest.mark.parametrize("to", ["carol", "filip", "bob", "ewa"])
def test_line_is_given_only_to_those_who_work_with_people_there(cast, to):
    found = line(cast.ada, CareKind.OUTSIDE, HouseholdFactory(centre=cast.centre))
    with pytest.raises(Refusal):
        assign(found, to=getattr(cast, to), by=cast.ada)
    assert not Assignment.objects.exists()


def test_line_of_somebody_who_left_is_everybodys(cast):
    found = line(cast.ada, CareKind.OUTSIDE, HouseholdFactory(centre=cast.centre))
    leaving = MembershipFactory(organisation=cast.centre, role="coordinator")
    assign(found, to=leaving, by=cast.ada)
    leaving.ended_at = timezone.now()
    leaving.save()
    assert [one.assignee for one in care_page(Watch.of(cast.ada)).lines] == [None]


def test_what_another_centre_put_off_stays_in_sight_here(cast, today):
    pair = quiet(cast, today)
    Snooze.objects.create(
        organisation=cast.other_centre, key=f"quiet:{pair.pk}", until=today + days(5), reason="x", tier=0
    )
    Assignment.objects.create(organisation=cast.other_centre, key=f"quiet:{pair.pk}", assignee=cast.carol)
    found = line(cast.alice, CareKind.QUIET, pair)
    assert (found.snooze, found.assignee) == (None, None)


def test_who_lost_a_helper_stands_in_one_line_not_in_two(cast, today):
    family = AT_ONCE[CareKind.LOST](cast)
    type(family).objects.filter(pk=family.pk).update(waiting_since=today - days(200))
    assert [one for one in keys(cast.alice) if one.endswith(f":{family.pk}")] == [f"lost:{family.pk}"]
    assert line(cast.alice, CareKind.WAITING, family) is None


def test_lost_lines_are_those_that_the_room_of_matching_tells(cast, today):
    programme = programme_of(cast.centre)
    ends = [
        ("closed", "completed"), ("closed", "safety"), ("declined", ""), ("closed", "moved"), ("expired", ""),
    ]  # fmt: skip
    for first, second in product(ends, ends):
        seeker, helper = seeker_of(programme), helper_of(programme)
        for ago, (state, reason) in ((40, first), (20, second)):
            pair = PairFactory(
                seeker=seeker, helper=helper, state=state, close_reason=reason, offered_on=today - days(60),
                closed_on=today - days(ago),
            )  # fmt: skip
            side = "family" if ago == 20 and reason == "" and seeker.pk % 2 else "helper"
            PairStep.objects.create(pair=pair, state=state, side=side, by_label="Alice")
    told = {
        seeker.household_id for seeker, _owed in lost_and_waiting(without_a_proposal(cast.alice), on=today)
    }
    lines = {one.about for one in care_page(Watch.of(cast.alice), kind=CareKind.LOST, per_page=100).lines}
    assert lines == told
    assert 0 < len(told) < len(ends) ** 2
