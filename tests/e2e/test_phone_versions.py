"""Served as in production: what the first load weighs, and a newer version that comes under an open page."""

import os
import subprocess
import sys

import pytest

from tests.e2e.phones import PROFILE, READY, Phone
from tests.factories.activities import meeting_pair
from tests.factories.cast import told_cast
from tests.servers import ROOT, free_port, serving_the_test_database

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
MOST_BYTES = 60_000
COMPRESSED = "tests.e2e.compressed_settings"
FOREIGN = ("admin/*", "rest_framework/*", "drf_spectacular*", "mfa/*", "usersessions/*")


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> dict[str, str]:
    """The environment of a server whose static files are collected, compressed and named by their hashes."""
    folder = str(tmp_path_factory.mktemp("static"))
    told = {"DJANGO_SETTINGS_MODULE": COMPRESSED, "SPLOT_TEST_STATIC": folder}
    ignored = [option for name in FOREIGN for option in ("-i", name)]
    command = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--no-input", "-v0", *ignored]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **told}, check=True)
    return told


def test_first_load_is_small_and_a_newer_version_waits_for_its_button(browser, collected, transactional_db):
    """The log travels in under 60 kB. Then another release answers at the same address, while an entry waits
    and a note is half typed: nothing reloads until the button is pressed, and nothing of it is lost."""
    cast = told_cast()
    meeting_pair(cast.bob)
    port = free_port()
    context = browser.new_context(**PROFILE)
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")  # it would send by itself
    with serving_the_test_database(port=port, **collected) as url:
        phone = Phone(context, url)
        phone.log_in(cast.bob)
        weighed = weigh(context, phone, "/log/")
        print(f"first load of the log: {weighed:,} bytes")  # noqa: T201 - it is asked for
        assert weighed < MOST_BYTES
        phone.settle()
        phone.context.set_offline(True)
        phone.open_log()
        phone.tap(phone.choice("activities", "walk"))
        phone.save()
        page = phone.open_log()
        page.locator("[name=note]").fill("half typed")
        phone.until_kept("half typed")
    with serving_the_test_database(port=port):
        page.route("**/api/v1/entries/", lambda route: route.abort())
        phone.context.set_offline(False)
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
        newer = page.locator("[data-newer]")
        newer.wait_for()
        assert page.locator("[name=note]").input_value() == "half typed"
        phone.tap(newer.get_by_role("button", name="Use it now"))
        newer.wait_for(state="hidden")
        page.locator(READY).wait_for(state="attached")
        page.locator("[data-waiting]").get_by_text("1 meeting waits to be sent").wait_for()
        assert page.locator("[name=note]").input_value() == "half typed"
        assert phone.complaints == []
    context.close()


def weigh(context, phone, path: str) -> int:
    """Bytes that travel for a page into an empty browser: headers too, the worker's own files not."""
    chrome = context.new_cdp_session(phone.page)
    sizes: dict[str, int] = {}
    chrome.send("Network.enable")
    chrome.on(
        "Network.loadingFinished",
        lambda told: sizes.__setitem__(told["requestId"], told["encodedDataLength"]),
    )
    phone.open_log(path)
    phone.page.wait_for_load_state("networkidle")
    chrome.detach()
    return round(sum(sizes.values()))
