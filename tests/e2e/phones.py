"""A phone in front of the real server: its browser, one finger, what it keeps."""

import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from base.accounts.models import Membership
from tests.clients import client_of
from tests.e2e.desks import hand_over, patient

PROFILE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": (
        "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/130.0.0.0 Mobile Safari/537.36"
    ),
    "locale": "en-GB",
    "timezone_id": "Europe/Warsaw",
}
READY = "html[data-log=ready]"
CONTROLLED = "navigator.serviceWorker.controller !== null"
COUNT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("splot", 1);
  asked.onupgradeneeded = () => asked.transaction.abort();
  asked.onerror = () => resolve(false);
  asked.onsuccess = () => {
    const got = asked.result.transaction("STORE").objectStore("STORE").count();
    got.onsuccess = () => { asked.result.close(); resolve(got.result WANTED); };
  };
})"""
HAS_ROSTER = COUNT.replace("STORE", "rosters").replace("WANTED", "> 0")
NOTHING_WAITS = COUNT.replace("STORE", "entries").replace("WANTED", "=== 0")
#: How far the worker has come, told when it has not.
STANDING = """async () => {
  const one = await navigator.serviceWorker.getRegistration();
  const of = (name) => `${name} ${one?.[name]?.state}`;
  const kept = await Promise.all((await caches.keys()).map(async (name) => `${name}: ${
    (await (await caches.open(name)).keys()).length}`));
  return [Boolean(one), of("installing"), of("waiting"), of("active"), ...kept].join("; ");
}"""
#: Everything the page's origin keeps, as one text.
DUMP = """async () => {
  const told = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    for (const store of database.objectStoreNames) {
      const asked = database.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => { asked.onsuccess = resolve; });
      told.push(store + JSON.stringify(asked.result));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      told.push(request.url, await answer.text());
    }
  }
  return told.join("\\n");
}"""


@dataclass
class Phone:
    """A browser context with a phone's profile. `touches` counts every tap of the finger."""

    context: Any
    url: str
    page: Any = None
    touches: int = 0
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.new_page()

    def new_page(self) -> Any:
        """Another tab; what it complains about is collected."""
        page = patient(self.context.new_page())
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        self.page = page
        return page

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def log_in(self, membership: Membership | None) -> None:
        """The session of this membership; None: of nobody."""
        self.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        if membership is not None:
            hand_over(self.context, self.url, client_of(membership))

    def open(self, path: str) -> Any:
        """A page by its address."""
        self.page.goto(f"{self.url}{path}")
        return self.page

    def tap(self, target: Any) -> None:
        """One touch of the thumb."""
        self.touches += 1
        target.tap()

    def settle(self) -> None:
        """The worker controls the page and the roster is kept: from now on it works without a connection."""
        self.open("/log/")
        self.until(CONTROLLED)
        self.until(HAS_ROSTER)

    def until(self, expression: str, seconds: float = 60) -> None:
        """Ask again and again; the pages' CSP lets no string be evaluated inside them."""
        deadline = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            if time.monotonic() > deadline:
                raise AssertionError(f"never came true: {expression}; {self.page.evaluate(STANDING)}")
            self.page.wait_for_timeout(50)

    def open_log(self, path: str = "/log/") -> Any:
        """The log, ready for the thumb."""
        page = self.open(path)
        page.locator(READY).wait_for(state="attached")
        return page

    def choice(self, name: str, value: str) -> Any:
        """A big button of the log."""
        return self.page.locator(f".choice:has([name={name}][value='{value}'])")

    def save(self) -> None:
        """The main button, and what the page says of it."""
        self.tap(self.page.locator(".send .btn"))
        self.page.locator("[data-done]").wait_for()

    def outcome(self) -> str:
        """What became of what was saved, once it is known."""
        done = self.page.locator("[data-done][data-outcome]")
        done.wait_for()
        return done.get_attribute("data-outcome")

    def until_kept(self, words: str) -> None:
        """This browser has written these words down."""
        deadline = time.monotonic() + 60
        while words not in self.dump():
            assert time.monotonic() < deadline, f"never kept: {words}"
            self.page.wait_for_timeout(50)

    def dump(self) -> str:
        """All that this browser keeps of the site, and no session cookie."""
        return self.page.evaluate(DUMP)
