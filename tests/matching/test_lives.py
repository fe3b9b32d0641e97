"""How a programme wants its pairs to live, and the verbs of such a life beside the usual one."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common import triggers
from base.common.errors import Refusal
from base.common.triggers import refusal_from
from base.notices.domain.outbox import send_due
from base.notices.models import Notice
from matching.domain.decisions import pair_by_hand
from matching.domain.life import states_of
from matching.domain.lives import USUAL_LIVES, revise_life
from matching.domain.moving import months_after
from matching.domain.owed import owed_to
from matching.domain.pairs import (
    accept_offer,
    answer_survey,
    begin_closing,
    close_pair,
    decline_offer,
    hold_first_meeting,
    pause_pair,
    record_step,
    resume_pair,
    sign_pair_agreement,
)
from matching.domain.programmes import create_programme
from matching.enums import CloseReason, LifeStep, PairSide, PairState, ProgrammeKind
from matching.models import Pair, PairLife, PairSurvey
from matching.queries import life_of, own_pairs, pairs_of_household
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import volunteer_with
from tests.matching.test_life import LEGAL, ORDERS

ALICE = Robot("Alice", 7)
pytestmark = pytest.mark.django_db
HELPER, FAMILY, COORDINATOR = PairSide
WHOLE = [LifeStep.HELPER, LifeStep.FAMILY, LifeStep.FIRST_MEETING, LifeStep.AGREEMENT]


@pytest.fixture
def programme():
    return programme_of()


@pytest.fixture
def today():
    return timezone.localdate()


def pair_of(programme, *steps):
    pair = pair_by_hand(seeker_of(programme), helper_of(programme), by=ALICE)
    for step in steps:
        pair = record_step(pair, to=step, by=ALICE)
    return pair


def meeting(programme):
    pair = pair_of(programme)
    return pair_walked(pair)


def pair_walked(pair):
    for to in states_of(pair.steps_to_take)[1:]:
        pair = record_step(pair, to=to, by=ALICE)
    return pair


def refused(act, *args, **kwargs):
    """The code of the refusal, or the fields that cannot be."""
    with pytest.raises((Refusal, ValidationError)) as caught:
        act(*args, **kwargs)
    return getattr(caught.value, "code", "") or sorted(caught.value.message_dict)


def told_over(pair):
    return sorted(Notice.objects.filter(subject=f"over:{pair.pk}").values_list("template", flat=True))


def hear(pair):
    """Both sides have heard of the offer."""
    send_due(pair.undo_until)
    Notice.objects.filter(state="to_hand_over").update(state="handed_over")


# --- settings -------------------------------------------------------------------------------------------


def test_programme_without_a_choice_lives_as_usual(programme):
    life = life_of(programme)
    assert (life.pk, life.steps, life.coordinator_at_first_meeting) == (
        None,
        ["helper", "family", "first_meeting"],
        False,
    )


@pytest.mark.parametrize("kind", ProgrammeKind)
def test_new_programme_lives_as_is_usual_for_its_kind(kind):
    programme = create_programme(CentreFactory(), key="one", name="One", kind=kind, by=ALICE)
    life = PairLife.objects.get(programme=programme)
    assert {name: getattr(life, name) for name in USUAL_LIVES[kind]} == USUAL_LIVES[kind]
    revise_life(programme, by=ALICE)


def test_choice_counts_for_pairs_offered_from_then_on(programme):
    before = pair_of(programme)
    days_before = life_of(programme).answer_days
    steps_before = life_of(programme).steps
    life = revise_life(
        programme,
        by=ALICE,
        why="asked for by families",
        steps=["family", "helper", "agreement"],
        answer_days=9,
    )
    after = pair_of(programme)
    assert (before.way, after.way) == (["helper", "family", "first_meeting"], life.steps)
    [record] = Record.objects.filter(act="matching.life.revise")
    assert record.details == {
        "changes": ["answer_days", "steps"],
        "values": {"steps": [steps_before, life.steps], "answer_days": [days_before, 9]},
        "steps": life.steps,
        "why": "asked for by families",
    }
    assert pair_walked(before).state == pair_walked(after).state == "active"


@pytest.mark.parametrize(
    ("choice", "wrong"),
    [
        ({"steps": ["helper", "first_meeting", "family"]}, "steps"),
        ({"steps": ["helper"]}, "steps"),
        ({"steps": []}, "steps"),
        ({"answer_days": 0, "remind_days": None}, "answer_days"),
        ({"answer_days": 61}, "answer_days"),
        ({"remind_days": 14}, "remind_days"),
        ({"length_months": 0}, "length_months"),
    ],
)
def test_choice_that_cannot_be_is_told_by_its_field(programme, choice, wrong):
    assert refused(revise_life, programme, by=ALICE, **choice) == [wrong]
    assert not PairLife.objects.exists()


def test_setting_that_there_is_not_is_a_slip_of_the_programmer(programme):
    with pytest.raises(TypeError, match="colour"):
        revise_life(programme, by=ALICE, colour="teal")


# --- every order, by its own verbs ----------------------------------------------------------------------

VERBS = {
    LifeStep.HELPER: partial(accept_offer, side=HELPER),
    LifeStep.FAMILY: partial(accept_offer, side=FAMILY),
    LifeStep.FIRST_MEETING: lambda pair, by: hold_first_meeting(
        pair, on=timezone.localdate(), with_coordinator=True, by=by
    ),
    LifeStep.AGREEMENT: lambda pair, by: sign_pair_agreement(pair, on=timezone.localdate(), by=by),
}


@pytest.mark.parametrize("steps", ORDERS, ids=" ".join)
def test_pair_goes_its_programmes_way_and_no_other(programme, steps, today):
    revise_life(programme, by=ALICE, steps=list(steps))
    pair = pair_of(programme)
    for number, step in enumerate(steps):
        for other in set(LifeStep) - set(steps[: number + 1]):
            assert refused(VERBS[other], pair, by=ALICE) in ("not_your_turn", "wrong_step")
        pair = VERBS[step](pair, by=ALICE)
        assert pair.state == states_of(steps)[number + 1]
    assert (pair.active_since, pair.ends_on) == (today, months_after(today, 12))
    assert [one.side for one in pair.steps.all()][1:3] == [str(step) for step in steps[:2]]
    assert (pair.first_met_on is not None, pair.agreed_on is not None) == (
        LifeStep.FIRST_MEETING in steps,
        LifeStep.AGREEMENT in steps,
    )


@pytest.mark.database
def test_yes_said_twice_is_once(programme):
    pair = accept_offer(pair_of(programme), side=HELPER, by=ALICE)
    again = accept_offer(pair, side=HELPER, by=ALICE)
    assert (again.state, again.version, again.steps.count()) == ("helper_accepted", 2, 2)


def test_offer_that_is_over_cannot_be_accepted(programme):
    pair = decline_offer(pair_of(programme), side=FAMILY, by=ALICE)
    assert refused(accept_offer, pair, side=HELPER, by=ALICE) == "wrong_step"
    with pytest.raises(ValueError, match="COORDINATOR"):
        accept_offer(pair, side=COORDINATOR, by=ALICE)


# --- not this time --------------------------------------------------------------------------------------


def test_refusal_asks_no_reason_and_tells_the_other_side_only(programme):
    pair = pair_of(programme)
    hear(pair)
    pair = decline_offer(pair, side=HELPER, by=ALICE)
    assert (pair.state, told_over(pair)) == ("declined", ["pair_over_family"])
    assert Notice.objects.get(subject=f"over:{pair.pk}").context == {}
    assert decline_offer(pair, side=HELPER, by=ALICE).version == pair.version
    assert (owed_to(pair.seeker) is not None, pair.steps.last().side) == (True, "helper")


def test_who_had_not_heard_is_told_nothing(programme):
    pair = decline_offer(pair_of(programme), side=FAMILY, by=ALICE)
    assert (told_over(pair), owed_to(pair.seeker)) == ([], None)
    assert set(Notice.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize("said_by", [HELPER, FAMILY])
def test_both_may_still_say_no_before_they_begin(programme, said_by):
    revise_life(programme, by=ALICE, steps=WHOLE)
    pair = pair_of(programme, PairState.HELPER_ACCEPTED, PairState.ACCEPTED, PairState.MET)
    pair = decline_offer(pair, side=said_by, by=ALICE)
    assert (pair.state, owed_to(pair.seeker) is None) == ("declined", said_by == FAMILY)


def test_pair_that_meets_is_ended_and_not_declined(programme):
    pair = meeting(programme)
    assert refused(decline_offer, pair, side=HELPER, by=ALICE) == "wrong_step"


# --- the first meeting, the agreement -------------------------------------------------------------------


def test_coordinator_is_told_of_the_first_meeting_to_arrange(programme, today):
    pair = pair_of(programme, PairState.HELPER_ACCEPTED, PairState.ACCEPTED)
    notice = Notice.objects.get(subject=f"first_meeting:{pair.pk}")
    assert pair.due_on == today + timedelta(days=21)
    assert notice.context == {
        "label": pair.seeker.household.label,
        "helper_label": pair.helper.volunteer.label,
        "day": pair.due_on.isoformat(),
    }
    pair = hold_first_meeting(pair, on=today, with_coordinator=False, by=ALICE)
    notice.refresh_from_db()
    assert (pair.state, pair.due_on, notice.state) == ("active", None, "cancelled")


def test_first_meeting_is_held_with_a_coordinator_where_the_programme_wants_it(programme, today):
    revise_life(programme, by=ALICE, coordinator_at_first_meeting=True)
    pair = pair_of(programme, PairState.HELPER_ACCEPTED, PairState.ACCEPTED)
    alone = partial(hold_first_meeting, pair, on=today, with_coordinator=False, by=ALICE)
    assert (refused(alone), pair.steps.count()) == ("without_coordinator", 3)
    pair = hold_first_meeting(pair, on=today, with_coordinator=True, by=ALICE)
    assert (pair.first_met_with_coordinator, pair.state) == (True, "active")


@pytest.mark.parametrize("days", [-1, 1])
def test_day_of_a_step_is_neither_before_the_offer_nor_to_come(programme, today, days):
    revise_life(programme, by=ALICE, steps=["helper", "family", "agreement"])
    pair = pair_of(programme, PairState.HELPER_ACCEPTED, PairState.ACCEPTED)
    assert refused(sign_pair_agreement, pair, on=today + timedelta(days=days), by=ALICE) == ["on"]


def test_planned_end_counts_from_the_day_they_began(programme, today):
    Pair.objects.filter(pk=(pair := pair_of(programme)).pk).update(offered_on=today - timedelta(days=60))
    for to in (PairState.HELPER_ACCEPTED, PairState.ACCEPTED):
        pair = record_step(pair, to=to, by=ALICE)
    since = today - timedelta(days=40)
    pair = hold_first_meeting(pair, on=since, with_coordinator=True, by=ALICE)
    assert (pair.active_since, pair.ends_on) == (since, months_after(since, 12))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_one(day, months, then):
    assert months_after(day, months) == then


# --- pause ----------------------------------------------------------------------------------------------


@pytest.mark.database
def test_paused_pair_keeps_its_room_and_goes_on(programme, today):
    pair = pause_pair(meeting(programme), until=today + timedelta(days=9), by=ALICE)
    assert (pair.state, pair.paused_until, pair.steps.last().on) == (
        "paused",
        pair.paused_until,
        pair.paused_until,
    )
    assert refused(pair_by_hand, seeker_of(programme), pair.helper, by=ALICE) == "no_room"
    longer = pause_pair(pair, until=today + timedelta(days=30), by=ALICE)
    assert (longer.paused_until, longer.steps.count()) == (today + timedelta(days=30), 6)
    back = resume_pair(longer, by=ALICE)
    assert (back.state, back.paused_until) == ("active", None)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_pause_ends_on_a_day_to_come(programme, today, days):
    pair = meeting(programme)
    assert refused(pause_pair, pair, until=today + timedelta(days=days), by=ALICE) == ["until"]


def test_only_those_who_meet_can_pause(programme, today):
    pair = pair_of(programme)
    assert refused(pause_pair, pair, until=today + timedelta(days=9), by=ALICE) == "wrong_step"


# --- the end --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said_by", [HELPER, FAMILY])
def test_end_without_fault_tells_the_other_side_and_waits_for_a_coordinator(programme, said_by):
    pair = begin_closing(meeting(programme), side=said_by, by=ALICE)
    other = {"helper": "pair_over_family", "family": "pair_over_helper"}[said_by]
    assert (pair.state, pair.is_open, told_over(pair)) == ("closing", True, [other])
    assert begin_closing(pair, side=said_by, by=ALICE).version == pair.version
    closed = close_pair(pair, reason=CloseReason.NO_TIME, by=ALICE)
    assert closed.closed_early is True
    assert told_over(pair) == ["pair_over_family", "pair_over_helper"]


def test_offer_is_declined_and_not_ended(programme):
    assert refused(begin_closing, pair_of(programme), side=HELPER, by=ALICE) == "wrong_step"


@pytest.mark.parametrize(("ends", "early"), [(1, True), (0, False), (-5, False)])
def test_closed_early_or_not_is_read_from_the_planned_end(programme, today, ends, early):
    pair = meeting(programme)
    Pair.objects.update(ends_on=today + timedelta(days=ends))
    assert close_pair(pair, reason=CloseReason.COMPLETED, by=ALICE).closed_early is early


def test_after_safety_nobody_is_told_by_a_message(programme):
    pair = close_pair(meeting(programme), reason=CloseReason.SAFETY, by=ALICE)
    assert (pair.closed_early, told_over(pair)) == (True, [])


@pytest.mark.database
def test_survey_of_each_side_is_kept_once_and_its_last_word_counts(programme):
    pair = meeting(programme)
    assert refused(answer_survey, pair, side=HELPER, rating=4, again=True, by=ALICE) == "too_early"
    begin_closing(pair, side=FAMILY, by=ALICE)
    answer_survey(pair, side=HELPER, rating=4, again=True, by=ALICE)
    close_pair(pair, reason=CloseReason.OTHER, by=ALICE)
    answer_survey(pair, side=HELPER, rating=5, again=None, by=ALICE)
    answer_survey(pair, side=FAMILY, rating=2, again=False, by=ALICE)
    told = PairSurvey.objects.order_by("side").values_list("side", "rating", "again")
    assert list(told) == [("family", 2, False), ("helper", 5, None)]
    kept = Record.objects.filter(act="matching.pair.survey").order_by("pk")
    assert kept.first().details == {"pair": pair.pk, "side": "helper"}


@pytest.mark.parametrize("wrong", [{"rating": 0}, {"rating": 6}, {"side": COORDINATOR}])
def test_survey_that_cannot_be_is_told_by_its_field(programme, wrong):
    pair = begin_closing(meeting(programme), side=HELPER, by=ALICE)
    answers = {"side": HELPER, "rating": 3, "again": None} | wrong
    assert refused(answer_survey, pair, by=ALICE, **answers) == sorted(wrong)


# --- the database ---------------------------------------------------------------------------------------


@pytest.mark.database
@pytest.mark.parametrize("now", PairState)
def test_database_refuses_what_does_not_follow_and_nothing_else(programme, now):
    seeker, helper = seeker_of(programme), helper_of(programme)
    back = {"suspended_from": "met"} if now == PairState.SUSPENDED else {}
    pair = PairFactory(seeker=seeker, helper=helper, state=now, **back)
    may = set(LEGAL[now].split()) | {now}
    if now == PairState.SUSPENDED:
        may = {"met", "closing", "closed", "suspended"}
    passed = {to for to in PairState.values if goes(pair, to)}
    assert passed == may
    with triggers.lifted(connection, "splot_pair_way"):
        assert {to for to in PairState.values if goes(pair, to)} == set(PairState.values), "the twin"


def goes(pair, to):
    """Whether plain SQL takes it; nothing stays."""
    remembers = pair.state if to == PairState.SUSPENDED and pair.state != to else pair.suspended_from
    try:
        with transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(state=to, suspended_from=remembers)
            transaction.set_rollback(True)
    except DatabaseError as error:
        refused_by = refusal_from(error)
        if refused_by is None or refused_by.code != "wrong_step":
            raise
        return False
    return True


@pytest.mark.database
def test_suspension_remembers_where_the_pair_stood(programme):
    pair = pair_of(programme)
    with pytest.raises(DatabaseError, match="wrong_step"), transaction.atomic():
        Pair.objects.filter(pk=pair.pk).update(state="suspended", suspended_from="active")


# --- who may know of it ---------------------------------------------------------------------------------


def test_family_and_helper_know_of_a_pair_once_it_cannot_be_undone(cast):
    programme = programme_of(cast.centre)
    volunteer = volunteer_with(centre=cast.centre, user=cast.bob.user, room=2)
    seeker = seeker_of(programme)
    pair = pair_by_hand(seeker, helper_of(programme, volunteer), by=cast.alice)
    known = lambda: (list(pairs_of_household(seeker.household)), list(own_pairs(cast.bob)))  # noqa: E731
    assert known() == ([], [])
    Pair.objects.update(undo_until=timezone.now())
    assert known() == ([pair], [pair])
    close_pair(pair, reason=CloseReason.OTHER, by=cast.alice)
    assert known() == ([pair], [pair])
    assert list(own_pairs(cast.alice)) == list(own_pairs(None)) == []


def test_keys_are_opaque_and_differ(programme):
    one, other = pair_of(programme), pair_of(programme)
    assert one.key != other.key
    assert str(one.pk) != str(one.key)
