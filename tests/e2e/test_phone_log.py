"""The log on a phone: a handful of touches, with and without a connection, and never lost or twice."""

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from activities.domain.meetings import erase_entry
from activities.models import Entry, Meeting, PlannedMeeting
from matching.domain.pairs import close_pair
from tests.e2e.axe import faults, misfits
from tests.e2e.keys import tab_to
from tests.e2e.phones import CONTROLLED, NOTHING_WAITS, PROFILE, READY, Phone
from tests.factories.activities import MeetingFactory, at, meeting_pair
from tests.factories.cast import told_cast
from tests.factories.matching import programme_of
from tests.frontend.phone import an_entry, offer_to
from tests.servers import serving_the_test_database

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
MOST_TOUCHES, MOST_SECONDS = 8, 15
#: Of the family; nothing on the phone may tell them.
CANARIES = ("Kanarkowa", "+48600700800", "Kanarkowo", "kanarek@example.org")


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    """The real server, one for all tests of this file; each test empties the tables it reads."""
    with serving_the_test_database() as url:
        yield url


@pytest.fixture
def cast(db):
    return told_cast()


@pytest.fixture
def phone_of(browser, server):
    """phone_of(cast.bob): their phone, logged in."""
    contexts = []

    def make(membership, url=server, **profile) -> Phone:
        context = browser.new_context(**{**PROFILE, **profile})
        contexts.append(context)
        phone = Phone(context, url)
        phone.log_in(membership)
        return phone

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def bobs(cast, phone_of) -> Phone:
    meeting_pair(cast.bob)
    return phone_of(cast.bob)


def log_offline(phone: Phone, *, minutes: str = "60") -> None:
    """Without a connection: write down a meeting and save it."""
    phone.context.set_offline(True)
    phone.open_log()
    phone.tap(phone.choice("minutes", minutes))
    phone.tap(phone.choice("activities", "walk"))
    phone.save()
    assert phone.outcome() == "offline"


def come_back(phone: Phone) -> None:
    """The connection is there again, and what waits is sent by the page or by the worker."""
    phone.context.set_offline(False)
    phone.until(NOTHING_WAITS)


def waiting(phone: Phone):
    return phone.page.locator("[data-waiting]")


# --- installing ---------------------------------------------------------------------------------------------


def test_phone_offers_to_install(bobs):
    bobs.settle()
    chrome = bobs.context.new_cdp_session(bobs.page)
    manifest = chrome.send("Page.getAppManifest")
    hindrances = chrome.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert (manifest["url"].endswith("/manifest.webmanifest"), manifest["errors"]) == (True, [])
    assert [one["errorId"] for one in hindrances if one["errorId"] != "in-incognito"] == []
    assert bobs.page.evaluate("navigator.serviceWorker.ready.then((ready) => ready.scope)") == f"{bobs.url}/"


def test_phone_whose_first_installation_failed_tries_again_by_itself(bobs):
    """The worker's file does not come, then an installation comes to nothing; the page stays open."""
    bobs.context.add_init_script(
        """const real = ServiceWorkerContainer.prototype.register;
        const failures = [
          () => Promise.reject(new TypeError("no connection")),
          () => Promise.resolve({ active: null, installing: { state: "redundant", addEventListener() {} } }),
        ];
        ServiceWorkerContainer.prototype.register = function (...told) {
          return (failures.shift() ?? (() => real.apply(this, told)))();
        };"""
    )
    bobs.settle()


def test_page_that_the_worker_has_missed_is_taken_up(bobs):
    """As when it was loaded while the worker took over: reloaded past the worker, it asks to be claimed."""
    bobs.settle()
    chrome = bobs.context.new_cdp_session(bobs.page)
    with bobs.page.expect_navigation():
        chrome.send("Page.reload", {"ignoreCache": True})
    bobs.until(CONTROLLED)


# --- a handful of touches -----------------------------------------------------------------------------------


