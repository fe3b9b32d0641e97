"""Programmes and their runs: what is shown, what is changed, what a run found."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.enums import RunState
from matching.models import Programme, Run
from matching.queries import rules_on
from tests.access.routes_matching import RULES
from tests.clients import client_of
from tests.factories.families import household_with
from tests.factories.matching import VetoFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import CANARY_NAME, CANARY_PLACE, proposal_in

pytestmark = pytest.mark.django_db
LIST, ADD = "/programmes/", "/programmes/add/"


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def page(programme, view="") -> str:
    return reverse("programme", args=[programme.pk]) + (f"?view={view}" if view else "")


def rows(response) -> list[tuple[str, str, str]]:
    return [(row.title, row.place, row.note) for row in response.context["page"].object_list]


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


# --- programmes -------------------------------------------------------------------------------------------


def test_list_shows_own_and_shared_programmes(cast, alice, programme):
    shared = programme_of(cast.other_centre, cast.centre)
    programme_of(cast.other_centre)
    shown = {one.pk for one in alice.get(LIST).context["page"]}
    assert shown == {programme.pk, shared.pk}


@pytest.mark.parametrize("view", ["families", "helpers", "runs", "vetoes"])
def test_page_costs_the_same_with_one_row_and_with_three(cast, alice, programme, view):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            VetoFactory(seeker=seeker_of(programme), helper=helper_of(programme))
            perform_run(request_run(programme, by=cast.alice).pk) if view == "runs" else None
        counts.append(queries_of(alice, page(programme, view)))
    assert counts[0] == counts[1]


def test_list_costs_the_same_with_one_row_and_with_three(cast, alice, programme):
    one = queries_of(alice, LIST)
    programme_of(cast.centre), programme_of(cast.centre)
    assert queries_of(alice, LIST) == one


def test_pool_shows_partners_people_in_outline(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    fields = {"commune_name": "Krakow", "place_name": CANARY_PLACE}
    theirs = household_with(centre=cast.other_centre, label="K-77", **fields)
    seeker_of(shared, theirs)
    helper_of(
        shared, volunteer_with(centre=cast.other_centre, first_name=CANARY_NAME, label="W-77", **fields)
    )
    assert rows(alice.get(page(shared, "families"))) == [("K-77", "Krakow", "family of Centre B")]
    assert rows(alice.get(page(shared, "helpers"))) == [("W-77", "Krakow", "helper of Centre B")]


def test_finance_sees_figures_and_rules_but_nobody(cast, programme):
    seeker_of(programme, household_with(centre=cast.centre, label="K-77"))
    text = client_of(cast.filip).get(page(programme)).content.decode()
    assert ("K-77" in text, "Rules in force" in text, "Run the matching" in text) == (False, True, False)


def test_adding_sets_up_the_programme_with_the_rules_of_its_kind(cast, alice):
    response = alice.post(ADD, {"name": "Guides", "key": "guides", "kind": "guidance"})
    made = Programme.objects.get()
    assert (response.headers["Location"], made.lead, made.kind) == (page(made), cast.centre, "guidance")
    assert rules_on(made, timezone.localdate()).max_room == 6


def test_adding_a_key_twice_is_told_beside_the_field(alice, programme):
    typed = {"name": "Again", "key": programme.key, "kind": "friendship"}
    response = alice.post(ADD, typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["key"])


def test_new_rules_begin_on_their_day_and_the_old_ones_end_the_day_before(cast, alice, programme):
    start = timezone.localdate() + timedelta(days=10)
    typed = {**RULES, "valid_from": start.isoformat(), "source": "Resolution 2", "max_km": 12}
    alice.post(reverse("programme_edit", args=[programme.pk]), typed)
    new, old = rules_on(programme, start), rules_on(programme, timezone.localdate())
    assert (new.max_km, new.source, new.checked_by) == (12, "Resolution 2", "Alice")
    assert (old.max_km, old.valid_to) == (30, start - timedelta(days=1))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"valid_from": "2020-01-01"}, "valid_from"),
        ({"session_minutes": 45}, "session_minutes"),
        ({"weight_language": 101}, "weight_language"),
        ({"max_km": 0}, "max_km"),
        ({"source": ""}, "source"),
        ({"why": ""}, "why"),
    ],
)
def test_rules_that_cannot_be_are_told_beside_their_field(alice, programme, wrong, field):
    response = alice.post(reverse("programme_edit", args=[programme.pk]), {**RULES, **wrong})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert programme.rules.count() == 1


def test_a_name_can_change_and_the_key_stays(alice, programme):
    key = programme.key
    alice.post(reverse("programme_edit", args=[programme.pk]), {"name": "Neighbours"})
    programme.refresh_from_db()
    assert (programme.name, programme.key) == ("Neighbours", key)


def test_a_partner_does_not_change_the_rules_it_shares(cast, programme):
    shared = programme_of(cast.other_centre, cast.centre)
    response = client_of(cast.alice).post(reverse("programme_edit", args=[shared.pk]), RULES)
    assert (response.status_code, shared.rules.count()) == (403, 1)


def test_sharing_lets_the_other_centre_in(cast, alice, programme):
    alice.post(reverse("programme_share", args=[programme.pk]), {"centre": cast.other_centre.pk})
    assert client_of(cast.carol).get(page(programme)).status_code == 200


def test_allowing_again_takes_the_pair_off_the_list(alice, programme):
    veto = VetoFactory(seeker=seeker_of(programme), helper=helper_of(programme))
    response = alice.post(reverse("veto_allow", args=[veto.pk]))
    assert response.headers["Location"] == page(programme, "vetoes")
    assert rows(alice.get(page(programme, "vetoes"))) == []


# --- what the limits cost -----------------------------------------------------------------------------------


def limits_of(programme) -> str:
    return reverse("programme_limits", args=[programme.pk])


def test_page_asks_for_the_counts_once_it_is_shown(alice, programme):
    text = alice.get(page(programme)).content.decode()
    assert f'hx-get="{limits_of(programme)}" hx-trigger="load"' in text
    assert "Who would have nobody?" in text


def test_counts_stand_beside_the_limits_and_the_button(alice, programme):
    seeker_of(programme, wish_gender="man", wish_strength="must")
    helper_of(programme)
    response = alice.get(limits_of(programme), headers={"HX-Request": "true", "HX-Target": "limits"})
    text = response.content.decode()
    assert "1 of 1 family has nobody who fits." in text
    assert 'id="before-run" hx-swap-oob="true"' in text
    assert "With these rules no family has anybody who fits." in text
    first = response.context["told_rules"].limits[0]
    assert first == ("Farthest apart, km", "30", "leaves nobody out")


def test_counts_have_a_page_of_their_own(alice, programme):
    seeker_of(programme, wish_gender="man", wish_strength="must")
    helper_of(programme)
    response = alice.get(limits_of(programme))
    assert response.context["hindrances"] == [("a woman or a man as a must", 1)]
    assert "What each limit costs" in response.content.decode()


def test_counts_without_rules_say_so(alice, programme):
    programme.rules.all().delete()
    assert "There are no rules for today" in alice.get(limits_of(programme)).content.decode()


def test_counts_cost_the_same_with_one_row_and_with_three(alice, programme):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            seeker_of(programme), helper_of(programme)
        counts.append(queries_of(alice, limits_of(programme)))
    assert counts[0] == counts[1]


# --- runs -------------------------------------------------------------------------------------------------


def test_starting_enqueues_the_run_and_opens_its_page(alice, programme):
    response = alice.post(reverse("run_start", args=[programme.pk]))
    run = Run.objects.get()
    assert response.headers["Location"] == reverse("run", args=[run.pk])
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[run.pk]]


def test_starting_a_second_run_leads_to_the_first_with_a_sentence(alice, programme):
    alice.post(reverse("run_start", args=[programme.pk]))
    response = alice.post(reverse("run_start", args=[programme.pk]), follow=True)
    told = [one.message for one in response.context["messages"]]
    assert (Run.objects.count(), told) == (1, ["A run is already on for this programme; here it is."])
    assert response.redirect_chain == [(reverse("run", args=[Run.objects.get().pk]), 302)]


def test_paused_programme_is_not_matched_and_says_so(alice, programme):
    alice.post(reverse("programme_state", args=[programme.pk]), {"state": "paused"})
    response = alice.post(reverse("run_start", args=[programme.pk]))
    assert (response.status_code, Run.objects.count()) == (409, 0)


def test_live_run_shows_its_step_and_can_be_cancelled(cast, alice, programme):
    run = request_run(programme, by=cast.alice)
    url = reverse("run", args=[run.pk])
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING, stage="scoring", progress=40)
    text = alice.get(url).content.decode()
    assert ('value="40"' in text, "Cancel the run" in text, f'data-live="run:{run.pk}"' in text) == (
        True,
    ) * 3
    alice.post(reverse("run_cancel", args=[run.pk]))
    assert "It stops in a moment." in alice.get(url).content.decode()


def test_run_with_nobody_says_what_is_missing(cast, alice, programme):
    run = perform_run(request_run(programme, by=cast.alice).pk)
    response = alice.get(reverse("run", args=[run.pk]))
    assert response.context["outcome"].startswith("No family waits in this programme now.")
    assert response.context["is_nobody"] is True


def test_run_counts_own_families_without_a_pair_and_leads_to_them(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    helper_of(shared, volunteer_with(centre=cast.other_centre, languages=()))
    seeker_of(shared, household_with(centre=cast.centre, label="K-5"))
    seeker_of(shared, household_with(centre=cast.other_centre, label="K-6"))
    run = perform_run(request_run(shared, by=cast.alice).pk)
    response = alice.get(reverse("run", args=[run.pk]))
    assert response.context["waiting"] == 1
    assert f'href="{reverse("not_matched")}?programme={shared.pk}"' in response.content.decode()


def test_run_page_costs_the_same_with_one_left_and_with_three(cast, alice, programme):
    counts = []
    helper_of(programme, volunteer_with(centre=cast.centre, languages=()))
    perform_run(request_run(programme, by=cast.alice).pk)  # so that both are told beside one before
    for more in (1, 2):
        for _ in range(more):
            seeker_of(programme)
        run = perform_run(request_run(programme, by=cast.alice).pk)
        counts.append(queries_of(alice, reverse("run", args=[run.pk])))
    assert counts[0] == counts[1]


def test_failed_run_is_told_in_a_sentence(alice, programme):
    proposal = proposal_in(programme)
    run = proposal.run
    Run.objects.filter(pk=run.pk).update(state=RunState.FAILED, error="child_died")
    assert "The calculation was cut off" in alice.get(reverse("run", args=[run.pk])).content.decode()
