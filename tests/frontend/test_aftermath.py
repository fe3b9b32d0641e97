"""What is told when a family lost its helper: in toasts, with the pair, on the desk, Today, at goodbyes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frontend.today import today_of
from matching.domain.decisions import pair_by_hand, refuse_proposal
from matching.domain.pairs import record_step
from matching.domain.replacements import propose_replacement
from matching.enums import PairState, RefusalReason
from matching.models import Pair, Proposal
from tests.clients import client_of
from tests.factories.matching import (
    PairFactory,
    ProposalFactory,
    RunFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.factories.mentors import mentor_with
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import proposal_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre, cast.other_centre)


@pytest.fixture
def run(programme):
    return RunFactory(programme=programme, finished_at=timezone.now())


@pytest.fixture
def pair(programme, run, cast):
    return pair_by_hand(seeker_of(programme), helper_of(programme), by=cast.alice)


def said(response):
    """(text, where to look) of the toasts of the page a post led to."""
    return [(toast.text, toast.look_url) for toast in response.context["toasts"]]


def decline(client, pair):
    return client.post(reverse("pair_step", args=[pair.pk]), {"to": "declined"}, follow=True)


def queries_of(act) -> int:
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


# --- the pair ---------------------------------------------------------------------------------------------


def test_not_this_time_tells_the_priority_and_who_is_proposed_instead(alice, programme, pair):
    other = helper_of(programme)
    page = decline(alice, pair)
    proposal = Proposal.objects.get()
    back = f"{pair.seeker} is back on the list with priority 2."
    instead = f"{other.volunteer.first_name} ({other}) is proposed instead."
    address = reverse("proposal", args=[proposal.pk])
    assert said(page) == [(f"Not this time. {back} {instead}", address)]
    assert page.context["next"].text == f"{back} {instead}"
    assert page.context["next"].url == address
    assert f'href="{address}">Look at the proposal' in page.content.decode()


def test_not_this_time_with_nobody_free_tells_why_and_where_to_look(alice, pair):
    page = decline(alice, pair)
    text, address = said(page)[0]
    back = f"Not this time. {pair.seeker} is back on the list with priority 2."
    assert text == f"{back} Nobody is proposed instead yet. This pair was ruled out before."
    assert address == f"/pairs/by-hand/?programme={pair.programme_id}&seeker={pair.seeker_id}"
    assert "Look for a new helper" in page.content.decode()


def test_partner_is_not_told_how_urgent_a_family_is(cast, programme, run):
    theirs = helper_of(programme, volunteer_with(centre=cast.other_centre))
    pair = pair_by_hand(seeker_of(programme), theirs, by=cast.alice)
    own = helper_of(programme)
    page = decline(client_of(cast.carol), pair)
    assert said(page)[0][0] == (
        f"Not this time. {pair.seeker} is back on the list. {own} is proposed instead."
    )


def test_closing_at_the_planned_end_proposes_nobody(alice, programme, pair):
    helper_of(programme)
    page = alice.post(reverse("pair_close", args=[pair.pk]), {"reason": "completed"}, follow=True)
    assert said(page) == [("The pair is closed. The helper has room again.", "")]
    assert not Proposal.objects.exists()


def test_pair_before_the_last_tells_nothing_of_what_came_next(alice, programme, pair, cast):
    record_step(pair, to=PairState.DECLINED, by=cast.alice)
    later = PairFactory(seeker=pair.seeker, helper=helper_of(programme), state="undone")
    assert alice.get(reverse("pair", args=[pair.pk])).context["next"] is None
    later.delete()
    assert alice.get(reverse("pair", args=[pair.pk])).context["next"] is not None


# --- the desk ---------------------------------------------------------------------------------------------


def test_urgent_proposal_stands_on_top_and_is_marked(alice, programme, run, pair, cast):
    best = proposal_in(programme, run=run, points=100)
    helper_of(programme)
    record_step(pair, to=PairState.DECLINED, by=cast.alice)
    Pair.objects.update(closed_on=timezone.localdate().replace(month=9, day=3))
    urgent = Proposal.objects.get(origin="replacement")

    page = alice.get(reverse("proposals"))

    assert page.context["desk"].numbers == [urgent.pk, best.pk]
    assert page.content.count(b"urgent") == 2  # in its row, and opened beside
    assert page.context["urgent"] == "urgent: in place of a pair that ended on 3 September"
    assert page.context["proven"] == "Proposed at once:"
    opened = alice.get(reverse("proposal", args=[best.pk]))
    assert (opened.context["urgent"], opened.context["proven"]) == ("", "")


def test_urgent_proposal_is_news_on_an_open_desk(alice, programme, run, pair, cast):
    helper_of(programme)
    url = f"{reverse('proposals')}?programme={programme.pk}&seen={run.pk}-0"
    headers = {"HX-Request": "true", "HX-Target": "news"}
    assert b"New proposals" not in alice.get(url, headers=headers).content
    record_step(pair, to=PairState.DECLINED, by=cast.alice)
    assert b"New proposals" in alice.get(url, headers=headers).content


# --- Today ------------------------------------------------------------------------------------------------


def lost(programme, by):
    return record_step(
        pair_by_hand(seeker_of(programme), helper_of(programme), by=by), to=PairState.DECLINED, by=by
    )


def rows(membership):
    return [(one.what, one.url) for one in today_of(membership).tasks if "lost their helper" in one.what]


def test_family_that_lost_its_helper_is_a_task_until_somebody_is_proposed(cast, programme, run):
    gone = lost(programme, cast.alice)
    address = f"/pairs/by-hand/?programme={programme.pk}&seeker={gone.seeker_id}"
    assert rows(cast.alice) == [
        (f"{gone.seeker} lost their helper, and nobody else is proposed yet", address)
    ]
    assert rows(cast.carol) == []
    helper_of(programme)
    propose_replacement(gone.seeker, by=cast.alice)
    assert rows(cast.alice) == []
    refuse_proposal(Proposal.objects.get(), reason=RefusalReason.HOURS, by=cast.alice)
    assert len(rows(cast.alice)) == 1


def test_each_family_that_lost_its_helper_is_a_line_of_its_own(cast, programme):
    gone = [lost(programme, cast.alice) for _ in range(7)]
    assert sorted(what.split()[0] for what, _url in rows(cast.alice)) == sorted(
        str(one.seeker) for one in gone
    )


def test_today_asks_as_much_of_one_lost_family_as_of_three(cast, programme):
    lost(programme, cast.alice)
    one = queries_of(lambda: today_of(cast.alice))
    for _ in range(2):
        lost(programme, cast.alice)
    assert queries_of(lambda: today_of(cast.alice)) == one


# --- goodbyes ---------------------------------------------------------------------------------------------


def test_goodbye_tells_first_what_it_means_to_whom_and_then_does_it(alice, programme, run, pair):
    leaving = pair.helper
    type(leaving.volunteer).objects.filter(pk=leaving.volunteer_id).update(room=2)
    Pair.objects.update(undo_until=timezone.now())
    other = ProposalFactory(run=run, seeker=seeker_of(programme), helper=leaving).seeker
    free = helper_of(programme, room=1)
    url = reverse("volunteer_goodbye", args=[leaving.volunteer_id])

    page = alice.get(url)
    told = {one.label: (one.now, one.then) for one in page.context["families"]}
    assert told == {
        str(pair.seeker): ("a pair: offered", "Somebody else is proposed at once."),
        str(other): (
            "only a proposal; nobody outside knows of it",
            "Those who fit were needed more urgently by other families.",
        ),
    }
    assert Proposal.objects.get().state == "open"

    assert alice.post(url, {"reason": ""}).status_code == 422
    done = alice.post(url, {"reason": "Moves to Gdynia"}, follow=True)
    leaving.volunteer.refresh_from_db()
    assert leaving.volunteer.state == "left"
    assert Proposal.objects.get(state="open").helper == free
    assert [text for text, _ in said(done)] == [
        f"{leaving} has said goodbye.",
        f"{pair.seeker} is back on the list with priority 2."
        f" {free.volunteer.first_name} ({free}) is proposed instead.",
        f"{other} is back on the list with priority 1. Nobody is proposed instead yet."
        " Everybody who fits has their hands full.",
    ]


def test_goodbye_from_a_large_pool_tells_at_once_and_looks_for_others_after(
    alice, programme, run, pair, monkeypatch
):
    monkeypatch.setattr("matching.domain.farewells.LARGE_POOL", 0)
    url = reverse("volunteer_goodbye", args=[pair.helper.volunteer_id])
    label = pair.seeker.household.label
    first, told = alice.get(url), alice.get(url, {"told": "1"})
    assert (label in first.content.decode(), 'href="?told=1"' in first.content.decode()) == (False, True)
    assert [one.label for one in told.context["families"]] == [label]


def test_page_of_goodbye_asks_as_much_of_one_family_as_of_three(alice, programme, run, cast):
    leaving = helper_of(programme, room=5)
    url = reverse("volunteer_goodbye", args=[leaving.volunteer_id])
    ProposalFactory(run=run, seeker=seeker_of(programme), helper=leaving)
    one = queries_of(lambda: alice.get(url))
    for _ in range(2):
        ProposalFactory(run=run, seeker=seeker_of(programme), helper=leaving)
    assert queries_of(lambda: alice.get(url)) == one


def test_page_of_a_volunteer_leads_to_the_goodbye(alice, cast):
    volunteer, mentor = volunteer_with(centre=cast.centre), mentor_with(centre=cast.centre)
    for name, person in (("volunteer", volunteer), ("mentor", mentor)):
        page = alice.get(reverse(name, args=[person.pk])).content.decode()
        assert f'href="{reverse(f"{name}_goodbye", args=[person.pk])}"' in page
