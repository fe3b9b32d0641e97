"""Trying rules out, with the real child process: what it finds, and that it changes nothing."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.queries import history_of
from base.common import shutdown
from base.common.errors import Refusal
from base.notices.models import Notice
from base.places.week import Week
from matching.domain import work
from matching.domain.programmes import change_state, revise_rules
from matching.domain.runs import RunIsOn, cancel_run, claim_run, reap_lost_runs, request_run
from matching.domain.sentences import outcome
from matching.domain.solving import ChildDiedError
from matching.domain.trials import MOST_KEPT, forget_trials, request_trial, rules_tried, throw_away
from matching.domain.work import perform_run
from matching.enums import RunKind
from matching.models import Programme, Proposal, Run, Unmatched
from matching.queries import last_done_run, live_run, rules_on, run_history, trials
from tests.factories.families import household_with
from tests.factories.matching import RunFactory, helper_of, programme_of, seeker_of
from volunteers.models import Volunteer

BY = Robot("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db) -> Programme:
    return programme_of()


def today():
    return timezone.localdate()


def tried(programme, **rules) -> Run:
    return perform_run(request_trial(programme, rules=rules or None, by=BY).pk)


def family_km_away(programme, km):
    household = household_with(centre=programme.lead)
    type(household).objects.filter(pk=household.pk).update(
        latitude=household.latitude + km / 111.2 / 1.3, waiting_since=today() - timedelta(days=40)
    )
    return seeker_of(programme, household)


def differences(run) -> list[tuple]:
    return [(one["kind"], one["seeker"], one["now"], one["then"]) for one in run.findings["differences"]]


# --- what it finds ----------------------------------------------------------------------------------------


def test_trial_tells_who_would_gain_and_lose_and_changes_nothing(programme):
    near, far = seeker_of(programme), family_km_away(programme, 20)
    here, there = helper_of(programme, travel_km=50), helper_of(programme, travel_km=50)
    perform_run(request_run(programme, by=BY).pk)
    before = list(Proposal.objects.order_by("pk").values())
    rules = list(programme.rules.values())

    run = tried(programme, max_km=10)

    assert (run.kind, run.state, run.error, run.matched) == ("what_if", "done", "", 1)
    [(kind, seeker, now, then)] = differences(run)
    assert (kind, seeker, then) == ("loses", far.pk, None)
    assert now in (here.pk, there.pk)
    assert run.findings["differences"][0]["why"] == "distance"
    sides = run.findings["sides"]
    assert [sides[name]["matched"] for name in ("before", "after")] == [2, 1]
    assert [sides[name]["rules"]["max_km"] for name in ("before", "after")] == [30, 10]
    assert [sides[name]["limits"]["limits"]["max_km"] for name in ("before", "after")] == [0, 1]
    assert [sides[name]["limits"]["nobody"] for name in ("before", "after")] == [0, 1]
    assert (sides["before"]["km"], sides["after"]["km"]) == (10.0, 0.0)
    assert (sides["before"]["longest"], sides["after"]["longest"]) == (None, 40)
    assert (sides["before"]["days"], sides["after"]["days"]) == (20.0, 0.0)
    assert list(Proposal.objects.order_by("pk").values()) == before
    assert (list(programme.rules.values()), Unmatched.objects.count(), Notice.objects.count()) == (
        rules,
        0,
        0,
    )
    assert {near.pk, far.pk} == set(Proposal.objects.filter(state="open").values_list("seeker", flat=True))


def test_trial_tells_the_rule_against_the_two_who_would_part_whoever_else_lives_near(programme):
    far = family_km_away(programme, 20)
    helper_of(programme, travel_km=50)
    perform_run(request_run(programme, by=BY).pk)
    # The last to be left, near enough but never free: the hours stop the funnel, the distance parts the two.
    neighbour = helper_of(programme, week=Week.parse("nd 6-8"))
    Volunteer.objects.filter(pk=neighbour.volunteer_id).update(
        latitude=far.household.latitude + 20 / 111.2 / 1.3
    )

    run = tried(programme, max_km=10)

    [lost] = run.findings["differences"]
    assert (lost["kind"], lost["seeker"], lost["why"]) == ("loses", far.pk, "distance")


def test_trial_tells_who_would_gain(programme):
    seeker_of(programme), helper_of(programme)
    revise_rules(programme, source="test", by=BY, max_km=5)
    far = family_km_away(programme, 20)
    there = helper_of(programme, travel_km=50)
    perform_run(request_run(programme, by=BY).pk)

    run = tried(programme, max_km=40)

    assert [one for one in differences(run) if one[0] == "gains"] == [("gains", far.pk, None, there.pk)]
    [gain] = [one for one in run.findings["differences"] if one["kind"] == "gains"]
    assert (gain["km"], gain["why"]) == (20.0, "")


def test_trial_as_it_is_tells_what_a_run_would_give_now(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run = tried(programme)
    assert (run.tried, differences(run)) == ({}, [("gains", seeker.pk, None, helper.pk)])
    sides = run.findings["sides"]
    assert sides["before"]["limits"] == sides["after"]["limits"]
    assert (sides["before"]["matched"], sides["after"]["matched"]) == (0, 1)
    assert sides["after"]["most_points"] == 100


def test_trial_agrees_with_the_run_that_follows(programme):
    for km in (0, 4, 12, 26):
        family_km_away(programme, km)
        helper_of(programme, travel_km=30)
    perform_run(request_run(programme, by=BY).pk)
    trial = tried(programme, max_km=9, weight_distance=100)

    revise_rules(programme, source="test", by=BY, max_km=9, weight_distance=100)
    run = perform_run(request_run(programme, by=BY).pk)

    assert (run.matched, run.weight, run.points) == (trial.matched, trial.weight, trial.points)
    assert tried(programme).findings["differences"] == []


def test_trial_never_stands_for_a_run(programme):
    seeker_of(programme), helper_of(programme)
    trial = tried(programme)
    assert (last_done_run(programme), list(run_history(programme)), list(trials(programme))) == (
        None,
        [],
        [trial],
    )


def test_trial_and_run_may_be_on_together(programme):
    trial, run = request_trial(programme, by=BY), request_run(programme, by=BY)
    assert (live_run(programme), live_run(programme, RunKind.WHAT_IF)) == (run, trial)


def test_trial_works_where_no_rules_are_in_force(programme):
    seeker_of(programme), helper_of(programme)
    programme.rules.all().delete()
    assert tried(programme, max_km=10).matched == 1
    run = tried(programme)
    assert (run.state, run.error) == ("failed", "no_rules")


# --- what is typed ----------------------------------------------------------------------------------------


def test_typed_rules_are_kept_in_full(programme):
    run = request_trial(
        programme, rules={"max_km": 12, "detour": "1.50"}, source="Point 4", valid_from=today(), by=BY
    )
    assert (run.tried["source"], run.tried["valid_from"]) == ("Point 4", today().isoformat())
    rules, now = rules_tried(run, on=today()), rules_on(programme, today())
    assert (rules.max_km, float(rules.detour), rules.weight_language) == (12, 1.5, now.weight_language)
    assert rules.pk is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"max_km": 0}, "max_km"),
        ({"max_km": 301}, "max_km"),
        ({"weight_time": 101}, "weight_time"),
        ({"weight_time": -1}, "weight_time"),
        ({"session_minutes": 45}, "session_minutes"),
        ({"min_level": 9}, "min_level"),
        ({"max_room": 0}, "max_room"),
        ({"max_room": 21}, "max_room"),
        ({"promise_days": 0}, "promise_days"),
        ({"full_hours": 0}, "full_hours"),
        ({"detour": "0.5"}, "detour"),
        ({"detour": "NaN"}, "detour"),
        ({"language_purpose": "sing"}, "language_purpose"),
        ({"same_employer": True}, "same_employer"),
    ],
)
def test_rules_that_cannot_be_are_refused_by_field_and_not_tried(programme, wrong, field):
    for verb in (
        lambda: request_trial(programme, rules=wrong, by=BY),
        lambda: revise_rules(programme, source="test", by=BY, **wrong),
    ):
        with pytest.raises(ValidationError) as refused:
            verb()
        assert list(refused.value.error_dict) == [field]
    assert (Run.objects.count(), programme.rules.count()) == (0, 1)


# --- stopped in the middle --------------------------------------------------------------------------------


def test_second_trial_names_the_one_that_is_on(programme):
    trial = request_trial(programme, by=BY)
    with pytest.raises(RunIsOn, match="already on") as refused:
        request_trial(programme, by=BY)
    assert refused.value.run_id == trial.pk


def test_paused_programme_is_not_tried(programme):
    paused = change_state(programme, to="paused", by=BY)
    with pytest.raises(Refusal, match="is paused"):
        request_trial(paused, by=BY)


def test_cancelled_trial_ends_as_a_cancelled_run_does(programme):
    trial = cancel_run(request_trial(programme, by=BY), by=BY)
    assert outcome(trial) == "This run was cancelled. Nothing was changed."


def test_trial_cancelled_while_counting_keeps_nothing(programme, monkeypatch):
    def count_and_cancel(problems, *, should_stop):
        cancel_run(Run.objects.get(), by=BY)
        return count(problems, should_stop=should_stop)

    seeker_of(programme), helper_of(programme)
    count = work.count_in_child
    monkeypatch.setattr(work, "count_in_child", count_and_cancel)
    run = tried(programme)
    assert (run.state, run.findings) == ("cancelled", {})


@pytest.mark.parametrize("step", ["solve_in_child", "count_in_child"])
def test_killed_child_is_told_as_of_a_run(programme, monkeypatch, step):
    def die(*args, **options):
        raise ChildDiedError

    monkeypatch.setattr(work, step, die)
    run = tried(programme)
    assert (run.state, run.error, run.findings) == ("failed", "child_died", {})
    assert outcome(run).startswith("The calculation was cut off")
    assert tried_again(programme, monkeypatch).state == "done"


def tried_again(programme, monkeypatch):
    monkeypatch.undo()
    return tried(programme)


def test_lost_worker_is_told_as_of_a_run(programme):
    trial = request_trial(programme, by=BY)
    claim_run(trial.pk)
    Run.objects.update(lease_seen_at=timezone.now() - timedelta(minutes=2))
    [lost] = reap_lost_runs(timezone.now())
    assert (lost.pk, lost.error) == (trial.pk, "lost")
    assert request_trial(programme, by=BY).is_live


def test_stopping_server_ends_a_trial(programme):
    shutdown.requested.set()
    try:
        run = tried(programme)
    finally:
        shutdown.requested = threading.Event()
    assert (run.state, run.error) == ("failed", "stopped")


# --- thrown away, forgotten -------------------------------------------------------------------------------


def test_thrown_away_trial_is_gone_and_on_record(programme):
    trial = tried(programme)
    throw_away(trial, by=BY)
    assert not Run.objects.exists()
    assert "matching.trial.throw_away" in [one.act for one in history_of(trial)]


def test_live_trial_and_matching_are_not_thrown_away(programme):
    with pytest.raises(Refusal, match="Cancel it first"):
        throw_away(request_trial(programme, by=BY), by=BY)
    with pytest.raises(Refusal, match="stays on record"):
        throw_away(request_run(programme, by=BY), by=BY)


def test_old_trials_are_forgotten_and_matchings_are_not(programme):
    now = timezone.now()
    for kind in RunKind:
        for days, state in ((15, "done"), (13, "done"), (15, "requested")):
            RunFactory(programme=programme, kind=kind, state=state, requested_at=now - timedelta(days=days))
    assert forget_trials(now) == 1
    assert (Run.objects.filter(kind="what_if").count(), Run.objects.filter(kind="matching").count()) == (2, 3)


def test_only_the_newest_trials_of_a_programme_are_kept(programme):
    other = RunFactory(kind="what_if")
    old = [RunFactory(programme=programme, kind="what_if") for _ in range(MOST_KEPT + 2)]
    new = request_trial(programme, by=BY)
    assert list(trials(programme)) == [new, *reversed(old[-MOST_KEPT + 1 :])]
    assert Run.objects.filter(pk=other.pk).exists()
