"""The proposals desk: the list, one proposal, the decisions, and what partners may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frontend.toasts import UNASKED
from matching.domain.decisions import approve_proposal, refuse_proposal
from matching.enums import PairState, ProposalState, RefusalReason
from matching.models import Decision, Pair, Veto
from tests.clients import client_of
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import CANARY_NAME, CANARY_PLACE, done_run, proposal_in

pytestmark = pytest.mark.django_db
LIST, APPROVE = "/proposals/", "/proposals/approve/"


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def page(proposal) -> str:
    return reverse("proposal", args=[proposal.pk])


def decide(client, proposal, act, *, query="", version=1, **data):
    url = reverse("proposal_decide", args=[proposal.pk]) + query
    return client.post(url, {"act": act, "version": version, **data})


def numbers(response) -> list[int]:
    return [row.proposal.pk for row in response.context["desk"].page.object_list]


def toasts(client) -> list[tuple[str, str]]:
    """(sentence, where undo posts to) of what the next page says."""
    response = client.get("/programmes/")
    return [
        (one.message, (one.extra_tags or "").removeprefix("undo:")) for one in response.context["messages"]
    ]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("", {"HX-Request": "true", UNASKED: "1"}),
        ("/live/", {"Upgrade": "websocket"}),
        ("/live/", {"Sec-Fetch-Mode": "websocket"}),
        ("/nothing.ico", {"Sec-Fetch-Mode": "no-cors"}),
    ],
)
@pytest.mark.parametrize(
    "seen", [{}, {"Sec-Fetch-Mode": "navigate"}, {"HX-Request": "true", "Sec-Fetch-Mode": "cors"}]
)
def test_what_was_done_is_told_on_a_page_somebody_sees(alice, programme, address, headers, seen):
    proposal = proposal_in(programme)
    decide(alice, proposal, "pin")
    told = "Pinned: the next run keeps"
    assert told not in alice.get(address or page(proposal), headers=headers).content.decode()
    assert told in alice.get(page(proposal), headers=seen).content.decode()


# --- the list ---------------------------------------------------------------------------------------------


def test_list_is_sorted_by_points_or_by_wait(alice, programme):
    today = timezone.localdate()
    made = {
        points: proposal_in(
            programme, points=points, seeker=seeker_of(programme, waiting_since=today - timedelta(days=days))
        ).pk
        for points, days in ((70, 90), (90, 5), (80, 40))
    }
    assert numbers(alice.get(LIST)) == [made[90], made[80], made[70]]
    assert numbers(alice.get(f"{LIST}?sort=waiting")) == [made[70], made[80], made[90]]
    assert numbers(alice.get(f"{LIST}?sort=nonsense")) == [made[90], made[80], made[70]]


def test_list_finds_the_beginning_of_a_label_or_of_a_helpers_name(cast, alice, programme):
    first = proposal_in(programme, seeker=seeker_of(programme, label="K-417"))
    helper = helper_of(programme, volunteer_with(centre=cast.centre, first_name="Zuzanna"))
    second = proposal_in(programme, seeker=seeker_of(programme, label="K-9"), helper=helper)
    assert numbers(alice.get(f"{LIST}?q=k-4")) == [first.pk]
    assert numbers(alice.get(f"{LIST}?q=zuz")) == [second.pk]
    assert numbers(alice.get(f"{LIST}?q=nobody")) == []


def test_list_opens_the_programme_with_most_to_decide(cast, alice, programme):
    fuller = programme_of(cast.centre)
    proposal_in(programme)
    two = [proposal_in(fuller, points=points).pk for points in (50, 40)]
    assert numbers(alice.get(LIST)) == two
    assert len(numbers(alice.get(f"{LIST}?programme={programme.pk}"))) == 1


def test_list_without_programme_or_proposal_says_what_to_do(cast, alice):
    nowhere = alice.get(LIST).content.decode()
    programme_of(cast.centre)
    assert ("No programme yet" in nowhere, "Nothing to decide" in alice.get(LIST).content.decode()) == (
        True,
        True,
    )


def test_list_and_proposal_cost_the_same_with_one_row_and_with_three(alice, programme):
    first = proposal_in(programme)
    counts = []
    for more in (0, 2):
        for _ in range(more):
            proposal_in(programme)
        alice.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as listed:
            alice.get(LIST)
        with CaptureQueriesContext(connection) as opened:
            alice.get(page(first))
        counts.append((len(listed), len(opened)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 60


def test_a_row_and_the_opened_proposal_come_alone_for_htmx(alice, programme):
    proposal = proposal_in(programme)
    row = alice.get(page(proposal), headers={"HX-Request": "true", "HX-Target": f"row-{proposal.pk}"})
    opened = alice.get(page(proposal), headers={"HX-Request": "true", "HX-Target": "opened"})
    assert row.content.decode().strip().startswith(f'<li class="prop-row" id="row-{proposal.pk}"')
    assert opened.content.decode().strip().startswith('<article class="desk-open" id="opened"')


def test_news_come_once_a_newer_run_is_done(alice, programme):
    run = done_run(programme)
    url = f"{LIST}?programme={programme.pk}&seen={run.pk}-0"
    headers = {"HX-Request": "true", "HX-Target": "news"}
    before = alice.get(url, headers=headers).content.strip()
    done_run(programme)
    assert (before, b"New proposals have come." in alice.get(url, headers=headers).content) == (b"", True)


# --- one proposal -----------------------------------------------------------------------------------------


def test_proposal_shows_points_sentences_and_proof(alice, programme):
    proposal = proposal_in(programme, seeker=seeker_of(programme, children=1))
    response = alice.get(page(proposal))
    facing = response.context["facing"]
    assert (facing.points, facing.most) == (proposal.points, 100)
    assert [one.points for one in facing.criteria] == [one["points"] for one in proposal.criteria]
    assert (facing.has_minors, facing.minors_ok) == (True, True)
    assert response.context["proven"] == "Proven best:"


def test_proposal_warns_when_the_helper_is_not_cleared_for_children(cast, alice, programme):
    helper = helper_of(programme, volunteer_with(centre=cast.centre, cleared=False))
    proposal = proposal_in(programme, seeker=seeker_of(programme, children=1), helper=helper)
    facing = alice.get(page(proposal)).context["facing"]
    assert (facing.minors_ok, facing.helper.minors_note) == (False, "clearance is not complete")


def test_partners_person_is_seen_in_outline_only(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    theirs = volunteer_with(
        centre=cast.other_centre, first_name=CANARY_NAME, place_name=CANARY_PLACE, offers={"school"}
    )
    proposal = proposal_in(shared, seeker=seeker_of(shared), helper=helper_of(shared, theirs))
    for url in (page(proposal), LIST):
        response = alice.get(url)
        text = response.content.decode()
        assert (CANARY_NAME in text, CANARY_PLACE in text, theirs.label in text) == (False, False, True)
    facing = alice.get(page(proposal)).context["facing"]
    assert (facing.helper.areas, facing.areas, facing.shows_map, facing.reach_km) == ("", "", False, None)
    told = {one.name: one.says for one in facing.criteria}
    assert told["Needs and offers"] == "Counted. The partner centre tells more once they are a pair."
    assert told["Language"] != told["Needs and offers"]


def test_partners_helper_cannot_be_found_by_trying_names(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    theirs = helper_of(shared, volunteer_with(centre=cast.other_centre, first_name=CANARY_NAME))
    proposal_in(shared, seeker=seeker_of(shared), helper=theirs)
    assert numbers(alice.get(f"{LIST}?programme={shared.pk}&q=kana")) == []


# --- deciding ---------------------------------------------------------------------------------------------


def test_approving_makes_the_pair_and_opens_the_next_with_an_undo(alice, programme):
    first, second = proposal_in(programme, points=90), proposal_in(programme, points=80)
    response = decide(alice, first, "approve", query=f"?programme={programme.pk}&sort=points")
    pair = Pair.objects.get()
    assert response.headers["Location"] == f"{page(second)}?programme={programme.pk}&sort=points"
    assert (pair.proposal_id, pair.state) == (first.pk, PairState.OFFERED)
    assert [undo for _text, undo in toasts(alice)] == [reverse("pair_undo", args=[pair.pk])]


def test_approving_the_last_one_opens_the_one_before_then_the_list(alice, programme):
    first, last = proposal_in(programme, points=90), proposal_in(programme, points=80)
    assert decide(alice, last, "approve").headers["Location"] == page(first)
    assert decide(alice, first, "approve").headers["Location"] == LIST


def test_undo_brings_the_proposal_back(alice, programme):
    proposal = proposal_in(programme)
    decide(alice, proposal, "approve")
    response = alice.post(reverse("pair_undo", args=[Pair.objects.get().pk]))
    proposal.refresh_from_db()
    assert (response.headers["Location"], proposal.state) == (page(proposal), ProposalState.OPEN)


def test_refusing_needs_a_reason_and_keeps_what_was_typed(alice, programme):
    proposal = proposal_in(programme)
    response = decide(alice, proposal, "refuse", note="They are neighbours.")
    assert (response.status_code, Veto.objects.count()) == (422, 0)
    assert "They are neighbours." in response.content.decode()
    response = decide(alice, proposal, "refuse", reason="other", note="  ")
    told = response.context["refusal_form"].errors
    assert (response.status_code, told) == (422, {"note": ["Say in a few words why."]})
    assert response.context["refusal_form"]["reason"].value() == "other"


def test_refusing_writes_the_veto_down(alice, programme):
    proposal = proposal_in(programme)
    response = decide(alice, proposal, "refuse", reason="too_far", note="A river between.")
    veto = Veto.objects.get()
    assert (response.status_code, veto.reason, veto.note) == (302, RefusalReason.TOO_FAR, "A river between.")
    assert (veto.seeker_id, veto.helper_id) == (proposal.seeker_id, proposal.helper_id)


def test_pinning_and_unpinning_stay_on_the_proposal(alice, programme):
    proposal = proposal_in(programme)
    response = decide(alice, proposal, "pin")
    proposal.refresh_from_db()
    assert (response.headers["Location"], proposal.pinned) == (page(proposal), True)
    decide(alice, proposal, "unpin", version=proposal.version)
    proposal.refresh_from_db()
    assert proposal.pinned is False


def test_what_a_colleague_decided_is_told_with_the_newer_state(cast, alice, programme):
    proposal = proposal_in(programme)
    approve_proposal(proposal, by=cast.ada)
    response = decide(alice, proposal, "refuse", reason="other", note="Typed with care.")
    assert response.status_code == 409
    assert str(response.context["told"]).startswith("Ada has already decided at")
    assert (response.context["is_open"], Pair.objects.count()) == (False, 1)
    assert "Typed with care." in response.content.decode()


def test_a_stale_view_is_told_and_nothing_is_decided(alice, programme):
    proposal = proposal_in(programme, version=3)
    response = decide(alice, proposal, "approve", version=2)
    assert (response.status_code, response.context["is_open"], Decision.objects.count()) == (409, True, 0)
    assert str(response.context["told"]).startswith("This proposal changed while you were looking at it.")


def test_the_same_approval_sent_twice_makes_one_pair(alice, programme):
    proposal = proposal_in(programme)
    answers = [decide(alice, proposal, "approve").status_code for _ in range(2)]
    assert (answers, Pair.objects.count()) == ([302, 409], 1)


def test_nonsense_instead_of_a_decision_changes_nothing(alice, programme):
    proposal = proposal_in(programme)
    answers = [
        decide(alice, proposal, "marry").status_code,
        decide(alice, proposal, "approve", version="x").status_code,
    ]
    proposal.refresh_from_db()
    assert (answers, proposal.state) == ([422, 422], ProposalState.OPEN)


def test_decided_proposal_says_who_decided_and_leads_on(cast, alice, programme):
    proposal, other = proposal_in(programme), proposal_in(programme)
    refuse_proposal(proposal, reason=RefusalReason.HOURS, by=cast.ada)
    response = alice.get(page(proposal))
    text = response.content.decode()
    assert (response.context["is_open"], "Ada refused it" in text, page(other) in text) == (False, True, True)


# --- several at once --------------------------------------------------------------------------------------


def test_chosen_ones_are_approved_and_the_rest_is_told(cast, alice, programme):
    first, second, third = (proposal_in(programme) for _ in range(3))
    approve_proposal(second, by=cast.ada)
    alice.post(APPROVE, {"chosen": [first.pk, second.pk]})
    states = [Pair.objects.filter(proposal=one).count() for one in (first, second, third)]
    told = [text for text, _undo in toasts(alice)]
    assert states == [1, 1, 0]
    assert told[0].startswith("1 pair is offered.")
    assert told[1].startswith(f"{second.seeker.household.label}: Ada has already decided")


def test_choosing_anothers_proposal_or_nothing_approves_nothing(cast, alice):
    theirs = proposal_in(programme_of(cast.other_centre))
    alice.post(APPROVE, {"chosen": [theirs.pk, "x", ""]})
    told = [text for text, _undo in toasts(alice)]
    assert (Pair.objects.count(), told) == (0, ["Nothing was chosen. Tick the proposals first."])
