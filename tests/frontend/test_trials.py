"""Trying rules out on the programme's pages: nothing is saved, nothing typed twice, nobody's people told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from matching.domain.runs import request_run
from matching.domain.trials import request_trial
from matching.domain.work import perform_run
from matching.models import Proposal, Run
from tests.access.routes_matching import RULES
from tests.clients import client_of
from tests.factories.families import household_with
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import CANARY_NAME, CANARY_PLACE, trial_in

pytestmark = pytest.mark.django_db
TYPED = {**RULES, "source": "", "valid_from": "", "max_km": 12, "try": "1"}


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def edit(programme) -> str:
    return reverse("programme_edit", args=[programme.pk])


def page(trial) -> str:
    return reverse("trial", args=[trial.pk])


def far(programme, km=20, **fields):
    household = household_with(centre=programme.lead, **fields)
    type(household).objects.filter(pk=household.pk).update(latitude=household.latitude + km / 111.2 / 1.3)
    return seeker_of(programme, household)


def tried(programme, by, **rules):
    return perform_run(request_trial(programme, rules=rules or None, by=by).pk)


def told(response):
    return [(one.label, one.word, one.says) for one in response.context["told"]]


# --- asking -----------------------------------------------------------------------------------------------


def test_trying_needs_no_source_saves_nothing_and_opens_its_page(alice, programme):
    response = alice.post(edit(programme), TYPED)
    trial = Run.objects.get()
    assert (response.headers["Location"], trial.kind) == (page(trial), "what_if")
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[trial.pk]]
    assert trial.tried["rules"]["max_km"] == 12
    assert list(programme.rules.values_list("max_km", flat=True)) == [30]


def test_rules_that_cannot_be_are_told_beside_their_field_and_kept_as_typed(alice, programme):
    response = alice.post(edit(programme), {**TYPED, "session_minutes": 45})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["max_km"].value()) == (
        422,
        ["session_minutes"],
        "12",
    )
    assert not Run.objects.exists()


def test_a_second_trial_leads_to_the_first_with_a_sentence(alice, programme):
    alice.post(edit(programme), TYPED)
    response = alice.post(reverse("trial_start", args=[programme.pk]), follow=True)
    said = [one.message for one in response.context["messages"]]
    assert (Run.objects.count(), said) == (1, ["A trial is already on for this programme; here it is."])


def test_tried_rules_fill_the_form_and_are_saved_without_typing_again(alice, programme):
    start = timezone.localdate() + timedelta(days=3)
    alice.post(edit(programme), {**TYPED, "source": "Point 4", "valid_from": start.isoformat()})
    trial = Run.objects.get()
    form = alice.get(f"{edit(programme)}?tried={trial.pk}").context["form"]
    shown = {name: form[name].value() for name in ("max_km", "source", "valid_from", "weight_language")}
    assert shown == {"max_km": 12, "source": "Point 4", "valid_from": start, "weight_language": 25}


@pytest.mark.parametrize("asked", ["0", "x", "99999999", "9" * 40])
def test_a_trial_that_is_not_there_leaves_the_rules_in_force(alice, programme, asked):
    form = alice.get(f"{edit(programme)}?tried={asked}").context["form"]
    assert form["max_km"].value() == 30


def test_another_programmes_trial_does_not_fill_the_form(cast, alice, programme):
    other = request_trial(programme_of(cast.other_centre), rules={"max_km": 7}, by=cast.carol)
    assert alice.get(f"{edit(programme)}?tried={other.pk}").context["form"]["max_km"].value() == 30


def test_saving_odd_rules_cautions_and_saves(alice, programme):
    odd = {**RULES, "valid_from": timezone.localdate().isoformat(), "weight_language": 100}
    response = alice.post(edit(programme), odd, follow=True)
    [said] = [one.message for one in response.context["messages"]]
    assert "“Language” earns more than all other wishes together" in said
    assert programme.rules.get(valid_from=timezone.localdate()).weight_language == 100


# --- what is shown ----------------------------------------------------------------------------------------


def test_trial_shows_figures_differences_and_what_was_tried(cast, alice, programme):
    seeker_of(programme), far(programme, label="K-77")
    for _ in range(2):
        helper_of(programme, volunteer_with(centre=cast.centre, travel_km=50, first_name="Marta"))
    perform_run(request_run(programme, by=cast.alice).pk)
    number = Proposal.objects.get(seeker__household__label="K-77").helper.person.label
    response = alice.get(page(tried(programme, cast.alice, max_km=10)))
    context = response.context
    assert context["headline"] == "1 family would lose a proposal."
    assert told(response) == [
        (
            "K-77",
            "would lose a proposal",
            f"No longer Marta ({number}). It is too far for the side that travels.",
        )
    ]
    rows = {one.name: (one.before, one.after, one.differs) for one in context["figures"]}
    assert rows["Families with a proposal"] == ("2", "1", "−1")
    assert rows["Kilometres apart, on average"] == ("10", "0", "−10")
    assert rows["Left with nobody by: Farthest apart, km"] == ("0", "1", "+1")
    [changed] = context["changed"]
    assert (changed.name, changed.now, changed.tried) == ("Farthest apart, km", "30", "10")
    assert Proposal.objects.filter(state="open").count() == 2


def test_gains_and_changes_are_told_in_a_sentence(cast, alice, programme):
    near = seeker_of(programme, household_with(centre=cast.centre, label="K-5"))
    first, other = (
        helper_of(programme, volunteer_with(centre=cast.centre, first_name=name, label=label))
        for name, label in (("Anna", "W-1"), ("Ewa", "W-2"))
    )
    trial = trial_in(programme)
    told_of = {"seeker": near.pk, "then": other.pk, "why": ""}
    trial.findings["differences"] = [
        {**told_of, "kind": "gains", "now": None, "km": 2.5, "hours": 3},
        {**told_of, "kind": "changes", "now": first.pk, "km": 0, "hours": 2},
    ]
    trial.save()
    assert told(alice.get(page(trial))) == [
        ("K-5", "would gain a proposal", "Ewa (W-2): 2.5 km apart, 3 hours a week in common."),
        (
            "K-5",
            "would get somebody else",
            "Ewa (W-2) instead of Anna (W-1): 0 km apart, 2 hours a week in common.",
        ),
    ]
    assert [one.kind for one in alice.get(page(trial) + "?kind=gains").context["told"]] == ["gains"]
    assert alice.get(page(trial)).context["headline"] == (
        "1 family would gain a proposal and 1 family would get somebody else."
    )


def test_partners_people_are_told_by_label_only_and_strangers_not_at_all(cast, alice):
    shared = programme_of(cast.other_centre, cast.centre)
    fields = {"commune_name": "Krakow", "place_name": CANARY_PLACE}
    theirs = household_with(centre=cast.other_centre, label="K-78", **fields)
    seeker = seeker_of(shared, theirs)
    stranger = helper_of(
        shared, volunteer_with(centre=cast.other_centre, first_name=CANARY_NAME, label="W-77", **fields)
    )
    ours = seeker_of(shared, household_with(centre=cast.centre, label="K-5"))
    trial = trial_in(shared)
    told_of = {"now": None, "then": stranger.pk, "km": 1, "hours": 2, "why": "", "kind": "gains"}
    trial.findings["differences"] = [{**told_of, "seeker": seeker.pk}, {**told_of, "seeker": ours.pk}]
    trial.save()
    response = alice.get(page(trial))
    assert [label for label, _word, _says in told(response)] == ["K-5"]
    text = response.content.decode()
    assert ("W-77" in text, CANARY_NAME in text, CANARY_PLACE in text, "Throw away" in text) == (
        True,
        False,
        False,
        False,
    )


def test_groups_are_told_in_words_and_small_counts_hidden(alice, programme):
    trial = trial_in(programme)
    trial.findings["fairness"] = [
        ["language", "uk", 40, 20, None], ["need", "school", 12, 6, 12],
        ["gender", "woman", 30, 15, 20], ["commune", "others", 10, None, 5],
    ]  # fmt: skip
    trial.save()
    groups = alice.get(page(trial)).context["fairness"]
    assert [(one.name, [(row.name, row.before, row.after) for row in one.shares]) for one in groups] == [
        ("By language", [("Ukrainian", "20 (50%)", "fewer than 5")]),
        ("By need", [("School", "6 (50%)", "12 (100%)")]),
        ("By commune", [("all others", "fewer than 5", "5 (50%)")]),
        ("By gender of the contact person", [("Woman", "15 (50%)", "20 (67%)")]),
    ]


def test_nothing_to_change_is_said(alice, programme):
    response = alice.get(page(trial_in(programme)))
    assert response.context["headline"] == "Every proposal would stay as it is."
    assert "None of your people would have another proposal." in response.content.decode()


def test_live_trial_shows_its_step_and_can_be_cancelled(cast, alice, programme):
    trial = request_trial(programme, by=cast.alice)
    Run.objects.filter(pk=trial.pk).update(state="running", stage="advising", progress=93)
    text = alice.get(page(trial)).content.decode()
    assert ('value="93"' in text, "Cancel the trial" in text, f'data-live="run:{trial.pk}"' in text) == (
        True,
    ) * 3
    alice.post(reverse("trial_cancel", args=[trial.pk]))
    assert "It stops in a moment." in alice.get(page(trial)).content.decode()


def test_failed_trial_is_told_in_a_sentence(alice, programme):
    trial = trial_in(programme, state="failed", error="child_died")
    assert "The calculation was cut off" in alice.get(page(trial)).content.decode()


def test_thrown_away_trial_is_gone(alice, programme):
    trial = trial_in(programme)
    response = alice.post(reverse("trial_throw_away", args=[trial.pk]))
    assert response.headers["Location"] == reverse("programme", args=[programme.pk])
    assert alice.get(page(trial)).status_code == 404


def test_live_trial_is_not_thrown_away_and_says_so(cast, alice, programme):
    trial = request_trial(programme, by=cast.alice)
    response = alice.post(reverse("trial_throw_away", args=[trial.pk]), follow=True)
    assert "Cancel it first" in response.content.decode()
    assert Run.objects.filter(pk=trial.pk).exists()


def test_programme_page_lists_trials_apart_from_runs(alice, programme):
    trial = trial_in(programme)
    response = alice.get(reverse("programme", args=[programme.pk]) + "?view=runs")
    assert (list(response.context["page"].object_list), response.context["last"]) == ([], None)
    assert response.context["trials"] == [trial]


def test_trial_page_costs_the_same_with_one_difference_and_with_three(cast, alice, programme):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            seeker_of(programme), helper_of(programme)
        url = page(tried(programme, cast.alice))
        alice.get(url)
        with CaptureQueriesContext(connection) as captured:
            alice.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
