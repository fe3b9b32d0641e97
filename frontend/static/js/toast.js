// Toasts can be closed; a request that fails says so in the page's own language.
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

if (box) {
  box.querySelectorAll(".toast").forEach(closable);
  new MutationObserver(() => box.querySelectorAll(".toast").forEach(closable)).observe(box, { childList: true });
  box.addEventListener("click", (event) => event.target.closest("button[data-close]")?.closest(".toast").remove());
  document.addEventListener("say", (event) => say(event.detail));
  document.addEventListener("htmx:sendError", () => say(box.dataset.offline));
  document.addEventListener("htmx:responseError", (event) => {
    const loggedOut = event.detail.xhr.status === 401;
    say(loggedOut ? box.dataset.loggedOut : box.dataset.failed);
  });
}
