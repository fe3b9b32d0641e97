// j k move, a r p s decide, / searches, ? explains. Only while [data-list-keys] has the focus, and only if wanted.
const STORED = "splot.shortcuts";
const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

function wanted() {
  return document.body.dataset.shortcuts !== "off" && localStorage.getItem(STORED) !== "off";
}

function move(area, step) {
  const rows = [...area.querySelectorAll("[data-row]")];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const open = rows.findIndex((row) => row.matches("[aria-current]"));
  const from = here >= 0 ? here : open;
  const row = rows[from < 0 ? 0 : from + step];
  if (!row) return;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
  if (area.dataset.listKeys === "follow") row.click();
}

function press(area, key) {
  // Where every row has its own, that of the row with the focus.
  const place = document.activeElement.closest("[data-row]:has([data-key])") ?? area;
  const button = place.querySelector(`[data-key="${key}"]:not(:disabled)`);
  if (button?.checkVisibility()) button.click();
  return Boolean(button);
}

function act(area, key) {
  if (key === "j") return move(area, 1);
  if (key === "k") return move(area, -1);
  if (key === "/") return (area.querySelector("[type=search]") ?? document.querySelector("[type=search]"))?.focus();
  if (key === "?") return document.getElementById("shortcuts")?.showModal();
  return press(area, key);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !wanted()) return;
  if (!["j", "k", "a", "r", "p", "s", "/", "?"].includes(event.key)) return;
  const area = document.activeElement?.closest("[data-list-keys]");
  if (!area || document.activeElement.matches(WRITING) || document.querySelector("dialog:modal")) return;
  if (act(area, event.key) !== false) event.preventDefault();
});

for (const box of document.querySelectorAll("[data-shortcuts-switch]")) {
  box.checked = wanted();
  box.disabled = document.body.dataset.shortcuts === "off";
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
}
