"""Take the pictures of docs/screenshots from a demo that is being served.

    make demo PORT=8000        (in another terminal, freshly seeded)
    .venv/bin/python -m scripts.make_screenshots http://127.0.0.1:8000

Logs in as the demo's coordinator, then as the firm and as those who verify and pay its claims, in English.
Nothing is changed.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Page

from scripts.camera import DESK, PHONE, browser, first_of, log_in, take
from scripts.run_tests import ROOT
from scripts.screens import take_screens

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
        desk.goto(f"{address}/proposals/{first_proposal(desk, address)}/")
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
        take_screens(opened, address, asked.folder)
        take_pictures(opened, address, asked.folder)
        take_money(opened, address, asked.folder)


def take_pictures(opened: Browser, address: str, folder: Path) -> None:
    """Those of supply and demand on a phone."""
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
    phone = log_in(opened, address, PHONE, "dark", who=VERIFIER)
    take(phone, claim, folder / "claim-phone-dark.png")
    finance = log_in(opened, address, DESK, "light", who=FINANCE)
    project = first_of(finance, f"{address}/money/", "table a[href*='/projects/']")
    take(finance, f"{project}budget/", folder / "budget.png")
    take(finance, f"{address}/money/ledger/", folder / "ledger.png")
    take(finance, first_of(finance, f"{address}/money/payments/", "tbody a"), folder / "batch.png")
    waiting = first_of(finance, f"{address}/payout/?state=asked", "tbody a")
    take(finance, waiting, folder / "account.png")


def first_proposal(page: Page, address: str) -> int:
    """The number of the one at the top of the list."""
    page.goto(f"{address}/proposals/")
    row = page.locator("[data-row]").first.get_attribute("id") or ""
    return int(row.removeprefix("prop-"))


def waiting_list(page: Page, address: str) -> str:
    """The page of the centre's own list that the demo leaves waiting."""
    page.goto(f"{address}/imports/")
    return address + (page.locator("table a.import-name").first.get_attribute("href") or "")


if __name__ == "__main__":
    main()
