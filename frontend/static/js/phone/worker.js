// The service worker (frontend/phone.py puts VERSION, FILES and the modules store, queue and send before this).
// It keeps static files and the public page of the log; never a page about anybody.
const KEPT = `splot-${VERSION}`;
const SHELL = "/log/shell/";
const PATIENT = 4000;

self.addEventListener("install", (event) => event.waitUntil(fill()));

async function fill() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
  // Without cookies, so that the page cannot be about anybody.
  await cache.add(new Request(SHELL, { credentials: "omit", cache: "reload" }));
}

self.addEventListener("activate", (event) => event.waitUntil(tidy()));

async function tidy() {
  for (const name of await caches.keys()) if (name.startsWith("splot-") && name !== KEPT) await caches.delete(name);
  await self.clients.claim();
}

// A newer version waits until its button is pressed (app.js): nothing reloads under a half-typed form.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "claim") event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!url.pathname.startsWith("/admin/")) event.respondWith(navigate(event, url));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)));
  }
});

const kept = async (path) => (await caches.open(KEPT)).match(path);

// The network first. Where it does not answer, the offline page; on the log also where it is slow, or where the
// log-in has ended: what was lived through can be written down now and sent after the next log-in.
async function navigate(event, url) {
  const asked = fetch(event.request);
  const log = url.pathname === "/log/";
  try {
    const answer = await (log ? Promise.race([asked, slow()]) : asked);
    if (answer && !(log && answer.type === "opaqueredirect")) return answer;
    if (!answer) asked.catch(() => {});
  } catch {
    // no connection
  }
  return (await kept(SHELL)) ?? Response.error();
}

const slow = () => new Promise((resolve) => setTimeout(resolve, PATIENT, null));

self.addEventListener("sync", (event) => {
  if (event.tag === "splot-entries") event.waitUntil(again());
});

// Kept waiting, the browser tries again later by itself.
async function again() {
  const { outcome } = await sendWaiting();
  if (outcome === "offline" || outcome === "later") throw new Error(outcome);
}
