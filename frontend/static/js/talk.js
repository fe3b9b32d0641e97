// A conversation that is looked at asks for what is new: now and then, at once when a live message says so, and
// when it comes back into sight. In the background it asks nothing, so that nothing counts as read unseen.
const EVERY = 15_000;
const QUIET = { "X-Splot-Quiet": "1" };

function isAtTheEnd() {
  return window.innerHeight + window.scrollY > document.documentElement.scrollHeight - 600;
}

function put(list, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-talk]");
  if (!fresh || fresh.dataset.state === list.dataset.state) return;
  const before = list.scrollHeight;
  const follows = isAtTheEnd();
  list.replaceChildren(...fresh.childNodes);
  list.dataset.state = fresh.dataset.state;
  if (follows) window.scrollBy(0, list.scrollHeight - before);
}

for (const list of document.querySelectorAll("[data-talk]")) {
  let timer = 0;
  const look = async () => {
    if (document.visibilityState !== "visible") return;
    // Nothing changes under the focus: a link or a button among the messages.
    if (list !== document.activeElement && list.contains(document.activeElement)) return;
    try {
      const answer = await fetch(list.dataset.talk, { headers: QUIET, credentials: "same-origin" });
      if (answer.redirected || (answer.status >= 400 && answer.status < 500)) clearInterval(timer);
      else if (answer.ok) put(list, await answer.text());
    } catch {
      // No connection now: the next time asks again.
    }
  };
  timer = setInterval(look, EVERY);
  list.addEventListener("live", look);
  document.addEventListener("visibilitychange", look);
  if (!location.hash) document.getElementById("unread")?.scrollIntoView({ block: "center" });
}
