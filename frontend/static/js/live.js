// Other people's work shows up: a message names a topic, elements with data-live="topic" fetch themselves anew.
// Nothing changes under the focus: it waits until the focus leaves; and what was typed is never replaced: the page
// only says that there is something new. Messages come by live-socket.js or live-ask.js as the event "live:heard".
const CALM = 1_500; // an element is not fetched more often
const fetched = new WeakMap();

function isTyped(element) {
  return [...element.querySelectorAll("input, textarea, select")].some((one) => {
    if (one.type === "hidden" || one.form?.matches("[data-submits]")) return false;
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    if (!one.options) return one.value !== one.defaultValue;
    const given = [...one.options].findIndex((option) => option.defaultSelected);
    return one.selectedIndex !== Math.max(given, 0);
  });
}

function refresh(element) {
  if (!element.isConnected) return;
  if (isTyped(element)) {
    document.dispatchEvent(new CustomEvent("say", { detail: document.body.dataset.liveKept }));
    return;
  }
  if (element.matches(":focus-within")) {
    element.addEventListener("focusout", () => setTimeout(refresh, 0, element), { once: true });
    return;
  }
  window.htmx?.trigger(element, "live");
}

function soon(element) {
  const now = Date.now();
  const last = fetched.get(element) ?? 0;
  if (last > now) return; // it will be fetched anyway
  const wait = Math.max(0, last + CALM - now);
  fetched.set(element, now + wait);
  setTimeout(refresh, wait, element);
}

// Nobody asked for it: what was to be told waits for the next page that somebody did ask for.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.triggeringEvent?.type === "live") detail.headers["X-Unasked"] = "1";
});

// Typed or ticked meanwhile: it stays.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt, triggeringEvent } = detail.requestConfig;
  if (triggeringEvent?.type !== "live" || !(isTyped(elt) || elt.matches(":focus-within"))) return;
  detail.shouldSwap = false;
  refresh(elt);
});

document.addEventListener("live:heard", ({ detail: message }) => {
  for (const element of document.querySelectorAll("[data-live]")) {
    if (message.all || element.dataset.live.split(" ").includes(message.topic)) soon(element);
  }
});
