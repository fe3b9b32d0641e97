"""Below a proposal: who else, why not somebody, what refusing costs; and the price of pairing by hand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.audit.actor import SYSTEM
from base.places.languages import Level, Spoken
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.models import Proposal, RunEvidence
from tests.clients import client_of
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import CANARY_NAME

pytestmark = pytest.mark.django_db
GEORGIAN = (Spoken("ka", Level.NATIVE),)


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def called(programme, name) -> str:
    """Hanna (W-12), the only helper of that name."""
    return f"{name} ({programme.helpers.get(volunteer__first_name=name).person.label})"


def proposal_after_a_run(programme, seeker):
    perform_run(request_run(programme, by=SYSTEM).pk)
    return Proposal.objects.get(seeker=seeker, state="open")


def rivals(client, proposal, **query):
    return client.get(reverse("proposal_rivals", args=[proposal.pk]), query)


def test_others_stand_with_their_price_and_a_way_to_pair_them(alice, programme):
    seeker = seeker_of(programme)
    helper_of(programme, first_name="Hanna")
    helper_of(programme, first_name="Beata", languages=(Spoken("uk", Level.B1),))
    response = rivals(alice, proposal_after_a_run(programme, seeker))
    shown = response.context["rivals"].lines
    assert [one.name for one in shown] == [called(programme, "Beata")]
    assert shown[0].price.note == "in the whole matching"
    assert shown[0].url.startswith("/pairs/by-hand/?programme=")
    assert response.context["rivals"].nobody.word == "1 family fewer"
    assert "Not this pair?" in response.content.decode()


def test_why_not_tells_the_rules_in_the_way(alice, programme):
    seeker = seeker_of(programme)
    helper_of(programme)
    helper_of(programme, first_name="Zofia", languages=GEORGIAN)
    response = rivals(alice, proposal_after_a_run(programme, seeker), who="zof")
    found = response.context["rivals"].found
    assert [(one.name, one.against) for one in found] == [
        (called(programme, "Zofia"), "There is no shared language at the level the programme asks.")
    ]
    assert found[0].price is not None


def test_why_not_knows_the_one_who_is_proposed(alice, programme):
    seeker = seeker_of(programme)
    helper_of(programme, first_name="Hanna")
    response = rivals(alice, proposal_after_a_run(programme, seeker), who="Han")
    found = response.context["rivals"].found
    assert [(one.name, one.against, one.url) for one in found] == [
        (called(programme, "Hanna"), "This is the one proposed.", "")
    ]


def test_a_search_for_nobody_says_so(alice, programme):
    seeker = seeker_of(programme)
    helper_of(programme)
    response = rivals(alice, proposal_after_a_run(programme, seeker), who="Xaver")
    assert "begins like this" in response.content.decode()


def test_without_evidence_the_page_says_so_instead_of_prices(alice, programme):
    seeker = seeker_of(programme)
    helper_of(programme)
    proposal = proposal_after_a_run(programme, seeker)
    RunEvidence.objects.all().delete()
    assert "evidence of this run is not kept" in rivals(alice, proposal).content.decode()


def test_a_partners_helper_is_told_by_label_and_cannot_be_paired_by_hand(cast, alice):
    programme = programme_of(cast.centre, cast.other_centre)
    seeker = seeker_of(programme)
    for name in ("Own", CANARY_NAME):
        centre = cast.centre if name == "Own" else cast.other_centre
        helper_of(programme, volunteer_with(centre=centre, first_name=name, last_name=CANARY_NAME))
    proposal = proposal_after_a_run(programme, seeker)
    response = rivals(alice, proposal)
    shown = {one.name: one.url != "" for one in response.context["rivals"].lines}
    is_own = proposal.helper.person.centre_id == cast.centre.pk
    other = programme.helpers.exclude(pk=proposal.helper_id).get()
    assert shown == ({other.person.label: False} if is_own else {called(programme, "Own"): True})
    assert CANARY_NAME not in response.content.decode()


def test_more_rivals_need_no_more_queries(alice, programme):
    def counted(seeker):
        proposal = proposal_after_a_run(programme, seeker)
        rivals(alice, proposal)
        with CaptureQueriesContext(connection) as queries:
            response = rivals(alice, proposal)
        return len(response.context["rivals"].lines), len(queries)

    seeker = seeker_of(programme)
    for _ in range(2):
        helper_of(programme)
    one, queries = counted(seeker)
    for _ in range(2):
        helper_of(programme)
    three, more_queries = counted(seeker)
    assert (one, three) == (1, 3)
    assert more_queries == queries


def test_pairing_by_hand_tells_the_price_and_who_is_moved_before_the_act(alice, programme):
    seeker, other = seeker_of(programme), seeker_of(programme)
    helper = helper_of(programme, room=1)
    proposal_after = Proposal.objects.filter(state="open")
    perform_run(request_run(programme, by=SYSTEM).pk)
    lucky = proposal_after.get().seeker
    unlucky = other if lucky == seeker else seeker
    query = {"programme": programme.pk, "seeker": unlucky.pk, "helper": helper.pk}
    hand = alice.get("/pairs/by-hand/", query).context["hand"]
    assert hand.moved == [(lucky.household.label, "")]
    assert hand.told_price is not None


def test_a_family_that_has_just_come_is_suggested_helpers_at_once(alice, programme):
    seeker = seeker_of(programme)
    helper_of(programme, first_name="Hanna", room=2)
    proposal_after_a_run(programme, seeker)
    newcomer = seeker_of(programme)
    query = {"programme": programme.pk, "seeker": newcomer.pk}
    response = alice.get("/pairs/by-hand/", query)
    assert [one.name for one in response.context["hand"].suggested] == [called(programme, "Hanna")]
    assert "nobody else is moved" in response.content.decode()
