"""The family's own pages on a phone: in by link and PIN, in Ukrainian, from the first question to a meeting
confirmed with one touch; by keyboard; what axe says in four languages; and once read from the right."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from activities.models import MeetingWord
from base.common.enums import HelpArea
from families.domain.access import invite_household
from frontend.family_steps import STEPS
from matching.enums import PairState
from tests.e2e.axe import faults
from tests.e2e.desks import come_in_as_family
from tests.e2e.keys import tab_to
from tests.factories.activities import MeetingFactory
from tests.factories.cast import told_cast
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.frontend.family_pages import family_pages
from tests.pseudo import right_to_left

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LOOKED_AT = ("offer", "step week", "home, meeting", "first weeks")
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def complaints(page):
    """What the browser refuses or cannot do: errors of scripts, of the CSP, of loading."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def browser_context_args(browser_context_args):
    """A small phone."""
    return {**browser_context_args, "viewport": PHONE, "has_touch": True, "is_mobile": True}


def main_button(page):
    """The one coral button of the page."""
    return page.locator("main .btn.main:visible")


def press_on(page) -> None:
    """Touch it, and the next page is there."""
    with page.expect_navigation():
        main_button(page).tap()


def go_home(page) -> None:
    with page.expect_navigation():
        page.locator(".bottomnav a").nth(0).tap()


def test_family_goes_from_the_link_to_a_confirmed_meeting(page, live_server, complaints):
    cast = told_cast()
    family = household_with(centre=cast.centre, consent=False, needs=frozenset())
    token = invite_household(family, by=cast.alice).token
    page.goto(live_server.url + reverse("f_open", args=[token]))
    assert page.locator("html").get_attribute("lang") == "uk"
    press_on(page)
    page.locator("[name=pin]").fill("314159")
    page.locator("[name=again]").fill("314159")
    main_button(page).tap()
    page.wait_for_url("**/f/")

    press_on(page)  # the questions begin
    page.locator("label.choice").nth(0).tap()
    page.locator("label.choice").nth(5).tap()
    for _step in STEPS:
        press_on(page)
    page.wait_for_url("**/f/about/")
    family.refresh_from_db()
    given = set(family.consents.values_list("purpose", "language"))
    assert family.needs == {HelpArea.EVERYDAY_POLISH, HelpArea.COMPANY}
    assert given == {("matching", "uk"), ("contact", "uk"), ("sharing", "uk")}

    programme = programme_of(cast.centre)
    pair = PairFactory(
        seeker=seeker_of(programme, family), helper=helper_of(programme), state=PairState.HELPER_ACCEPTED,
        undo_until=timezone.now(),
    )  # fmt: skip
    go_home(page)
    press_on(page)
    press_on(page)
    pair.refresh_from_db()
    assert pair.state == PairState.ACCEPTED

    pair.state, pair.active_since = PairState.MET, timezone.localdate()
    pair.save()
    meeting = MeetingFactory(pair=pair)
    go_home(page)
    press_on(page)  # one touch
    with page.expect_navigation():
        page.locator("button[name=mood][value='4']").tap()
    expect(page).to_have_url(re.compile("/f/$"))
    word = MeetingWord.objects.get(meeting=meeting)
    assert (word.confirmed, word.mood) == (True, 4)

    page.locator(f"form[action='{reverse('f_leave')}'] button").tap()
    page.wait_for_url("**/f/leave/")
    page.goto(f"{live_server.url}/f/")
    assert page.locator("h1").count() == 1
    assert family.label not in page.content()
    assert [told for told in complaints if "403" not in told] == []


def test_free_time_and_answer_work_by_keyboard_alone(page, live_server):
    cast = told_cast()
    pages = {one.name: one for one in family_pages(cast)}
    week = pages["step week"]
    come_in_as_family(page, live_server.url, week.household)
    page.goto(live_server.url + week.url)
    tab_to(page, "#id_evening_1")
    page.keyboard.press("Space")
    tab_to(page, "main .btn.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/f/about/wishes/")
    week.household.refresh_from_db()
    assert str(week.household.week) == "Tue 17:00–21:00"
    offer = pages["offer"]
    come_in_as_family(page, live_server.url, offer.household)
    page.goto(live_server.url + offer.url)
    tab_to(page, "[name=answer][value=no]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/f/")
    assert offer.household.seekers.get().pairs.get().state == PairState.DECLINED


def show(page, live_server, one, language: str) -> None:
    """Open a page as its family, or as a stranger."""
    if one.household is not None:
        come_in_as_family(page, live_server.url, one.household, language)
    else:
        page.context.clear_cookies()
        name = settings.LANGUAGE_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": language, "url": live_server.url}])
    page.goto(live_server.url + one.url)


def test_pages_pass_axe_in_four_languages(page, live_server):
    pages = [one for one in family_pages(told_cast()) if one.name in LOOKED_AT]
    assert len(pages) == len(LOOKED_AT)
    told = {}
    for number, one in enumerate(pages):
        page.emulate_media(color_scheme="dark" if number % 2 else "light", reduced_motion="reduce")
        for language in ("uk", "ru", "pl", "en"):
            show(page, live_server, one, language)
            told[one.name, language] = faults(page)
    assert not any(told.values()), told


def test_pages_are_mirrored_when_read_from_the_right(page, live_server):
    pages = [one for one in family_pages(told_cast()) if one.posted is None]
    page.set_viewport_size({"width": 320, "height": 740})
    told = []
    with right_to_left():
        for one in pages:
            show(page, live_server, one, "en")
            places = page.evaluate(MIRRORED)
            if places != {"dir": "rtl", "brand": True, "leave": True, "arrows": True, "sideways": False}:
                told.append((one.name, places))
    assert told == []


#: Where things stand: the sign of the house right, the way out left, arrows turned, nothing beyond the edge.
MIRRORED = """() => {
  const middle = element => {
    const box = element.getBoundingClientRect();
    return (box.left + box.right) / 2;
  };
  const half = document.documentElement.clientWidth / 2;
  const leave = document.querySelector(".family-bar form");
  return {
    dir: document.documentElement.dir,
    brand: middle(document.querySelector(".brand")) > half,
    leave: !leave || middle(leave) < half,
    arrows: [...document.querySelectorAll(".icon.i-left, .icon.i-right")]
      .every(icon => getComputedStyle(icon).scale.startsWith("-1")),
    sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  };
}"""
