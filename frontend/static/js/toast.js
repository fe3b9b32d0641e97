// Toasts can be closed; a request that fails says so in the page's own language. A page that only looked whether there
// is something new says nothing: nobody pressed anything, and it will look again.
const box = document.getElementById("toasts");

function closable(toast) {
  if (toast.querySelector("button[data-close]")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn small";
  button.dataset.close = "";
  button.textContent = box.dataset.close;
  toast.append(button);
}

export function say(text, kind = "warning") {
  const last = box.lastElementChild;
  if (last?.firstElementChild?.textContent === text) return;
  const toast = document.createElement("div");
  toast.className = `toast ${kind}`;
  const words = document.createElement("span");
  words.textContent = text;
  toast.append(words);
  box.append(toast);
}

const isNews = ({ detail }) => detail.requestConfig.triggeringEvent?.type === "live";
// htmx hands no event on with a poll, nor with what a page loads when it opens.
const isPoll = ({ detail }) => !detail.requestConfig.triggeringEvent && detail.elt.matches("[hx-trigger*=every]");

function failed(event) {
  const loggedOut = event.detail.xhr.status === 401;
  // A page that polls may have no socket that would say it.
  if (loggedOut && isPoll(event)) say(document.body.dataset.liveEnded);
  if (isNews(event) || isPoll(event)) return;
  say(loggedOut ? box.dataset.loggedOut : box.dataset.failed);
}

function unreached(event) {
  if (!isNews(event) && !isPoll(event)) say(box.dataset.offline);
}

if (box) {
  box.querySelectorAll(".toast").forEach(closable);
  new MutationObserver(() => box.querySelectorAll(".toast").forEach(closable)).observe(box, { childList: true });
  box.addEventListener("click", (event) => event.target.closest("button[data-close]")?.closest(".toast").remove());
  document.addEventListener("say", (event) => say(event.detail));
  document.addEventListener("htmx:sendError", unreached);
  document.addEventListener("htmx:responseError", failed);
}
