// Who else has open what stands here: an element with data-open="topic" says what; in [data-present], inside it or
// the first of the page, stand the words of the server. Its line is kept free: nothing moves.
const words = new Map();

function opened() {
  return [...document.querySelectorAll("[data-open]")].filter((one) => one.dataset.open);
}

function show() {
  for (const element of opened()) {
    const place = element.querySelector("[data-present]") ?? document.querySelector("[data-present]");
    const text = words.get(element.dataset.open) ?? "";
    if (place && place.textContent !== text) place.textContent = text;
  }
}

document.addEventListener("live:heard", ({ detail: message }) => {
  if (!message.present) return;
  words.set(message.present, message.words);
  show();
});
document.addEventListener("live:lost", ({ detail: failures }) => {
  if (failures > 1) return; // whoever is here may have been asked for meanwhile
  words.clear();
  show();
});
document.addEventListener("htmx:afterSettle", () => {
  const open = new Set(opened().map((one) => one.dataset.open));
  for (const topic of words.keys()) if (!open.has(topic)) words.delete(topic);
  show();
});
