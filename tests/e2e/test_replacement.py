"""A declined offer in a real browser: somebody else stands on top of the desk; a goodbye told beforehand."""

import pytest
from django.urls import reverse

from matching.domain.decisions import pair_by_hand
from matching.models import Proposal
from tests.e2e.axe import faults_in
from tests.e2e.desks import come_in
from tests.e2e.sights import BOTH
from tests.factories.cast import told_cast
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.frontend.matching import proposal_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pair(page, live_server):
    """Alice's pair on offer, another family's proposal, and somebody who is free."""
    cast = told_cast()
    programme = programme_of(cast.centre)
    proposal_in(programme, points=100)
    made = pair_by_hand(seeker_of(programme), helper_of(programme), by=cast.alice)
    helper_of(programme)
    come_in(page, live_server.url, cast.alice)
    return made


def test_declined_offer_leads_to_somebody_else_on_top_of_the_desk(page, live_server, pair):
    page.goto(live_server.url + reverse("pair", args=[pair.pk]))
    page.get_by_role("button", name="Not this time").click()
    page.get_by_role("link", name="Look", exact=True).click()
    urgent = Proposal.objects.get(origin="replacement")
    page.locator(f'#opened[data-opened="prop-{urgent.pk}"]').wait_for()
    told = page.locator("#opened .verdict-marks").inner_text().strip()
    assert told.startswith("urgent: in place of a pair that ended")
    assert faults_in(page, BOTH) == []
    page.goto(f"{live_server.url}/proposals/")
    assert page.locator(".prop-row").first.get_attribute("id") == f"row-{urgent.pk}"


def test_goodbye_is_told_before_it_is_said(page, live_server, pair):
    page.goto(live_server.url + reverse("volunteer", args=[pair.helper.volunteer_id]))
    page.get_by_role("link", name="Says goodbye").click()
    page.get_by_text("Somebody else is proposed at once.").wait_for()
    assert faults_in(page, BOTH) == []
    page.get_by_label("Why?").fill("Moves to Gdynia")
    page.get_by_role("button", name="Say goodbye").click()
    page.get_by_text("has said goodbye").wait_for()
    assert Proposal.objects.get(origin="replacement").state == "open"
