"""What the pictures of docs/screenshots share: a browser, people who log in, and how a picture is kept."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.run_tests import HOW_TO_BROWSER, find_browser

Theme = Literal["light", "dark"]
DESK, PHONE = (1280, 900), (320, 720)
#: Colours of a picture: our pages have few, and a picture of few is a third as large.
COLOURS: Final = 128


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
    page = visit(opened, size, theme)
    page.goto(f"{address}/accounts/login/")
    page.locator("form.langs button[value=en]").click()
    told = page.locator("section[aria-labelledby=demo-log-ins]")
    page.locator("#id_login").fill(who or told.locator("li kbd").first.inner_text())
    page.locator("#id_password").fill(told.locator("p kbd").first.inner_text())
    page.locator("form:has(#id_password) button.main").click()
    page.wait_for_url(f"{address}/")
    # The phone's pages choose no language; the account's page does.
    page.goto(f"{address}/account/")
    with page.expect_navigation():
        page.locator("form.langs button[value=en]").first.evaluate("button => button.click()")
    return page


def visit(opened: Browser, size: tuple[int, int], theme: Theme) -> Page:
    """An empty page of this size, nobody logged in."""
    width, height = size
    context = opened.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    context.set_default_timeout(30_000)
    return context.new_page()


def first_of(page: Page, address: str, link: str) -> str:
    """Where the first such link of a page leads."""
    page.goto(address)
    href = page.locator(link).first.get_attribute("href") or ""
    return str(page.evaluate("href => new URL(href, location.href).href", href))


def take(page: Page, address: str, file: Path, *, whole: bool = False) -> None:
    """One picture of what is seen without scrolling, or of the whole page."""
    page.goto(address)
    keep(page, file, whole=whole)


def keep(page: Page, file: Path, *, whole: bool = False) -> None:
    """A picture of the page as it stands now."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, animations="disabled", full_page=whole)
    if convert := shutil.which("convert"):
        reduced = ["-dither", "None", "-colors", str(COLOURS), "-strip", f"PNG8:{file}"]
        subprocess.run([convert, file, *reduced], check=True)
    print(f"{file.name}: {file.stat().st_size // 1024} KB")
