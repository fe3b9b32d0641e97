"""One path in a real browser: another limit, what it would change, and only then the rules themselves."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.models import Proposal, Run
from tests.e2e.desks import come_in
from tests.factories.cast import told_cast
from tests.factories.families import household_with
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_limit_is_tried_looked_at_and_saved_without_typing_twice(page, live_server):
    cast = told_cast()
    programme = programme_of(cast.centre)
    household = household_with(centre=cast.centre, label="K-77")
    type(household).objects.filter(pk=household.pk).update(latitude=household.latitude + 20 / 111.2 / 1.3)
    seeker_of(programme, household)
    helper_of(programme, volunteer_with(centre=cast.centre, travel_km=50, first_name="Marta"))
    perform_run(request_run(programme, by=cast.alice).pk)
    come_in(page, live_server.url, cast.alice)

    page.goto(live_server.url + reverse("programme", args=[programme.pk]))
    expect(page.locator("#before-run")).to_contain_text("has somebody who fits")
    expect(page.locator("#limits .costs").first).to_have_text("leaves nobody out")
    page.get_by_role("link", name="Change the rules").click()
    page.get_by_label("Farthest apart, km").fill("10")
    page.get_by_role("button", name="Try them out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Trying the rules out")
    perform_run(Run.objects.get(kind="what_if").pk)
    expect(page.get_by_role("heading", level=1)).to_have_text("What these rules would change")
    expect(page.locator("#differences")).to_contain_text(
        re.compile(r"No longer Marta \(W-\d+\)\. It is too far")
    )
    assert Proposal.objects.filter(state="open").count() == 1

    page.get_by_role("link", name="Use these rules from …").click()
    expect(page.get_by_label("Farthest apart, km")).to_have_value("10")
    page.get_by_label("Where these rules come from").fill("Meeting of the partners")
    page.get_by_label("Why?").fill("Marta lives too far away")
    page.get_by_role("button", name="Write the rules down").click()
    expect(page.locator("#limits .costs").first).to_have_text("leaves 1 of 1 family with nobody")
    assert programme.rules.order_by("-valid_from").first().max_km == 10
