// The desk: the opened proposal marks its row, chosen ones are counted, a chosen programme is shown at once.
const narrow = matchMedia("(width < 60rem)");
const desk = document.querySelector(".desk");

function mark() {
  const open = document.querySelector("[data-opened]")?.dataset.opened;
  for (const row of desk.querySelectorAll("[data-row]")) {
    if (row.id === open) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function count() {
  const chosen = desk.querySelectorAll("[name=chosen]:checked").length;
  for (const output of desk.querySelectorAll("[data-count]")) output.textContent = chosen ? `(${chosen})` : "";
}

// Where list and proposal are two pages, a row is a plain link.
desk.addEventListener("htmx:beforeRequest", (event) => {
  if (!narrow.matches || !event.target.matches("[data-row]")) return;
  event.preventDefault();
  location.assign(event.target.href);
});
document.addEventListener("htmx:afterSettle", mark);
desk.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits] select")) event.target.form.requestSubmit();
  count();
});
desk.addEventListener("reset", () => setTimeout(count));
count();
// A refusal that needs a word more is asked for again in its dialog; without this module it stands in the page.
const refusing = desk.querySelector("[data-reopens]");
if (refusing) {
  const dialog = document.createElement("dialog");
  dialog.id = refusing.id;
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "refuse-title");
  dialog.append(...refusing.childNodes);
  refusing.replaceWith(dialog);
  dialog.showModal();
  dialog.querySelector("[aria-invalid=true]:not([type=hidden])")?.focus();
}
// Beside an open proposal the list has the focus, so that the keys act; a sentence to read comes first.
if (!narrow.matches && !desk.querySelector("[role=alert]") && document.activeElement === document.body) {
  desk.querySelector("[data-row][aria-current]")?.focus();
}
