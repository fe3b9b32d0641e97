"""A keyboard alone: the way to a thing by Tab."""

import pytest
from playwright.sync_api import Page

#: More Tabs than any way takes; a thing that needs more is as good as not there.
MOST_TABS = 80
REACHED = "selector => document.activeElement?.matches(selector) ?? false"


def tab_to(page: Page, selector: str) -> None:
    """Go on by Tab until this has the focus, once the page is there with it."""
    page.locator(selector).first.wait_for(state="attached")
    page.wait_for_load_state()
    for _step in range(MOST_TABS):
        if page.evaluate(REACHED, selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not come to {selector}")
