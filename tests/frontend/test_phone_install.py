"""Manifest, service worker and the offline page: the same for everybody, complete, and about nobody."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation

from frontend import phone
from tests.clients import client_of
from tests.factories.activities import meeting_pair

pytestmark = pytest.mark.django_db


def test_manifest_has_what_browsers_ask_for_before_installing():
    answer = Client().get("/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    missing = [icon for icon in told["icons"] if not finders.find(icon["src"].removeprefix("/static/"))]
    assert missing == []


def test_worker_is_one_plain_script_over_the_whole_site():
    answer = Client().get("/sw.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert re.findall(r"^(?:import|export)\b.*", script, flags=re.MULTILINE) == []
    assert f'const VERSION = "{phone.version()}"' in script


def test_worker_is_the_same_for_everybody(cast):
    stranger = Client(HTTP_ACCEPT_LANGUAGE="uk")
    assert client_of(cast.bob).get("/sw.js").content == stranger.get("/sw.js").content


def test_worker_keeps_every_file_the_pages_load(cast):
    meeting_pair(cast.bob)
    kept = {f"/static/{path}" for path in phone.files()}
    bob, urls = client_of(cast.bob), ("/", "/log/", "/offers/", "/accounts/logout/")
    pages = [bob.get(url).content.decode() for url in urls]
    loaded = {url for page in pages for url in re.findall(r'(?:href|src)="(/static/[^"#]+)', page)}
    imported = {
        f"/static/js/phone/{name}.js"
        for module in phone.MODULES
        for name in re.findall(r'from "\./(\w+)\.js"', phone._content(f"js/phone/{module}.js").decode())
    }
    assert sorted((loaded | imported) - kept) == ["/static/icons/splot-180.png"]


def test_version_changes_with_any_file(monkeypatch):
    before = phone.version()
    monkeypatch.setattr(phone, "STYLES", phone.STYLES[:-1])
    phone.version.cache_clear()
    assert phone.version() != before
    phone.version.cache_clear()


@pytest.mark.parametrize("language", ["pl", "en", "uk", "ru"])
def test_offline_page_is_about_nobody_and_speaks_the_readers_language(cast, language):
    meeting_pair(cast.bob)
    stranger = Client(HTTP_ACCEPT_LANGUAGE=language).get("/log/shell/")
    page = stranger.content.decode()
    assert (stranger["Content-Language"], f'lang="{language}"' in page) == (language, True)
    assert "csrfmiddlewaretoken" not in page
    assert 'data-me=""' in page
    translation.deactivate()
    cast.bob.user.language = language
    cast.bob.user.save()
    assert client_of(cast.bob).get("/log/shell/").content.decode() == page


def test_manifest_and_worker_are_for_helpers_only(cast):
    names = ("bob", "mirek", "alice", "olena")
    pages = {name: client_of(getattr(cast, name)).get("/").content.decode() for name in names}
    found = {name: ("manifest.webmanifest" in page, "phone/app.js" in page) for name, page in pages.items()}
    helper, other = (True, True), (False, False)
    assert found == {"bob": helper, "mirek": helper, "alice": other, "olena": other}


def test_phone_pages_leave_out_what_only_desks_need(cast):
    page = client_of(cast.bob).get("/").content.decode()
    assert [
        name for name in ("htmx", "desk.css", "charts.css") if name in page.replace("htmx-config", "")
    ] == []


def test_owner_is_opaque_and_one_membership_each(cast):
    owners = {phone.owner_of(one) for one in (cast.bob, cast.mirek)}
    assert len(owners) == 2
    assert phone.owner_of(cast.alice) == phone.owner_of(None) == ""
    told = json.loads(client_of(cast.bob).get("/session/").content)
    assert told["owner"] == phone.owner_of(cast.bob)


def test_every_sentence_the_modules_say_comes_with_the_page():
    words = set(re.findall(r'data-word="(\w+)"', Client().get("/log/shell/").content.decode()))
    said = {
        name
        for module in phone.MODULES
        for name in re.findall(r'\bword\("(\w+)"', phone._content(f"js/phone/{module}.js").decode())
    }
    assert sorted(said - words) == []
    outcomes = {"nothing", "busy", "offline", "logged_out", "another", "later", "sent"}
    assert sorted(outcomes - words) == []


def test_log_out_page_warns_helpers(cast):
    page = client_of(cast.bob).get("/accounts/logout/").content.decode()
    assert ("data-unsent" in page, "logout.js" in page) == (True, True)
    other = client_of(cast.alice).get("/accounts/logout/").content.decode()
    assert "data-unsent" not in other