def test_meeting_is_logged_with_few_touches_in_a_moment(cast, phone_of):
    """From home, of two pairs the one that is not preset, with another length, two activities and a face."""
    pairs = [meeting_pair(cast.bob) for _ in range(2)]
    phone = phone_of(cast.bob)
    phone.settle()
    phone.open("/")
    began = time.monotonic()
    phone.tap(phone.page.locator(".bottomnav a", has_text="Log"))
    phone.page.locator(READY).wait_for(state="attached")
    phone.tap(phone.choice("pair", str(pairs[1].key)))
    phone.tap(phone.choice("minutes", "90"))
    phone.tap(phone.choice("activities", "talk"))
    phone.tap(phone.choice("activities", "walk"))
    phone.tap(phone.choice("mood", "4"))
    phone.tap(phone.choice("took_part", "children"))
    phone.save()
    assert phone.outcome() == "sent"
    seconds = time.monotonic() - began
    print(f"touches: {phone.touches}, seconds for the machine: {seconds:.1f}")  # noqa: T201 - it is asked for
    meeting = Meeting.objects.get()
    assert (meeting.pair, meeting.minutes, sorted(meeting.activities), meeting.mood) == (
        pairs[1], 90, ["talk", "walk"], 4,
    )  # fmt: skip
    assert phone.touches <= MOST_TOUCHES
    assert seconds < MOST_SECONDS
    assert phone.complaints == []


def test_what_is_planned_is_preset_and_takes_three_touches(cast, phone_of):
    pair = meeting_pair(cast.bob)
    plan = PlannedMeeting.objects.create(pair=pair, start=at(hours=-1), minutes=90)
    phone = phone_of(cast.bob)
    phone.open_log()
    phone.tap(phone.choice("activities", "lessons"))
    phone.save()
    assert phone.outcome() == "sent"
    meeting = Meeting.objects.get()
    assert (meeting.start, meeting.minutes, phone.touches) == (plan.start, 90, 2)


def test_log_by_keyboard_alone(bobs):
    page = bobs.open_log()
    page.locator("[name=minutes]:checked").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, ".send .btn")
    page.keyboard.press("Enter")
    assert bobs.outcome() == "sent"
    meeting = Meeting.objects.get()
    assert (meeting.minutes, meeting.activities) == (90, ["talk"])


def test_meeting_still_to_come_is_stopped_in_the_form(bobs):
    page = bobs.open_log()
    page.locator("details.when summary").click()
    page.locator("[name=start_date]").fill(str(timezone.localdate() + timedelta(days=2)))
    page.locator(".send .btn").click()
    page.locator("[data-told]").get_by_text("This start is still to come.").wait_for()
    assert (page.locator("[data-done]").is_hidden(), Entry.objects.count()) == (True, 0)

    page.locator("[name=start_date]").fill(str(timezone.localdate() - timedelta(days=1)))
    bobs.save()
    assert bobs.outcome() == "sent"


# --- without a connection -----------------------------------------------------------------------------------


def test_meeting_logged_offline_survives_the_tab_and_is_sent_once(bobs):
    bobs.settle()
    log_offline(bobs)
    bobs.page.close()
    page = bobs.new_page()
    bobs.open("/")
    waiting(bobs).get_by_text("1 meeting waits to be sent").wait_for()
    assert Meeting.objects.count() == 0
    come_back(bobs)
    waiting(bobs).wait_for(state="hidden")
    page.reload()
    waiting(bobs).wait_for(state="hidden")
    assert (Meeting.objects.count(), Entry.objects.count()) == (1, 1)
    assert '"id"' not in "".join(line for line in bobs.dump().splitlines() if line.startswith("entries["))


def test_twin_that_does_not_keep_before_it_sends_loses_the_meeting(bobs):
    """The defence switched off: nothing is written to the store of entries."""
    bobs.context.add_init_script(FORGETS_ENTRIES)
    bobs.settle()
    bobs.context.set_offline(True)
    bobs.open_log()
    bobs.save()
    bobs.page.close()
    bobs.new_page()
    bobs.context.set_offline(False)
    bobs.open("/")
    bobs.page.wait_for_load_state("networkidle")
    assert (waiting(bobs).is_visible(), Meeting.objects.count()) == (False, 0)


