// Toasts can be closed; a request that fails says so, unless the page looked for news by itself.
const box = document.getElementById("toasts");

const make = (tag, told) => Object.assign(document.createElement(tag), told);

function closable(toast) {
  if (toast.querySelector("button[data-close]")) return;
  const button = make("button", { type: "button", className: "btn small", textContent: box.dataset.close });
  button.dataset.close = "";
  toast.append(button);
}

function say(text) {
  if (box.lastElementChild?.firstElementChild?.textContent === text) return;
  const toast = make("div", { className: "toast warning" });
  toast.append(make("span", { textContent: text }));
  box.append(toast);
}

function failed({ detail: { elt, xhr, requestConfig } }) {
  const by = requestConfig.triggeringEvent?.type;
  const isPoll = !by && elt.matches("[hx-trigger*=every]");
  if (by === "live" || (isPoll && xhr.status !== 401)) return;
  if (isPoll) say(document.body.dataset.liveEnded);
  else if (xhr.status === 401) say(box.dataset.loggedOut);
  else say(xhr.status ? box.dataset.failed : box.dataset.offline);
}

if (box) {
  const all = () => box.querySelectorAll(".toast").forEach(closable);
  all();
  new MutationObserver(all).observe(box, { childList: true });
  box.addEventListener("click", (event) => event.target.closest("button[data-close]")?.closest(".toast").remove());
  document.addEventListener("say", (event) => say(event.detail));
  for (const name of ["send", "response"]) document.addEventListener(`htmx:${name}Error`, failed);
}
