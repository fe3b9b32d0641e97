"""The workplace programme in a real browser: its pages are accessible in both themes and at both widths."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from matching.domain.naming import name_colleague
from tests.clients import client_of
from tests.e2e.sights import SIGHTS
from tests.e2e.test_employers import SIDEWAYS, told_by_axe
from tests.factories.cast import told_cast
from tests.factories.families import household_with
from tests.factories.organisations import SiteFactory
from tests.factories.workplace import workplace_pair
from tests.matching.test_naming import colleague

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "theme"), SIGHTS)
def test_pages_of_the_workplace_programme_pass_axe(page, live_server, width, theme):
    cast = told_cast()
    pair = workplace_pair(cast)
    part = pair.helper.mentor.participation
    site = SiteFactory(organisation=cast.firm, name="Hall 2")
    named = name_colleague(part, data=colleague(site=site), by=cast.dana)
    household_with(centre=cast.centre, phone="+48600100777")
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
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
        page.context.clear_cookies()
        session = client_of(who).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        for path in paths:
            assert page.goto(live_server.url + path).status == 200
            told[path] = (told_by_axe(page), page.evaluate(SIDEWAYS))
    assert told == dict.fromkeys(told, ([], False))
    # The way a mentor ticks: one touch, and the page says how many are done.
    page.goto(live_server.url + reverse("companion", args=[pair.key]))
    page.locator(".tick-line").first.click()
    expect(page.locator("#first header")).to_have_text(re.compile("1 of 13$"))
