"""Bank accounts, aid and euro rates in a real browser: accessible in both themes and at both widths."""

import pytest
from django.conf import settings

from tests.clients import client_of
from tests.e2e.sights import SIGHTS
from tests.e2e.test_employers import SIDEWAYS, told_by_axe
from tests.factories.accounts import PASSWORD
from tests.factories.cast import told_cast
from tests.factories.mentors import ParticipationFactory
from tests.factories.payout import AidReceivedFactory, EuroRateFactory, nrb_number
from tests.factories.stipends import PayoutAccountFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "theme"), SIGHTS)
def test_pages_of_accounts_and_aid_pass_axe(page, live_server, transactional_db, width, theme):
    cast = told_cast()
    part = ParticipationFactory(employer=cast.firm, centre=cast.centre)
    PayoutAccountFactory(participation=part)
    PayoutAccountFactory(participation=part, number=nrb_number(5), state="asked", decided_at=None)
    AidReceivedFactory(employer=cast.firm, amount_eurocents=290_000_00)
    EuroRateFactory()
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    own = f"employers/{part.pk}"
    looks = {
        cast.dana: [f"{own}/account/", f"{own}/account/change/", f"{own}/aid/"],
        cast.filip: ["payout/", f"{own}/account/", "euro/"],
    }
    told, sideways = {}, {}
    for membership, paths in looks.items():
        session = client_of(membership).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        for path in paths:
            page.goto(f"{live_server.url}/{path}")
            if "reauthenticate" in page.url:
                page.locator("[name=password]").fill(PASSWORD)
                page.keyboard.press("Enter")
                page.wait_for_url(f"{live_server.url}/{path}")
            for fold in page.locator("main details").all():
                fold.evaluate("fold => { fold.open = true; }")
            told[path], sideways[path] = told_by_axe(page), page.evaluate(SIDEWAYS)
    assert told == {path: [] for path in told}
    assert sideways == dict.fromkeys(told, False)
