"""axe over the page a browser shows, and whether it fits: the same in every test, in one sight or in several.

A test comes here when the page it means has come: after a click it waits for something the click brings.
"""

from collections.abc import Iterable, Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.sights import Sight

HEIGHT = 800
#: axe itself, read once, and put into a page once.
AXE = Axe().axe_script
IS_LOADED = "'axe' in window"
RUN = "(asked) => axe.run(asked).then((found) => found.violations)"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
#: What axe says of colours: all that another theme can change, for the rest it reads the page.
COLOURS = ("color-contrast", "link-in-text-block")
#: What a page fetches as soon as it stands.
COMING = "[hx-trigger=load]"
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


def look(page: Page, sight: Sight) -> None:
    """Show the page this wide and in this light; without motion, so that colours have come to rest."""
    width, theme = sight
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": HEIGHT})


def unfold(page: Page) -> None:
    """Open all that is folded, so that axe sees it."""
    page.evaluate(UNFOLD)


def faults(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What is wrong with the page as it stands: what axe finds, with the elements, and whether it fits.

    `rules`: only these of axe's; all of them when none is named.
    """
    page.wait_for_load_state()
    expect(page.locator(COMING)).to_have_count(0)
    if not page.evaluate(IS_LOADED):
        page.evaluate(AXE)
    asked = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    return [_told(violation) for violation in page.evaluate(RUN, asked)] + misfits(page)


def misfits(page: Page) -> list[str]:
    """Whether it scrolls sideways; quick, where axe takes a second."""
    return [f"scrolls sideways at {page.evaluate('innerWidth')}"] if page.evaluate(SIDEWAYS) else []


def faults_in(page: Page, sights: Iterable[Sight], rules: Sequence[str] = ()) -> list[str]:
    """The faults in each of these sights."""
    found = []
    for sight in sights:
        look(page, sight)
        found += [f"{sight}: {fault}" for fault in faults(page, rules)]
    return found


def _told(violation: dict) -> str:
    return f"{violation['id']}: {' '.join(node['html'][:160] for node in violation['nodes'])}"
