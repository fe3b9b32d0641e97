"""The five screens that decide whether Splot is good, full, empty and after a mistake; and the desk around.

Nothing is changed: what is sent is refused, which is what a picture of a mistake shows.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page

from scripts.camera import DESK, PHONE, first_of, keep, log_in, take, visit

COLLEAGUE, VERIFIER, VOLUNTEER = (
    f"{name}@demo.example" for name in ("coordinator2", "verifier", "volunteer")
)
FIRST_DAY, FIRST_VOLUNTEER = "coordinator@tarnow.example", "volunteer@tarnow.example"
FAMILY_LINK = "section[aria-labelledby=demo-log-ins] a[href*='/f/']"
FAMILY_PIN = "417029"
#: A phone of today; the pictures for the narrowest one have names of their own.
HAND = (390, 844)


def take_screens(opened: Browser, address: str, folder: Path) -> None:
    """All of them."""
    desk = log_in(opened, address, DESK, "light")
    first_day = log_in(opened, address, DESK, "light", who=FIRST_DAY)
    take_today(desk, first_day, address, folder)
    take_proposals(desk, first_day, address, folder)
    take_not_matched(desk, first_day, address, folder)
    take_log(opened, address, folder)
    take_claim(opened, first_day, address, folder)
    take_desk(desk, address, folder)
    take_talk(opened, address, folder)


def take_today(desk: Page, first_day: Page, address: str, folder: Path) -> None:
    """The list of the morning; of a first morning; a line put off without a reason."""
    take(desk, f"{address}/", folder / "today.png")
    take(first_day, f"{address}/", folder / "today-empty.png")
    desk.goto(first_of(desk, f"{address}/", "#care .care-row[id^=line-waiting] a[data-key=s]"))
    desk.locator("form[action$='/put-off/'] button").click()
    keep(desk, folder / "today-error.png")


def take_proposals(desk: Page, first_day: Page, address: str, folder: Path) -> None:
    """A proposal to decide; nothing to decide; a decision on a view that is no longer true."""
    take(desk, f"{address}/proposals/", folder / "proposal.png")
    take(first_day, f"{address}/proposals/", folder / "proposal-empty.png")
    desk.goto(f"{address}/proposals/")
    desk.locator(".decide form:has([data-key=a]) [name=version]").evaluate("field => { field.value = 0; }")
    desk.locator(".decide [data-key=a]").click()
    keep(desk, folder / "proposal-error.png")


def take_not_matched(desk: Page, first_day: Page, address: str, folder: Path) -> None:
    """Who has nobody and why; nobody yet; a search that finds nobody."""
    take(desk, f"{address}/not-matched/", folder / "not-matched.png")
    take(first_day, f"{address}/not-matched/", folder / "not-matched-empty.png")
    take(desk, f"{address}/not-matched/?q=W-0", folder / "not-matched-error.png")


def take_log(opened: Browser, address: str, folder: Path) -> None:
    """A meeting about to be logged, with nobody to log one with, and one that lacks what was done."""
    hand = log_in(opened, address, HAND, "light", who=VOLUNTEER)
    hand.goto(f"{address}/log/")
    hand.wait_for_load_state("networkidle")
    for choice in ("activities", "took_part", "mood"):
        hand.locator(f"label.choice:has([name={choice}])").first.click()
    keep(hand, folder / "log.png", whole=True)
    plain = hand.context.browser
    assert plain is not None  # noqa: S101 - it has opened the page
    without_script = plain.new_context(
        viewport={"width": HAND[0], "height": HAND[1]},
        java_script_enabled=False,
        storage_state=hand.context.storage_state(),
    )
    page = without_script.new_page()
    page.goto(f"{address}/log/")
    page.locator("details.when summary").click()
    page.locator("[name=start_date]").fill((datetime.now(UTC) + timedelta(days=2)).date().isoformat())
    page.locator("form[data-log] button.main").click()
    keep(page, folder / "log-error.png")
    alone = log_in(opened, address, HAND, "light", who=FIRST_VOLUNTEER)
    take(alone, f"{address}/log/", folder / "log-empty.png")


def take_claim(opened: Browser, first_day: Page, address: str, folder: Path) -> None:
    """A claim to verify; no claim yet; one sent back without a word why."""
    verifier = log_in(opened, address, DESK, "light", who=VERIFIER)
    claim = first_of(verifier, f"{address}/claims/?state=submitted", "table a[href^='/claims/']")
    take(verifier, claim, folder / "claim.png")
    take(first_day, f"{address}/claims/", folder / "claim-empty.png")
    verifier.goto(claim)
    verifier.locator(".claim-decide button:not(.main)").first.click()
    verifier.locator("dialog:modal form button").first.click()
    keep(verifier, folder / "claim-error.png")


def take_desk(desk: Page, address: str, folder: Path) -> None:
    """What stands around the five: a pair, newcomers, pictures, search, the words of a message."""
    pair = first_of(desk, f"{address}/pairs/?state=active", "main table a[href^='/pairs/']:not([href*=hand])")
    take(desk, pair, folder / "pair.png", whole=True)
    take(desk, f"{address}/newcomers/volunteers/", folder / "newcomers.png")
    take(desk, f"{address}/pictures/", folder / "pictures.png", whole=True)
    take(desk, f"{address}/search/?q=ko", folder / "search.png")
    take(desk, f"{address}/settings/wording/training_invited/pl/", folder / "wording.png", whole=True)


def take_talk(opened: Browser, address: str, folder: Path) -> None:
    """What a family reads and writes, in Ukrainian, on a narrow phone; the same pair's at the desk."""
    family = visit(opened, PHONE, "light")
    family.goto(first_of(family, f"{address}/accounts/login/", FAMILY_LINK))
    with family.expect_navigation():
        family.locator("form button[value=uk]").first.evaluate("button => button.click()")
    family.locator("button[name=go]").click()
    family.locator("input[name=pin]").fill(FAMILY_PIN)
    family.locator("form:has([name=pin]) button.main").click()
    family.wait_for_url(f"{address}/f/")
    family.goto(first_of(family, f"{address}/f/", "a[href*='/talk/']"))
    keep(family, folder / "talk-family.png")
    desk = log_in(opened, address, DESK, "light", who=COLLEAGUE)
    take(
        desk, first_of(desk, f"{address}/conversations/", "table a[href*='/talk/']"), folder / "talk-desk.png"
    )
