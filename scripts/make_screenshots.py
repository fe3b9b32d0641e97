"""Take the pictures of docs/screenshots from a demo that is being served.

    make demo PORT=8000        (in another terminal, freshly seeded)
    .venv/bin/python -m scripts.make_screenshots http://127.0.0.1:8000

Logs in as the demo's coordinator, then as the firm and as those who verify and pay its claims, in English.
Nothing is changed.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.run_tests import HOW_TO_BROWSER, ROOT, find_browser

Theme = Literal["light", "dark"]
DESK, PHONE = (1280, 900), (320, 720)
EMPLOYER, VERIFIER, FINANCE = (f"{name}@demo.example" for name in ("employer", "verifier", "finance"))


def main() -> None:
    """Take all of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", help="where the demo is served")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    address = asked.address.rstrip("/")
    with browser() as opened:
        desk = log_in(opened, address, DESK, "light")
        take(desk, f"{address}/", asked.folder / "today.png")
        take(desk, f"{address}/proposals/{first_proposal(desk, address)}/", asked.folder / "proposal.png")
        family = desk.locator("table.loom thead a").first.get_attribute("href")
        take(desk, f"{address}/families/", asked.folder / "families.png")
        take(desk, f"{address}{family}", asked.folder / "family.png")
        waiting = waiting_list(desk, address)
        take(desk, waiting, asked.folder / "import.png")
        take(desk, f"{waiting}#questions", asked.folder / "import-questions.png")
        take(desk, f"{waiting}#rows", asked.folder / "import-rows.png")
        phone = log_in(opened, address, PHONE, "dark")
        take(phone, f"{address}/", asked.folder / "today-phone-dark.png")
        take(
            phone,
            f"{address}/proposals/{first_proposal(phone, address)}/",
            asked.folder / "proposal-phone-dark.png",
        )
        take_pictures(opened, address, asked.folder)
        take_money(opened, address, asked.folder)


def take_pictures(opened: Browser, address: str, folder: Path) -> None:
    """All pictures of the centre, whole, and those of supply and demand on a phone."""
    desk = log_in(opened, address, DESK, "light")
    take(desk, f"{address}/pictures/", folder / "pictures.png", whole=True)
    phone = log_in(opened, address, PHONE, "dark")
    take(phone, f"{address}/pictures/languages/", folder / "pictures-phone-dark.png", whole=True)


def take_money(opened: Browser, address: str, folder: Path) -> None:
    """The firm's home and the way of a claim: the claim, the budget, a batch, an account, aid."""
    firm = log_in(opened, address, DESK, "light", who=EMPLOYER)
    take(firm, f"{address}/", folder / "employer.png")
    part = firm.locator("main a[href^='/employers/']").first.get_attribute("href")
    take(firm, f"{address}{part}aid/", folder / "aid.png")
    verifier = log_in(opened, address, DESK, "light", who=VERIFIER)
    claim = first_of(verifier, f"{address}/claims/?state=submitted", "table a[href^='/claims/']")
    take(verifier, claim, folder / "claim.png")
    phone = log_in(opened, address, PHONE, "dark", who=VERIFIER)
    take(phone, claim, folder / "claim-phone-dark.png")
    finance = log_in(opened, address, DESK, "light", who=FINANCE)
    project = first_of(finance, f"{address}/money/", "table a[href*='/projects/']")
    take(finance, f"{project}budget/", folder / "budget.png")
    take(finance, f"{address}/money/ledger/", folder / "ledger.png")
    take(finance, first_of(finance, f"{address}/money/payments/", "tbody a"), folder / "batch.png")
    waiting = first_of(finance, f"{address}/payout/?state=asked", "tbody a")
    take(finance, waiting, folder / "account.png")


def first_of(page: Page, address: str, link: str) -> str:
    """Where the first such link of a page leads."""
    page.goto(address)
    href = page.locator(link).first.get_attribute("href") or ""
    return str(page.evaluate("href => new URL(href, location.href).href", href))


@contextmanager
def browser() -> Iterator[Browser]:
    """The machine's own chromium; root may not use its sandbox."""
    path = find_browser()
    if path is None:
        raise SystemExit(f"Pictures need a browser: {HOW_TO_BROWSER}")
    with sync_playwright() as playwright:
        arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


def log_in(opened: Browser, address: str, size: tuple[int, int], theme: Theme, *, who: str = "") -> Page:
    """A page of somebody's, in English; of the coordinator's unless somebody is named."""
    width, height = size
    context = opened.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.locator("form.langs button[value=en]").click()
    told = page.locator("section[aria-labelledby=demo-log-ins]")
    page.locator("#id_login").fill(who or told.locator("li kbd").first.inner_text())
    page.locator("#id_password").fill(told.locator("p kbd").first.inner_text())
    page.locator("form:has(#id_password) button.main").click()
    page.wait_for_url(f"{address}/")
    with page.expect_navigation():
        page.locator("form.langs button[value=en]").first.evaluate("button => button.click()")
    return page


def first_proposal(page: Page, address: str) -> int:
    """The number of the one at the top of the list."""
    page.goto(f"{address}/proposals/")
    row = page.locator("[data-row]").first.get_attribute("id") or ""
    return int(row.removeprefix("prop-"))


def waiting_list(page: Page, address: str) -> str:
    """The page of the centre's own list that the demo leaves waiting."""
    page.goto(f"{address}/imports/")
    return address + (page.locator("table a.import-name").first.get_attribute("href") or "")


def take(page: Page, address: str, file: Path, *, whole: bool = False) -> None:
    """One picture of what is seen without scrolling, or of the whole page."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, animations="disabled", full_page=whole)
    print(f"{file.name}: {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