FORGETS_ENTRIES = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value) {
  return this.name === "entries" ? this.get("nothing") : put.call(this, value);
};"""


def test_waiting_meeting_is_corrected_or_thrown_away(bobs):
    bobs.settle()
    log_offline(bobs)
    bobs.open("/log/")
    waiting(bobs).locator("summary").tap()
    waiting(bobs).get_by_role("link", name="Open and correct").tap()
    bobs.page.get_by_text("You are correcting a meeting").wait_for()
    bobs.tap(bobs.choice("minutes", "120"))
    bobs.save()
    bobs.open_log()
    bobs.tap(bobs.choice("minutes", "30"))
    bobs.page.locator(".when summary").tap()
    bobs.page.locator("[name=start_date]").fill(f"{timezone.localdate() - timedelta(days=3)}")
    bobs.save()
    waiting(bobs).get_by_text("2 meetings wait to be sent").wait_for()
    waiting(bobs).locator("summary").tap()
    waiting(bobs).locator("li").first.get_by_role("button", name="Throw away").tap()
    bobs.page.locator("#throw-away").get_by_role("button", name="Yes").tap()
    waiting(bobs).get_by_text("1 meeting waits to be sent").wait_for()
    come_back(bobs)
    waiting(bobs).wait_for(state="hidden")
    assert Meeting.objects.get().minutes == 120


def test_what_is_typed_is_there_again_after_the_tab_was_killed(bobs):
    bobs.settle()
    page = bobs.open_log()
    bobs.tap(bobs.choice("minutes", "180"))
    page.locator("[name=note]").fill("We read")
    bobs.until_kept("We read")
    page.close()
    bobs.new_page()
    page = bobs.open_log()
    page.get_by_text("Here is what you began").wait_for()
    assert page.locator("[name=note]").input_value() == "We read"
    assert page.locator("[name=minutes]:checked").input_value() == "180"


def test_pair_that_ended_meanwhile_is_taken_for_review(cast, bobs):
    bobs.settle()
    log_offline(bobs)
    close_pair(meeting_pair_of(cast), reason="moved", by=cast.alice)
    bobs.open("/log/")
    come_back(bobs)
    waiting(bobs).wait_for(state="hidden")
    assert Meeting.objects.get().state == "for_review"


def meeting_pair_of(cast):
    return cast.bob.user.volunteers.get().helpers.get().pairs.get()


# --- who sends ----------------------------------------------------------------------------------------------


def test_logged_out_while_queued_is_sent_by_the_same_person_only(cast, bobs):
    bobs.settle()
    bobs.log_in(None)
    bobs.open_log()  # the worker shows the offline page: the log-in has ended
    bobs.page.get_by_text("You are logged out. Write the meeting down now").wait_for()
    bobs.tap(bobs.choice("activities", "walk"))
    bobs.save()
    assert bobs.outcome() == "logged_out"
    waiting(bobs).get_by_role("link", name="Log in to send").wait_for()
    bobs.log_in(cast.mirek)
    bobs.open("/")
    waiting(bobs).get_by_text("1 meeting written under another log-in").wait_for()
    assert waiting(bobs).locator("li").count() == 0
    assert Meeting.objects.count() == 0
    bobs.log_in(cast.bob)
    bobs.open("/")
    bobs.until(NOTHING_WAITS)
    waiting(bobs).wait_for(state="hidden")
    assert Meeting.objects.count() == 1


# --- two versions -------------------------------------------------------------------------------------------


def test_conflict_is_shown_field_by_field_and_chosen(cast, bobs):
    """The answer to the first sending is lost, the entry is corrected, and then sent again."""
    bobs.context.add_init_script(
        "delete ServiceWorkerRegistration.prototype.sync"
    )  # it would send again at once
    bobs.settle()
    bobs.open_log()

    answers = []

    def drop_the_answer(route):
        if not answers:  # the next page tries again by itself: that does not even arrive
            answers.append(route.fetch())
        route.abort()

    bobs.page.route("**/api/v1/entries/", drop_the_answer)
    bobs.tap(bobs.choice("minutes", "60"))
    bobs.save()
    assert (bobs.outcome(), Meeting.objects.get().minutes) == ("offline", 60)
    identity = str(Entry.objects.get().pk)
    bobs.open_log(f"/log/?entry={identity}")
    bobs.page.unroute("**/api/v1/entries/")
    bobs.tap(bobs.choice("minutes", "120"))
    bobs.save()
    assert bobs.outcome() == "asks"
    rows = waiting(bobs).locator(".differences tbody tr")
    rows.first.wait_for()
    cells = rows.all_inner_texts()
    assert [re.split(r"\s{2,}|\t", cell) for cell in cells] == [["Length", "2 h", "1 h"]]
    assert Meeting.objects.get().minutes == 60
    waiting(bobs).get_by_role("button", name="Choose line by line").tap()
    bobs.page.locator(".choice", has_text="2 h").tap()
    bobs.page.get_by_role("button", name="Save what I chose").tap()
    bobs.page.get_by_text("It stands as you chose.").wait_for()
    bobs.until(NOTHING_WAITS)
    waiting(bobs).wait_for(state="hidden")
    assert Meeting.objects.get().minutes == 120


def test_answers_that_need_a_word_stay_with_their_sentences(cast, bobs):
    """An erased entry (410), somebody else's pair (404), a length that cannot be (422): none vanishes."""
    bobs.settle()
    key, others = str(meeting_pair_of(cast).key), str(meeting_pair(programme=programme_of(cast.centre)).key)
    erased = an_entry(cast.bob, meeting_pair_of(cast))
    erase_entry(erased, by=cast.alice)
    told = [(str(erased.pk), key, 60), (str(uuid4()), others, 60), (str(uuid4()), key, 3)]
    bobs.page.evaluate(KEEP, [list(one) for one in told])
    with bobs.page.expect_response("**/api/v1/entries/"):
        bobs.open("/")
    rows = waiting(bobs).locator("[data-list] > li")
    rows.nth(2).wait_for()
    shown = {one.get_attribute("data-entry"): one.inner_text() for one in rows.all()}
    words = ("This entry was erased.", "", "A meeting lasts from 5 minutes to 12 hours.")
    for (number, *_rest), sentence in zip(told, words, strict=True):
        assert sentence in shown[number]
        assert "Throw away" in shown[number]
    assert "Open and correct" not in shown[str(erased.pk)]
    assert Meeting.objects.filter(pair__key=others).count() == 0


