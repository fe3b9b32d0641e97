"""Bank accounts, aid and euro rates in a real browser: accessible in both themes and at both widths."""

import pytest

from tests.e2e.axe import faults, look, unfold
from tests.e2e.desks import come_in
from tests.e2e.sights import SIGHTS
from tests.factories.accounts import PASSWORD
from tests.factories.cast import told_cast
from tests.factories.mentors import ParticipationFactory
from tests.factories.payout import AidReceivedFactory, EuroRateFactory, nrb_number
from tests.factories.stipends import PayoutAccountFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("sight", SIGHTS)
def test_pages_of_accounts_and_aid_pass_axe(page, live_server, transactional_db, sight):
    cast = told_cast()
    part = ParticipationFactory(employer=cast.firm, centre=cast.centre)
    PayoutAccountFactory(participation=part)
    PayoutAccountFactory(participation=part, number=nrb_number(5), state="asked", decided_at=None)
    AidReceivedFactory(employer=cast.firm, amount_eurocents=290_000_00)
    EuroRateFactory()
    look(page, sight)
    own = f"employers/{part.pk}"
    looks = {
        cast.dana: [f"{own}/account/", f"{own}/account/change/", f"{own}/aid/"],
        cast.filip: ["payout/", f"{own}/account/", "euro/"],
    }
    told = {}
    for membership, paths in looks.items():
        come_in(page, live_server.url, membership)
        for path in paths:
            page.goto(f"{live_server.url}/{path}")
            if "reauthenticate" in page.url:
                page.locator("[name=password]").fill(PASSWORD)
                page.keyboard.press("Enter")
                page.wait_for_url(f"{live_server.url}/{path}")
            unfold(page)
            told[path] = faults(page)
    assert not any(told.values()), told
