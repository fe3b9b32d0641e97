"""Settings and the log of notices in a real browser: accessible, never sideways; words tried and saved."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from activities.domain.care import set_care
from base.notices.domain.wording import set_wording
from base.notices.models import Delivery, Wording
from base.organisations.domain.days_off import add_days_off
from tests.e2e.axe import faults_in
from tests.e2e.desks import come_in
from tests.e2e.sights import BOTH
from tests.factories.cast import told_cast
from tests.factories.matching import programme_of
from tests.factories.organisations import SiteFactory
from tests.frontend.matching import notice_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LONG = (
    "Ustalenie Rady Programowej z dnia 12 listopada 2026 r., Konstantynopolitańczykiewiczówna, punkt siódmy"
)


@pytest.fixture
def desk(page, live_server):
    """Ada's browser, and the addresses of every page of settings with something on it."""
    cast = told_cast()
    programme = programme_of(cast.centre)
    today = timezone.localdate()
    told = {"source": LONG, "why": LONG, "by": cast.ada, "valid_from": today}
    set_care(programme, **told, quiet_days=10)
    add_days_off(cast.centre, first=today, name=LONG, by=cast.ada)
    SiteFactory(organisation=cast.centre, name="Filia")
    cast.alice.languages.create(language="uk", level=5)
    words = {"subject": "{label} rests", "body": "{label} and {helper_label} rest.", "why": LONG}
    set_wording(cast.centre, "pair_suspended", "en", **words, by=cast.ada)
    notice = notice_of(cast.centre, state="failed", channel="email")
    Delivery.objects.create(notice=notice, channel="email", ok=False, detail="ConnectionRefusedError")
    come_in(page, live_server.url, cast.ada)
    return {
        "home": "/settings/",
        "days off": "/settings/days-off/",
        "staff": "/settings/staff/",
        "colleague": f"/settings/staff/{cast.alice.pk}/",
        "wordings": "/settings/wording/",
        "wording": "/settings/wording/pair_suspended/en/",
        "history": "/settings/history/",
        "rules": f"/programmes/{programme.pk}/rules/",
        "care": f"/programmes/{programme.pk}/care/",
        "log": "/messages/",
        "notice": f"/messages/{notice.pk}/",
    }


def test_pages_are_accessible_and_never_scroll_sideways(page, live_server, desk):
    for name, url in desk.items():
        page.goto(live_server.url + url)
        assert faults_in(page, BOTH) == [], name


def test_words_are_tried_on_a_real_message_while_one_types_and_saved_by_keyboard(page, live_server, desk):
    page.goto(live_server.url + desk["wording"])
    own = page.locator("#beside .own")
    expect(own).to_contain_text("K-1 and W-1 rest.")
    text = page.get_by_label("Text")
    text.fill("{label} waits with {helper_label}, {surname}.")
    expect(page.locator("#beside .problems")).to_contain_text("There is no such placeholder: {surname}.")
    text.fill("{label} waits with {helper_label}.")
    expect(own).to_contain_text("K-1 waits with W-1.")
    expect(page.locator("#beside .problems")).to_have_count(0)
    page.locator("#words").get_by_label("Why?").fill("kinder")
    page.locator("#words").get_by_label("Why?").press("Enter")
    page.get_by_text("Saved. The next message of this kind says it so.").wait_for()
    assert Wording.objects.first().why == "kinder"