#: As the log would have kept them.
KEEP = """async (told) => {
  const { keepEntry } = await import("/static/js/phone/queue.js");
  const start = new Date(Date.now() - 3 * 86400000).toISOString();
  for (const [id, pair, minutes] of told) {
    await keepEntry({
      id, pair, minutes, start, owner: document.body.dataset.owner, label: "K", activities: [], took_part: [],
      mood: null, note: "", help: false, device_at: start,
    });
  }
}"""


def test_what_was_done_is_told_on_a_phone_whose_worker_fetches_the_pages(bobs):
    bobs.settle()
    page = bobs.open("/me/pause/")
    bobs.until(CONTROLLED)
    page.get_by_label("Until").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Start the pause").tap()
    page.locator(".toast").get_by_text("You are on a pause now.").wait_for()


# --- what the phone cannot do -------------------------------------------------------------------------------


def throws(name: str) -> str:
    return f"() => {{ throw new DOMException('broken', '{name}'); }}"


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (f"indexedDB.open = {throws('InvalidStateError')};", "This browser keeps nothing"),
        (f"IDBObjectStore.prototype.put = {throws('QuotaExceededError')};", ""),
    ],
    ids=["private window", "storage full"],
)
def test_without_a_place_to_keep_it_the_plain_form_is_sent(bobs, broken, told):
    bobs.context.add_init_script(broken)
    page = bobs.open("/log/")
    if told:
        page.get_by_text(told).wait_for()
    else:
        page.locator(READY).wait_for(state="attached")
    bobs.tap(bobs.choice("activities", "walk"))
    page.locator(".send .btn").tap()
    page.locator(".toast").get_by_text("The meeting is written down.").wait_for()
    assert Meeting.objects.get().activities == ["walk"]


