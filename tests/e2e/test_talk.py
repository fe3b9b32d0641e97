"""Conversations in a real browser: accessible and never sideways for all three; two who write at once."""

import pytest
from playwright.sync_api import expect

from activities.domain.talk import hide_message, report_message, show_contact
from activities.models import TalkMessage
from matching.enums import PairSide
from tests.clients import client_of, client_of_family
from tests.e2e.axe import faults_in, unfold
from tests.e2e.desks import come_in_as_family, hand_over, patient
from tests.e2e.sights import BOTH
from tests.factories.activities import meeting_pair
from tests.factories.cast import told_cast
from tests.factories.talk import WRITERS, said, said_before

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2


@pytest.fixture
def pair(transactional_db):
    """Bob's pair with a day of messages of all three, one hidden, one reported, one very long."""
    pair = meeting_pair(told_cast().bob)
    person, household = pair.helper.person, pair.seeker.household
    person.phone, household.email = "+48600777888", "olena@example.org"
    person.save(), household.save()
    show_contact(pair, side=PairSide.HELPER, phone=True, email=False, by=WRITERS["helper"])
    show_contact(pair, side=PairSide.FAMILY, phone=False, email=True, by=WRITERS["family"])
    said_before(pair, "helper", hours=30, words="Good day!", phrase="hello")
    said_before(pair, "family", hours=29, words="Добрий день! Чи можемо ми піти до школи разом?\nДякую.")
    hide_message(said_before(pair, "helper", hours=28, words="Taken away"), by=WRITERS["coordinator"])
    said_before(pair, "coordinator", hours=5, words="How are your meetings going?", phrase="how_is_it")
    report_message(said(pair, "helper", LONG), side=PairSide.FAMILY, by=WRITERS["family"])
    said(pair, "family", "Until Tuesday at 17:00, then?")
    return pair


def bob_of(pair):
    return client_of(pair.helper.person.user.memberships.get())


def ada_of(pair):
    return client_of(pair.seeker.household.centre.memberships.get(role="administrator"))


def sides(pair):
    """Each side's browser and the addresses of its pages."""
    first = TalkMessage.objects.filter(pair=pair, side="family").first().pk
    of_helper = TalkMessage.objects.filter(pair=pair, side="helper", hidden_at=None).first().pk
    phone, family, desk = f"/with/{pair.key}/talk/", f"/f/people/{pair.key}/talk/", f"/pairs/{pair.pk}/talk/"
    return {
        "helper": (bob_of(pair), [phone, f"{phone}{first}/report/", f"{phone}coordinator/", "/"]),
        "family": (client_of_family(pair.seeker.household), [family, f"{family}{of_helper}/report/", "/f/"]),
        "desk": (ada_of(pair), ["/conversations/", desk, f"{desk}{first}/report/"]),
    }


@pytest.mark.parametrize("side", ["helper", "family", "desk"])
def test_pages_are_accessible_and_never_scroll_sideways(page, live_server, pair, side):
    client, urls = sides(pair)[side]
    hand_over(page.context, live_server.url, client)
    for url in urls:
        page.goto(live_server.url + url)
        unfold(page)
        assert faults_in(page, BOTH) == [], url


def test_two_write_at_once_and_each_sees_the_other(page, browser, live_server, pair):
    hand_over(page.context, live_server.url, bob_of(pair))
    other = browser.new_context()
    theirs = patient(other.new_page())
    come_in_as_family(theirs, live_server.url, pair.seeker.household)
    page.goto(f"{live_server.url}/with/{pair.key}/talk/")
    theirs.goto(f"{live_server.url}/f/people/{pair.key}/talk/")
    page.get_by_label("Your message").fill("My number is 600 100 2OO0")
    theirs.get_by_role("button", name="I will be 10 minutes late.").click()
    theirs.get_by_role("button", name="Send", exact=True).dblclick()
    theirs.wait_for_url("**/talk/#newest")
    expect(theirs.locator("#talk").get_by_text("I will be 10 minutes late.")).to_have_count(1)
    # A phone that is looked at asks by itself; what is being typed stays.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#talk").get_by_text("I will be 10 minutes late.")).to_have_count(1)
    expect(page.get_by_label("Your message")).to_have_value("My number is 600 100 2OO0")
    assert TalkMessage.objects.filter(phrase="late_10").count() == 1
    other.close()
