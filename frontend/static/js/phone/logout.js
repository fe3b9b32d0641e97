// Before the log-out: what was not sent is named; after its confirmation nothing stays on this phone.
import { howMany } from "./queue.js";
import { sendWaiting } from "./send.js";
import { forgetEverything } from "./store.js";
import { word } from "./words.js";

const form = document.querySelector("form[data-log-out]");
const warning = document.querySelector("[data-unsent]");

async function count() {
  const { all } = await howMany();
  warning.hidden = all === 0;
  warning.querySelector("[data-count]").textContent = word("unsent", { n: all });
  form.querySelector("[data-plain]").hidden = all > 0;
  form.querySelector("[data-lose]").hidden = all === 0;
}

async function clear() {
  await forgetEverything();
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) if (name.startsWith("splot-")) await caches.delete(name);
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
}

warning.querySelector("[data-send]").addEventListener("click", async () => {
  const { outcome } = await sendWaiting().catch(() => ({ outcome: "later" }));
  warning.querySelector("[data-why]").textContent = outcome === "sent" ? "" : word(outcome);
  await count();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await clear().catch(() => {});
  HTMLFormElement.prototype.submit.call(form);
});
count().catch(() => {});