def test_clock_a_day_ahead_is_told_and_the_preset_start_is_right(bobs):
    bobs.settle()
    bobs.page.clock.set_system_time(timezone.now() + timedelta(days=1))
    bobs.open("/")
    bobs.page.wait_for_load_state("networkidle")
    page = bobs.open_log()
    page.get_by_text("This phone's clock is wrong").wait_for()
    an_hour_ago = timezone.localtime(timezone.now() - timedelta(hours=1))
    assert page.locator("[name=start_date]").input_value() == str(an_hour_ago.date())
    bobs.save()
    assert bobs.outcome() == "sent"
    assert abs(Meeting.objects.get().start - (timezone.now() - timedelta(hours=1))) < timedelta(minutes=10)


# --- what it keeps ------------------------------------------------------------------------------------------


def test_after_a_day_the_phone_tells_nothing_of_the_family_and_nothing_after_the_log_out(cast, phone_of):
    pair = meeting_pair(cast.bob)
    offer = offer_to(cast.bob, programme=pair.programme)
    for one in (pair, offer):
        type(one.seeker.household).objects.filter(pk=one.seeker.household.pk).update(
            contact_name=CANARIES[0], phone=CANARIES[1], place_name=CANARIES[2], email=CANARIES[3]
        )
    PlannedMeeting.objects.create(pair=pair, start=at(days=2), minutes=60, place="Canary Wharf")
    phone = phone_of(cast.bob)
    phone.settle()
    phone.open_log()
    phone.page.locator("[name=note]").fill("a note that was sent")
    phone.save()
    assert phone.outcome() == "sent"
    meeting = Meeting.objects.get()
    of_pair = (f"/offers/{offer.key}/", f"/with/{pair.key}/", f"/meetings/{meeting.pk}/")
    for path in ("/", "/offers/", "/me/", *of_pair):
        phone.open(path)
        phone.page.wait_for_load_state("networkidle")
    kept = phone.dump()
    words = (*CANARIES, "Canary Wharf", "a note that was sent", cast.bob.user.email)
    found = [word for word in words if word in kept]
    assert (found, pair.seeker.household.label in kept) == ([], True)
    assert offer.seeker.household.label not in kept
    log_offline(phone)
    phone.context.set_offline(False)
    phone.context.route("**/api/v1/entries/", lambda route: route.abort())
    phone.open("/accounts/logout/")
    phone.page.get_by_text("1 meeting on this phone has not been sent").wait_for()
    phone.page.get_by_role("button", name="lose what was not sent").tap()
    phone.page.wait_for_url("**/accounts/login/")
    rest = phone.dump()
    # The worker may have opened the stores anew meanwhile, to look for what waits: nothing may be in them.
    kept = [store for store in ("entries", "drafts", "rosters") if f"{store}[{{" in rest]
    assert (pair.seeker.household.label in rest, kept) == (False, [])


# --- how it looks and reads ---------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_phone_pages_pass_axe_and_fit_a_narrow_phone(cast, phone_of, theme):
    pair = meeting_pair(cast.bob)
    meeting = MeetingFactory(pair=pair, logged_by_id=cast.bob.user_id)
    plan = PlannedMeeting.objects.create(pair=pair, start=at(days=2), minutes=60)
    offer = offer_to(cast.bob, programme=pair.programme)
    narrow = {"width": 320, "height": 640}
    phone = phone_of(cast.bob, viewport=narrow, color_scheme=theme, reduced_motion="reduce")
    paths = ["/", "/log/", f"/offers/{offer.key}/", f"/with/{pair.key}/"]
    if theme == "light":
        paths += [f"/planned/{plan.key}/move/", f"/meetings/{meeting.pk}/", "/accounts/logout/"]
    told, small = {}, {}
    for path in paths:
        page = phone.open(path)
        told[path] = faults(page)
        small[path] = page.evaluate(SMALL)
    assert {path: found for path, found in told.items() if found} == {}
    assert {path: found for path, found in small.items() if found} == {}


#: Buttons, choices and places of the bar that a thumb would miss: under 44 px.
SMALL = """() => [...document.querySelectorAll(".btn, .choice, .bottomnav a, summary, .input, .ways a")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 100))"""


def test_pages_fit_at_twice_the_text(cast, phone_of):
    meeting_pair(cast.bob)
    phone = phone_of(cast.bob, viewport={"width": 320, "height": 640})
    told = {}
    for path in ("/", "/log/", "/offers/"):
        page = phone.open(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        told[path] = misfits(page)
    assert not any(told.values()), told
