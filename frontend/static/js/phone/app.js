// Every phone page: the service worker and its newer versions, the roster, what waits, and installing.
import { refreshRoster } from "./roster.js";
import { fact, openStore } from "./store.js";
import { throwAway } from "./queue.js";
import { deliverNow, show, watchQueue } from "./waiting.js";

const SHELL = "/log/shell/";
const MINUTE = 60_000;
const HOUR = 3600_000;

async function installWorker() {
  const registration = await installedWorker();
  // Loaded while the worker took over, this page was missed by it: without it, it would not work offline.
  if (!navigator.serviceWorker.controller) registration.active?.postMessage("claim");
  offerNewer(registration);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => offerNewer(registration));
  });
  setInterval(() => registration.update().catch(() => {}), HOUR);
}

// On a bad network a first installation can fail, and the browser tries it again only on the next page: this one
// does after 1 s, 2 s, 4 s … and then every minute, until the phone is ready to be offline.
async function installedWorker() {
  for (let wait = 1000; ; wait = Math.min(wait * 2, MINUTE)) {
    try {
      const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/" });
      if (registration.active || (await outcome(registration.installing ?? registration.waiting))) return registration;
    } catch {
      // the worker's own file did not come
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

const outcome = (worker) =>
  new Promise((resolve) => {
    const look = () => {
      if (!worker || worker.state === "redundant") resolve(false);
      else if (worker.state !== "installing") resolve(true);
    };
    worker?.addEventListener("statechange", look);
    look();
  });

// A newer version is ready: it takes over, and this page reloads, only when the button is pressed.
function offerNewer(registration) {
  const prompt = document.querySelector("[data-newer]");
  if (!prompt || !registration.waiting || !navigator.serviceWorker.controller) return;
  prompt.hidden = false;
  prompt.querySelector("button").onclick = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("take over");
  };
}

// The offline page speaks the language of the pages: kept again when that has changed.
async function matchLanguage() {
  const language = document.documentElement.lang;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const found = name.startsWith("splot-") && (await cache.match(SHELL));
    if (!found || found.headers.get("Content-Language") === language) continue;
    const headers = { "Accept-Language": language };
    const fresh = await fetch(SHELL, { credentials: "omit", headers, cache: "reload" });
    if (fresh.ok) await cache.put(SHELL, fresh);
  }
}

function offerInstall() {
  const hint = document.querySelector("[data-install]");
  if (!hint) return;
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    hint.hidden = false;
    const button = hint.querySelector("button");
    button.hidden = false;
    button.onclick = () => event.prompt();
  });
  window.addEventListener("appinstalled", () => (hint.hidden = true));
  // Safari installs from its own menu and says nothing.
  const standalone = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  if (!("standalone" in navigator) || standalone) return;
  hint.hidden = hint.querySelector("[data-by-menu]").hidden = false;
}

async function begin() {
  offerInstall();
  if (navigator.serviceWorker) installWorker().then(matchLanguage).catch(() => {});
  try {
    await openStore();
  } catch {
    return;
  }
  const { owner, settled } = document.body.dataset;
  if (settled) await throwAway(settled);
  if (owner) {
    const roster = refreshRoster(owner).catch(() => undefined);
    // A roster of somebody else goes at once, even when ours cannot be fetched.
    if ((await fact("owner")) !== owner) await roster;
  }
  watchQueue();
  await show();
  await deliverNow();
}

begin();
