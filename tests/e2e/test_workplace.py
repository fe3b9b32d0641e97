"""The workplace programme in a real browser: its pages are accessible in both themes and at both widths."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from matching.domain.naming import name_colleague
from tests.e2e.axe import faults, look
from tests.e2e.desks import come_in
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.factories.families import household_with
from tests.factories.organisations import SiteFactory
from tests.factories.workplace import workplace_pair
from tests.matching.test_naming import colleague

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("sight", SIGHTS)
def test_pages_of_the_workplace_programme_pass_axe(page, live_server, sight):
    cast = told_cast()
    pair = workplace_pair(cast)
    part = pair.helper.mentor.participation
    site = SiteFactory(organisation=cast.firm, name="Hall 2")
    named = name_colleague(part, data=colleague(site=site), by=cast.dana)
    household_with(centre=cast.centre, phone="+48600100777")
    look(page, sight)
    looked_at = {
        cast.dana: [
            reverse("mentor_name", args=[part.pk]),
            reverse("colleague_name", args=[part.pk]),
            reverse("employer", args=[part.pk]) + "?tab=mentees",
        ],
        cast.alice: [reverse("colleague_take_in", args=[named.pk]), reverse("pair", args=[pair.pk])],
        cast.mirek: [
            reverse("companion", args=[pair.key]),
            reverse("me"),
            reverse("me_work", args=["week"]),
            reverse("me_agree", args=["matching"]),
        ],
    }
    told = {}
    for who, paths in looked_at.items():
        come_in(page, live_server.url, who)
        for path in paths:
            assert page.goto(live_server.url + path).status == 200
            told[path] = faults(page)
    assert not any(told.values()), told
    # The way a mentor ticks: one touch, and the page says how many are done.
    page.goto(live_server.url + reverse("companion", args=[pair.key]))
    page.locator(".tick-line").first.click()
    expect(page.locator("#first header")).to_have_text(re.compile("1 of 13$"))
