"""The headless shell of Debian's chromium, driven by Playwright. Each test here is marked `e2e`."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from scripts.run_tests import HOW_TO_BROWSER, find_browser
from tests.e2e.desks import SHOWN, patient

# Playwright's synchronous interface keeps an event loop in the thread; the tests themselves stay synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that a machine without a browser can leave them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    expect.set_options(timeout=SHOWN)


@pytest.fixture
def page(page: Page, playwright: Playwright) -> Page:
    """A page that waits as long as a busy machine may need.

    pytest does not list what an overridden fixture asks for; a test with a browser is known by `playwright`.
    """
    return patient(page)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the machine's own chromium; nothing is downloaded. Root may not use its sandbox."""
    browser = find_browser()
    if browser is None:
        pytest.fail(f"These tests need a browser: {HOW_TO_BROWSER}")
    return {
        **browser_type_launch_args,
        "executable_path": browser,
        "args": ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])],
    }
